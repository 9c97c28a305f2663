"""Ops on the comments of a Word document: added, answered, resolved, deleted."""

from collections.abc import Iterable, Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses, Spot
from agent.documents.docx.comments_parts import CommentParts
from agent.documents.docx.draft import Draft
from agent.documents.docx.tracked import DEFAULT_AUTHOR, first, made, parent_of, words_of
from agent.documents.docx.tracked_blocks import block_paragraphs
from agent.documents.docx.tracked_text import runs_between
from agent.documents.docx.tree import Element, child, name_of, pieces, value
from agent.documents.op_words import flag_in, text_in
from agent.documents.operations import Operation

_ADDED = Words(
    "Added comment {id} by {author} at {place}.", "{place} にコメント {id}(作成者: {author})を追加しました。"
)
_REPLIED = Words(
    "Answered comment {id} as {author} (comment {new}).",
    "コメント {id} に {author} として返信しました(コメント {new})。",
)
_RESOLVED = Words("Comment {id} is resolved.", "コメント {id} を解決済みにしました。")
_OPENED = Words("Comment {id} is open again.", "コメント {id} を未解決に戻しました。")
_DELETED = Words("Deleted comment {id}{answers}.", "コメント {id} を削除しました{answers}。")
_ANSWERS = Words(" and {count} {count:answer|answers} to it", "(返信 {count} 件を含みます)")
_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


def _added(addresses: Addresses, op: Op) -> Words:
    addresses.settle(grown=False)
    spot = addresses.told_by(op, ("p", "tbl", "tr", "tc"))
    if addresses.part_of(spot.draft) != addresses.package.main:
        raise InvalidArgumentsError("Word has comments in the body of a document only, not in headers and notes.")
    ends = _ends(spot, text_in(op, "find") if "find" in op else "")
    comment, author = _made(addresses, op)
    spot.draft.grow()
    _anchor(ends, value(comment, "id"), addresses)
    return _ADDED.of(id=value(comment, "id"), author=author, place=spot.anchor)


def _ends(spot: Spot, find: str) -> tuple[Element, Element]:
    """What a comment begins before and ends behind: runs of the words, or None for whole paragraphs."""
    paragraphs = list(block_paragraphs(spot.element))
    if not paragraphs:
        raise InvalidArgumentsError(f"{spot.anchor} has no paragraph to comment on.")
    if not find:
        return paragraphs[0], paragraphs[-1]
    texts = ["".join(one.text for one in pieces(each) if one.state == "shown") for each in paragraphs]
    if sum(text.count(find) for text in texts) != 1:
        count = sum(text.count(find) for text in texts)
        raise InvalidArgumentsError(f"{find!r} is {count} times at {spot.anchor}: 'find' must name one place there.")
    paragraph, text = next((one, text) for one, text in zip(paragraphs, texts, strict=True) if find in text)
    spot.draft.grow()
    runs = runs_between(paragraph, "shown", (text.index(find), text.index(find) + len(find)))
    return runs[0], runs[-1]


def _made(addresses: Addresses, op: Op) -> tuple[Element, str]:
    author = text_in(op, "author") if "author" in op else DEFAULT_AUTHOR
    initials = text_in(op, "initials") if "initials" in op else "".join(word[0] for word in author.split())[:3].upper()
    like = addresses.drafts[addresses.package.main].layout.root
    lines = text_in(op, "text").split("\n")
    paragraphs = [_paragraph(addresses, like, line, begins=not at) for at, line in enumerate(lines)]
    return CommentParts(addresses).added(author, initials, paragraphs), author


def _paragraph(addresses: Addresses, like: Element, line: str, *, begins: bool) -> Element:
    paragraph = made(like, "p")
    style = _style(addresses, "annotation text")
    if style:
        properties = made(like, "pPr")
        properties.append(made(like, "pStyle", val=style))
        paragraph.append(properties)
    if begins:
        paragraph.append(_run(addresses, like, made(like, "annotationRef")))
    run = made(like, "r")
    run.extend(words_of(like, line))
    paragraph.append(run)
    return paragraph


def _run(addresses: Addresses, like: Element, content: Element) -> Element:
    """A run in the style of the small numbers of comments, if the document has that style."""
    run = made(like, "r")
    style = _style(addresses, "annotation reference")
    if style:
        properties = made(like, "rPr")
        properties.append(made(like, "rStyle", val=style))
        run.append(properties)
    run.append(content)
    return run


def _style(addresses: Addresses, name: str) -> str:
    return next((key for key, style in addresses.styles.by_id.items() if style.name.lower() == name), "")


def _anchor(ends: tuple[Element, Element], number: str, addresses: Addresses) -> None:
    """Put the marks of a comment around runs, or at the beginning and the end of paragraphs."""
    begin, end = ends
    start, stop = (made(begin, name, id=number) for name in _MARKS[:2])
    reference = _run(addresses, begin, made(begin, _MARKS[2], id=number))
    if name_of(begin) == "p":
        properties = child(begin, "pPr")
        if properties is None:
            first(begin, start)
        else:
            properties.addnext(start)
    else:
        begin.addprevious(start)
    if name_of(end) == "p":
        end.append(stop)
        end.append(reference)
    else:
        end.addnext(stop)
        _outside(stop).addnext(reference)


def _outside(element: Element) -> Element:
    """What stands in the paragraph itself and holds `element`: a reference is no part of a link or a change."""
    while name_of(parent_of(element)) not in {"p", "sdtContent"}:
        element = parent_of(element)
    return element


def _replied(addresses: Addresses, op: Op) -> Words:
    addresses.settle(grown=False)
    parts = CommentParts(addresses)
    thread = parts.thread(parts.comment(op.get("id")))
    answer, author = _made(addresses, op)
    number, above = value(answer, "id"), value(thread[0], "id")
    draft = _anchor_like(addresses, value(thread[0], "id"), value(thread[-1], "id"), number)
    if draft is None:
        raise InvalidArgumentsError(f"Comment {above} stands at no place of the document: it cannot be answered.")
    parts.extend(thread[0])
    parts.extend(answer, parent=parts.key(thread[0]))
    return _REPLIED.of(id=above, author=author, new=number)


def _anchor_like(addresses: Addresses, first_id: str, last_id: str, number: str) -> Draft | None:
    """Put the marks of an answer beside those of its thread."""
    for draft in addresses.drafts.values():
        found = {(name_of(one), value(one, "id")): one for one in _marks(draft.layout.root, {first_id, last_id})}
        last = found.get((_MARKS[2], last_id), found.get((_MARKS[2], first_id)))
        if last is None:
            continue
        draft.grow()
        run = parent_of(last)
        reference = _run(addresses, run, made(run, _MARKS[2], id=number))
        run.addnext(reference)
        begin = found.get((_MARKS[0], first_id))
        if begin is not None:
            begin.addnext(made(begin, _MARKS[0], id=number))
            reference.addprevious(made(begin, _MARKS[1], id=number))
        return draft
    return None


def _marks(root: Element, ids: Iterable[str]) -> list[Element]:
    wanted = set(ids)
    return [one for one in root.iter(*(f"{{*}}{name}" for name in _MARKS)) if value(one, "id") in wanted]


def _resolved(addresses: Addresses, op: Op) -> Words:
    addresses.settle(grown=False)
    parts = CommentParts(addresses)
    done = flag_in(op, "resolved", default=True)
    thread = parts.thread(parts.comment(op.get("id")))
    for one in thread:
        parts.extend(one, done=done)
    return (_RESOLVED if done else _OPENED).of(id=value(thread[0], "id"))


def _deleted(addresses: Addresses, op: Op) -> Words:
    addresses.settle(grown=False)
    parts = CommentParts(addresses)
    comment = parts.comment(op.get("id"))
    thread = parts.thread(comment)
    gone = thread if comment is thread[0] else [comment]
    forget(addresses, [value(one, "id") for one in gone])
    for one in gone:
        parts.drop(one)
    answers = _ANSWERS.of(count=len(gone) - 1) if len(gone) > 1 else ""
    return _DELETED.of(id=value(comment, "id"), answers=answers)


def forget(addresses: Addresses, ids: Iterable[str]) -> None:
    """Take the marks of comments out of the text."""
    wanted = list(ids)
    for draft in addresses.drafts.values():
        for mark in _marks(draft.layout.root, wanted):
            draft.grow()
            holder = parent_of(mark)
            holder.remove(mark)
            if name_of(holder) == "r" and all(name_of(one) == "rPr" for one in holder):
                parent_of(holder).remove(holder)


def references(addresses: Addresses) -> set[str]:
    """The ids of the comments that stand somewhere in the text."""
    roots = [draft.layout.root for draft in addresses.drafts.values()]
    return {value(one, "id") for root in roots for one in root.iter(f"{{*}}{_MARKS[2]}")}


def drop_lost(addresses: Addresses, before: set[str]) -> int:
    """Take out the comments whose place went with deleted words, as Word does; returns how many."""
    lost = before - references(addresses)
    parts = CommentParts(addresses)
    for comment in [one for one in parts.all if value(one, "id") in lost]:
        parts.drop(comment)
    forget(addresses, lost)
    return len(lost)


_BY = ("author", "initials")
COMMENT_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "add_comment": Operation(
        _added,
        ("at", "find", "text", *_BY),
        '{"op":"add_comment","at":"P12","find":"these words","text":"...","author":"Sato"} (without "find" on all of '
        'P12; "at" may be left out when the words are at one place)',
    ),
    "reply_comment": Operation(
        _replied, ("id", "text", *_BY), '{"op":"reply_comment","id":3,"text":"...","author":"Sato"}'
    ),
    "resolve_comment": Operation(
        _resolved, ("id", "resolved"), '{"op":"resolve_comment","id":3} ("resolved":false opens it again)'
    ),
    "delete_comment": Operation(_deleted, ("id",), '{"op":"delete_comment","id":3} (with the answers to it)'),
}
