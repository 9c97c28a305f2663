"""Why texts of a workbook are not seen: colours, sizes and formats of cells, hidden rows, columns and sheets.

ECMA-376 part 1: fonts 18.8.22, fills 18.8.20, number formats 18.8.30, rich text 18.4.4, columns 18.3.1.13.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from agent.documents.colours import BLACK, WHITE, Colour, hex_colour, near, theme_colours, tinted
from agent.documents.opc.xml_text import decoded_xml, parsed_xml, unescaped
from agent.documents.unseen import unseen
from agent.documents.xlsx.book import STRING, Book, SheetEntry
from agent.documents.xlsx.cell_names import Area, area_of, cell_name, quoted_sheet
from agent.documents.xlsx.facts import tables_of
from agent.documents.xlsx.sheet import ATTRIBUTES, Cell, Row, Sheet, attributes_of

_THEME = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink",
          "folHlink")  # fmt: skip
# The others of the old palette are never taken to hide something; for them nothing is known.
_INDEXED: Mapping[int, Colour] = {0: BLACK, 1: WHITE, 8: BLACK, 9: WHITE, 64: BLACK, 65: WHITE}
_TINY = 2.0
_FLAT = 2.0
_NARROW = 0.3
_SECTION = re.compile(r"(?:\"[^\"]*\"|\\.|\[[^\]]*\]|[^;\"\\\[])*")
_SILENT = re.compile(r"\"\s*\"|\\\s|_.|\*.|\s|\[[^\]]*\]")
_RUN = re.compile(r"<(?:[\w.-]+:)?r>\s*<(?:[\w.-]+:)?rPr>(.*?)</(?:[\w.-]+:)?rPr>(.*?)</(?:[\w.-]+:)?r>", re.DOTALL)
_COLOUR = re.compile(rf"<(?:[\w.-]+:)?color(?=[\s/>])({ATTRIBUTES})/?>")
_SIZE = re.compile(r"<(?:[\w.-]+:)?sz\s[^<>]*?val=\"([\d.]+)\"")
_WORDS = re.compile(r"<(?:[\w.-]+:)?t(?=[\s>])[^>]*>([^<]*)<")
_COLUMN = re.compile(rf"<(?:[\w.-]+:)?col(?=[\s/>])({ATTRIBUTES})/?>")
TEXT_KINDS = frozenset({"s", "str", "inlineStr"})
_MOST = 500
_WORD = 2


@dataclass(frozen=True, slots=True)
class _Font:
    """The colour of letters (None: the usual) and their height in points."""

    colour: Colour | None
    size: float | None


class BookSight:
    """Tells of the cells of a workbook why their texts are not seen. Numbers in white are often only helpers."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._areas: dict[str, list[Area]] = {}

    def reason(self, entry: SheetEntry, cell: Cell) -> str:
        """Why the text of a cell is not seen; "" when it is, and for numbers."""
        value = self._book.value(cell) if cell.kind in TEXT_KINDS and cell.raw else None
        if not isinstance(value, str) or sum(map(str.isalnum, value)) < _WORD:
            return ""
        index = int(cell.raw) if cell.kind == "s" and cell.raw and cell.raw.strip().isdigit() else -1
        font, ground, silent = self._style(cell.style)
        if silent:
            return "invisible number format"
        if font.size is not None and font.size <= _TINY:
            return "tiny text"
        shown = ground is None or self._is_coloured(entry, cell)
        if not shown and ground is not None and font.colour is not None and near(font.colour, ground):
            return "white text"
        if index not in self._runs:
            return ""
        return next((why for run in self._runs[index] if (why := _run_reason(run, None if shown else ground))), "")

    def row_reason(self, sheet: Sheet, row: Row) -> str:
        """Why a whole row is not seen."""
        told = attributes_of(sheet.text[row.start : row.inner])
        flat = told.get("customHeight") in {"1", "true"} and _number(told.get("ht", ""), 99.0) <= _FLAT
        return "hidden row" if told.get("hidden") in {"1", "true"} or flat else ""

    def places(self, entry: SheetEntry, sheet: Sheet) -> Iterator[tuple[str, str]]:
        """The cells with texts that are not seen and those with characters that have no shape, and the reasons."""
        if entry.state == "veryHidden":
            yield quoted_sheet(entry.name), "very hidden sheet"
        found = 0
        for row in self._suspected(sheet):
            for cell in sheet.cells(row):
                value = self._book.value(cell) if cell.kind in TEXT_KINDS else None
                shapeless = {one.reason for one in unseen(value)} if isinstance(value, str) else set()
                for reason in sorted({self.reason(entry, cell), *shapeless} - {""}):
                    found += 1
                    yield f"{quoted_sheet(entry.name)}!{cell_name(cell.row, cell.column)}", reason
            if found > _MOST:
                return

    def _suspected(self, sheet: Sheet) -> Iterator[Row]:
        """The rows in which something may not be seen: most books have none, and large ones are not gone through."""
        if self._runs or self._odd_strings or not sheet.text.isascii():
            yield from sheet.filled()
        elif self._odd_styles:
            styles = re.compile(rf"\ss=\"(?:{'|'.join(map(str, self._odd_styles))})\"")
            yield from (row for row in sheet.filled() if styles.search(sheet.text, row.inner, row.close))

    @cached_property
    def _odd_styles(self) -> list[int]:
        return [
            number
            for number, (font, ground, silent) in enumerate(self._styles)
            if silent
            or (font.size is not None and font.size <= _TINY)
            or (ground is not None and font.colour is not None and near(font.colour, ground))
        ]

    @cached_property
    def _odd_strings(self) -> bool:
        return any(unseen(text) for text in self._book.strings)

    def _style(self, number: int) -> tuple[_Font, Colour | None, bool]:
        """Font, ground (None: not known) and whether the number format hides texts."""
        return self._styles[number] if 0 <= number < len(self._styles) else (_Font(None, None), WHITE, False)

    @cached_property
    def _styles(self) -> list[tuple[_Font, Colour | None, bool]]:
        parts = self._book.package.related(self._book.part, "/styles")
        if not parts:
            return []
        root = parsed_xml(self._book.package.read(parts[0]))
        fonts = [self._font(node) for node in root.iterfind("{*}fonts/{*}font")]
        fills = [self._fill(node) for node in root.iterfind("{*}fills/{*}fill")]
        codes = self._book.styles.codes
        found = []
        for number, node in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
            font, fill = _index(node, "fontId"), _index(node, "fillId")
            code = codes[number] if number < len(codes) else ""
            found.append(
                (
                    fonts[font] if font < len(fonts) else _Font(None, None),
                    fills[fill] if fill < len(fills) else WHITE,
                    _hides_text(code),
                )
            )
        return found

    def _font(self, node: etree._Element) -> _Font:
        colour, size = node.find("{*}color"), node.find("{*}sz")
        told = {str(key): str(value) for key, value in colour.attrib.items()} if colour is not None else {}
        return _Font(self._colour(told), _number(size.get("val", ""), 99.0) if size is not None else None)

    def _fill(self, node: etree._Element) -> Colour | None:
        pattern = node.find("{*}patternFill")
        if pattern is None:
            return None if len(node) else WHITE
        if pattern.get("patternType", "none") == "none":
            return WHITE
        front = pattern.find("{*}fgColor")
        if pattern.get("patternType") != "solid" or front is None:
            return None
        return self._colour({str(key): str(value) for key, value in front.attrib.items()})

    def _colour(self, told: Mapping[str, str]) -> Colour | None:
        found: Colour | None = None
        if "rgb" in told:
            found = hex_colour(told["rgb"])
        elif told.get("theme", "").isdigit() and int(told["theme"]) < len(_THEME):
            found = self._theme.get(_THEME[int(told["theme"])])
        elif told.get("indexed", "").isdigit():
            found = _INDEXED.get(int(told["indexed"]))
        tint = _number(told.get("tint", ""), 0.0)
        return tinted(found, max(-1.0, min(1.0, tint))) if found is not None and tint else found

    @cached_property
    def _theme(self) -> Mapping[str, Colour]:
        parts = self._book.package.related(self._book.part, "/theme")
        return theme_colours(parsed_xml(self._book.package.read(parts[0])) if parts else None)

    @cached_property
    def _runs(self) -> dict[int, list[_Font]]:
        """Shared strings that have runs of letters in white or tiny ones."""
        parts = self._book.package.related(self._book.part, "/sharedStrings")
        text = decoded_xml(self._book.package.read(parts[0]))[0] if parts else ""
        if "rPr>" not in text:
            return {}
        found = {number: list(self._odd(one["body"] or "")) for number, one in enumerate(STRING.finditer(text))}
        return {number: runs for number, runs in found.items() if runs}

    def _odd(self, body: str) -> Iterator[_Font]:
        if "rPr>" not in body:
            return
        for look, words in _RUN.findall(body):
            colour, size = _COLOUR.search(look), _SIZE.search(look)
            told = self._colour(attributes_of(colour[1])) if colour else None
            font = _Font(told, _number(size[1], 99.0) if size else None)
            light = told is not None and min(told) > 200
            said = unescaped("".join(_WORDS.findall(words))).strip()
            if said and (light or (font.size is not None and font.size <= _TINY)):
                yield font

    def _is_coloured(self, entry: SheetEntry, cell: Cell) -> bool:
        """Whether a table or a pivot table colours the cell by its style, which no cell tells."""
        if entry.part not in self._areas:
            self._areas[entry.part] = list(self._styled(entry))
        return any(
            one.top <= cell.row <= one.bottom and one.left <= cell.column <= one.right
            for one in self._areas[entry.part]
        )

    def _styled(self, entry: SheetEntry) -> Iterator[Area]:
        package = self._book.package
        refs = [one.get("ref", "") for one in tables_of(package.related(entry.part, "/table"), package.read)]
        for part in package.related(entry.part, "/pivotTable"):
            refs += [node.get("ref", "") for node in parsed_xml(package.read(part)).iterfind("{*}location")]
        yield from (area_of(ref) for ref in refs if re.fullmatch(r"[A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?", ref))


def hidden_columns(sheet: Sheet) -> list[tuple[int, int]]:
    """The first and last numbers of columns that are hidden or have no width."""
    found = []
    for text in _COLUMN.findall(sheet.text[: sheet.tag[0]]):
        told = attributes_of(text)
        narrow = told.get("customWidth") in {"1", "true"} and _number(told.get("width", ""), 99.0) <= _NARROW
        if (told.get("hidden") in {"1", "true"} or narrow) and told.get("min", "").isdigit():
            first = int(told["min"])
            found.append((first, int(told["max"]) if told.get("max", "").isdigit() else first))
    return found


def _run_reason(font: _Font, ground: Colour | None) -> str:
    if font.size is not None and font.size <= _TINY:
        return "tiny text"
    return "white text" if font.colour is not None and ground is not None and near(font.colour, ground) else ""


def _hides_text(code: str) -> bool:
    """The fourth section of a number format is that of texts: ";;;" shows nothing of a cell."""
    sections: list[str] = []
    at = 0
    while at <= len(code) and len(sections) < 4:
        found = _SECTION.match(code, at)
        end = found.end() if found else len(code)
        sections.append(code[at:end])
        if end >= len(code):
            break
        at = end + 1
    return len(sections) == 4 and not _SILENT.sub("", sections[3])


def _index(node: etree._Element, name: str) -> int:
    told = node.get(name, "0")
    return int(told) if told.isdigit() else 0


def _number(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise
