"""Ops that put notes, marks and links on pages, and take notes away: ISO 32000-2, 12.5 (annotations)."""

import datetime
from collections.abc import Iterator, Mapping, Sequence

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_words import number_in, text_in
from agent.documents.operations import Operation
from agent.documents.pdf.draft import Draft, count_words, list_words, pages_in
from agent.documents.pdf.find import Needle, found_in, letters_of, line_boxes, needles_of
from agent.documents.pdf.objects import array_at, dictionary, floats, made
from agent.documents.pdf.overlay import Colour
from agent.documents.pdf.space import Box, numbers_in, space_of
from agent.documents.pdf.stamp import colour_in

_NOTED = Words("Added a note to page {page}.", "{page} ページに注釈を追加しました。")
_MARKED = Words("Marked {count} {count:place|places} on {pages}.", "{pages}の {count} か所に印を付けました。")
_LINKED = Words("Added a link to page {page}.", "{page} ページにリンクを追加しました。")
_REMOVED = Words("Removed {count} {count:note|notes} from {pages}.", "{pages}から注釈を {count} 件削除しました。")
_STYLES = {"highlight": "/Highlight", "underline": "/Underline", "strikeout": "/StrikeOut"}
_SCHEMES = ("https://", "http://", "mailto:")
# What people write on pages; fields, links and files are none.
_NOTES = frozenset(
    ("/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Line",
     "/Square", "/Circle", "/Polygon", "/PolyLine", "/Popup", "/Redact")
)  # fmt: skip
_PRINTED = 4


def _add_note(draft: Draft, op: Op) -> Words:
    number = number_in(op, "page", len(draft.writer.pages), "pages")
    page = draft.writer.pages[number - 1]
    space = space_of(page)
    x, y = numbers_in(op, "at", 2, "[x,y] from the top left") if "at" in op else (space.size[0] - 40, 20.0)
    if not (0 <= x <= space.size[0] and 0 <= y <= space.size[1]):
        raise InvalidArgumentsError(
            f"Page {number} is {space.size[0]:.0f} x {space.size[1]:.0f} points: 'at' is beside it."
        )
    note = _annotation("/Text", space.inner_box(x, y, 20, 20), op, colour_in(op, "#FFD100"))
    note[NameObject("/Name")] = NameObject("/Comment")
    _set_words(note, text_in(op, "text"), op)
    _add(draft.writer, page, note)
    return _NOTED.of(page=number)


def _annotation(kind: str, box: Box, op: Op, colour: Colour) -> DictionaryObject:
    now = datetime.datetime.now(datetime.UTC).strftime("D:%Y%m%d%H%M%SZ")
    return made(
        {
            "/Type": NameObject("/Annot"),
            "/Subtype": NameObject(kind),
            "/Rect": floats(*box),
            "/C": floats(*colour),
            "/F": NumberObject(_PRINTED),
            "/M": TextStringObject(now),
            "/T": TextStringObject(str(op.get("author") or "Deskhand")),
        }
    )


def _set_words(note: DictionaryObject, text: str, op: Op) -> None:
    note[NameObject("/Contents")] = TextStringObject(text)
    if not isinstance(op.get("author", ""), str):
        raise InvalidArgumentsError("'author' is a text.")


def _add(writer: PdfWriter, page: PageObject, note: DictionaryObject) -> None:
    note[NameObject("/P")] = page.indirect_reference or NullObject()
    page[NameObject("/Annots")] = ArrayObject([*array_at(page, "/Annots"), writer._add_object(note)])


def _highlight(draft: Draft, op: Op) -> Words:
    needles = needles_of(op.get("find"), pattern=op.get("pattern") is True)
    style = str(op.get("style", "highlight"))
    if style not in _STYLES:
        raise InvalidArgumentsError(f"'style' is one of {', '.join(_STYLES)}, not {style!r}.")
    colour = colour_in(op, "#FFE94A" if style == "highlight" else "red")
    numbers = pages_in(op, len(draft.writer.pages))
    found = dict(_found(draft, numbers, needles))
    if not found:
        raise InvalidArgumentsError(
            f"{op.get('find')!r} is not found on these pages: read them to see how it is written."
        )
    for number, places in found.items():
        page = draft.writer.pages[number - 1]
        for boxes in places:
            note = _marked(draft.writer, boxes, style, op, colour)
            if "text" in op:
                _set_words(note, text_in(op, "text"), op)
            _add(draft.writer, page, note)
    return _MARKED.of(count=sum(map(len, found.values())), pages=list_words(sorted(found)))


def _found(draft: Draft, numbers: Sequence[int], needles: Sequence[Needle]) -> Iterator[tuple[int, list[list[Box]]]]:
    """The pages with what is looked for, and the boxes of each place, one for each line."""
    with draft.drawn() as document:
        for number in numbers:
            page = document[number - 1]
            words = page.get_textpage()
            letters = letters_of(words)
            places = [line_boxes(letters, some) for needle in needles for some in found_in(letters.text, needle)]
            if places := [boxes for boxes in places if boxes]:
                yield number, places
            words.close()
            page.close()


def _marked(writer: PdfWriter, boxes: Sequence[Box], style: str, op: Op, colour: Colour) -> DictionaryObject:
    around = (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip
    note = _annotation(_STYLES[style], around, op, colour)
    quads = [corner for box in boxes for corner in (box[0], box[3], box[2], box[3], box[0], box[1], box[2], box[1])]
    note[NameObject("/QuadPoints")] = floats(*quads)
    stream = DecodedStreamObject()
    stream.set_data(_look(boxes, style, colour))
    blend = made({"/Type": NameObject("/ExtGState"), "/BM": NameObject("/Multiply"), "/ca": FloatObject(1)})
    stream.update(
        made(
            {
                "/Type": NameObject("/XObject"),
                "/Subtype": NameObject("/Form"),
                "/BBox": floats(*around),
                "/Resources": made({"/ExtGState": made({"/G0": blend})}),
                "/Group": made({"/S": NameObject("/Transparency")}),
            }
        )
    )
    note[NameObject("/AP")] = made({"/N": writer._add_object(stream)})
    return note


def _look(boxes: Sequence[Box], style: str, colour: Colour) -> bytes:
    """A pale bar behind the letters, a line below them or one through them."""
    paint = "/G0 gs {:.3f} {:.3f} {:.3f} rg\n".format(*colour)
    for left, bottom, right, top in boxes:
        height = top - bottom
        low, thick = {
            "highlight": (bottom, height), "underline": (bottom + 0.08 * height, 0.06 * height)
        }.get(style, (bottom + 0.42 * height, 0.06 * height))  # fmt: skip
        paint += f"{left:.2f} {low:.2f} {right - left:.2f} {thick:.2f} re f\n"
    return paint.encode()


def _add_link(draft: Draft, op: Op) -> Words:
    number = number_in(op, "page", len(draft.writer.pages), "pages")
    page = draft.writer.pages[number - 1]
    x, y, width, height = numbers_in(op, "box", 4, "[x,y,width,height] from the top left")
    if ("url" in op) == ("to" in op):
        raise InvalidArgumentsError("'add_link' needs either 'url' or 'to' (the number of a page).")
    note = made(
        {
            "/Type": NameObject("/Annot"),
            "/Subtype": NameObject("/Link"),
            "/Rect": floats(*space_of(page).inner_box(x, y, width, height)),
            "/Border": ArrayObject([NumberObject(0)] * 3),
            "/F": NumberObject(_PRINTED),
        }
    )
    if "url" in op:
        url = text_in(op, "url")
        if not url.lower().startswith(_SCHEMES):
            raise InvalidArgumentsError(f"'url' begins with {', '.join(_SCHEMES)}.")
        note[NameObject("/A")] = made({"/S": NameObject("/URI"), "/URI": TextStringObject(url)})
    else:
        to = draft.writer.pages[number_in(op, "to", len(draft.writer.pages), "pages") - 1]
        note[NameObject("/Dest")] = ArrayObject([to.indirect_reference, NameObject("/Fit")])
    _add(draft.writer, page, note)
    return _LINKED.of(page=number)


def _remove_notes(draft: Draft, op: Op) -> Words:
    numbers = pages_in(op, len(draft.writer.pages))
    author = text_in(op, "author") if "author" in op else None
    count = 0
    for number in numbers:
        page = draft.writer.pages[number - 1]
        notes = array_at(page, "/Annots")
        kept = [one for one in notes if not _is_note(dictionary(one), author)]
        count += sum(_is_note(dictionary(one), author) and "/Parent" not in (dictionary(one) or {}) for one in notes)
        if len(kept) < len(notes):
            page[NameObject("/Annots")] = ArrayObject(kept)
    if not count:
        raise InvalidArgumentsError("There are no such notes on these pages.")
    return _REMOVED.of(count=count, pages=count_words(len(numbers)))


def _is_note(note: DictionaryObject | None, author: str | None) -> bool:
    if note is None or note.get("/Subtype") not in _NOTES:
        return False
    owner = dictionary(note.get("/Parent")) if note.get("/Subtype") == "/Popup" else note
    return author is None or (owner is not None and str(owner.get("/T", "")) == author)


NOTE_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "add_note": Operation(
        _add_note,
        ("page", "at", "text", "author", "colour"),
        '{"op":"add_note","page":2,"at":[x,y],"text":"...","author":"..."} (points from the top left)',
    ),
    "highlight": Operation(
        _highlight,
        ("find", "pattern", "pages", "style", "colour", "text", "author"),
        '{"op":"highlight","find":"words","pages":"all","style":"highlight|underline|strikeout","text":"a comment"}',
    ),
    "add_link": Operation(
        _add_link,
        ("page", "box", "url", "to"),
        '{"op":"add_link","page":1,"box":[x,y,width,height],"url":"https://..."} (or "to": the number of a page)',
    ),
    "remove_notes": Operation(
        _remove_notes, ("pages", "author"), '{"op":"remove_notes","pages":"all","author":"..."} (comments and marks)'
    ),
}
