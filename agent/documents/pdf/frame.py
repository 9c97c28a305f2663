"""Ops on the size of pages: cropped to a part, scaled onto paper. ISO 32000-2, 14.11.2 and 8.3.3."""

from collections.abc import Mapping

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, RectangleObject, StreamObject

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.operations import Operation
from agent.documents.pdf.contents import enclosed, own_resources
from agent.documents.pdf.draft import Draft, count_words, pages_in
from agent.documents.pdf.objects import array_at, dictionary, dictionary_at, entries_of, floats, numbers_of
from agent.documents.pdf.space import Box, Space, numbers_in, space_of

_CROPPED = Words(
    "Cropped {pages}. What lies outside is not shown any more; it is still in the file.",
    "{pages}をトリミングしました。範囲外の内容は表示されませんが、ファイルには残っています。",
)
_SCALED = Words("Scaled {pages} to {paper}.", "{pages}を {paper} に合わせて拡大・縮小しました。")
PAPERS: Mapping[str, tuple[float, float]] = {
    "A3": (841.89, 1190.55),
    "A4": (595.28, 841.89),
    "A5": (419.53, 595.28),
    "B4": (728.5, 1031.81),
    "B5": (515.91, 728.5),
    "Letter": (612.0, 792.0),
    "Legal": (612.0, 1008.0),
}
_BOXES = ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_POINTS = ("/Rect", "/QuadPoints", "/Vertices", "/L", "/CL", "/RD")
Matrix = tuple[float, float, float]
"""A scale, and how far things move right and up."""


def _crop(draft: Draft, op: Op) -> Words:
    numbers = pages_in(op, len(draft.writer.pages))
    if ("box" in op) == ("margins" in op):
        raise InvalidArgumentsError(
            "'crop' needs either 'box' [x,y,width,height] or 'margins' [top,right,bottom,left]."
        )
    for number in numbers:
        page = draft.writer.pages[number - 1]
        box = RectangleObject(_kept(op, space_of(page), number))
        page[NameObject("/CropBox")] = box
        for key in ("/TrimBox", "/ArtBox", "/BleedBox"):
            page.pop(key, None)
    return _CROPPED.of(pages=count_words(len(numbers)))


def _kept(op: Op, space: Space, number: int) -> Box:
    across, down = space.size
    if "box" in op:
        x, y, width, height = numbers_in(op, "box", 4, "[x,y,width,height] from the top left")
    else:
        top, right, bottom, x = numbers_in(op, "margins", 4, "[top,right,bottom,left]")
        y, width, height = top, across - x - right, down - top - bottom
    if x < 0 or y < 0 or width < 10 or height < 10 or x + width > across + 1 or y + height > down + 1:
        raise InvalidArgumentsError(
            f"Page {number} is {across:.0f} x {down:.0f} points: what is kept must lie on it and be 10 points at least."
        )
    return space.inner_box(x, y, min(width, across - x), min(height, down - y))


def paper_in(op: Op, key: str, default: str = "A4") -> tuple[str, tuple[float, float]]:
    """The name and the size in points of a paper. Raises InvalidArgumentsError."""
    name = str(op.get(key, default))
    for paper, size in PAPERS.items():
        if paper.lower() == name.lower():
            return paper, size
    raise InvalidArgumentsError(f"{key!r} is one of {', '.join(PAPERS)}, not {name!r}.")


def _scale(draft: Draft, op: Op) -> Words:
    numbers = pages_in(op, len(draft.writer.pages))
    paper, size = paper_in(op, "to")
    for number in numbers:
        _fit(draft.writer, draft.writer.pages[number - 1], size)
    return _SCALED.of(pages=count_words(len(numbers)), paper=paper)


def _fit(writer: PdfWriter, page: PageObject, paper: tuple[float, float]) -> None:
    """Scale what is seen of a page onto paper that lies as the page does, in the middle."""
    space = space_of(page)
    across, down = space.right - space.left, space.top - space.bottom
    short, long = sorted(paper)
    width, height = (short, long) if across <= down else (long, short)
    scale = min(width / across, height / down)
    right = (width - across * scale) / 2 - space.left * scale
    up = (height - down * scale) / 2 - space.bottom * scale
    # The part that is seen stays all that is seen: the rest of the page must not come into the margin.
    clip = f"{space.left:.3f} {space.bottom:.3f} {across:.3f} {down:.3f} re W n\n"
    enclosed(writer, page, f"{scale:.6f} 0 0 {scale:.6f} {right:.4f} {up:.4f} cm\n{clip}".encode())
    for key in _BOXES:
        page.pop(key, None)
    page[NameObject("/MediaBox")] = RectangleObject((0, 0, width, height))
    _scale_patterns(writer, page, (scale, right, up))
    _scale_notes(page, (scale, right, up))


def _scale_patterns(writer: PdfWriter, page: PageObject, by: Matrix) -> None:
    """Patterns lie in the space of the page and not in the one that its contents made (8.7.3.1)."""
    patterns = dictionary_at(page, "/Resources", "/Pattern")
    if patterns is None:
        return
    scaled = DictionaryObject()
    for name in patterns:
        pattern = dictionary(patterns[name])
        if pattern is not None:
            copy = _copy(pattern)
            a, b, c, d, e, f = numbers_of(pattern.get("/Matrix")) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
            scale, right, up = by
            moved = (a * scale, b * scale, c * scale, d * scale, e * scale + right, f * scale + up)
            copy[NameObject("/Matrix")] = floats(*moved)
            scaled[NameObject(name)] = writer._add_object(copy)
    own_resources(page)[NameObject("/Pattern")] = scaled


def _copy(one: DictionaryObject) -> DictionaryObject:
    copy = entries_of(one)
    if isinstance(one, StreamObject):
        stream = type(one)()
        stream.update(copy)
        stream._data = one._data
        return stream
    return copy


def _scale_notes(page: PageObject, by: Matrix) -> None:
    for one in array_at(page, "/Annots"):
        note = dictionary(one)
        if note is not None:
            for key in _POINTS:
                if key in note:
                    note[NameObject(key)] = _scaled(note[key], by if key != "/RD" else (by[0], 0.0, 0.0))
            if lines := array_at(note, "/InkList"):
                note[NameObject("/InkList")] = ArrayObject(_scaled(line, by) for line in lines)


def _scaled(points: PdfObject, by: Matrix) -> ArrayObject:
    scale, right, up = by
    return floats(*(one * scale + (up if index % 2 else right) for index, one in enumerate(numbers_of(points))))


FRAME_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "crop": Operation(
        _crop,
        ("pages", "box", "margins"),
        '{"op":"crop","pages":"1-3","margins":[top,right,bottom,left]} or "box":[x,y,width,height] '
        "(points from the top left; 1 mm is 2.835)",
    ),
    "scale": Operation(
        _scale, ("pages", "to"), f'{{"op":"scale","pages":"all","to":"A4"}} ({", ".join(PAPERS)}; landscape stays so)'
    ),
}
