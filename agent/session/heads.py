"""The head of the chain, kept outside of the database: without it nobody sees that the last records were cut off.

A head is the number and the hash of a record. It is written after every Event that is durable, so that a power cut
which loses later records raises no false alarm. It goes into a small file beside the database; into a folder of the
person's choice, one line for each head; and it is signed when the system has a safe keyring. The signature is
HMAC-SHA256(key, "deskhand-head-1|NUMBER|HASH|AT") in hex.

The file holds four lines of SLOT bytes: two for heads as they are and two for signed ones, each pair written in turn,
so that a write which is cut off leaves the one before. A head that does not fit the database any more is never written
over: it is the evidence.
"""

import hashlib
import hmac
import json
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

SLOT = 256
COPY_NAME = "deskhand-heads.jsonl"
_CLOSING_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Head:
    """The record at the end of the chain: its number, its hash and its time (ISO 8601). `signature` is hex or ""."""

    number: int
    hash: str
    at: str
    signature: str = ""

    def signed(self, key: bytes) -> "Head":
        """The same head with its signature."""
        text = f"deskhand-head-1|{self.number}|{self.hash}|{self.at}"
        return replace(self, signature=hmac.new(key, text.encode(), hashlib.sha256).hexdigest())

    def is_signed_with(self, key: bytes) -> bool:
        """Whether the signature is right."""
        return hmac.compare_digest(self.signed(key).signature, self.signature)


def heads_at(path: Path) -> tuple[Head, ...]:
    """The heads in the file, the newest last; () when there is none that can be read."""
    try:
        kept = path.read_bytes()
    except OSError:
        return ()
    slots = (kept[start : start + SLOT] for start in range(0, len(kept), SLOT))
    found = [head for slot in slots if (head := _read(slot)) is not None]
    return tuple(sorted(found, key=lambda head: head.number))


def copied_heads(folder: str, journal: str) -> tuple[Head, ...]:
    """The heads of the Journal called `journal` that were copied to `folder`, in the order in which they came."""
    try:
        lines = (Path(folder) / COPY_NAME).read_text(encoding="utf-8").splitlines() if folder else []
    except (OSError, ValueError):
        return ()
    return tuple(head for line in lines if (head := _copied(line, journal)) is not None)


class Anchor:
    """Keeps the head of the Journal at `path` up to date.

    `find_key` gives the key of signatures or None; it may block, so it is asked once, in a thread, after the first
    head. `copies` gives the folder for copies, or "". Neither makes the caller wait.
    """

    def __init__(
        self,
        path: Path,
        find_key: Callable[[], bytes | None] = lambda: None,
        copies: Callable[[], str] = lambda: "",
    ) -> None:
        self.path = path
        self.journal = hashlib.sha256(str(path).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        self._find_key = find_key
        self._copies = copies
        self._key: bytes | None = None
        self._file: int | None = None
        self._last: Head | None = None
        self._is_evidence = False
        self._changed = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None

    def advance(self, head: Head, fits: Callable[[Head], bool]) -> None:
        """The chain has grown to `head`. `fits` says whether an older head is in the database. Never raises.

        Once the database does not fit the head any more, the head stays.
        """
        with self._changed:
            newest = self._last or max(heads_at(self.path), key=lambda one: one.number, default=None)
            known = self._last is not None
            self._is_evidence |= newest is not None and (head.number <= newest.number if known else not fits(newest))
            if self._is_evidence:
                return
            self._last = head
            self._write(head)
            if self._thread is None and not self._closing:
                self._thread = threading.Thread(target=self._follow, name="heads", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def close(self) -> None:
        """Write what waits, at most one second."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(_CLOSING_SECONDS)
        with self._changed:
            if self._file is not None:
                os.close(self._file)
                self._file = None

    def _follow(self) -> None:
        """Signs and copies, in a thread: a keyring and a folder in the network may make one wait."""
        key = self._find_key()
        copied: Head | None = None
        with self._changed:
            self._key = key
            if self._last is not None and not self._is_evidence:
                self._write(self._last)
        while True:
            with self._changed:
                while self._last is copied and not self._closing:
                    self._changed.wait()
                last, closing = self._last, self._closing
            if last is not None and last is not copied:
                self._copy(last.signed(key) if key else last)
                copied = last
            if closing and last is copied:
                return

    def _write(self, head: Head) -> None:
        """Into the slot whose turn it is. A disk that is full is told by the database, not here."""
        written = [head] if self._key is None else [head, head.signed(self._key)]
        with suppress(OSError):
            if self._file is None:
                flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
                self._file = os.open(self.path, flags, 0o600)
            for one in written:
                os.lseek(self._file, SLOT * ((2 if one.signature else 0) + one.number % 2), os.SEEK_SET)
                os.write(self._file, _line(one))

    def _copy(self, head: Head) -> None:
        with suppress(OSError):
            if folder := self._copies():
                line = json.dumps({"journal": self.journal, **asdict(head)})
                with (Path(folder) / COPY_NAME).open("a", encoding="utf-8") as file:
                    file.write(line + "\n")


def _line(head: Head) -> bytes:
    """A head as one line of SLOT bytes, with the beginning of its hash, so that half a line counts as none."""
    fields = asdict(head)
    text = json.dumps({**fields, "check": _check(fields.values())}, separators=(",", ":"))
    return text.encode("ascii").ljust(SLOT - 1) + b"\n"


def _check(values: Iterable[object]) -> str:
    return hashlib.sha256("|".join(map(str, values)).encode()).hexdigest()[:8]


def _read(slot: bytes) -> Head | None:
    try:
        kept = json.loads(slot.strip(b"\0"))
        head = _head(kept)
    except (ValueError, TypeError, LookupError):
        return None
    return head if kept.get("check") == _check(asdict(head).values()) else None


def _copied(line: str, journal: str) -> Head | None:
    try:
        kept = json.loads(line)
        return _head(kept) if kept["journal"] == journal else None
    except (ValueError, TypeError, LookupError):
        return None


def _head(kept: Mapping[str, object]) -> Head:
    return Head(int(str(kept["number"])), str(kept["hash"]), str(kept["at"]), str(kept["signature"]))
