"""Errors, sorted by who must act. Each has a stable `code`; the sentence may change, the code may not."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


class AgentError(Exception):
    """Base of every error that Deskhand raises on purpose. `str(error)` is one plain sentence."""

    code = "error"


class ToolError(AgentError):
    """The model must act: it becomes a ToolResult. The sentence says what would be right."""

    code = "tool_error"

    def __init__(self, sentence: str, code: str | None = None) -> None:
        super().__init__(sentence)
        if code is not None:
            self.code = code


class InvalidArgumentsError(ToolError):
    """The arguments of a ToolCall do not fit its ToolSpec."""

    code = "invalid_arguments"


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
    """Time must act: retried in `agent.models.retry` and nowhere else. `retry_after` is in seconds."""

    code = "transient"

    def __init__(self, sentence: str, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class NeedsUserError(AgentError):
    """The person must act. `remedy` is one sentence that says what to do; `code` tells which help fits."""

    code = "needs_user"

    def __init__(self, sentence: str, remedy: str, code: str | None = None) -> None:
        super().__init__(sentence)
        self.remedy = remedy
        if code is not None:
            self.code = code


@contextmanager
def mapped(table: Mapping[type[BaseException], type[ToolError]], sentence: str) -> Iterator[None]:
    """Translate foreign exceptions at a boundary: `with mapped({FileNotFoundError: NotFoundError}, "..."):`."""
    try:
        yield
    except tuple(table) as error:
        kind = next(ours for theirs, ours in table.items() if isinstance(error, theirs))
        raise kind(sentence) from error


@contextmanager
def keeping(path: Path) -> Iterator[None]:
    """Work with Deskhand's own records at `path`. That they are full, damaged or locked is for the person to mend."""
    remedy = "Make room on that disk and see that you may write there; if it is damaged, move it away. Then try again."
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise NeedsUserError(
            f"Deskhand cannot use its own records, {str(path)!r}: {error}.", remedy, "records"
        ) from error
