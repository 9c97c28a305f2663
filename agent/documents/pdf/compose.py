"""Rows put on pages, and pages written: ISO 32000-2, 7.8 (contents), 9.4 (text), 12.3.3 (outline), 12.5.6.5 (links)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    Fit,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from agent.documents.pdf.objects import floats, made
from agent.documents.pdf.paragraph import Bit, Fonts, Line, Style, lines_of
from agent.documents.pdf.rows import GREY, Row
from agent.documents.pdf.typeface import shown
from agent.documents.texts.markdown_blocks import Span

_WEB = ("https://", "http://", "mailto:")
_SLANT = 0.2


@dataclass(frozen=True, slots=True)
class Paper:
    """A page in points; header and footer stand in its margins. They may hold {page} and {pages}."""

    width: float
    height: float
    margin: float
    header: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row on a page, its top left corner from that of the page."""

    x: float
    y: float
    row: Row


def paged(rows: Sequence[Row], paper: Paper) -> list[list[Placed]]:
    """Rows on pages, in their order."""
    bottom = paper.height - paper.margin
    pages: list[list[Placed]] = [[]]
    y = paper.margin
    for index, row in enumerate(rows):
        needed = row.before + _together(rows, index)
        if row.breaks or (y + needed > bottom and pages[-1] and needed < bottom - paper.margin):
            if pages[-1] or row.breaks:
                pages.append([])
            y = paper.margin
            for head in () if row.breaks else row.heads:
                pages[-1].append(Placed(paper.margin, y, head))
                y += head.height
        y += row.before if pages[-1] else 0.0
        if row.lines or row.rectangles:
            pages[-1].append(Placed(paper.margin, y, row))
        y += row.height if pages[-1] else 0.0
    return pages if pages[-1] or len(pages) == 1 else pages[:-1]


def _together(rows: Sequence[Row], index: int) -> float:
    """The height of a row and of those that must not part from it."""
    height = rows[index].height
    while rows[index].keeps and index + 1 < len(rows) and not rows[index + 1].breaks:
        index += 1
        height += rows[index].before + rows[index].height
    return height


@dataclass(slots=True)
class Composer:
    """Writes pages into a new document."""

    paper: Paper
    fonts: Fonts
    writer: PdfWriter = field(default_factory=PdfWriter)
    _names: dict[int, str] = field(default_factory=dict)
    _marks: list[tuple[int, IndirectObject]] = field(default_factory=list)

    def write(self, pages: Sequence[Sequence[Placed]]) -> PdfWriter:
        """The document with these pages."""
        faces = (*self.fonts.regular.faces, *self.fonts.bold.faces)
        self._names = {id(face): f"F{index}" for index, face in enumerate(faces)}
        resources = DictionaryObject()
        shared = self.writer._add_object(resources)
        for number, rows in enumerate(pages, 1):
            page = self.writer.add_blank_page(self.paper.width, self.paper.height)
            page[NameObject("/Resources")] = shared
            self._page(page, [*rows, *self._edges(number, len(pages))])
        fonts = DictionaryObject()
        for face in faces:
            if face.is_used:
                fonts[NameObject(f"/{self._names[id(face)]}")] = face.written(self.writer)
        resources[NameObject("/Font")] = fonts
        return self.writer

    def _edges(self, number: int, count: int) -> Iterator[Placed]:
        """Header and footer of a page."""
        style = Style(size=8.5, colour=GREY, align="center", after=0)
        paper = self.paper
        for text, y in ((paper.header, paper.margin / 2), (paper.footer, paper.height - paper.margin * 0.65)):
            said = text.replace("{pages}", str(count)).replace("{page}", str(number))
            if said:
                lines = lines_of((Span(said),), style, paper.width - 2 * paper.margin, self.fonts)
                yield Placed(paper.margin, y, Row(lines[0].height, ((0.0, 0.0, lines[0]),)))

    def _page(self, page: PageObject, rows: Sequence[Placed]) -> None:
        code: list[bytes] = []
        links: list[DictionaryObject] = []
        for placed in rows:
            for box in placed.row.rectangles:
                colour = "{:.3f} {:.3f} {:.3f} rg".format(*box.colour)
                low = self.paper.height - placed.y - box.y - box.height
                code.append(
                    f"{colour} {placed.x + box.x:.2f} {low:.2f} {box.width:.2f} {box.height:.2f} re f\n".encode()
                )
            for x, y, line in placed.row.lines:
                base = self.paper.height - placed.y - y - line.base
                code += self._line(line, placed.x + x, base)
                links += [link for bit in line.bits if (link := _link(bit, placed.x + x, base)) is not None]
            if placed.row.mark:
                self._bookmark(page, placed)
        contents = DecodedStreamObject()
        contents.set_data(b"".join(code))
        page[NameObject("/Contents")] = self.writer._add_object(contents.flate_encode())
        if links:
            page[NameObject("/Annots")] = ArrayObject(self.writer._add_object(link) for link in links)

    def _line(self, line: Line, x: float, base: float) -> Iterator[bytes]:
        for bit in line.bits:
            if not bit.text.strip():
                continue
            colour = "{0:.3f} {1:.3f} {2:.3f} rg {0:.3f} {1:.3f} {2:.3f} RG".format(*bit.colour)
            slant = _SLANT if bit.look.italic else 0
            runs = self.fonts.of(bold=bit.look.bold).runs(bit.text)
            place = f"{colour} BT 1 0 {slant} 1 {x + bit.x:.2f} {base:.2f} Tm "
            yield place.encode() + shown(runs, self._names, bit.size) + b"ET\n"
            for on, height in ((bool(bit.look.link), -0.12), (bit.look.strike, 0.3)):
                if on:
                    bar = f"{x + bit.x:.2f} {base + height * bit.size:.2f} {bit.width:.2f} {bit.size / 18:.2f} re f\n"
                    yield bar.encode()

    def _bookmark(self, page: PageObject, placed: Placed) -> None:
        title = "".join(bit.text for _, _, line in placed.row.lines for bit in line.bits)
        level = placed.row.mark
        while self._marks and self._marks[-1][0] >= level:
            self._marks.pop()
        parent = self._marks[-1][1] if self._marks else None
        fit = Fit.xyz(left=0, top=self.paper.height - placed.y)
        mark = self.writer.add_outline_item(title=title, page_number=page, parent=parent, fit=fit)
        self._marks.append((level, mark))


def _link(bit: Bit, x: float, base: float) -> DictionaryObject | None:
    if not bit.look.link.lower().startswith(_WEB):
        return None
    action = made({"/S": NameObject("/URI"), "/URI": TextStringObject(bit.look.link)})
    left, low = x + bit.x, base - 0.25 * bit.size
    return made(
        {
            "/Type": NameObject("/Annot"),
            "/Subtype": NameObject("/Link"),
            "/Rect": floats(left, low, left + bit.width, low + 1.2 * bit.size),
            "/Border": ArrayObject([NumberObject(0)] * 3),
            "/A": action,
        }
    )
