"""Rows in are rows out and rows dropped: as the checklist declares it, and for tables that became shorter."""

import json
from collections.abc import Iterator, Sequence

from agent.core.documents import Table, Value
from agent.core.errors import AgentError
from agent.core.plans import CheckState, Requirement, StepState
from agent.core.words import Words
from agent.review.adding import grid_of, is_total
from agent.review.found import Found
from agent.review.marks import normal
from agent.review.numbers import values_in
from agent.review.sight import TABULAR, Sight, small
from agent.review.work import MadeFile, Work, made_files

KIND = "rows"
_TITLE = Words("No row got lost", "行の過不足がない")
_COUNTED = Words("{rows} {rows:row|rows} in, {dropped} left out", "元の {rows} 行のうち {dropped} 行を除外")
_OFF = Words(
    "{rows} {rows:row|rows} in, {dropped} left out on purpose, but {held} {held:row is|rows are} there.",
    "元の {rows} 行から {dropped} 行を除くはずが、{held} 行あります。",
)
_SHORTER = Words(
    "{count} {count:row is|rows are} gone, and nothing says why.", "{count} 行が失われ、理由が示されていません。"
)
_REMOVING = ("delete", "remove", "filter", "dedup", "unique", "clear", "replace_rows", "merge", "sort_unique")


def rows(work: Work, sight: Sight, answer: str) -> Iterator[Found]:
    """A Found for each declared combination and for each table that lost rows."""
    declared = [one for one in work.checklist if one.rows_from and one.state is not StepState.FAILED]
    for one in declared:
        try:
            yield _balanced(one, sight)
        except AgentError as error:
            yield Found(KIND, CheckState.NOT_RUN, _TITLE, error.words, one.file)
    told = {one.file for one in declared}
    for made in made_files(work):
        if made.place not in told and not work.recipe:
            yield from _shorter(made, sight, answer)


def data_rows(table: Table) -> int:
    """How many rows of data a table has: no header, no empty rows, no totals."""
    grid = grid_of(table)
    filled = [row for row in range(len(grid.cells)) if not grid.is_empty(row)]
    labels = [grid.label(row) for row in filled]
    totals = sum(label is not None and is_total(label[1]) for label in labels)
    head = 1 if filled and _is_header(grid.cells[filled[0]]) else 0
    return len(filled) - totals - head


def _filled(table: Table) -> int:
    return sum(any(cell not in (None, "") for cell in row) for row in table.rows)


def _is_header(row: Sequence[Value]) -> bool:
    return all(isinstance(cell, str) or cell is None for cell in row)


def _balanced(one: Requirement, sight: Sight) -> Found:
    sources = [sight.tables(sight.now(str(sight.files.place(name)))) for name in one.rows_from]
    held = [data_rows(table) for table in sight.tables(sight.now(one.file)) or ()]
    every = sum(data_rows(table) for tables in sources for table in tables)
    first = sum(data_rows(tables[0]) for tables in sources if tables)
    possible = {every - one.dropped, first - one.dropped}
    count = {*held, sum(held)} & possible
    if count:
        return Found(KIND, CheckState.PASSED, _TITLE, _COUNTED.of(rows=count.pop() + one.dropped, dropped=one.dropped),
                     one.file)  # fmt: skip
    most = max(held, default=0)
    why = _OFF.of(rows=every, dropped=one.dropped, held=most)
    mend = (
        f"The files in rows_from have {every} rows of data, {one.dropped} of which you say are dropped; {most} rows "
        f"are in it, {every - one.dropped} would be right. Find the missing or double rows, or correct `dropped`."
    )
    return Found(KIND, CheckState.FAILED, _TITLE, why, one.file, mend)


def _shorter(made: MadeFile, sight: Sight, answer: str) -> Iterator[Found]:
    """A table that was there before and has fewer rows now, though no operation and no word of the answer says so."""
    suffix = f".{made.place.rpartition('.')[2].lower()}"
    if made.origin is None or suffix not in TABULAR or not sight.is_there(made.place):
        return
    try:
        before = sight.before(made)
        old, new = sight.tables(before) if before else (), sight.tables(sight.now(made.place))
    except AgentError:
        return
    if not small(old) or not small(new):
        return
    # Cells whose results no program has computed yet are empty, and may be all that stands in their rows.
    judged = [(one, other) for one, other in _pairs(old, new) if not other.unsolved]
    lost = sum(max(_filled(one) - _filled(other), 0) for one, other in judged)
    if lost and not _is_meant(made, lost, answer):
        mend = (
            f"It has {lost} rows of data fewer than before, and neither an operation nor your answer says so. Put them "
            "back, or say in the answer how many rows were dropped and why."
        )
        yield Found(KIND, CheckState.FAILED, _TITLE, _SHORTER.of(count=lost), made.place, mend)
    elif old and new:
        yield Found(KIND, CheckState.PASSED, _TITLE, file=made.place)


def _pairs(old: Sequence[Table], new: Sequence[Table]) -> Iterator[tuple[Table, Table]]:
    """The tables that are the same before and after: the only ones, else those of one name."""
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    named = {table.name: table for table in new}
    yield from ((table, named[table.name]) for table in old if table.name in named)


def _is_meant(made: MadeFile, lost: int, answer: str) -> bool:
    return float(lost) in set(values_in(normal(answer))) or any(_removes(call.arguments) for call in made.calls)


def _removes(arguments: str) -> bool:
    """Whether an operation of an `edit` takes rows away."""
    try:
        ops = json.loads(arguments or "{}").get("ops", ())
    except (ValueError, AttributeError, RecursionError):
        return False
    names = [str(op.get("op", "")) for op in ops if isinstance(op, dict)] if isinstance(ops, list) else []
    return any(word in name for name in names for word in _REMOVING)
