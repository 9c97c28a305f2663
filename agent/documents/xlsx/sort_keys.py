"""The order of values when a range is sorted: numbers, texts, truth values, errors, and empty cells always last.

Texts are compared without case and width. A text with a reading (furigana) counts as its reading, as in Excel; others
go by the codes of their characters.
"""

import datetime
import unicodedata
from collections.abc import Sequence
from functools import cached_property

from lxml import etree

from agent.core.documents import Value
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.sheet import Cell

_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_DAY_ZERO = datetime.datetime(1899, 12, 30, tzinfo=datetime.UTC)
Key = tuple[int, float, str]


class Keys:
    """Makes keys of cells: what is compared."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def key(self, cell: Cell | None) -> Key:
        """The place of a cell in ascending order."""
        value = self._draft.book.value(cell) if cell is not None else None
        if cell is None or value is None or value == "":
            return 9, 0.0, ""
        if cell.kind == "e":
            return 4, 0.0, ""
        if isinstance(value, bool):
            return 3, float(value), ""
        if isinstance(value, str):
            return 2, 0.0, _folded(self._reading(cell) or value)
        return 1, _number(value), ""

    def _reading(self, cell: Cell) -> str:
        index = int(cell.raw) if cell.kind == "s" and cell.raw and cell.raw.strip().isdigit() else -1
        return self._readings.get(index, "")

    @cached_property
    def _readings(self) -> dict[int, str]:
        """The reading of each shared string that has one."""
        parts = self._draft.related(self._draft.book.part, "/sharedStrings")
        part = self._draft.part(parts[0]) if parts else b""
        if b"rPh" not in part and not part.startswith((b"\xff\xfe", b"\xfe\xff")):
            return {}
        items = enumerate(parsed_xml(part).iterfind("{*}si"))
        return {index: reading for index, item in items if (reading := _read(item))}


def _read(item: etree._Element) -> str:
    """The text of a string with its readings in place of what they are for; "" when it has none."""
    text = "".join(
        node.text or "" for node in item.iter("{*}t") if not str(getattr(node.getparent(), "tag", "")).endswith("}rPh")
    )
    runs = sorted((int(one.get("sb", "0")), int(one.get("eb", "0")), one) for one in item.iterfind("{*}rPh"))
    pieces: list[str] = []
    at = 0
    for start, end, run in runs:
        pieces += [text[at:start], "".join(node.text or "" for node in run.iter("{*}t"))]
        at = max(at, end)
    return "".join([*pieces, text[at:]]) if runs else ""


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_KATAKANA)


def _number(value: Value) -> float:
    match value:
        case datetime.datetime():
            return (value.replace(tzinfo=datetime.UTC) - _DAY_ZERO) / datetime.timedelta(days=1)
        case datetime.date():
            return float((value - _DAY_ZERO.date()).days)
        case datetime.time():
            return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86_400
        case int() | float():
            return float(value)
        case _:
            return 0.0


def ordered(keys: Sequence[Sequence[Key]], descending: Sequence[bool]) -> list[int]:
    """The rows (from 0) in their new order, by the first column of `keys` first; equal rows keep their order."""
    order = list(range(len(keys)))
    for column in reversed(range(len(descending))):
        if descending[column]:
            order = _descending(order, [row[column] for row in keys])
        else:
            order.sort(key=lambda row, at=column: keys[row][at])  # type: ignore[misc]  # a default holds the loop's value
    return order


def _descending(order: Sequence[int], keys: Sequence[Key]) -> list[int]:
    """Turned round, but equal ones in their order, and empty cells last."""
    filled = [row for row in order if keys[row][0] != 9]
    turned = sorted(filled, key=lambda row: keys[row], reverse=True)  # which leaves equal ones in their order
    return [*turned, *(row for row in order if keys[row][0] == 9)]
