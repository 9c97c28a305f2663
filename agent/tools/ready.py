"""What all Tools share: ready calls, places with suggestions, and what was read in which state."""

import asyncio
import difflib
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from agent.core.actions import Action, Effect, Intent
from agent.core.errors import InvalidArgumentsError, NotFoundError, StaleError
from agent.core.messages import Result, Text
from agent.core.paths import Place, shown
from agent.core.ports import Entry, Files, Snapshot
from agent.core.words import Words

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
_MISSING = Words("There is no {name!r}.{hint}", "「{name}」が見つかりません。{hint}")
_LOOK = Words(" Look with `find`.", "名前の近いファイルもありません。")
_NEAR = Words(" Did you mean {en}?", "名前の近いものに{ja}があります。")


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
    """The SHA-256 of every Place as the model last read or wrote it. A file is changed only in that state."""

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


def reading(title: str, *places: Place) -> Intent:
    """An Intent that only reads."""
    return Intent(title, tuple(Action(Effect.READ, str(place)) for place in places))


def existing(files: Files, text: str) -> Entry:
    """What lies at the place that the model means.

    Raises:
        NotFoundError: nothing does; the sentence names the files that are most alike.
    """
    place = files.place(text)
    entry = files.entry(place)
    if entry is not None:
        return entry
    near = _alike(files, place)
    hint = _NEAR.of(en=" or ".join(map(repr, near)), ja="".join(f"「{name}」" for name in near)) if near else _LOOK
    raise NotFoundError(_MISSING.of(name=shown(text), hint=hint))


def existing_file(files: Files, text: str) -> Place:
    """The file that the model means.

    Raises:
        NotFoundError: as `existing`.
        InvalidArgumentsError: there is something else.
    """
    entry = existing(files, text)
    if entry.kind != "file":
        what = "folder; name the files in it one by one" if entry.kind == "folder" else f"{entry.kind}, never followed"
        raise InvalidArgumentsError(f"{shown(text)!r} is a {what}.")
    return entry.place


def _alike(files: Files, place: Place) -> list[str]:
    names: dict[str, str] = {}
    for root in files.roots():
        for entry in islice(files.walk(root), _LOOKED_AT):
            names.setdefault(_folded(entry.place.name), str(entry.place))
    near = difflib.get_close_matches(_folded(place.name), names, n=3, cutoff=0.7)
    return [shown(names[name]) for name in near]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
