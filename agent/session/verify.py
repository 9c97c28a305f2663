"""Whether the Journal is as it was written. Reads the database by itself, and believes nothing that stands in it."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from agent.core.errors import keeping
from agent.core.words import Words
from agent.session.chain import ERASED, START, Link
from agent.session.flaws import FLAWS, Flaw, flaw_at
from agent.session.heads import Head

_GOOD = Words(
    "The record is whole; nothing was changed (entries: {records}, tasks: {sessions}).",
    "記録に改変はありません(記録 {records} 件、タスク {sessions} 件)。",
)
_BAD = Words("The record was tampered with. {what}", "記録が改変されています。{what}")
_SIGNED = Words(
    "Up to record {number} its end is held by a signature; the key lies in this system's keyring.",
    "記録 {number} までの末尾は、このシステムのキーリングにある鍵の署名で保護されています。",
)
_UNSIGNED = Words(
    "Up to record {number} its end is held by an unsigned head: whoever may write Deskhand's own files could replace "
    "both.",
    "記録 {number} までの末尾は、署名のない末尾情報で保護されています。Deskhand のファイルに書き込める人であれば、"
    "両方を差し替えることができます。",
)
_NO_HEAD = Words(
    "There is no head outside of the database: whether its end was cut off cannot be known.",
    "データベースの外に末尾情報がないため、末尾が切り取られていないかどうかは確認できません。",
)
_COPIED = Words(
    "{count} {count:copy of a head was|copies of heads were} compared too.",
    "控えの末尾情報 {count} 件とも照合しました。",
)
_ERASED = Words(
    "{count} {count:entry was|entries were} erased on purpose: {count:it|they} happened, but what {count:it|they} "
    "said is gone.",
    "{count} 件の記録は意図的に消去されています。出来事があったことは残りますが、内容は残っていません。",
)
_CLOCK = Words(
    "The clock of this computer went back before record {number}.",
    "記録 {number} の前で、このコンピューターの時計が戻されています。",
)
_ROWS = "SELECT number, session, seq, at, kind, salt, body, body_hash, hash FROM event"


@dataclass(frozen=True, slots=True)
class Heads:
    """What is known of the end of the chain from outside of the database: the file's heads, and copied ones.

    `key` is the key of their signatures, None when there is no safe keyring.
    """

    kept: Sequence[Head] = ()
    copied: Sequence[Head] = ()
    key: bytes | None = None

    @property
    def signed(self) -> tuple[Head, ...]:
        """Those whose signature is right, the newest last."""
        key = self.key
        right = [head for head in (*self.kept, *self.copied) if key and head.signature and head.is_signed_with(key)]
        return tuple(sorted(right, key=lambda head: head.number))

    @property
    def believed(self) -> tuple[Head, ...]:
        """Those that the database must fit: all but the ones with a wrong signature."""
        right = set(self.signed)
        return tuple(h for h in (*self.kept, *self.copied) if not (self.key and h.signature) or h in right)

    def are_forged(self) -> bool:
        """Whether a key exists and the newest signed head is missing, or signed with another one."""
        if self.key is None:
            return False
        newest = max((head.number for head in self.kept if head.signature), default=None)
        return newest is None or not self.signed or self.signed[-1].number < newest


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found. `first_bad` is the number of the first record that is not as it was written, None when all are.

    `kind` is a Flaw or "". `erased` records lost their contents on purpose. `head` is the newest head outside of the
    database that fits it; `guarantee` is "signed", "unsigned" or "none". `words` are the verdict, what it is worth, and
    what else should be known.
    """

    ok: bool
    records: int
    sessions: int
    erased: int = 0
    first_bad: int | None = None
    kind: str = ""
    head: Head | None = None
    guarantee: str = "none"
    words: tuple[Words, ...] = ()


def verified(path: Path, heads: Heads) -> Verified:
    """Look at every record of the database at `path`. The heads must have been read before.

    Raises:
        NeedsUserError: the database cannot be read (code "records").
    """
    with keeping(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        database.text_factory = _text
        database.execute("BEGIN")
        walk = _Walk(database, {head.number for head in heads.believed})
        walk.all()
        flaw = walk.flaw or walk.hidden() or walk.emptied() or _cut(walk, heads)
    return _told(walk, heads, flaw)


@dataclass(slots=True)
class _Walk:
    """What was seen so far. `met` are the hashes of the records that a head speaks of."""

    database: sqlite3.Connection
    wanted: set[int]
    records: int = 0
    sessions: set[str] = field(default_factory=set)
    met: dict[int, str] = field(default_factory=dict)
    erased: dict[str, list[int]] = field(default_factory=dict)
    explained: dict[str, int] = field(default_factory=dict)
    seqs: dict[str, int] = field(default_factory=dict)
    flaw: tuple[Flaw, int] | None = None
    back: int | None = None

    def all(self) -> None:
        """Every record, in the order of their numbers."""
        prev, number, at = START, 0, ""
        for row in self._rows(""):
            self.flaw = self.flaw or self._flaw_of(row, prev, number + 1)
            if self.back is None and str(row.at) < at:
                self.back = row.number
            self._seen(row)
            prev, number, at = row.hash, row.number, str(row.at)

    def hidden(self) -> tuple[Flaw, int] | None:
        """A record whose Session nobody knows any more."""
        (number,) = self.database.execute(
            "SELECT min(number) FROM event WHERE session NOT IN (SELECT id FROM session)"
        ).fetchone()
        return None if number is None else (Flaw.HIDDEN, number)

    def emptied(self) -> tuple[Flaw, int] | None:
        """A record without contents in a Session that does not say, later, that they were erased."""
        lost = [n for session, ns in self.erased.items() for n in ns if n > self.explained.get(session, 0)]
        return (Flaw.EMPTIED, min(lost)) if lost else None

    def _flaw_of(self, row: Link, prev: str, expected: int) -> tuple[Flaw, int] | None:
        if row.number != expected:
            return (Flaw.DELETED, expected) if row.number > expected else (Flaw.INSERTED, row.number)
        if not row.fits(prev, expected):
            following = next(self._rows(f"WHERE number > {int(row.number)}"), None)
            known = self.database.execute("SELECT number, hash FROM event ORDER BY number").fetchall()
            flaw, number = flaw_at(row, prev, following, known)
            gap = flaw is Flaw.FIELD and following is None and row.seq != self.seqs.get(row.session, 0) + 1
            return (Flaw.DELETED if gap else flaw), number
        return None if row.keeps_its_body() else (Flaw.BODY, row.number)

    def _seen(self, row: Link) -> None:
        self.records += 1
        self.sessions.add(row.session)
        self.seqs[row.session] = row.seq
        if row.number in self.wanted:
            self.met[row.number] = row.hash
        if row.body is None:
            self.erased.setdefault(row.session, []).append(row.number)
        elif row.kind == "noted" and f'"code":"{ERASED}"' in str(row.body):
            self.explained[row.session] = row.number

    def _rows(self, where: str) -> Iterator[Link]:
        for row in self.database.execute(f"{_ROWS} {where} ORDER BY number"):  # noqa: S608  an integer of ours
            yield Link(*row)


def _cut(walk: _Walk, heads: Heads) -> tuple[Flaw, int] | None:
    """What the heads say of the end."""
    for head in sorted(heads.believed, key=lambda one: one.number):
        if head.number not in walk.met:
            return Flaw.TRUNCATED, walk.records + 1
        if walk.met[head.number] != head.hash:
            return Flaw.REWRITTEN, head.number
    return (Flaw.HEAD, walk.records) if walk.records and heads.are_forged() else None


def _told(walk: _Walk, heads: Heads, flaw: tuple[Flaw, int] | None) -> Verified:
    erased = sum(map(len, walk.erased.values()))
    fitting = [head for head in heads.believed if walk.met.get(head.number) == head.hash]
    signed = [head for head in heads.signed if head in fitting]
    head = max(signed or fitting, key=lambda one: one.number, default=None)
    guarantee = "signed" if signed else "unsigned" if fitting else "none"
    verdict = _GOOD.of(records=walk.records, sessions=len(walk.sessions))
    if flaw is not None:
        verdict = _BAD.of(what=FLAWS[flaw[0]].of(number=flaw[1]))
    words = [verdict, _worth(guarantee, head)]
    words += [_COPIED.of(count=len(heads.copied))] if heads.copied else []
    words += [_ERASED.of(count=erased)] if erased else []
    words += [_CLOCK.of(number=walk.back)] if walk.back is not None else []
    kind, first_bad = ("", None) if flaw is None else (str(flaw[0]), flaw[1])
    return Verified(
        flaw is None, walk.records, len(walk.sessions), erased, first_bad, kind, head, guarantee, tuple(words)
    )


def _worth(guarantee: str, head: Head | None) -> Words:
    if head is None:
        return _NO_HEAD
    return (_SIGNED if guarantee == "signed" else _UNSIGNED).of(number=head.number)


def _text(raw: bytes) -> str:
    """Text of a database that somebody may have put bytes into."""
    return raw.decode("utf-8", "surrogateescape")
