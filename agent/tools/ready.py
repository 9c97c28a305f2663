"""What all Tools share: ready calls, places with suggestions, and what was read in which state."""

import asyncio
import difflib
import threading
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from agent.core.actions import Action, Effect, Intent, Source, Trust
from agent.core.documents import Passage
from agent.core.errors import InvalidArgumentsError, NotFoundError, OutsideWorkspaceError, StaleError
from agent.core.messages import Result, Text
from agent.core.paths import Place, shown
from agent.core.ports import Entry, Files, Snapshot
from agent.core.words import Words, joined

_LOOKED_AT = 20_000
_NOT_READ = Words("Read {name!r} before you change it.", "「{name}」は、先に読み取ってからでないと変更できません。")
_CHANGED = Words(
    "{name!r} was changed since you read it. Read it again.",
    "「{name}」は、読み取った後にほかで変更されています。もう一度読み取ってから変更します。",
)
_TAKEN_BACK = Words(
    "{name!r} is as it was before your last change, which was declined or undone. Read it again.",
    "「{name}」は、直前の変更が承認されなかったか元に戻されたため、変更前の内容です。もう一度読み取ってから変更します。",
)
_THERE = Words(
    "{name!r} is there already. Read it before you replace it, or choose another name.",
    "「{name}」は既にあります。置き換えるには先に読み取るか、別の名前にします。",
)
_MISSING = Words("There is no {name!r}.", "「{name}」が見つかりません。")
_LOOK = Words("Look with `find`.", "名前の近いファイルもありません。")
_NEAR = Words("Did you mean {en}?", "名前の近いものに{ja}があります。")


@dataclass(frozen=True, slots=True)
class Ready:
    """A ReadyCall whose work runs in a thread."""

    intent: Intent
    work: Callable[[], Result]

    async def run(self) -> Result:
        """See `agent.core.ports.ReadyCall`."""
        return await asyncio.to_thread(self.work)


@dataclass
class ReadLog:
    """The SHA-256 of every Place as the model last read or wrote it. A file is changed only in that state.

    It begins with what an earlier process knew.
    """

    _known: dict[Place, str] = field(default_factory=dict)
    _before: dict[Place, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def saw(self, snapshot: Snapshot) -> None:
        """The model read this state."""
        with self._lock:
            self._known[snapshot.place] = snapshot.sha256
            self._before.pop(snapshot.place, None)

    def proposed(self, place: Place, before: str | None, after: str) -> None:
        """The model wants to change the state `before` (None: nothing is there) into `after`."""
        with self._lock:
            self._known[place] = after
            self._before[place] = before or ""

    def must_know(self, snapshot: Snapshot, *, replaced: bool = False) -> None:
        """The model must have read the file as it is. `replaced`: it wants to write all of it anew.

        Raises:
            StaleError: it was never read, or it is not as the model believes.
        """
        with self._lock:
            known, before = self._known.get(snapshot.place), self._before.get(snapshot.place)
        if known == snapshot.sha256:
            return
        unread = _THERE if replaced else _NOT_READ
        why = unread if known is None else _TAKEN_BACK if before == snapshot.sha256 else _CHANGED
        raise StaleError(why.of(name=shown(str(snapshot.place))))


def said(text: str, for_user: str = "") -> Result:
    """A Result in words."""
    return Result((Text(text),), for_user)


def heard(place: Place, passages: Sequence[Passage] = (), version: str = "") -> Source:
    """Where the words of these passages come from, and how many of them no person sees. `version` as in Source."""
    return Source(Trust.FILE, str(place), sum(is_hidden(passage) for passage in passages), version)


def is_hidden(passage: Passage) -> bool:
    """Whether no person sees it in the document."""
    return bool(passage.hidden) or passage.kind == "hidden"


def reading(title: str, *places: Place) -> Intent:
    """An Intent that only reads."""
    return Intent(title, tuple(Action(Effect.READ, str(place)) for place in places))


def existing(files: Files, text: str) -> Entry:
    """What lies at the place that the model means.

    Raises:
        NotFoundError, OutsideWorkspaceError: nothing does; the sentence names the files that are most alike.
    """
    try:
        place = files.place(text)
    except OutsideWorkspaceError as error:
        near = _alike(files, text.replace("\\", "/").rpartition("/")[2], 0.9)
        if not near:
            raise
        raise OutsideWorkspaceError(joined(error.words, _near(near))) from error
    entry = files.entry(place)
    if entry is not None:
        return entry
    near = _alike(files, place.name, 0.7)
    raise NotFoundError(joined(_MISSING.of(name=shown(text)), _near(near) if near else _LOOK))


def _near(names: Sequence[str]) -> Words:
    return _NEAR.of(en=" or ".join(map(repr, names)), ja="".join(f"「{name}」" for name in names))


def new_place(files: Files, text: str) -> Place:
    """Where the model wants something new, or what is there already under a name that some systems cannot tell from it.

    Raises:
        InvalidArgumentsError: no name, or a path that begins with the name of the granted folder itself.
    """
    place = files.place(text)
    root, (head, _, rest) = Place(place.root, ""), place.path.partition("/")
    if not place.name:
        raise InvalidArgumentsError("Give a file name.")
    if rest and head == files.called(root) and files.entry(root.child(head)) is None:
        right = Place(place.root, rest)
        raise InvalidArgumentsError(f"Paths are relative to the folder {head!r}: write {shown(str(right))!r}.")
    return place


def given_or_all(files: Files, text: str) -> tuple[Place, ...]:
    """The folder that the model means; all granted folders when it names none."""
    return (existing(files, text).place,) if text else files.roots()


def existing_file(files: Files, text: str) -> Place:
    """The file that the model means.

    Raises:
        NotFoundError: as `existing`.
        InvalidArgumentsError: there is something else.
    """
    entry = existing(files, text)
    if entry.kind == "folder":
        raise InvalidArgumentsError(f"{shown(text)!r} is a folder; name the files in it one by one.")
    if entry.kind != "file":
        files.sha256(entry.place)  # it says why it is never opened
    return entry.place


def _alike(files: Files, name: str, cutoff: float) -> list[str]:
    names: dict[str, str] = {}
    for root in files.roots():
        for entry in islice(files.walk(root), _LOOKED_AT):
            names.setdefault(_folded(entry.place.name), str(entry.place))
    near = difflib.get_close_matches(_folded(name), names, n=3, cutoff=cutoff)
    return [shown(names[one]) for one in near]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
