"""Formulas that follow a Shift: their references lead to the same cells afterwards. ECMA-376 part 1, 18.17."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from agent.core.errors import InvalidArgumentsError
from agent.documents.xlsx.cell_names import Area, area_of
from agent.documents.xlsx.formula_tokens import (
    REFERENCES,
    Reference,
    Token,
    joined_ranges,
    reference_in,
    sheets_in,
    tokens_of,
    told_reference,
)
from agent.documents.xlsx.shift import BlockMove, Shift, ends_before, reached, told_area

LOST = "#REF!"


class Rewriting(Protocol):
    """A change of a workbook, as formulas follow it; `home` is the sheet that a formula is on, "" for none.

    All raise InvalidArgumentsError for what cannot follow.
    """

    def formula(self, formula: str, home: str) -> str:
        """A formula (without "=") as it reads afterwards."""
        ...

    def name(self, formula: str, home: str) -> str:
        """The formula of a defined name, whose edges without "$" are told from the cell that uses the name."""
        ...

    def source(self, sheet: str, area: str) -> str:
        """The cells of `sheet` that a pivot table reads."""
        ...


@dataclass(frozen=True, slots=True)
class Following:
    """A Shift of `sheet`, in a workbook with the sheets `order` (casefolded names, for 3-D references).

    `edges` gets the ranges that ended just before inserted rows or columns, as they were written.
    """

    shift: Shift
    sheet: str
    order: tuple[str, ...]
    edges: dict[str, None] = field(default_factory=dict)

    def formula(self, formula: str, home: str) -> str:
        """See Rewriting. Refused is a 3-D reference through the sheet that would have to change on it alone."""
        return "".join(self._pieces(formula, home, relative=True))

    def name(self, formula: str, home: str) -> str:
        """See Rewriting: edges without "$" stay."""
        return "".join(self._pieces(formula, home, relative=False))

    def source(self, sheet: str, area: str) -> str:
        """See Rewriting."""
        if sheet.casefold() != self.sheet.casefold() or not area:
            return area
        after = reached(self.shift, area_of(area))
        if after is None:
            raise InvalidArgumentsError(f"A pivot table reads {sheet}!{area}, of which nothing would be left.")
        return told_area(after, area)

    def _pieces(self, formula: str, home: str, *, relative: bool) -> Iterator[str]:
        here = home.casefold() == self.sheet.casefold()
        if not here and "!" not in formula:
            yield formula
            return
        led, prefix = here, ""
        tokens = tokens_of(formula)
        for token in joined_ranges(tokens) if "!" in formula else tokens:
            if token.kind in REFERENCES and (led or prefix):
                yield self._reference(token, prefix, led, relative)
            else:
                yield token.text
            led, prefix = here, ""
            if token.kind == "sheet":
                led, prefix = self._leads_here(token.text)

    def _leads_here(self, prefix: str) -> tuple[bool, str]:
        """Whether the reference behind `prefix` is one to the sheet alone; the prefix when it is one through it."""
        names = [name.casefold() for name in sheets_in(prefix)]
        if len(names) != 2:
            return names == [self.sheet.casefold()], ""
        places = [self.order.index(name) for name in names if name in self.order]
        at = self.order.index(self.sheet.casefold())
        return False, prefix if len(places) == 2 and min(places) <= at <= max(places) else ""

    def _reference(self, token: Token, prefix: str, led: bool, relative: bool) -> str:
        reference = reference_in(token.kind, token.text)
        if reference is None:
            return token.text
        area = reached(self.shift, reference.area)
        if ends_before(self.shift, reference.area):
            self.edges[token.text] = None
        if not relative:
            area = self._fixed_edges(reference, area)
        if area == reference.area:
            return token.text
        if not led:
            raise InvalidArgumentsError(
                f"A formula refers to {prefix}{token.text}, through several sheets, of which only {self.sheet} would "
                "change. Give that formula a reference to each sheet first."
            )
        if area is None:
            return LOST
        return told_reference(reference, area, token.text[token.text.find(":") : _joint_end(token.text)] or ":")

    def _fixed_edges(self, reference: Reference, area: Area | None) -> Area | None:
        left, top, right, bottom = reference.fixed
        rows, columns = top or bottom, left or right
        if isinstance(self.shift, BlockMove):
            return area if rows and columns else reference.area
        if self.shift.rows:
            return area if rows else reference.area
        return area if columns else reference.area


def _joint_end(text: str) -> int:
    """Where the second end of "A1:Sheet1!B2" or "A1:B2" begins."""
    return max(text.find(":"), text.rfind("!")) + 1
