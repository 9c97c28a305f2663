"""What does not fit on the pages of a Word document: tables and pictures that are too wide, pages without contents."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from agent.core.documents import Problem
from agent.core.words import Words
from agent.documents.docx.sections import Page, pages_of
from agent.documents.docx.tree import Block, Element, blocks, child, children, name_of, pieces, value
from agent.documents.docx.whole import Whole

_WIDE_TABLE = Words(
    "The table is {wide:.1f} cm wide and there are {room:.1f} cm between the margins.",
    "表の幅({wide:.1f} cm)が本文の幅({room:.1f} cm)を超えています。",
)
_WIDE_PICTURE = Words(
    "The picture is {wide:.1f} cm wide and the page {room:.1f} cm.",
    "画像の幅({wide:.1f} cm)がページの幅({room:.1f} cm)を超えています。",
)
_BLANK = Words(
    "A page break is followed by nothing or by another one: a blank page.",
    "改ページが続いている(または文書の末尾にある)ため、空白のページができます。",
)
_TWIPS_PER_CM = 1440 / 2.54
_EMU_PER_TWIP = 635
# A table may stand out by the margins of its cells.
_TOLERANCE = 300


def layout_problems(whole: Whole) -> Iterator[Problem]:
    """Tables, pictures and breaks of the body."""
    found = list(blocks(whole.body))
    pages = pages_of(whole.body)
    for block in found:
        yield from _too_wide(block, pages[_top_of(block.element, whole.body)])
    yield from _blank_pages(found)


def _top_of(element: Element, body: Element) -> Element:
    """The child of the body that an element stands in."""
    above = element.getparent()
    while above is not None and above is not body:
        element, above = above, above.getparent()
    return element


def _too_wide(block: Block, page: Page) -> Iterator[Problem]:
    if block.is_table:
        wide = 0 if _is_nested(block.element) else _table_width(block.element)
        if wide > page.text_width + _TOLERANCE:
            words = _WIDE_TABLE.of(wide=wide / _TWIPS_PER_CM, room=page.text_width / _TWIPS_PER_CM)
            yield Problem(block.anchor, "overflow", words, grave=wide > page.width)
        return
    for extent in block.element.iter("{*}extent"):
        wide = int(extent.get("cx", "0")) // _EMU_PER_TWIP if extent.get("cx", "").isdecimal() else 0
        if wide > page.width:
            words = _WIDE_PICTURE.of(wide=wide / _TWIPS_PER_CM, room=page.width / _TWIPS_PER_CM)
            yield Problem(block.anchor, "overflow", words)


def _blank_pages(found: Sequence[Block]) -> Iterator[Problem]:
    shown = [(block.anchor, _breaks(block.element), _is_empty(block.element)) for block in found]
    bare = [(anchor, broken) for anchor, broken, empty in shown if broken or not empty]
    empties = {anchor for anchor, broken, empty in shown if broken and empty}
    for (anchor, broken), (other, _) in pairwise([*bare, ("", False)]):
        if broken and (other in empties or not other):
            yield Problem(anchor, "blank_page", _BLANK, grave=False)


def _is_nested(table: Element) -> bool:
    return any(name_of(one) in {"tc", "txbxContent"} for one in table.iterancestors())


def _table_width(table: Element) -> int:
    """In twips; tables that fit themselves to the window or to a share of it always fit."""
    told = child(table, "tblPr", "tblW")
    if value(told, "type") == "pct" or (value(child(table, "tblPr", "tblLayout"), "type") != "fixed"
                                        and value(told, "type") in {"auto", ""}):  # fmt: skip
        return 0
    grid = child(table, "tblGrid")
    widths = [value(one, "w") for one in children(grid, "gridCol")] if grid is not None else []
    return sum(int(one) for one in widths if one.isdecimal() and len(one) < 7)


def _breaks(element: Element) -> bool:
    """Whether the last of a paragraph is a page break."""
    runs = [one for one in element.iter("{*}br", "{*}t") if name_of(one) in {"br", "t"}]
    return name_of(element) == "p" and bool(runs) and name_of(runs[-1]) == "br" and value(runs[-1], "type") == "page"


def _is_empty(element: Element) -> bool:
    if name_of(element) != "p":
        return False
    drawn = any(name_of(one) in {"drawing", "pict", "object", "sectPr"} for one in element.iter("*"))
    return not drawn and not "".join(piece.text for piece in pieces(element)).strip()
