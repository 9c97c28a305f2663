"""Standing permissions in words, in both languages."""

import pytest

from agent.core.actions import Effect, Grant
from agent.policy.grants import told


@pytest.mark.parametrize(
    ("grant", "en", "ja"),
    [
        (
            Grant(Effect.WRITE, "Reports/*.xlsx"),
            "Change spreadsheets (.xlsx) in “Reports” and its subfolders in this task",
            "「Reports」とそのサブフォルダーにある表計算ファイル(.xlsx)を変更する(このタスクの間)",
        ),
        (
            Grant(Effect.MOVE, "Other:*.qqq", "always"),
            "Move files (.qqq) in “Other:” and its subfolders always",
            "「Other:」とそのサブフォルダーにある.qqq ファイルを移動する(常に)",
        ),
        (
            Grant(Effect.DELETE, "*.tmp"),
            "Delete files (.tmp) in this folder and its subfolders in this task",
            "このフォルダーとそのサブフォルダーにある.tmp ファイルを削除する(このタスクの間)",
        ),
        (
            Grant(Effect.WRITE, "a[[]1]/?x*"),
            "Change what matches “a[[]1]/?x*”, in subfolders too in this task",
            "「a[[]1]/?x*」に一致するもの(サブフォルダーを含む)を変更する(このタスクの間)",
        ),
        (Grant(Effect.SEND, "a@b.test"), "Send to a@b.test in this task", "a@b.testに送信する(このタスクの間)"),
        (
            Grant(Effect.SEND, "chat.test/*"),
            "Send to anyone in chat.test, only words of yours in this task",
            "chat.test 内の相手(あなたの言葉だけ)に送信する(このタスクの間)",
        ),
        (Grant(Effect.CONNECT, "web.test", "always"), "Connect to web.test always", "web.testに接続する(常に)"),
    ],
)
def test_a_permission_is_said_in_words(grant, en, ja):
    assert (told(grant).en, told(grant).ja) == (en, ja)


def test_controls_in_a_pattern_are_escaped():
    assert told(Grant(Effect.WRITE, "a\n\u202e/*.x")).en.isprintable()
