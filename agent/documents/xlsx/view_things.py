"""What a sheet has beside its cells, in words: each with its address and the view that shows it.

The same words are read and compared, so two sheets that say the same of a thing have the same thing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from agent.documents.opc.package_relations import Relation
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.xlsx.book import Book, SheetEntry
from agent.documents.xlsx.cell_names import quoted_sheet
from agent.documents.xlsx.sheet import Sheet

VIEWS = (
    "tables", "merged", "hidden", "widths", "panes", "tabs", "filters", "validations", "rules", "charts", "pictures",
    "shapes", "pivots", "links", "print", "protection", "controls", "sparklines", "furigana",
)  # fmt: skip
_DECLARATION = re.compile(r"\s*<\?xml.*?\?>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing: the view that shows it, its address ("Sheet1!B2:B9", "Sheet1 chart 1"), and what it is.

    `hidden` says why people do not see these words, as in a Passage.
    """

    view: str
    anchor: str
    text: str
    hidden: str = ""


class SeenSheet:
    """A sheet of an open Book with what stands around its rows."""

    def __init__(self, book: Book, entry: SheetEntry, sheet: Sheet) -> None:
        self.book, self.entry, self.sheet = book, entry, sheet
        self.name = quoted_sheet(entry.name)

    @cached_property
    def root(self) -> etree._Element:
        """The worksheet without its rows."""
        outside = self.sheet.outside()
        found = _DECLARATION.match(outside)
        return parsed_xml(outside[found.end() if found else 0 :].encode(), encoding="utf-8")

    def part(self, name: str) -> bytes:
        """A part of the package."""
        return self.book.package.read(name)

    def relations(self, name: str) -> tuple[Relation, ...]:
        """Where a part leads."""
        return self.book.package.relations(name)

    def target(self, name: str, relation: Relation) -> str:
        """The part that is led to."""
        return self.book.package.target(name, relation)

    def at(self, area: str) -> str:
        """An address on this sheet."""
        return f"{self.name}!{area}"

    @cached_property
    def differentials(self) -> list[etree._Element]:
        """The formats that rules for colours use."""
        parts = self.book.package.related(self.book.part, "/styles")
        return list(parsed_xml(self.part(parts[0])).iterfind("{*}dxfs/{*}dxf")) if parts else []


def attributes(node: etree._Element) -> Mapping[str, str]:
    """The attributes of an element as texts."""
    return {str(name): str(value) for name, value in node.attrib.items()}


def is_on(node: etree._Element, name: str) -> bool:
    """Whether a switch is on."""
    return node.get(name) in {"1", "true", "on"}


def relation_id(node: etree._Element) -> str:
    """The id of the relationship that an element names."""
    return next((str(value) for name, value in node.attrib.items() if str(name).endswith("}id")), "")
