"""Ops on the words of a presentation: those of shapes, tables and notes change, their formatting stays."""

from collections.abc import Iterator, Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.tree import Element
from agent.documents.facts import replaced_words
from agent.documents.op_words import flag_in, number_in, text_in
from agent.documents.operations import Operation
from agent.documents.pptx.deck import Deck, SlideAt
from agent.documents.pptx.markup import body
from agent.documents.pptx.notes import add_notes, notes_of
from agent.documents.pptx.splices import placed
from agent.documents.pptx.tree import Shape, first, local, paragraphs_of, pieces, rows_of, shapes_of, text_of

_TEXT_SET = Words(
    "Set the text of shape {number} ({name}) on slide {slide}.",
    "スライド {slide} の図形 {number}({name})の文章を変更しました。",
)
_CELL_SET = Words(
    "Set row {row} column {column} of the table on slide {slide}.",
    "スライド {slide} の表の {row} 行 {column} 列の内容を変更しました。",
)
_NOTES_SET = Words("Set the notes of slide {slide}.", "スライド {slide} のノートを変更しました。")
_NOTES_ADDED = Words("Gave notes to slide {slide}.", "スライド {slide} にノートを追加しました。")
# Parts of a slide whose words are replaced, and the picture that PowerPoint keeps of a diagram, which says the same.
_WITH_WORDS = ("/diagramData", "/chart", "/notesSlide")
_DRAWN = "/diagramDrawing"


def _replaced(deck: Deck, op: Op) -> Words:
    find, new = text_in(op, "find"), text_in(op, "with", empty=True)
    if "\n" in new:
        raise InvalidArgumentsError("'with' is one line here. To make paragraphs use set_text.")
    slides = [deck.slide(op)] if "slide" in op else deck.slides()
    counts = {slide.label: sum(_counts(deck, slide, find).values()) for slide in slides}
    count = sum(counts.values())
    if not count:
        raise InvalidArgumentsError(
            f"{find!r} is not in the text of the presentation. Take the words as they were read; the names and "
            "numbers of charts are changed by set_chart."
        )
    if count > 1 and not flag_in(op, "all", default=False):
        places = ", ".join(f"slide {label}" for label, found in counts.items() if found)
        raise InvalidArgumentsError(f'{find!r} is there {count} times ({places}). Give "all": true or a "slide".')
    for slide in slides:
        for part, found in _counts(deck, slide, find).items():
            if found:
                _replace_in(deck, part, find, new)
        for part in _related(deck, slide, _DRAWN):
            _replace_in(deck, part, find, new)
    return replaced_words(find, new, count)


def _counts(deck: Deck, slide: SlideAt, find: str) -> dict[str, int]:
    """How often the words are on the slide, in its diagrams, its titles of charts and its notes, by part."""
    return {
        part: sum(text_of(one).count(find) for one in _paragraphs(deck.parts.root(part)))
        for part in (slide.part, *_related(deck, slide, *_WITH_WORDS))
    }


def _related(deck: Deck, slide: SlideAt, *kinds: str) -> list[str]:
    return list(dict.fromkeys(part for kind in kinds for part in deck.parts.related(slide.part, kind)))


def _replace_in(deck: Deck, part: str, find: str, new: str) -> None:
    with deck.words(part) as draft:
        for paragraph in _paragraphs(draft.layout.root):
            at = text_of(paragraph).rfind(find)
            while at >= 0:
                draft.replace(pieces(paragraph), (at, at + len(find)), new)
                at = text_of(paragraph).rfind(find, 0, at)


def _paragraphs(root: Element) -> Iterator[Element]:
    if first(root, "cSld") is None:
        yield from root.iter("{*}p")
        return
    for shape in shapes_of(root):
        yield from shape.element.iter("{*}p")


def _text_set(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    shape = set_shape_text(deck, slide, op.get("shape", "title"), text_in(op, "text", empty=True))
    return _TEXT_SET.of(number=shape.number, name=shape.name, slide=slide.label)


def set_shape_text(deck: Deck, slide: SlideAt, wanted: object, text: str) -> Shape:
    """Give a shape the lines of `text`. Raises InvalidArgumentsError when it holds no text."""
    _open_body(deck, slide, deck.shape(slide, wanted))
    with deck.words(slide.part) as draft:
        shape = deck.shape(slide, wanted, draft.layout.root)
        if shape.body is None:
            raise InvalidArgumentsError(f"Shape {shape.number} of slide {slide.label} holds no text of its own.")
        draft.set_body(shape.body, text)
    return shape


def _open_body(deck: Deck, slide: SlideAt, shape: Shape) -> None:
    """Give a drawn shape that never had words a body for them."""
    if local(shape.element) == "sp" and shape.body is None:
        layout = deck.parts.layout(slide.part)
        new = deck.dialect.fragment(body([]), shape.element)
        deck.parts.splice(slide.part, placed(layout, shape.element, new, ("style", "spPr")))


def table_shape(deck: Deck, slide: SlideAt, op: Op, root: Element | None = None) -> tuple[Shape, Element]:
    """The table that "table" of an op names by its number on the slide (1 when it is left out), with its shape.

    Raises:
        InvalidArgumentsError: there is no such table.
    """
    tables = [(shape, shape.table) for shape in deck.shapes(slide.part, root)]
    found = [(shape, table) for shape, table in tables if table is not None]
    if not found:
        raise InvalidArgumentsError(f"Slide {slide.label} has no table. insert_table makes one.")
    return found[number_in({"table": 1, **op}, "table", len(found), "tables on this slide") - 1]


def _cell_set(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    with deck.words(slide.part) as draft:
        _, table = table_shape(deck, slide, op, draft.layout.root)
        rows = rows_of(table)
        row = number_in(op, "row", len(rows), "rows")
        column = number_in(op, "column", len(rows[row - 1]), "columns")
        cell = rows[row - 1][column - 1]
        paragraphs = paragraphs_of(cell)
        body = paragraphs[0].getparent() if paragraphs else None
        merged = {cell.get("hMerge"), cell.get("vMerge")} & {"1", "true"}
        if body is None or merged:
            raise InvalidArgumentsError(f"The cell in row {row} and column {column} is merged into another one.")
        draft.set_body(body, text_in(op, "text", empty=True))
    return _CELL_SET.of(row=row, column=column, slide=slide.label)


def _notes_set(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    there = notes_of(deck, slide)
    write_notes(deck, slide, text_in(op, "text", empty=True))
    return (_NOTES_SET if there else _NOTES_ADDED).of(slide=slide.label)


def write_notes(deck: Deck, slide: SlideAt, text: str) -> None:
    """Give a slide notes. Raises InvalidArgumentsError when its page of notes has no place for text."""
    part = notes_of(deck, slide) or add_notes(deck, slide)
    with deck.words(part) as draft:
        shapes = shapes_of(draft.layout.root)
        body = next((one.body for one in shapes if one.role == "body" and one.body is not None), None)
        if body is None:
            raise InvalidArgumentsError(f"The page of notes of slide {slide.label} has no place for text.")
        draft.set_body(body, text)


WORD_OPERATIONS: Mapping[str, Operation[Deck]] = {
    "replace": Operation(
        _replaced, ("find", "with", "all", "slide"), '{"op":"replace","find":"a","with":"b","all":true} ("slide":3)'
    ),
    "set_text": Operation(
        _text_set,
        ("slide", "shape", "text"),
        '{"op":"set_text","slide":3,"shape":"title","text":"..."} (shape: title, number or name; lines are paragraphs, '
        "two spaces before a line indent it)",
    ),
    "set_table_cell": Operation(
        _cell_set,
        ("slide", "table", "row", "column", "text"),
        '{"op":"set_table_cell","slide":3,"table":1,"row":2,"column":1,"text":"..."}',
    ),
    "set_notes": Operation(_notes_set, ("slide", "text"), '{"op":"set_notes","slide":3,"text":"..."}'),
}
