"""Standing permissions in words: nobody gives more than they read."""

import pytest

from agent.core.actions import Effect, Grant
from desktop.views.grant_words import grant_text


@pytest.mark.parametrize(
    ("grant", "said"),
    [
        (Grant(Effect.WRITE, "Reports/*.xlsx"), "change .xlsx files in “Reports” and below"),
        (Grant(Effect.MOVE, "Other:*.qqq", "always"), "move .qqq files in “Other:” and below"),
        (Grant(Effect.DELETE, "*.tmp"), "delete .tmp files in the folder and below"),
        (Grant(Effect.WRITE, "a[[]1]/?x*"), "change what is named like “a[1]/?x*”, below too"),
        (Grant(Effect.SEND, "a@b.test"), "send to a@b.test"),
        (Grant(Effect.SEND, "chat.test/a[*]b"), "send to chat.test/a*b"),
        (Grant(Effect.SEND, "chat.test/*"), "send to anyone in chat.test, only words of yours"),
        (Grant(Effect.CONNECT, "web.test", "always"), "connect to web.test"),
    ],
)
def test_a_permission_says_all_that_it_covers(qapp, grant, said):
    assert grant_text(grant) == said


def test_controls_in_a_pattern_are_escaped(qapp):
    assert grant_text(Grant(Effect.WRITE, "a\n\u202e/*.x")).isprintable()
