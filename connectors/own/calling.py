"""What the Tools of Deskhand's own connectors share: calls that can be ended, results from outside, files to save.

A connection is made for one call and ends with it. The thread of a call cannot be ended from outside, its sockets can:
whoever opens one leaves with the Stop how it is closed.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.calls.marks import OUTSIDE, as_data
from agent.calls.params import Arguments, parsed, schema
from agent.core.actions import Action, Argument, Effect, Intent, Source, Trust
from agent.core.changes import ChangeSet, Create
from agent.core.documents import Documents
from agent.core.errors import InvalidArgumentsError, NotFoundError, StaleError, ToolError
from agent.core.messages import Evidence, Result, Text, ToolCall, ToolSpec
from agent.core.paths import Place, shown
from agent.core.ports import Files, ReadyCall, Snapshot
from agent.core.words import Words
from connectors.connector import Config

SECONDS = 120.0
CHARACTERS = 20_000
_SLOW = Words(
    "{account} took more than {seconds} {seconds:second|seconds}.", "{account} の応答に {seconds} 秒以上かかりました。"
)
_SAVE = Words("Save {name}", "「{name}」を保存")
_THERE = Words("{name!r} is there already: choose another name.", "「{name}」は既にあります。別の名前にします。")
_STALE = Words("{name!r} was changed since it was asked about.", "「{name}」は確認の後に変更されています。")
_MISSING = Words("There is no file {name!r}.", "ファイル「{name}」が見つかりません。")


class Stop:
    """Ends what a call has open. From any thread; twice is once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: list[Callable[[], object]] = []
        self._over = False

    def leave(self, end: Callable[[], object]) -> None:
        """`end` closes what was opened just now; it is called at once when the call is over already."""
        with self._lock:
            if not self._over:
                self._ends.append(end)
                return
        _quietly(end)

    def now(self) -> None:
        """Close everything."""
        with self._lock:
            self._over = True
            ends, self._ends = self._ends, []
        for end in reversed(ends):
            _quietly(end)


def _quietly(end: Callable[[], object]) -> None:
    with contextlib.suppress(Exception):  # libraries raise whatever they like for what is closed already
        end()


@dataclass(frozen=True, slots=True)
class Called:
    """A ReadyCall whose work runs in a thread, at most SECONDS, and ends with the Turn."""

    intent: Intent
    account: str
    work: Callable[[Stop], Result]
    seconds: float = SECONDS

    async def run(self) -> Result:
        """See `agent.core.ports.ReadyCall`."""
        stop = Stop()
        try:
            async with asyncio.timeout(self.seconds):
                return await asyncio.to_thread(self.work, stop)
        except TimeoutError:
            slow = _SLOW.of(account=self.account, seconds=round(self.seconds))
            raise ToolError(slow, "too_slow") from None
        finally:
            stop.now()


@dataclass(frozen=True, slots=True)
class OwnTool:
    """A Tool: what the model is told, and what its checked arguments mean."""

    spec: ToolSpec
    meaning: Callable[[Arguments], ReadyCall]

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        return self.meaning(parsed(call, self.spec))


def own_tool(  # noqa: PLR0913, PLR0917  # what a Tool is made of
    config: Config,
    name: str,
    description: str,
    meaning: Callable[[Arguments], ReadyCall],
    required: Sequence[str] = (),
    properties: Mapping[str, Mapping[str, object]] | None = None,
) -> OwnTool:
    """A Tool of a connector: its name begins with the connector's id."""
    return OwnTool(
        ToolSpec(whole_name(config, name), description, schema(tuple(required), **(properties or {}))), meaning
    )


def whole_name(config: Config, name: str) -> str:
    """What the model calls a Tool."""
    return f"{config.id.replace('-', '_')}_{name}"


def account_of(config: Config) -> str:
    """What Actions and Sources call the account: never a bare host, or its words would count as the host's own."""
    return f"{config.kind}:{config.id}"


def outward(
    title: str, effect: Effect, account: str, *arguments: tuple[str, str], also: Sequence[Action] = ()
) -> Intent:
    """An Intent with one outward Action: (role, value) pairs are its Arguments."""
    action = Action(effect, account, tuple(Argument(role, value) for role, value in arguments if value))
    return Intent(title, (*also, action))


def told(  # noqa: PLR0913, PLR0917  # what a Result is made of
    account: str,
    head: str,
    lines: Sequence[str] = (),
    for_user: str = "",
    changes: ChangeSet | None = None,
    evidence: tuple[Evidence, ...] = (),
    hidden: int = 0,
) -> Result:
    """A Result in words of `account`, marked as data; `head` are our own words."""
    text = f"{head}\n{as_data(lines, OUTSIDE)}" if lines else head
    sources = (Source(Trust.OUTSIDE, account, hidden),)
    return Result((Text(text),), for_user, changes, evidence, sources)


def cut(lines: Sequence[str], most: int = CHARACTERS) -> tuple[str, ...]:
    """As many lines as fit into so many characters, with a last one that says how many were left out."""
    size = 0
    for count, line in enumerate(lines):
        size += len(line) + 1
        if size > most:
            kept = lines[:count] or (lines[0][:most],)
            return (*kept, f"[not shown, lines: {len(lines) - count}]")
    return tuple(lines)


def new_file(files: Files, text: str) -> Place:
    """Where a new file belongs.

    Raises:
        InvalidArgumentsError: no name, or something is there.
    """
    place = files.place(text, new=True)
    if not place.name:
        raise InvalidArgumentsError("Give a file name.")
    if files.entry(place) is not None:
        raise InvalidArgumentsError(_THERE.of(name=shown(str(place))))
    return place


def there(files: Files, text: str) -> Place:
    """The file that the model means. Raises NotFoundError."""
    place = files.place(text)
    entry = files.entry(place)
    if entry is None or entry.kind == "folder":
        raise NotFoundError(_MISSING.of(name=shown(text)))
    return place


def unchanged(files: Files, place: Place, state: str) -> Snapshot:
    """The file as it was asked about; `state` is its hash then. Raises StaleError."""
    snapshot = files.snapshot(place)
    if snapshot.sha256 != state:
        raise StaleError(_STALE.of(name=shown(str(place))))
    return snapshot


def writes(place: Place) -> Action:
    """The Action of saving there."""
    return Action(Effect.WRITE, str(place))


def reads(place: Place) -> Action:
    """The Action of reading it."""
    return Action(Effect.READ, str(place))


def held(files: Files, data: bytes, suffix: str) -> Path:
    """A private file with these bytes, for the workers."""
    draft = files.stage(suffix)
    draft.write_bytes(data)
    return draft


def saved(files: Files, place: Place, data: bytes, language: str) -> ChangeSet:
    """`data` as a new file there, staged."""
    draft = held(files, data, place.suffix)
    title = _SAVE.of(name=shown(str(place))).text(language)
    return ChangeSet(title, (Create(place, files.staged(draft)),))


def text_lines(files: Files, documents: Documents, data: bytes, suffix: str) -> tuple[tuple[str, ...], int]:
    """What a document from outside says, read in a worker: lines with their addresses, and how many nobody sees.

    Raises:
        UnreadableError: broken, or of a kind that nobody reads.
    """
    draft = held(files, data, suffix)
    if suffix in {".html", ".htm"}:  # what no person sees is left out by this
        page, draft = draft, files.stage(".txt")
        documents.convert(page, draft)
    content = documents.read(draft, count=2_000)
    hidden = sum(bool(one.hidden) or one.kind == "hidden" for one in content.passages)
    plain = suffix in {".html", ".htm", ".txt", ".json", ".xml"}
    lines = tuple(
        one.text if plain else f"{one.anchor}{f' [hidden: {one.hidden}]' if one.hidden else ''}\t{one.text}"
        for one in content.passages
    )
    return tuple(line for at, line in enumerate(lines) if line or (at and lines[at - 1])), hidden
