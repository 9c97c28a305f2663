"""Sections of a Word document: page sizes and margins (ECMA-376 part 1, 17.6), and widths that fit into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from agent.documents.docx.tree import Element, child, name_of, value

# A4 with Word's margins, for documents that tell nothing.
_A4 = (11_906, 16_838)
_MARGIN = 1_440
_LEAST = 600
_MOST = 60


@dataclass(frozen=True, slots=True)
class Page:
    """A page in twips (1/20 pt): its size and what is left between its margins in one column."""

    width: int
    height: int
    text_width: int

    @property
    def landscape(self) -> bool:
        """Whether it is wider than high."""
        return self.width > self.height


def section_of(element: Element) -> Element | None:
    """The <w:sectPr> that rules where `element` of the main part stands: the first that follows it."""
    top = element
    for above in element.iterancestors():
        if name_of(above) == "body":
            break
        top = above
    else:
        return None
    for following in (top, *top.itersiblings()):
        if name_of(following) == "sectPr":
            return following
        found = child(following, "pPr", "sectPr") if name_of(following) == "p" else None
        if found is not None:
            return found
    return None


def pages_of(body: Element) -> dict[Element, Page]:
    """The page of each child of a body, all at once."""
    found: dict[Element, Page] = {}
    section: Element | None = None
    page = page_of(None)
    for one in reversed(body):
        own = one if name_of(one) == "sectPr" else child(one, "pPr", "sectPr") if name_of(one) == "p" else None
        if own is not None and own is not section:
            section, page = own, page_of(own)
        found[one] = page
    return found


def sections_of(body: Element) -> list[Element]:
    """The sections of a body in their order."""
    return [one for one in body.iter("{*}sectPr") if name_of(one) == "sectPr"]


def page_of(section: Element | None) -> Page:
    """The page of a section."""
    size, margins = child(section, "pgSz"), child(section, "pgMar")
    width, height = twips(value(size, "w"), _A4[0]), twips(value(size, "h"), _A4[1])
    sides = sum(twips(value(margins, side), _MARGIN) for side in ("left", "right"))
    columns = child(section, "cols")
    count = max(1, twips(value(columns, "num"), 1))
    between = twips(value(columns, "space"), 720) * (count - 1)
    return Page(width, height, max(_LEAST, (width - sides - between) // count))


def twips(text: str, otherwise: int) -> int:
    """A measure in twips, which the strict kind writes with a unit ("2.5cm"); `otherwise` when it is none."""
    for unit, factor in (("pt", 20.0), ("cm", 1440 / 2.54), ("mm", 144 / 2.54), ("in", 1440.0), ("", 1.0)):
        number = text.removesuffix(unit)
        if text.endswith(unit) and number.replace(".", "", 1).removeprefix("-").isdecimal() and len(number) < 12:
            return round(float(number) * factor)
    return otherwise


def column_widths(rows: Sequence[Sequence[str]], total: int) -> list[int]:
    """Widths in twips for columns with these texts, `total` together: no word is broken where there is room for it."""
    columns = [[row[index] for row in rows if index < len(row)] for index in range(max(map(len, rows), default=0))]
    if not columns:
        return []
    least = [_room(max((_widest_word(text) for text in column), default=1)) for column in columns]
    wanted = [
        max(need, _room(min(_MOST, max(map(_wide, column), default=1))))
        for column, need in zip(columns, least, strict=True)
    ]
    if sum(least) >= total:
        return _shared(total, least)
    if sum(wanted) <= total:
        return _shared(total, wanted)
    more = [one - need for one, need in zip(wanted, least, strict=True)]
    return [need + extra for need, extra in zip(least, _shared(total - sum(least), more), strict=True)]


def _shared(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in parts that are to each other as `weights`; the largest takes what rounding leaves."""
    whole = max(1, sum(weights))
    parts = [total * weight // whole for weight in weights]
    parts[parts.index(max(parts))] += total - sum(parts)
    return parts


def _room(characters: int) -> int:
    """The width in twips of so many half-width characters of a bold 11 pt font, between the margins of a cell."""
    return 150 * characters + 260


def _wide(text: str) -> int:
    """How long the longest line is in half-width characters."""
    return max((sum(1 + (east_asian_width(one) in "WF") for one in line) for line in text.split("\n")), default=0)


def _widest_word(text: str) -> int:
    """How long the longest piece is that a line cannot be broken in: Japanese can, but not after every character."""
    return max(
        (min(_wide(word), 8) if _wide(word) > len(word) else min(len(word), 24) for word in text.split()), default=1
    )
