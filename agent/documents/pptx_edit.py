"""Editing a presentation: the words of shapes, tables and notes change, their formatting stays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx_tree import Element
from agent.documents.facts import UNSIGNED, replaced_words
from agent.documents.op_words import flag_in, number_in, text_in
from agent.documents.operations import Operation, carried_out
from agent.documents.package import Package
from agent.documents.pptx_draft import SlideDraft
from agent.documents.pptx_tree import Shape, Slide, paragraphs_of, pieces, rows_of, shapes_of, slides_of, text_of

_TEXT_SET = Words(
    "Set the text of shape {number} ({name}) on slide {slide}.",
    "スライド {slide} の図形 {number}({name})の文章を変更しました。",
)
_CELL_SET = Words(
    "Set row {row} column {column} of the table on slide {slide}.",
    "スライド {slide} の表の {row} 行 {column} 列の内容を変更しました。",
)
_NOTES_SET = Words("Set the notes of slide {slide}.", "スライド {slide} のノートを変更しました。")


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides with their drafts by part, and the part of the notes of each slide that has some."""

    slides: list[Slide]
    drafts: dict[str, SlideDraft]
    notes: dict[int, str]


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """Carry out `ops` in order.

    Raises:
        InvalidArgumentsError: an op does not fit; nothing is written.
        UnreadableError: the presentation is broken.
    """
    with Package.open(source) as package:
        drafts: dict[str, SlideDraft] = {}

        def root_of(name: str) -> Element:
            drafts[name] = SlideDraft(package.read(name))
            return drafts[name].layout.root

        slides = slides_of(package, root_of)
        notes = {slide.number: name for slide in slides for name in package.related(slide.part, "/notesSlide")}
        for name in notes.values():
            root_of(name)
        said = tuple(carried_out(OPERATIONS, Deck(slides, drafts, notes), op, "a presentation") for op in ops)
        package.save(target, {name: draft.written() for name, draft in drafts.items() if draft.changed})
        return (*said, UNSIGNED) if package.signed else said


def _replaced(deck: Deck, op: Op) -> Words:
    find, new = text_in(op, "find"), text_in(op, "with", empty=True)
    if "\n" in new:
        raise InvalidArgumentsError("'with' is one line here. To make paragraphs use set_text.")
    slides = [_slide(deck, op)] if "slide" in op else deck.slides
    hits = [(draft, one, place) for draft, one, place in _paragraphs(deck, slides) if find in text_of(one)]
    count = sum(text_of(paragraph).count(find) for _, paragraph, _ in hits)
    if not hits:
        raise InvalidArgumentsError(
            f"{find!r} is not in the text of the presentation. Take the words as they were read; those of diagrams and "
            "charts cannot be changed."
        )
    if count > 1 and not flag_in(op, "all", default=False):
        places = ", ".join(dict.fromkeys(place for _, _, place in hits))
        raise InvalidArgumentsError(f'{find!r} is there {count} times ({places}). Give "all": true or a "slide".')
    for draft, paragraph, _ in hits:
        at = text_of(paragraph).rfind(find)
        while at >= 0:
            draft.replace(pieces(paragraph), (at, at + len(find)), new)
            at = text_of(paragraph).rfind(find, 0, at)
    return replaced_words(find, new, count)


def _paragraphs(deck: Deck, slides: Sequence[Slide]) -> Iterator[tuple[SlideDraft, Element, str]]:
    for slide in slides:
        parts = [slide.part, deck.notes[slide.number]] if slide.number in deck.notes else [slide.part]
        for part in parts:
            draft = deck.drafts[part]
            for shape in shapes_of(draft.layout.root):
                for paragraph in shape.element.iter("{*}p"):
                    yield draft, paragraph, f"slide {slide.number}"


def _text_set(deck: Deck, op: Op) -> Words:
    slide = _slide(deck, op)
    shape = _shape(slide, op.get("shape", "title"))
    if shape.body is None:
        raise InvalidArgumentsError(f"Shape {shape.number} of slide {slide.number} holds no text of its own.")
    deck.drafts[slide.part].set_body(shape.body, text_in(op, "text", empty=True))
    return _TEXT_SET.of(number=shape.number, name=shape.name, slide=slide.number)


def _cell_set(deck: Deck, op: Op) -> Words:
    slide = _slide(deck, op)
    tables = [shape for shape in shapes_of(slide.root) if shape.table is not None]
    shape = tables[number_in({"table": 1, **op}, "table", len(tables), "tables on this slide") - 1]
    rows = rows_of(shape.table) if shape.table is not None else []
    row = number_in(op, "row", len(rows), "rows")
    column = number_in(op, "column", len(rows[row - 1]), "columns")
    paragraphs = paragraphs_of(rows[row - 1][column - 1])
    body = paragraphs[0].getparent() if paragraphs else None
    if body is None:
        raise InvalidArgumentsError(f"The cell in row {row} and column {column} is merged into another one.")
    deck.drafts[slide.part].set_body(body, text_in(op, "text", empty=True))
    return _CELL_SET.of(row=row, column=column, slide=slide.number)


def _notes_set(deck: Deck, op: Op) -> Words:
    slide = _slide(deck, op)
    part = deck.notes.get(slide.number)
    shapes = shapes_of(deck.drafts[part].layout.root) if part else []
    body = next((shape.body for shape in shapes if shape.role == "body" and shape.body is not None), None)
    if part is None or body is None:
        with_notes = ", ".join(map(str, deck.notes)) or "none"
        raise InvalidArgumentsError(f"Slide {slide.number} has no notes to change. Slides with notes: {with_notes}.")
    deck.drafts[part].set_body(body, text_in(op, "text", empty=True))
    return _NOTES_SET.of(slide=slide.number)


def _slide(deck: Deck, op: Op) -> Slide:
    return deck.slides[number_in(op, "slide", len(deck.slides), "slides") - 1]


def _shape(slide: Slide, wanted: object) -> Shape:
    shapes = shapes_of(slide.root)
    for shape in shapes:
        if wanted in {shape.number, str(shape.number), shape.name} or (wanted == "title" and shape.is_title):
            return shape
    names = ", ".join(f"{shape.number} ({shape.name})" for shape in shapes if shape.body is not None)
    raise InvalidArgumentsError(f"Slide {slide.number} has no shape {wanted!r}. With text it has: {names or 'none'}.")


OPERATIONS: Mapping[str, Operation[Deck]] = {
    "replace": Operation(
        _replaced, ("find", "with", "all", "slide"), '{"op":"replace","find":"a","with":"b","all":true} ("slide":3)'
    ),
    "set_text": Operation(
        _text_set,
        ("slide", "shape", "text"),
        '{"op":"set_text","slide":3,"shape":"title","text":"..."} (shape: title, number or name)',
    ),
    "set_table_cell": Operation(
        _cell_set,
        ("slide", "table", "row", "column", "text"),
        '{"op":"set_table_cell","slide":3,"table":1,"row":2,"column":1,"text":"..."}',
    ),
    "set_notes": Operation(_notes_set, ("slide", "text"), '{"op":"set_notes","slide":3,"text":"..."}'),
}
