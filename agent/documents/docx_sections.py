"""Sections of a Word document: page sizes and margins (ECMA-376 part 1, 17.6), and widths that fit into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from agent.documents.docx_tree import Element, child, name_of, value

# A4 with Word's margins, for documents that tell nothing.
_A4 = (11_906, 16_838)
_MARGIN = 1_440
_LEAST = 600
_MOST_WEIGHT, _LEAST_WEIGHT = 44, 6


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
    """Widths in twips for columns with these texts, `total` together: by the lengths of the texts."""
    count = max(map(len, rows), default=0)
    if not count:
        return []
    weights = [max((_weight(row[index]) for row in rows if index < len(row)), default=1) for index in range(count)]
    whole = sum(weights)
    least = min(_LEAST, total // count)
    widths = [max(least, total * weight // whole) for weight in weights]
    over = sum(widths) - total
    widest = widths.index(max(widths))
    widths[widest] = max(least, widths[widest] - over)
    return widths


def _weight(text: str) -> int:
    """How wide a text is in half characters; a long one can be broken, so that it counts less."""
    longest = max((sum(1 + (east_asian_width(one) in "WF") for one in line) for line in text.split("\n")), default=0)
    return min(_MOST_WEIGHT, max(_LEAST_WEIGHT, longest + 2))
