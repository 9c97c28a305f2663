"""A body that never ends costs no memory and no evening, in every protocol."""

from dataclasses import replace

import pytest

from agent.core.errors import AgentError, TransientError
from agent.models.bounded import LARGEST
from tests.agent.models.asking import ASK, SYSTEM, all_of, model_at
from tests.agent.models.servers.answers import Given

MUCH = b" " * 1_000_000


@pytest.mark.parametrize(("status", "stream"), [(200, False), (500, True), (200, True)])
def test_a_body_or_an_event_that_never_ends_is_given_up(provider, status, stream):
    sent: list[int] = []

    def endless(line, speaker, answer):
        line.head(status, kind="text/event-stream" if line.streams and status == 200 else "application/json")
        while len(sent) < 400:
            line.send(MUCH)
            sent.append(len(MUCH))

    provider.will(endless, Given("never"))
    with pytest.raises(AgentError) as caught:
        all_of(model_at(provider, patience=5.0), ASK, settings=replace(SYSTEM, stream=stream))
    assert isinstance(caught.value, TransientError)
    assert sum(sent) < 3 * LARGEST
