"""Ops for comments: notes in yellow boxes, and threads that are answered and resolved."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import text_of
from agent.documents.op_words import flag_in, text_in
from agent.documents.operations import Operation
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import cell_name, cell_of
from agent.documents.xlsx.comment_parts import Comments
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.threads import Threads

_MAX_TEXT = 32_767
_AUTHOR = "Deskhand"
_SET = Words("Set the note at {cell}.", "{cell} のメモを設定しました。")
_STARTED = Words("Commented on {cell} as {author}.", "{cell} に {author} としてコメントしました。")
_REPLIED = Words("Answered the comment at {cell} as {author}.", "{cell} のコメントに {author} として返信しました。")
_RESOLVED = Words("Resolved the comment at {cell}.", "{cell} のコメントを解決済みにしました。")
_REOPENED = Words("Opened the comment at {cell} again.", "{cell} のコメントを未解決に戻しました。")
_DELETED = Words("Deleted the comment at {cell} with its answers.", "{cell} のコメントを返信も含めて削除しました。")


def set_comment(draft: Draft, op: Op) -> Words:
    """Write a note at a cell, in place of the one that is there."""
    entry, place, cell = _place(draft, op)
    if Threads(draft, entry).has(cell):
        raise InvalidArgumentsError(
            f"{cell} has a thread of comments. Answer it with reply_comment, or delete it first."
        )
    Comments(draft, entry).set(place, _text(op), _author(op))
    return _SET.of(cell=f"{entry.name}!{cell}")


def add_comment(draft: Draft, op: Op) -> Words:
    """Begin a thread of comments at a cell."""
    entry, place, cell = _place(draft, op)
    threads = Threads(draft, entry)
    if threads.has(cell):
        raise InvalidArgumentsError(f"{cell} has a thread of comments. Answer it with reply_comment.")
    if Comments(draft, entry).text(cell) is not None:
        raise InvalidArgumentsError(f"{cell} has a note. Change it with set_comment, or delete it first.")
    threads.start(place, _text(op), _author(op))
    return _STARTED.of(cell=f"{entry.name}!{cell}", author=_author(op))


def reply_comment(draft: Draft, op: Op) -> Words:
    """Answer in the thread of a cell."""
    entry, place, cell = _threaded(draft, op)
    Threads(draft, entry).reply(place, _text(op), _author(op))
    return _REPLIED.of(cell=f"{entry.name}!{cell}", author=_author(op))


def resolve_comment(draft: Draft, op: Op) -> Words:
    """Mark the thread of a cell as resolved, or open it again."""
    entry, _, cell = _threaded(draft, op)
    done = flag_in(op, "resolved", default=True)
    Threads(draft, entry).resolve(cell, done=done)
    return (_RESOLVED if done else _REOPENED).of(cell=f"{entry.name}!{cell}")


def delete_comment(draft: Draft, op: Op) -> Words:
    """Take the note or the thread of a cell away."""
    entry, place, cell = _place(draft, op)
    threads, comments = Threads(draft, entry), Comments(draft, entry)
    threaded = threads.has(cell)
    if not threaded and comments.text(cell) is None:
        raise InvalidArgumentsError(f"{entry.name}!{cell} has no comment.")
    if threaded:
        threads.delete(cell)
    if comments.text(cell) is not None:
        comments.delete(place)
    return _DELETED.of(cell=f"{entry.name}!{cell}")


def _threaded(draft: Draft, op: Op) -> tuple[SheetEntry, tuple[int, int], str]:
    entry, place, cell = _place(draft, op)
    if not Threads(draft, entry).has(cell):
        raise InvalidArgumentsError(f"{entry.name}!{cell} has no thread of comments. Begin one with add_comment.")
    return entry, place, cell


def _place(draft: Draft, op: Op) -> tuple[SheetEntry, tuple[int, int], str]:
    name, _, cell = text_of(op, "cell").rpartition("!")
    entry = draft.entry(name.strip("'") or text_of(op, "sheet", ""))
    place = cell_of(cell)
    return entry, place, cell_name(*place)


def _text(op: Op) -> str:
    text = text_in(op, "text")
    if len(text) > _MAX_TEXT:
        raise InvalidArgumentsError(f"A comment has at most {_MAX_TEXT:,} characters.")
    return text


def _author(op: Op) -> str:
    return text_of(op, "author", _AUTHOR)[:50] or _AUTHOR


COMMENT_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "set_comment": Operation(
        set_comment,
        ("sheet", "cell", "text", "author"),
        '{"op":"set_comment","sheet":"S","cell":"B2","text":"from invoice 12","author":"Sato"}  a note in a yellow box',
    ),
    "add_comment": Operation(
        add_comment,
        ("sheet", "cell", "text", "author"),
        '{"op":"add_comment","sheet":"S","cell":"B2","text":"Is this right?","author":"Sato"}  begins a thread',
    ),
    "reply_comment": Operation(
        reply_comment,
        ("sheet", "cell", "text", "author"),
        '{"op":"reply_comment","sheet":"S","cell":"B2","text":"Yes.","author":"Tanaka"}',
    ),
    "resolve_comment": Operation(
        resolve_comment,
        ("sheet", "cell", "resolved"),
        '{"op":"resolve_comment","sheet":"S","cell":"B2","resolved":true}',
    ),
    "delete_comment": Operation(
        delete_comment, ("sheet", "cell"), '{"op":"delete_comment","sheet":"S","cell":"B2"}  a note or a whole thread'
    ),
}
