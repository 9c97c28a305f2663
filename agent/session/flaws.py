"""In which ways the Journal can be other than it was written, and how to tell them apart."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from agent.core.words import Words
from agent.session.chain import START, Link

_MOST_MISSING = 10_000


class Flaw(StrEnum):
    """What was done to the records, as far as it can be told from what is left."""

    BODY = "body"
    FIELD = "field"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"
    HEAD = "head"
    HIDDEN = "hidden"
    EMPTIED = "emptied"


FLAWS: Mapping[Flaw, Words] = {
    Flaw.BODY: Words("The contents of record {number} were changed.", "記録 {number} の内容が書き換えられています。"),
    Flaw.FIELD: Words(
        "Record {number}, or the one before it, was changed: its time, its kind, its place or its hashes.",
        "記録 {number} またはその直前の記録の日時、種類、位置、ハッシュのいずれかが書き換えられています。",
    ),
    Flaw.DELETED: Words("Records are missing before record {number}.", "記録 {number} の前の記録が失われています。"),
    Flaw.INSERTED: Words("Record {number} was put in later.", "記録 {number} は後から挿入されたものです。"),
    Flaw.REORDERED: Words(
        "Records were put in another order at {number}.", "記録 {number} で順序が入れ替わっています。"
    ),
    Flaw.TRUNCATED: Words(
        "The end is missing: record {number} and what came after it were cut off.",
        "末尾が失われています。記録 {number} 以降が切り取られています。",
    ),
    Flaw.REWRITTEN: Words(
        "The records up to {number} are not those that were written: somebody wrote all of them anew.",
        "記録 {number} までの内容が、書き込まれた当時のものと一致しません。全体が作り直されています。",
    ),
    Flaw.HEAD: Words(
        "The signed head is missing or was not signed with this system's key, so the end cannot be trusted.",
        "署名付きの末尾情報がないか、このシステムの鍵による署名ではないため、末尾を信頼できません。",
    ),
    Flaw.HIDDEN: Words(
        "The task that record {number} belongs to was taken out of the list.",
        "記録 {number} が属するタスクが、一覧から取り除かれています。",
    ),
    Flaw.EMPTIED: Words(
        "The contents of record {number} are gone, and no record says that they were erased.",
        "記録 {number} の内容が失われていますが、消去したという記録がありません。",
    ),
}


def flaw_at(row: Link, prev: str, following: Link | None, known: Sequence[tuple[int, str]]) -> tuple[Flaw, int]:
    """What happened to `row`, which does not fit `prev`, the hash of the record before it.

    `known` are the numbers and hashes of all records that are there. Returns the number of the first bad record too.
    """
    for number, link in ((0, START), *known):
        if link != prev and any(row.fits(link, at) for at in {number, number + 1, row.number - 1, row.number + 1}):
            return (Flaw.REORDERED, row.number) if number >= row.number else (Flaw.INSERTED, number + 1)
    if following is not None and following.fits(prev, row.number):
        return Flaw.INSERTED, row.number
    first = row.number + 2  # the number that `following` had, when records before `row` are gone
    if following is not None and any(following.fits(row.hash, at) for at in range(first, first + _MOST_MISSING)):
        return Flaw.DELETED, row.number
    return Flaw.FIELD, row.number
