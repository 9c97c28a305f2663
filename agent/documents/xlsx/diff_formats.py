"""The look of cells in two versions, in words, and where it differs, in ranges. ECMA-376 part 1, 18.8."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from lxml import etree

from agent.core.documents import Difference
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.xlsx.book import Book
from agent.documents.xlsx.cell_names import cell_name

Look = tuple[tuple[str, str], ...]
"""What a style says, aspect by aspect."""
_PLAIN: Look = ()


class Looks:
    """The styles of two books, and which numbers mean the same look in both."""

    def __init__(self, old: Book, new: Book) -> None:
        self._old, self._new = looks_of(old), looks_of(new)

    @cached_property
    def same_numbers(self) -> bool:
        """Whether a number means the same look in both, so that numbers can be compared."""
        return all(one == two for one, two in zip(self._old, self._new, strict=False))

    def difference(self, old: int, new: int) -> tuple[str, str] | None:
        """What differs between two styles, in words; None when they look the same."""
        one, two = dict(_at(self._old, old)), dict(_at(self._new, new))
        names = [name for name in {**one, **two} if one.get(name) != two.get(name)]
        if not names:
            return None
        before, after = (", ".join(f"{name} {side[name]}" for name in names if name in side) for side in (one, two))
        return before or "plain", after or "plain"


def _at(looks: list[Look], number: int) -> Look:
    return looks[number] if 0 <= number < len(looks) else _PLAIN


def looks_of(book: Book) -> list[Look]:
    """The look of each cell style."""
    parts = book.package.related(book.part, "/styles")
    if not parts:
        return []
    root = parsed_xml(book.package.read(parts[0]))
    fonts, fills, borders = (
        [make(node) for node in root.iterfind(path)]
        for path, make in (("{*}fonts/{*}font", _font), ("{*}fills/{*}fill", _fill), ("{*}borders/{*}border", _border))
    )
    codes = {node.get("numFmtId", ""): node.get("formatCode", "") for node in root.iterfind("{*}numFmts/{*}numFmt")}
    found: list[Look] = []
    for at, node in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        number = node.get("numFmtId", "0")
        shown = book.styles.codes[at] if at < len(book.styles.codes) else ""
        code = codes.get(number) or shown or ("" if number == "0" else f"built-in {number}")
        told = [("number format", "" if code.lower() == "general" else code)]
        told += [
            *_indexed(fonts, node, "fontId"),
            *_indexed(fills, node, "fillId"),
            *_indexed(borders, node, "borderId"),
        ]
        told += [*_attributes(node, "alignment", "align"), *_attributes(node, "protection", "protect")]
        found.append(tuple((name, text) for name, text in told if text))
    return found


def _indexed(items: list[Look], node: etree._Element, name: str) -> Look:
    told = node.get(name, "0")
    return items[int(told)] if told.isdigit() and int(told) < len(items) else ()


def _font(node: etree._Element) -> Look:
    told = {str(one.tag).rpartition("}")[2]: one for one in node.iterchildren("*")}
    words = [name for name, tag in (("bold", "b"), ("italic", "i"), ("struck", "strike"), ("underlined", "u"))
             if tag in told and told[tag].get("val", "1") not in {"0", "false", "none"}]  # fmt: skip
    named = f"{told['name'].get('val', '')} " if "name" in told else ""
    size = told["sz"].get("val", "") if "sz" in told else ""
    colour = _colour(told.get("color"))
    return (("font", f"{named}{size}"), ("letters", " ".join(words)), ("colour", "" if colour == "theme 1" else colour))


def _fill(node: etree._Element) -> Look:
    pattern = node.find("{*}patternFill")
    if pattern is None:
        return (("fill", "gradient" if len(node) else ""),)
    kind = pattern.get("patternType", "none")
    front = _colour(pattern.find("{*}fgColor"))
    return (("fill", "" if kind == "none" else front if kind == "solid" else f"{kind} {front}".strip()),)


def _border(node: etree._Element) -> Look:
    sides = [(str(one.tag).rpartition("}")[2], one.get("style", ""), _colour(one.find("{*}color"))) for one in node]
    return (("border", ", ".join(f"{side} {style} {colour}".strip() for side, style, colour in sides if style)),)


def _attributes(node: etree._Element, name: str, word: str) -> Look:
    found = node.find(f"{{*}}{name}")
    told = {} if found is None else {str(key): str(value) for key, value in found.attrib.items()}
    return ((word, " ".join(f"{key} {value}" for key, value in sorted(told.items()) if value not in {"0", "false"})),)


def _colour(node: etree._Element | None) -> str:
    if node is None:
        return ""
    if node.get("rgb"):
        return f"#{node.get('rgb', '')[-6:].upper()}"
    tint = f" {node.get('tint', '')[:5]}" if node.get("tint") else ""
    kinds = [name for name in ("theme", "indexed") if node.get(name)]
    return f"{kinds[0]} {node.get(kinds[0])}{tint}" if kinds else ""


def format_differences(found: Mapping[tuple[int, int], tuple[str, str]], prefix: str) -> Iterator[Difference]:
    """One difference for each range of cells (by row and column) whose look differs alike."""
    left = dict(sorted(found.items()))
    for (row, column), told in list(left.items()):
        if (row, column) not in left:
            continue
        right = column
        while left.get((row, right + 1)) == told:
            right += 1
        bottom = row
        while _all_alike(left, bottom + 1, range(column, right + 1), told):
            bottom += 1
        for line in range(row, bottom + 1):
            for at in range(column, right + 1):
                del left[line, at]
        first, last = cell_name(row, column), cell_name(bottom, right)
        yield Difference(f"{prefix}{first if first == last else f'{first}:{last}'}", *told, "format")


def _all_alike(
    left: Mapping[tuple[int, int], tuple[str, str]], row: int, columns: Iterable[int], told: tuple[str, str]
) -> bool:
    return all(left.get((row, column)) == told for column in columns)
