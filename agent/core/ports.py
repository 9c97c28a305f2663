"""Sockets: what the loop needs of the world, and what tools and recipes need of the Workspace."""

from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from agent.core.actions import Approval, Intent, Question, Source, Verdict
from agent.core.changes import ChangeSet, Checkpoint, Finding, Staged
from agent.core.errors import ToolError
from agent.core.events import Notice
from agent.core.messages import AssistantMessage, Delta, Message, Reply, Result, ToolCall, ToolResult, ToolSpec
from agent.core.paths import Place

Emit = Callable[[Notice], None]
Progress = Callable[[str, int, int], None]
"""Called with a text, how many are done and how many there are (0: not known)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a request to a model carries besides words and tools. `max_output` is in tokens, None for its default.

    Without `stream` the answer comes in one piece: no Deltas, and about half of the work.
    """

    system: str
    max_output: int | None = None
    stream: bool = True


@dataclass(frozen=True, slots=True)
class Traits:
    """What a model can take. `context` and `output` are in tokens, 0 when not known; None is not known either."""

    context: int = 0
    output: int = 0
    sees: bool | None = None
    watches: bool | None = None


class ChatModel(Protocol):
    """A model. Must yield exactly one Reply, last, and must not retry.

    Raises:
        TransientError: no answer, a broken stream, a rate limit, a stream without a finish reason.
        NeedsUserError: key missing or refused, no credit, no such model.
        ToolError: the request is too long for the model (code "context_overflow").
        LimitError: the request could cost more than the person allowed; nothing was sent.
    """

    @property
    def name(self) -> str:
        """The name the person gave it."""

    @property
    def host(self) -> str:
        """The host that the words go to; "" when they stay in this process."""

    @property
    def traits(self) -> Traits:
        """What it can take."""

    def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
        """Answer the History; Deltas while it streams, then the Reply. Closing it ends the request."""


class ReadyCall(Protocol):
    """A ToolCall with valid arguments and a known Intent; nothing is done yet."""

    @property
    def intent(self) -> Intent:
        """Every Action that `run` may take; `run` may do no more."""

    async def run(self) -> Result:
        """Read, compute, stage. Must not write below a Root. Raises ToolError."""


class Tool(Protocol):
    """Something the model may ask for."""

    @property
    def spec(self) -> ToolSpec:
        """What the model is told."""

    def prepare(self, call: ToolCall) -> ReadyCall:
        """Validate the arguments and state the Intent. Touches nothing that it could change.

        Raises:
            InvalidArgumentsError, OutsideWorkspaceError, NotFoundError: with what would be right.
        """


class Gate(Protocol):
    """Policy. Both methods decide from effects, targets, Grants and Mode; never from the name of a tool."""

    def judge(self, intent: Intent, heard: Sequence[Source] = ()) -> Verdict:
        """Before `run`. `heard` are Sources that a call has heard so far and the Session has not."""

    def judge_changes(self, changes: ChangeSet, findings: Sequence[Finding] = ()) -> Verdict:
        """Before `commit`. A row of the Question carries the index of its Change."""


class Approver(Protocol):
    """The way to the person."""

    async def ask(self, question: Question, call: str = "") -> Approval:
        """Wait for the answer. An Approval without accepted rows and without `yes` is a refusal.

        `call` is the id of the ToolCall that asks. Questions that come at once are asked one after the other.
        """


class Context(Protocol):
    """Which part of the History a request carries. It leaves out; it never changes the History itself."""

    async def fitting(self, history: Sequence[Message]) -> Sequence[Message]:
        """What the model will hear. Grows at its end only, but for the moments at which something is left out."""

    async def shorter(self, history: Sequence[Message]) -> Sequence[Message] | None:
        """The same after a model found it too long; None when nothing more can be left out."""


class Review(Protocol):
    """What stands between "done" and the end of a Turn."""

    async def objection(self, answer: AssistantMessage) -> str:
        """What must still be mended, told to the model; "" when the Turn may end."""


class Guard(Protocol):
    """What a model is told whose answers or calls lead nowhere, and when a Turn gives up on it. One for each Turn."""

    @property
    def given_up(self) -> ToolError | None:
        """Why going on is a waste; None while it is not. With the code "loop" it may still report."""

    def nudge(self, reply: Reply) -> str:
        """What to tell a model that called nothing, or whose calls could not be run; "" when its answer can stand."""

    def hinted(self, calls: Sequence[ToolCall], results: Sequence[ToolResult]) -> list[ToolResult]:
        """The results of a Step, with what the model should be told of them."""


class Ledger(Protocol):
    """The only door to the user's files."""

    async def examine(self, changes: ChangeSet) -> tuple[Finding, ...]:
        """What the person should know of these Changes before they are made. Changes nothing.

        Raises:
            RefusedError, OutsideWorkspaceError: as `commit` would, so that nobody is asked in vain: granted for
            reading only, open in Office.
        """

    async def commit(self, changes: ChangeSet, call: str = "") -> Checkpoint:
        """Carry out all Changes or none, with before-images, and verify by reading back.

        `call` is the id of the ToolCall that wants it: it is in the record, so that after a crash the right one hears.

        Raises:
            StaleError, RefusedError: nothing was changed; the sentence names the file and the reason.
            NeedsUserError: disk full, folder gone, no permission; nothing was changed.
        """

    async def undo(self, checkpoint: str, only: Sequence[str] = ()) -> Checkpoint:
        """Put back a Checkpoint (`only` some of its places). Files that the person changed since are kept."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder below a Root. Times are ns since 1970; `links` is how many names a file has, wherever they are.

    `kind` is file, folder, or what is never opened: locked (a listing calls a folder so whose contents cannot be
    seen), link, mount (another disk or folder begins there), placeholder (its contents are in the cloud), secret (keys
    and passwords), special (pipes, sockets, devices).
    """

    place: Place
    kind: str
    size: int
    modified_ns: int
    links: int = 1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A private copy of a file as it was at one moment: its path (same extension), SHA-256 in hex and bytes."""

    place: Place
    path: Path
    sha256: str
    size: int
    modified_ns: int


class Files(Protocol):
    """The read side of a Workspace, and its Staging. All methods block and may be called from any thread."""

    def place(self, text: str, *, new: bool = False) -> Place:
        """The Place that `text` means. Raises OutsideWorkspaceError.

        A name that is not there means the only one in its folder that differs just in case or Unicode form. What is to
        be made (`new`) keeps its last name as it is written.
        """

    def roots(self) -> tuple[Place, ...]:
        """The Root folders, the first one first."""

    def called(self, place: Place) -> str:
        """What the person knows a Place as, safe to show: "a/b.pdf"; a Root by the name of its folder."""

    def entry(self, place: Place) -> Entry | None:
        """What is there, or None. Links are described, never followed."""

    def walk(self, folder: Place, *, deep: bool = True, hidden: bool = False) -> Iterator[Entry]:
        """Entries below `folder`, folders before their contents, names in order. Links are not followed.

        `hidden` includes names that begin with "." and Office lock files ("~$...").
        """

    def snapshot(self, place: Place) -> Snapshot:
        """A private copy that cannot change under the reader.

        Raises:
            NotFoundError, UnreadableError: also for what is never opened (codes "placeholder", "secret_place",
            "mount"), for a file with a name out of reach (code "hard_link"), and for a very large one ("too_large").
        """

    def clone(self, place: Place, target: Path) -> Snapshot:
        """The same as a new file of one's own at `target`, which may be written: it shares the blocks of the file where
        the disk can do that, and is a copy elsewhere. Its time and mode are new ones.

        Raises:
            What `snapshot` raises; NeedsUserError: the disk is full (code "disk_full"), nothing is at `target` then.
        """

    def sha256(self, place: Place) -> str:
        """The hash of a file's bytes in hex, without a copy. Raises NotFoundError, UnreadableError."""

    def stage(self, suffix: str) -> Path:
        """A new path in the Staging, not yet a file, that ends in `suffix` (".xlsx")."""

    def staged(self, path: Path) -> Staged:
        """Seal a file of the Staging: hash and measure it. It must not be written again."""
