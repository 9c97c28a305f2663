"""Errors, sorted by who must act. Each has a stable `code`; the sentence may change, the code may not."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.core.words import NO_WORDS, Words

_MISFIT = "指定に誤りがあったため、実行していません。"
_RECORDS = Words(
    "Deskhand cannot use its own records, {path!r}: {error}.",
    "Deskhand の記録「{path}」を使用できません: {error}",
)
_RECORDS_REMEDY = Words(
    "Make room on that disk and see that you may write there; if it is damaged, move it away. Then try again.",
    "そのディスクの空き容量と書き込みの権限をご確認ください。破損している場合は別の場所に移してから、もう一度お試しください。",
)


class AgentError(Exception):
    """Base of every error that Deskhand raises on purpose. `words` are one plain sentence for the person;
    `str(error)` is the same in English, for models and logs.
    """

    code = "error"

    def __init__(self, words: Words, code: str | None = None) -> None:
        super().__init__(words.en)
        self.words = words
        self.code = code or self.code


class ToolError(AgentError):
    """The model must act: it becomes a ToolResult. The sentence says what would be right.

    `told` are further texts for the model alone, each a part of its own: what code printed before it failed. `hosts`
    are those whose words may be in them.
    """

    code = "tool_error"
    told: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


class InvalidArgumentsError(ToolError):
    """The arguments of a ToolCall do not fit its ToolSpec.

    A text instead of Words is for the model alone: only it can mend the call. The person is told that it did not fit.
    """

    code = "invalid_arguments"

    def __init__(self, words: Words | str, code: str | None = None) -> None:
        super().__init__(Words(words, _MISFIT) if isinstance(words, str) else words, code)


class OutsideWorkspaceError(ToolError):
    """A path leads out of every granted Root, or into a part that is not granted."""

    code = "outside_workspace"


class NotFoundError(ToolError):
    """There is no such file or folder."""

    code = "not_found"


class UnreadableError(ToolError):
    """The file is there but cannot be read: encrypted, broken, too large, not permitted, of an unknown kind."""

    code = "unreadable"


class StaleError(ToolError):
    """The file is not what was read: somebody changed it meanwhile. Nothing was changed."""

    code = "stale"


class RefusedError(ToolError):
    """A ChangeSet cannot be carried out safely. Nothing was changed."""

    code = "refused"


class TransientError(AgentError):
    """Time must act: retried in `agent.models.retry` and nowhere else. `retry_after` is in seconds.

    The code is "rate_limited" when there were too many requests.
    """

    code = "transient"

    def __init__(self, words: Words, retry_after: float | None = None, code: str | None = None) -> None:
        super().__init__(words, code)
        self.retry_after = retry_after


class OfflineError(TransientError):
    """Nobody could be reached at all: the network is down, or the server is not there. Worth a longer wait."""

    code = "offline"


class LimitError(AgentError):
    """What the person allowed to be spent is spent, or the next request could go beyond it: nothing was sent, or the
    answer was broken off.

    `remedy` says what the person can do.
    """

    code = "limit"

    def __init__(self, words: Words, code: str | None = None, remedy: Words = NO_WORDS) -> None:
        super().__init__(words, code)
        self.remedy = remedy


class NeedsUserError(AgentError):
    """The person must act. `remedy` is one sentence that says what to do; `code` tells which help fits."""

    code = "needs_user"

    def __init__(self, words: Words, remedy: Words, code: str | None = None) -> None:
        super().__init__(words, code)
        self.remedy = remedy


@contextmanager
def keeping(path: Path) -> Iterator[None]:
    """Work with Deskhand's own records at `path`. That they are full, damaged or locked is for the person to mend."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise NeedsUserError(_RECORDS.of(path=str(path), error=error), _RECORDS_REMEDY, "records") from error
