"""What a value in an op means for a cell: number, words, date, formula, or nothing."""

import datetime
import math
from collections.abc import Callable, Mapping

from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.xlsx.calc_syntax import refuse_unparsable
from agent.documents.xlsx.days import day_in
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.dynamic import dynamic_mark
from agent.documents.xlsx.formula import grows, writable
from agent.documents.xlsx.new_styles import with_date_style
from agent.documents.xlsx.patch import NewCell, bool_cell, formula_cell, growing_cell, number_cell, text_cell
from agent.documents.xlsx.styles import MOMENT, NUMBER, TIME, serial_of, styles_in
from agent.documents.xlsx.texts import kept_texts, looks_like_value, unmarked

MAX_TEXT = 32_767
_KINDS: Mapping[str, Callable[[str], datetime.date | datetime.time]] = {
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
}


class CellMaker:
    """Makes cells for one Draft; adds a style for dates when a cell has none."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        parts = draft.book.package.related(draft.book.part, "/styles")
        self._styles_part = parts[0] if parts else ""
        self._shows = styles_in(draft.part(self._styles_part)).shows if parts else ()
        self._made: dict[tuple[int, str], int | None] = {}
        self._kept: list[str] = []

    def kept(self) -> list[Words]:
        """A sentence about plain texts that look like a number or a date and stayed texts; none without such."""
        return kept_texts([repr(text) for text in dict.fromkeys(self._kept)])

    def cell(self, value: object, style: int, *, near: int = 0, formulas: bool = True) -> NewCell:
        """The cell for a value of an op, where a cell of style `style` is or would be.

        `near` is the style of the cell above: a date under a date looks like it. `formulas`: "=..." is a formula.

        Raises:
            InvalidArgumentsError: no value of a cell, or one that no cell can hold.
        """
        if isinstance(value, Mapping):
            return self._told(value, style, near)
        if isinstance(value, str):
            return self._words(value, style, near, formulas)
        if isinstance(value, bool):
            return bool_cell(value)
        if isinstance(value, (int, float)):
            if not math.isfinite(value) or abs(value) > 1e300:
                raise InvalidArgumentsError(f"{value} is no number that a cell can hold.")
            return number_cell(value)
        if isinstance(value, (datetime.date, datetime.time)):
            return self._date(value, style, near)
        if value is None:
            return NewCell()
        raise InvalidArgumentsError(f"{str(value)[:80]!r} is no value of a cell.")

    def _told(self, value: Mapping[str, object], style: int, near: int) -> NewCell:
        match dict(value):
            case {"text": str(text)}:
                return _text(text)
            case {"formula": str(formula)}:
                return self._formula(formula)
            case {"type": str(kind), "value": str(text)} if kind in _KINDS:
                return self._date(_parsed(text, kind), style, near)
            case {"value": inner} if not isinstance(inner, Mapping):
                return self.cell(inner, style, near=near, formulas=False)
        raise InvalidArgumentsError(
            'A cell is a plain value, {"text": "..."}, {"formula": "=..."} or {"type": "date", "value": "2026-11-23"}.'
        )

    def _words(self, text: str, style: int, near: int, formulas: bool) -> NewCell:
        if formulas and text.startswith("=") and len(text) > 1:
            return self._formula(text)
        shows = self._shown(style)
        if shows == NUMBER and style == 0:
            shows = self._shown(near)
        if shows != NUMBER and (moment := _iso(text, shows)) is not None:
            return self._date(moment, style, near)
        if looks_like_value(text):
            self._kept.append(text)
        return _text(unmarked(text))

    def _formula(self, text: str) -> NewCell:
        formula = writable(text, growing=True)
        refuse_unparsable(formula)
        return growing_cell(formula, dynamic_mark(self._draft)) if grows(formula) else formula_cell(formula)

    def _date(self, value: datetime.date | datetime.time, style: int, near: int) -> NewCell:
        serial = serial_of(value, self._draft.book.since_1904)
        if serial < 0:
            raise InvalidArgumentsError(f"{value} is before the first day that a workbook knows.")
        cell = number_cell(int(serial) if serial == int(serial) else serial)
        if self._shown(style) != NUMBER:
            return cell
        if style == 0 and self._shown(near) != NUMBER:
            return NewCell(cell.kind, cell.body, near)
        return NewCell(cell.kind, cell.body, self._date_style(style, value))

    def _date_style(self, style: int, value: datetime.date | datetime.time) -> int | None:
        shows = MOMENT if isinstance(value, datetime.datetime) else TIME if isinstance(value, datetime.time) else "date"
        if (style, shows) not in self._made and self._styles_part:
            fresh, number = with_date_style(self._draft.part(self._styles_part), style, shows)
            self._draft.set_part(self._styles_part, fresh)
            self._shows = styles_in(fresh).shows
            self._made[style, shows] = number
        return self._made.get((style, shows))

    def _shown(self, style: int) -> str:
        return self._shows[style] if 0 <= style < len(self._shows) else NUMBER


def _text(text: str) -> NewCell:
    if len(text) > MAX_TEXT:
        raise InvalidArgumentsError(f"A cell holds at most {MAX_TEXT:,} characters; this text has {len(text):,}.")
    return text_cell(text) if text else NewCell()


def _iso(text: str, shows: str) -> datetime.date | datetime.time | None:
    """A text as the date that it writes out; None when it is none."""
    kinds = ("time",) if shows == TIME else ("date", "datetime")
    for kind in kinds:
        try:
            return _parsed(text, kind)
        except InvalidArgumentsError:
            continue
    return None


def _parsed(text: str, kind: str) -> datetime.date | datetime.time:
    if kind == "date" and (day := day_in(text)) is not None:
        return day
    try:
        return _KINDS[kind](text.strip().replace("/", "-"))
    except ValueError as error:
        raise InvalidArgumentsError(
            f"{text[:40]!r} is no {kind}. Write '2026-11-23', '2026-11-23T14:30' or '14:30'."
        ) from error
