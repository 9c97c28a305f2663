"""The op that comments on a slide, as PowerPoint 2007 to 2019 keep comments (ECMA-376 part 1, 13.3.2 and 19.4)."""

from collections.abc import Mapping
from datetime import UTC, datetime

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_words import text_in
from agent.documents.opc.xml_text import escaped
from agent.documents.operations import Operation
from agent.documents.pptx.deck import Deck, SlideAt
from agent.documents.pptx.splices import appended, attribute_set

_COMMENTED = Words(
    "Commented on slide {slide} as {author}.", "スライド {slide} に {author} としてコメントを追加しました。"
)
_TYPE = "application/vnd.openxmlformats-officedocument.presentationml."
_AUTHOR = "Deskhand"
_THREADED = "schemas.microsoft.com"


def _commented(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    text = text_in(op, "text")
    author = text_in(op, "author") if "author" in op else _AUTHOR
    if any(_THREADED in one.type for part in deck.order() for one in deck.parts.relations(part)
           if one.type.endswith("/comments")):  # fmt: skip
        raise InvalidArgumentsError(
            "The presentation has comments of the newer kind, in threads, beside which an older one cannot stand. "
            "Write it into the notes instead (set_notes)."
        )
    number, index = _author(deck, author)
    # A place in the upper left corner; further comments of a slide lie beside it.
    part = _comments(deck, slide)
    layout = deck.parts.layout(part)
    beside = 10 + 20 * len(layout.root)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000")
    comment = (
        f'<p:cm authorId="{number}" dt="{now}" idx="{index}"><p:pos x="{beside}" y="10"/>'
        f"<p:text>{escaped(text)}</p:text></p:cm>"
    )
    deck.parts.splice(part, appended(layout, layout.root, deck.dialect.fragment(comment, layout.root)))
    return _COMMENTED.of(slide=slide.label, author=author)


def _author(deck: Deck, name: str) -> tuple[int, int]:
    """The number of an author, who is entered when new, and the number of the next comment."""
    part = next(iter(deck.parts.related(deck.main, "/commentAuthors")), None)
    if part is None:
        part = deck.parts.add(
            "ppt/commentAuthors{}.xml", deck.dialect.part("<p:cmAuthorLst/>"), f"{_TYPE}commentAuthors+xml"
        )
        deck.parts.relate(deck.main, deck.relation_type("commentAuthors"), part)
    layout = deck.parts.layout(part)
    authors = list(layout.root.iter("{*}cmAuthor"))
    for one in authors:
        if one.get("name") == name:
            index = _number(one.get("lastIdx")) + 1
            deck.parts.splice(part, attribute_set(layout, one, "lastIdx", str(index)))
            return _number(one.get("id")), index
    number = max((_number(one.get("id")) for one in authors), default=-1) + 1
    new = (
        f'<p:cmAuthor id="{number}" name="{escaped(name)}" initials="{escaped(name[:1])}" lastIdx="1" '
        f'clrIdx="{len(authors)}"/>'
    )
    deck.parts.splice(part, appended(layout, layout.root, deck.dialect.fragment(new, layout.root)))
    return number, 1


def _comments(deck: Deck, slide: SlideAt) -> str:
    """The part of the comments of a slide, which is made when there is none."""
    for part in deck.parts.related(slide.part, "/comments"):
        return part
    part = deck.parts.add("ppt/comments/comment{}.xml", deck.dialect.part("<p:cmLst/>"), f"{_TYPE}comments+xml")
    deck.parts.relate(slide.part, deck.relation_type("comments"), part)
    return part


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0


COMMENT_OPERATIONS: Mapping[str, Operation[Deck]] = {
    "add_comment": Operation(
        _commented,
        ("slide", "text", "author"),
        '{"op":"add_comment","slide":3,"text":"Please check the total.","author":"Deskhand"} (author may be left out)',
    ),
}
