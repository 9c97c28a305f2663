"""The words of WordprocessingML: names of elements in both its dialects, and the pieces of text of a paragraph."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from agent.documents.docx.math import math_text
from agent.documents.docx.names import Element, child, children, is_on, name_of, value
from agent.documents.docx.symbols import symbol_text

__all__ = [
    "SIGN",
    "Block",
    "Element",
    "Piece",
    "blocks",
    "cells_of",
    "child",
    "children",
    "hidden_texts",
    "is_on",
    "name_of",
    "paragraphs_of",
    "pieces",
    "rows_of",
    "shown_text",
    "value",
]

# Elements whose text belongs to another place or to nobody: other paragraphs, furigana, deleted or moved words.
_ELSEWHERE = frozenset({"txbxContent", "rt", "pPr", "rPr", "instrText", "delInstrText", "mc:Fallback"})
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
# A sign of a font by its code ([MS-DOCX] 2.2.8): how Word keeps the signs of its own font for pictures of faces.
SIGN = "http://schemas.microsoft.com/office/word/2015/wordml/symex:symEx"
_FIXED = frozenset({"m:oMath", "sym", "delText", "pic:pic", SIGN, *_NOTES})


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a paragraph. `state` is shown, deleted (`reason` tells by whom) or hidden, for a `reason`.

    `element` is the w:t or the mark (a tab, a line break) that it comes from; None for what is not to be edited,
    such as "[picture]" and "[footnote 2]".
    """

    text: str
    state: str
    element: Element | None = None
    reason: str = ""


def _seen(_run: Element) -> str:
    return ""


def pieces(
    paragraph: Element, hidden_styles: frozenset[str] = frozenset(), why: Callable[[Element], str] = _seen
) -> list[Piece]:
    """The text of a paragraph in order, without that of text boxes in it. `why` tells of a run why it is not seen."""
    return list(_pieces(paragraph, ("shown", ""), hidden_styles, why))


def _pieces(
    parent: Element, state: tuple[str, str], hidden_styles: frozenset[str], why: Callable[[Element], str]
) -> Iterator[Piece]:
    for element in parent:
        name = name_of(element)
        if name == "t":
            yield Piece(element.text or "", state[0], element, state[1])
        elif name in _MARKS and value(element, "type") not in {"page", "column"}:
            yield Piece(_MARKS[name], state[0], element, state[1])
        elif name in _FIXED:
            kind = "deleted" if name == "delText" else state[0]
            yield Piece(_fixed(element, name), kind, None, state[1] if kind == "deleted" else "")
        elif name not in _ELSEWHERE and name != "p":
            yield from _pieces(element, _state(element, name, state, hidden_styles, why), hidden_styles, why)


def _fixed(element: Element, name: str) -> str:
    if name == "delText":
        return element.text or ""
    if name in {"m:oMath", "sym", SIGN}:
        return math_text(element) if name == "m:oMath" else symbol_text(element)
    return "[picture]" if name == "pic:pic" else f"[{_NOTES[name]} {value(element, 'id')}]"


def _state(
    element: Element, name: str, state: tuple[str, str], hidden_styles: frozenset[str], why: Callable[[Element], str]
) -> tuple[str, str]:
    if name in {"del", "moveFrom"}:
        return "deleted", value(element, "author")
    if name == "r" and state[0] == "shown":
        properties = child(element, "rPr")
        vanish = child(properties, "vanish")
        if is_on(vanish) or (vanish is None and value(child(properties, "rStyle")) in hidden_styles):
            return "hidden", "hidden text"
        reason = why(element)
        return ("hidden", reason) if reason else state
    return state


def shown_text(found: list[Piece]) -> str:
    """What a reader sees; deletions that are still tracked are marked, those of each author by themselves."""
    text: list[str] = []
    author: str | None = None
    for piece in found:
        if piece.state == "hidden" or not piece.text:
            continue
        by = piece.reason if piece.state == "deleted" else None
        if by != author:
            text.append(("]" if author is not None else "") + ("[deleted: " if by is not None else ""))
        text.append(piece.text)
        author = by
    return "".join(text) + ("]" if author is not None else "")


def hidden_texts(found: Sequence[Piece]) -> dict[str, str]:
    """What is in the file but not seen, by the reason for it."""
    texts: dict[str, str] = {}
    for piece in found:
        if piece.state == "hidden":
            texts[piece.reason] = texts.get(piece.reason, "") + piece.text
    return {reason: text for reason, text in texts.items() if text.strip()}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table of a part, at its address: "P12", "T1", "P12 box 1 P1"."""

    anchor: str
    element: Element

    @property
    def is_table(self) -> bool:
        """Whether it is a table."""
        return name_of(self.element) == "tbl"


def blocks(container: Element, prefix: str = "") -> Iterator[Block]:
    """Paragraphs and tables of a body, a header or a note, in order; wrappers such as content controls are entered.

    Tables are counted through the whole container, those inside of cells too; text boxes follow what holds them.
    """
    yield from _blocks(container, prefix, {"P": 0, "T": 0})


def _blocks(container: Element, prefix: str, counted: dict[str, int]) -> Iterator[Block]:
    for element in container:
        name = name_of(element)
        if name == "p":
            counted["P"] += 1
            yield Block(f"{prefix}P{counted['P']}", element)
            yield from _boxes(element, f"{prefix}P{counted['P']}")
        elif name == "tbl":
            counted["T"] += 1
            anchor = f"{prefix}T{counted['T']}"
            yield Block(anchor, element)
            yield from _inner_tables(element, prefix, counted)
            yield from _boxes(element, anchor)
        elif name not in {"mc:Fallback", "sectPr", "sdtPr", ""}:
            yield from _blocks(element, prefix, counted)


def _boxes(holder: Element, anchor: str) -> Iterator[Block]:
    number = 0
    for content in holder.iter("{*}txbxContent"):
        above = [name_of(element) for element in takewhile(lambda one: one is not holder, content.iterancestors())]
        if not {"mc:Fallback", "txbxContent"} & set(above):
            number += 1
            yield from blocks(content, f"{anchor} box {number} ")


def _inner_tables(table: Element, prefix: str, counted: dict[str, int]) -> Iterator[Block]:
    for cell in cells_of(table):
        for element in cell.iter("{*}tbl"):
            if name_of(element) == "tbl" and next(above for above in element.iterancestors("{*}tc")) is cell:
                counted["T"] += 1
                yield Block(f"{prefix}T{counted['T']}", element)
                yield from _inner_tables(element, prefix, counted)


def rows_of(table: Element) -> list[Element]:
    """The rows of a table without those of tables in its cells."""
    return list(_reached(table, "tr"))


def cells_of(table_or_row: Element) -> list[Element]:
    """The cells of a row or of all rows of a table."""
    if name_of(table_or_row) == "tbl":
        return [cell for row in rows_of(table_or_row) for cell in cells_of(row)]
    return list(_reached(table_or_row, "tc"))


def _reached(parent: Element, wanted: str) -> Iterator[Element]:
    """Children of that name, also through content controls and tracked insertions."""
    for element in parent:
        name = name_of(element)
        if name == wanted:
            yield element
        elif name in {"sdt", "sdtContent", "customXml", "ins", "smartTag"}:
            yield from _reached(element, wanted)


def paragraphs_of(cell: Element) -> list[Element]:
    """The paragraphs of a cell without those of tables in it."""
    return list(_reached(cell, "p"))
