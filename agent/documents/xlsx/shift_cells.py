"""Rows and cells of a sheet after a Shift: renumbered, moved or gone, with formulas that follow; the rest of their text
stays as it is. ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.40 (f), 18.3.1.73 (row).
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from agent.core.errors import InvalidArgumentsError
from agent.documents.opc.xml_text import escaped, unescaped
from agent.documents.xlsx.cell_names import Area, area_of, cell_name, column_number
from agent.documents.xlsx.formula_shift import Rewriting
from agent.documents.xlsx.ranges import contains
from agent.documents.xlsx.row_text import with_rows
from agent.documents.xlsx.sheet import ATTRIBUTES, Row, Sheet, attributes_of
from agent.documents.xlsx.shift import BlockMove, Insertion, LineShift, Shift, area_after, span_after, told_area
from agent.documents.xlsx.shift_guards import PUSHED_OFF

_SPANS = re.compile(r"\sspans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_ADDRESS = re.compile(r"(\sr\s*=\s*[\"'])[^\"']*(?=[\"'])")
_REF = re.compile(r"(\s(?:ref|r1|r2)\s*=\s*[\"'])([^\"']+)(?=[\"'])")
_FILLED = re.compile(r"<(?:[\w.-]+:)?(?:v|f|is)[\s/>]")
_QUOTE = '"'
_TAKEN_ON = ("s", "customFormat", "ht", "customHeight")
Placed = tuple[int, str]
"""A row's or column's number, and the text of the row or cell."""


def shifted_cells(sheet: Sheet, rewriting: Rewriting, home: str, shift: Shift, like: int) -> str:
    """The text of the sheet in which the cells are shifted; what stands outside of the rows is as it was.

    `like` is the row (or column) whose look new ones take on, as it is numbered before; 0 for none.
    """
    writing = RowWriting(sheet, rewriting, home, shift)
    if isinstance(shift, BlockMove):
        rows = list(writing.block_moved(shift))
    elif shift.rows:
        rows = list(writing.rows_shifted(shift, like))
    else:
        rows = list(writing.columns_shifted(shift, like))
    return assembled(sheet, rows)


def assembled(sheet: Sheet, rows: Iterable[Placed]) -> str:
    """The text of the sheet with other rows, put in order."""
    end = sheet.rows[-1].end if sheet.rows else sheet.start
    inner = "".join(text for _, text in sorted(rows, key=lambda one: one[0]))
    return with_rows(sheet, inner + sheet.text[end : sheet.end])


def rewritten_cells(sheet: Sheet, rewriting: Rewriting, home: str) -> str:
    """The text of the sheet `home`, which is not shifted itself, with the formulas of its cells rewritten."""
    if sheet.alone:
        return sheet.text
    return with_rows(sheet, RowWriting(sheet, rewriting, home, None).formulas(sheet.text[sheet.start : sheet.end]))


class RowWriting:
    """Writes the rows of one sheet anew; `shift` is given when it is that of this sheet."""

    def __init__(self, sheet: Sheet, rewriting: Rewriting, home: str, shift: Shift | None) -> None:
        self._sheet, self._rewriting, self._home, self._shift = sheet, rewriting, home, shift
        p = re.escape(sheet.prefix)
        self._cell = re.compile(rf"<{p}c(?=[\s/>])({ATTRIBUTES})(?:/>|>.*?</{p}c\s*>)", re.DOTALL)
        self._row_in_cell = re.compile(rf"(<{p}c\s[^<>]*?\br\s*=\s*[\"'][A-Za-z]+)\d+(?=[\"'])")
        self._formula = re.compile(rf"(<{p}f(?=[\s/>]))({ATTRIBUTES})(/>|>)([^<]*)")
        self._mark = f"<{sheet.prefix}f"

    def gaps(self) -> Iterator[tuple[Row, str]]:
        """Each row with the blanks before it."""
        at = self._sheet.start
        for row in self._sheet.rows:
            yield row, self._sheet.text[at : row.start]
            at = row.end

    def rows_shifted(self, shift: LineShift, like: int) -> Iterator[Placed]:
        """The rows where they are after a Shift of rows, with new ones that look like row `like`."""
        for row, gap in self.gaps():
            span = span_after(shift, row.number, row.number)
            if span is not None:
                yield span[0], gap + self.formulas(self._renumbered(row, span[0]))
            if row.number == like and isinstance(shift, Insertion):
                yield from self._new_rows(shift, row)

    def _renumbered(self, row: Row, number: int) -> str:
        """The text of a row with another number."""
        text = self._sheet.text
        if number == row.number:
            return text[row.start : row.end]
        if (usual := self._sheet.with_number(row, number)) is not None:
            return usual
        tags = self._sheet.tags(row)
        if tags is None:
            return self._row_in_cell.sub(rf"\g<1>{number}", self._numbered(text[row.start : row.end], number))
        cells = "".join([f'<c r="{letters}{number}{rest}' for letters, rest in tags])
        return self._numbered(text[row.start : row.inner], number) + cells + text[row.close : row.end]

    def _new_rows(self, shift: Insertion, row: Row) -> Iterator[Placed]:
        """Empty rows that look like `row`."""
        p, told = self._sheet.prefix, attributes_of(self._sheet.text[row.start : row.inner])
        look = "".join(f' {key}="{told[key]}"' for key in _TAKEN_ON if key in told)
        styles = [(cell.column, cell.style) for cell in self._sheet.cells(row) if cell.style]
        for number in range(shift.at, shift.at + shift.count) if look or styles else ():
            cells = "".join(f'<{p}c r="{cell_name(number, column)}" s="{style}"/>' for column, style in styles)
            yield number, f'<{p}row r="{number}"{look}>{cells}</{p}row>'

    def columns_shifted(self, shift: LineShift, like: int) -> Iterator[Placed]:
        """The rows after a Shift of columns, with new cells that look like those of column `like`."""
        for row, gap in self.gaps():
            placed: list[Placed] = []
            for column, text in self.cells(row):
                span = span_after(shift, column, column)
                if span is not None:
                    placed.append((span[0], self.addressed(text, row.number, span[0])))
                elif isinstance(shift, Insertion) and _FILLED.search(text):
                    raise InvalidArgumentsError(PUSHED_OFF.format(sheet=self._home))
                if column == like and isinstance(shift, Insertion):
                    placed += self._new_cells(shift, row.number, text)
            yield row.number, gap + self.refilled(row, placed)

    def _new_cells(self, shift: Insertion, row: int, text: str) -> list[Placed]:
        """Empty cells of a row that look like the one of `text`."""
        style = attributes_of(text.partition(">")[0]).get("s", "0")
        columns = range(shift.at, shift.at + shift.count) if style != "0" else ()
        return [(one, f'<{self._sheet.prefix}c r="{cell_name(row, one)}" s="{style}"/>') for one in columns]

    def block_moved(self, shift: BlockMove) -> Iterator[Placed]:
        """The rows after a block of cells was moved."""
        staying: dict[int, list[Placed]] = {}
        coming: dict[int, list[Placed]] = {}
        for row in self._sheet.rows:
            for column, text in self.cells(row):
                if contains(shift.source, Area(row.number, column, row.number, column)):
                    place = row.number + shift.down, column + shift.right
                    coming.setdefault(place[0], []).append((place[1], self.addressed(text, *place)))
                else:
                    staying.setdefault(row.number, []).append((column, text))
        yield from self.rearranged(staying, coming)

    def rearranged(self, staying: Mapping[int, list[Placed]], coming: dict[int, list[Placed]]) -> Iterator[Placed]:
        """The rows with the cells that stay in them and those that come, which cover what stays."""
        for row, gap in self.gaps():
            arrived = coming.pop(row.number, [])
            taken = {column for column, _ in arrived}
            kept = [one for one in staying.get(row.number, []) if one[0] not in taken]
            yield row.number, gap + self.refilled(row, [*kept, *arrived])
        p = self._sheet.prefix
        for number, arrived in coming.items():
            inner = self.formulas("".join(text for _, text in sorted(arrived, key=lambda one: one[0])))
            yield number, f'<{p}row r="{number}">{inner}</{p}row>'

    def cells(self, row: Row) -> Iterator[Placed]:
        """Column and text of each cell of a row."""
        tags = self._sheet.tags(row)
        if tags is not None:
            number = row.number
            yield from ((column_number(letters), f'<c r="{letters}{number}{rest}') for letters, rest in tags)
            return
        for place, _ in self._sheet.placed(row):
            yield place.column, self._sheet.text[place.start : place.end]

    def refilled(self, row: Row, placed: Iterable[Placed]) -> str:
        """A row with other cells; the same text when they are the same."""
        text = self._sheet.text
        inner = "".join(cell for _, cell in sorted(placed, key=lambda one: one[0]))
        before = text[row.inner : row.close]
        opening, closing = text[row.start : row.inner], text[row.close : row.end]
        if inner != before:
            opening = _SPANS.sub("", self._numbered(opening, row.number))
        if inner and not closing:
            opening, closing = f"{opening.removesuffix('/>').rstrip()}>", f"</{self._sheet.prefix}row>"
        return opening + self.formulas(inner) + closing

    def _numbered(self, text: str, number: int) -> str:
        """The text of a row, with another number in its tag."""
        end = text.index(">")
        tag, found = text[:end], _ADDRESS.search(text[:end])
        if found is not None:
            return f"{tag[: found.end(1)]}{number}{tag[found.end() :]}{text[end:]}"
        name = f"<{self._sheet.prefix}row"
        return f'{name} r="{number}"{text[len(name) :]}'

    def addressed(self, text: str, row: int, column: int) -> str:
        """The text of a cell, with another address in its tag."""
        address = cell_name(row, column)
        if text.startswith('<c r="'):
            return f'<c r="{address}{text[text.index(_QUOTE, 6) :]}'
        end = text.index(">")
        found = _ADDRESS.search(text[:end])
        if found is not None:
            return f"{text[: found.end(1)]}{address}{text[found.end() :]}"
        name = f"<{self._sheet.prefix}c"
        return f'{name} r="{address}"{text[len(name) :]}'

    def formulas(self, text: str) -> str:
        """Text with every formula as it reads afterwards."""
        return self._formula.sub(self._formula_after, text) if self._mark in text else text

    def _formula_after(self, found: re.Match[str]) -> str:
        before = unescaped(found[4])
        after = self._rewriting.formula(before, self._home) if before else before
        rule = _REF.sub(self._area_after, found[2]) if found[2] and self._shift is not None else found[2]
        return f"{found[1]}{rule}{found[3]}{found[4] if after == before else escaped(after)}"

    def _area_after(self, found: re.Match[str]) -> str:
        after = area_after(self._shift, area_of(found[2])) if self._shift is not None else None
        return found[0] if after is None else found[1] + told_area(after, found[2])
