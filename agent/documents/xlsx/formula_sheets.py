"""Formulas that follow when sheets are deleted, copied or put in another order. ECMA-376 part 1, 18.17.2.3."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agent.core.errors import InvalidArgumentsError
from agent.documents.xlsx.cell_names import quoted_sheet
from agent.documents.xlsx.formula_shift import LOST
from agent.documents.xlsx.formula_tokens import REFERENCES, joined_ranges, sheets_in, tokens_of


@dataclass(frozen=True, slots=True)
class SheetGone:
    """A Rewriting: the sheet `gone` is deleted from `order`, the names of all sheets before. 3-D references narrow."""

    gone: str
    order: tuple[str, ...]

    def formula(self, formula: str, _home: str) -> str:
        """See Rewriting."""
        return "".join(self._pieces(formula)) if "!" in formula else formula

    def name(self, formula: str, home: str) -> str:
        """See Rewriting."""
        return self.formula(formula, home)

    def source(self, sheet: str, area: str) -> str:
        """See Rewriting."""
        if sheet.casefold() == self.gone.casefold():
            raise InvalidArgumentsError(f"A pivot table reads the sheet {sheet}. Delete the pivot table first.")
        return area

    def _pieces(self, formula: str) -> Iterator[str]:
        held = ""
        for token in joined_ranges(tokens_of(formula)):
            if held:
                yield LOST if token.kind in REFERENCES | {"name", "error"} else held + token.text
                held = ""
            elif token.kind != "sheet":
                yield token.text
            elif [one.casefold() for one in sheets_in(token.text)] == [self.gone.casefold()]:
                held = token.text
            else:
                yield self._narrowed(token.text)
        yield held

    def _narrowed(self, prefix: str) -> str:
        names = sheets_in(prefix)
        places = _places(names, self.order)
        if self.gone.casefold() not in [one.casefold() for one in names] or len(places) != 2:
            return prefix
        low, high = sorted(places)
        if names[places.index(low)].casefold() == self.gone.casefold():
            low += 1
        else:
            high -= 1
        ends = self.order[low : high + 1 : max(1, high - low)]
        return quoted_sheet(":".join(ends)) + "!"


@dataclass(frozen=True, slots=True)
class SheetsMoved:
    """A Rewriting that changes nothing, and refuses 3-D references that would lead through other sheets than before."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    def formula(self, formula: str, _home: str) -> str:
        """See Rewriting."""
        for token in tokens_of(formula) if "!" in formula and ":" in formula else ():
            names = sheets_in(token.text) if token.kind == "sheet" else ()
            if len(names) == 2 and self._through(names, self.before) != self._through(names, self.after):
                raise InvalidArgumentsError(
                    f"A formula refers to all sheets of {token.text}, which would be others then: ={formula[:200]}"
                )
        return formula

    def name(self, formula: str, home: str) -> str:
        """See Rewriting."""
        return self.formula(formula, home)

    def source(self, _sheet: str, area: str) -> str:
        """See Rewriting."""
        return area

    def _through(self, names: tuple[str, ...], order: tuple[str, ...]) -> set[str]:
        places = _places(names, order)
        return set(order[min(places) : max(places) + 1]) if len(places) == 2 else set()


@dataclass(frozen=True, slots=True)
class SheetCopied:
    """A Rewriting of what is on a copy: what leads to the sheet `old` leads to `new`, and to tables by new names.

    `tables` tells the new name of each table of the sheet by its old one, casefolded.
    """

    old: str
    new: str
    tables: Mapping[str, str]

    def formula(self, formula: str, _home: str) -> str:
        """See Rewriting."""
        return "".join(self._pieces(formula))

    def name(self, formula: str, home: str) -> str:
        """See Rewriting."""
        return self.formula(formula, home)

    def source(self, _sheet: str, area: str) -> str:
        """See Rewriting."""
        return area

    def _pieces(self, formula: str) -> Iterator[str]:
        prefixed = False
        for token in tokens_of(formula):
            text = token.text
            if token.kind == "sheet" and [one.casefold() for one in sheets_in(text)] == [self.old.casefold()]:
                text = quoted_sheet(self.new) + "!"
            elif token.kind == "name" and not prefixed:
                text = self.tables.get(text.casefold(), text)
            prefixed = token.kind == "sheet"
            yield text


def _places(names: tuple[str, ...], order: tuple[str, ...]) -> list[int]:
    known = [one.casefold() for one in order]
    return [known.index(name.casefold()) for name in names if name.casefold() in known]
