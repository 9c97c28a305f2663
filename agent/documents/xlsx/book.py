"""An open workbook: its sheets, strings, styles and names, and the typed values of its cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from lxml import etree

from agent.core.documents import Value
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.documents.opc.package import Package
from agent.documents.opc.xml_text import decoded_xml, parsed_xml, unescaped
from agent.documents.xlsx.cell_names import Area, area_of, split_part
from agent.documents.xlsx.sheet import ATTRIBUTES, Cell, Sheet, sheet_of
from agent.documents.xlsx.stream import LARGE, overlapping, pieces
from agent.documents.xlsx.styles import Styles, dated, styles_in
from agent.documents.xlsx.window import windowed

STRING = re.compile(r"<(?P<p>(?:[\w.-]+:)?)si(?=[\s/>])[^>]*?(?:/>|>(?P<body>.*?)</(?P=p)si\s*>)", re.DOTALL)
_WORDS = re.compile(
    rf"<(?:[\w.-]+:)?rPh(?=[\s>]).*?</(?:[\w.-]+:)?rPh\s*>|<(?:[\w.-]+:)?t(?=[\s/>]){ATTRIBUTES}(?:/>|>([^<]*)<)",
    re.DOTALL,
)
FORMULA = re.compile(r"<(?:[\w.-]+:)?f(?=[\s/>])")
_FORMULA_BYTES = re.compile(FORMULA.pattern.encode())
_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FEW_ROWS = 5_000
_INTEGER = re.compile(r"-?\d{1,15}")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it. `kind` is worksheet, chartsheet, dialogsheet or macrosheet."""

    name: str
    part: str
    state: str
    kind: str
    id: str


class Book:
    """A workbook in an open Package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.main_part("sheet")
        self.root = parsed_xml(package.read(self.part))
        self.sheets = tuple(self._listed())

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a file. Raises UnreadableError."""
        package = Package.open(path)
        try:
            return cls(package)
        except UnreadableError:
            package.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.package.close()

    @property
    def worksheets(self) -> tuple[SheetEntry, ...]:
        """The sheets that have cells."""
        return tuple(entry for entry in self.sheets if entry.kind == "worksheet")

    @cached_property
    def since_1904(self) -> bool:
        """Whether days are counted from 1904."""
        settings = self.root.find("{*}workbookPr")
        return settings is not None and settings.get("date1904") in {"1", "true", "on"}

    @cached_property
    def styles(self) -> Styles:
        """What the styles show; none when the part is missing."""
        parts = self.package.related(self.part, "/styles")
        return styles_in(self.package.read(parts[0])) if parts else Styles(())

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings."""
        parts = self.package.related(self.part, "/sharedStrings")
        if not parts:
            return []
        text, _ = decoded_xml(self.package.read(parts[0]))
        if "<![CDATA[" in text:
            nodes = parsed_xml(self.package.read(parts[0])).iterfind("{*}si")
            return [_decoded("".join(_runs(node))) for node in nodes]
        return [_decoded(unescaped("".join(_WORDS.findall(one["body"] or "")))) for one in STRING.finditer(text)]

    @cached_property
    def has_formulas(self) -> bool:
        """Whether any sheet computes something."""
        return any(self._computes(entry) for entry in self.worksheets)

    def _computes(self, entry: SheetEntry) -> bool:
        if self.package.size(entry.part) < LARGE:
            return FORMULA.search(decoded_xml(self.package.read(entry.part))[0]) is not None
        return any(_FORMULA_BYTES.search(block) for block in overlapping(self.package.chunks(entry.part)))

    def entry(self, name: str) -> SheetEntry:
        """The worksheet of that name; the first one for "". Raises InvalidArgumentsError."""
        return entry_named(self.worksheets, name)

    def chosen(self, part: str) -> list[tuple[SheetEntry, Area]]:
        """What `part` means: every sheet for "", one sheet, or a range of one sheet (the first when none is named)."""
        if not part:
            return [(entry, Area()) for entry in self.worksheets]
        if any(entry.name.casefold() == part.casefold() for entry in self.worksheets):
            return [(self.entry(part), Area())]
        name, area = split_part(part)
        if area:
            return [(self.entry(name), area_of(area))]
        try:
            return [(self.entry(""), area_of(name))]
        except InvalidArgumentsError:
            return [(self.entry(name), Area())]

    def sheet(self, entry: SheetEntry) -> Sheet:
        """The text of a worksheet. Raises UnreadableError."""
        return sheet_of(self.package.read(entry.part))[0]

    def seen(self, entry: SheetEntry, area: Area) -> Sheet:
        """A worksheet with at least the rows of `area`, and those with formulas. Raises UnreadableError."""
        few = area.bottom - area.top < _FEW_ROWS
        if few and self.package.size(entry.part) >= LARGE:
            window = windowed(self.package.chunks(entry.part), range(area.top, area.bottom + 1))
            if window is not None:
                return window.sheet
        return self.sheet(entry)

    def pieces(self, entry: SheetEntry, area: Area) -> Iterator[Sheet]:
        """A worksheet in one or several pieces, each with some of its rows; together they have those of `area`.

        Raises:
            OddSheetError: it can only be read as a whole: take `sheet`.
            UnreadableError: it is broken.
        """
        if self.package.size(entry.part) < LARGE:
            return iter((self.sheet(entry),))
        return pieces(self.package.chunks(entry.part), area.top, area.bottom)

    def value(self, cell: Cell) -> Value:
        """What a cell holds, typed; an error ("#N/A") is a text."""
        raw = cell.raw
        if raw is None:
            return None
        match cell.kind:
            case "s":
                index = int(raw) if raw.strip().isdigit() else -1
                return self.strings[index] if 0 <= index < len(self.strings) else None
            case "str" | "inlineStr":
                return _decoded(raw)
            case "b":
                return raw.strip() in {"1", "true"}
            case "e" | "d":
                return raw
            case _:
                return self._number(raw.strip(), cell.style)

    def _number(self, raw: str, style: int) -> Value:
        try:
            number = int(raw) if _INTEGER.fullmatch(raw) else float(raw)
        except ValueError:
            return raw or None
        return dated(number, self.styles.of(style), self.since_1904)

    def _listed(self) -> Iterator[SheetEntry]:
        relations = {one.id: one for one in self.package.relations(self.part)}
        for node in self.root.iterfind("{*}sheets/{*}sheet"):
            told = next((value for name, value in node.attrib.items() if str(name).endswith("}id")), "")
            relation = relations.get(str(told))
            if relation is None or relation.external:
                continue
            part = self.package.target(self.part, relation)
            kind = relation.type.rpartition("/")[2].lower().removeprefix("xl")
            kind = "worksheet" if kind == "worksheet" and part in self.package else kind
            if part in self.package:
                yield SheetEntry(
                    node.get("name", ""), part, node.get("state", "visible"), kind, node.get("sheetId", "")
                )


def entry_named(entries: Sequence[SheetEntry], name: str) -> SheetEntry:
    """The one of that name, in any case; the first visible one for "".

    Raises:
        InvalidArgumentsError: there is none; the sentence lists those that there are.
    """
    if not entries:
        raise InvalidArgumentsError("The workbook has no sheet with cells.")
    if not name:
        return next((entry for entry in entries if entry.state == "visible"), entries[0])
    for entry in entries:
        if entry.name.casefold() == name.casefold():
            return entry
    names = ", ".join(repr(entry.name) for entry in entries[:50])
    raise InvalidArgumentsError(f"There is no sheet {name!r}. The sheets are: {names}.")


def _runs(node: etree._Element) -> Iterator[str]:
    for words in node.iter("{*}t"):
        parent = words.getparent()
        if parent is None or not str(parent.tag).endswith("}rPh"):
            yield words.text or ""


def _decoded(text: str) -> str:
    """Text with the codes that Excel writes for control characters ("_x000D_") resolved."""
    if "_x" not in text:
        return text
    text = _CODE.sub(lambda found: chr(int(found[1], 16)), text)
    # Characters beyond 16 bits are written as two codes.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
