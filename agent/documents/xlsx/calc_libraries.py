"""Two libraries that compute formulas, formualizer and IronCalc, asked for the results of a small workbook.

They are loaded when they are needed, get values and formulas only, and never a file: what one cannot compute or
read is its own matter. A library that fails altogether gives no results.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.documents.xlsx.calc_cells import CalcValue, Fault, Formula
from agent.documents.xlsx.calc_refs import Place

if TYPE_CHECKING:
    import ironcalc as ironcalc_library

_KINDS = {
    "Na": "#N/A",
    "Div": "#DIV/0!",
    "Value": "#VALUE!",
    "Ref": "#REF!",
    "Name": "#NAME?",
    "Num": "#NUM!",
    "Null": "#NULL!",
    "Spill": "#SPILL!",
    "Calc": "#CALC!",
}
UNKNOWN = Fault("")
"""The error of a formula that a library does not know."""

Grid = tuple[tuple[CalcValue, ...], ...]
"""The results of a formula, row by row; one of one for most."""


@dataclass(frozen=True, slots=True)
class Model:
    """A workbook to compute: names of sheets, values, and formulas by their cells."""

    sheets: Sequence[str]
    values: Mapping[Place, CalcValue]
    formulas: Mapping[Place, Formula]


Library = Callable[[Model, Collection[Place]], Mapping[Place, Grid]]
"""Computes a Model and gives the results of the formulas that are wanted; none of them when it fails."""


def guarded(library: Library, model: Model, wanted: Collection[Place]) -> Mapping[Place, Grid]:
    """The results of a library, and none when it breaks down: a panic of Rust is no Exception."""
    try:
        return library(model, wanted)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # noqa: BLE001  PanicException of PyO3 derives from BaseException
        logging.getLogger(__name__).info("a calculation failed: %s", type(error).__name__)
        return {}


def formualizer(model: Model, wanted: Collection[Place]) -> Mapping[Place, Grid]:
    """Results by formualizer."""
    import formualizer as fz  # noqa: PLC0415  loaded only when something is computed

    settings = fz.EvaluationConfig()
    settings.enable_parallel = False
    settings.max_eval_time_ms = 5_000
    book = fz.Workbook(
        config=fz.WorkbookConfig(mode=fz.WorkbookMode.Interactive, eval_config=settings, enable_changelog=False)
    )
    book.set_temporal_egress("serial")
    for name in model.sheets:
        book.add_sheet(name)
    for (sheet, row, column), values in _runs(model.values):
        book.set_values_batch(model.sheets[sheet], row, column, [[value] for value in values])
    for (sheet, row, column), text in _formulas(model):
        book.set_formula(model.sheets[sheet], row, column, f"={text}")
    book.evaluate_all()

    def value(place: Place) -> CalcValue:
        found = book.get_value(model.sheets[place[0]], place[1], place[2])
        if isinstance(found, dict):
            return Fault(_KINDS.get(str(found.get("kind")), ""))
        if isinstance(found, bool) or found is None or isinstance(found, str):
            return found
        return float(found) if isinstance(found, (int, float)) else UNKNOWN

    return {place: _grid(model, place, value) for place in wanted}


def ironcalc(model: Model, wanted: Collection[Place]) -> Mapping[Place, Grid]:
    """Results by IronCalc."""
    import ironcalc as ic  # noqa: PLC0415  loaded only when something is computed

    book = ic.create("Book", "en", "UTC", "en")
    # The first sheet is there. It gets a name that no other has, so that all can be given theirs.
    book.rename_sheet(0, "\u2060")
    for name in model.sheets[1:]:
        book.add_sheet(name)
    book.rename_sheet(0, model.sheets[0])
    _fill(book, model)
    book.evaluate()

    def value_of(place: Place) -> CalcValue:
        found = book.get_cell_value(*place)
        if isinstance(found, str) and book.get_cell_type(*place) == ic.CellType.ErrorValue:
            return Fault(found) if found in _KINDS.values() else UNKNOWN
        return float(found) if isinstance(found, int) and not isinstance(found, bool) else found

    return {place: _grid(model, place, value_of) for place in wanted}


def _fill(book: "ironcalc_library.Model", model: Model) -> None:
    for place, value in model.values.items():
        if isinstance(value, bool):
            book.update_cell_with_bool(*place, value)
        elif isinstance(value, float):
            book.update_cell_with_number(*place, value)
        elif isinstance(value, str):
            book.update_cell_with_text(*place, value)
    for place, text in _formulas(model):
        known = model.formulas.get(place)
        if known is not None and known.array and not known.spills:
            area = known.area
            size = area.right - area.left + 1, area.bottom - area.top + 1
            book.set_user_array_formula(*place, *size, f"={text}")
        else:
            book.update_cell_with_formula(*place, f"={text}")


def _formulas(model: Model) -> Iterator[tuple[Place, str]]:
    """The formulas, and the values that are errors, which no library takes as values."""
    for place, formula in model.formulas.items():
        yield place, formula.reading.plain
    for place, value in model.values.items():
        if isinstance(value, Fault):
            yield place, value.code


def _runs(values: Mapping[Place, CalcValue]) -> Iterator[tuple[Place, list[CalcValue]]]:
    """Values that stand below each other without a gap, with the place of the first.

    The last column comes first: formualizer makes all columns anew whenever a sheet gets wider.
    """
    columns: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (sheet, row, column), value in values.items():
        if not isinstance(value, Fault):
            columns[sheet, column].append(row)
    for (sheet, column), rows in sorted(columns.items(), reverse=True):
        start = 0
        rows.sort()
        for at in range(1, len(rows) + 1):
            if at == len(rows) or rows[at] != rows[at - 1] + 1:
                yield (sheet, rows[start], column), [values[sheet, row, column] for row in rows[start:at]]
                start = at


def _grid(model: Model, place: Place, value: Callable[[Place], CalcValue]) -> Grid:
    """The results of one formula. One that fills more cells than it may has none."""
    formula = model.formulas[place]
    sheet, top, left, bottom, right = formula.region
    if formula.spills:
        bottom, right = _extent(model, (sheet, top, left), value)
    grid = tuple(
        tuple(value((sheet, row, column)) for column in range(left, right + 1)) for row in range(top, bottom + 1)
    )
    beside = [(sheet, top, right + 1), (sheet, bottom + 1, left)]
    spilled = not formula.array and any(
        one not in model.values and one not in model.formulas and value(one) is not None for one in beside
    )
    return ((UNKNOWN,),) if spilled else grid


def _extent(model: Model, place: Place, value: Callable[[Place], CalcValue]) -> tuple[int, int]:
    """The last row and column that a formula which may grow has filled."""
    sheet, bottom, right = place

    def spilled(row: int, column: int) -> bool:
        key = (sheet, row, column)
        return key not in model.values and key not in model.formulas and value(key) is not None

    while spilled(bottom + 1, place[2]):
        bottom += 1
    while spilled(place[1], right + 1):
        right += 1
    return bottom, right
