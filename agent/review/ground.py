"""What numbers in an answer are traced to: what tools returned, the person's words, and counts of what was done."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from agent.core.actions import Trust
from agent.core.documents import Table, Value
from agent.core.errors import AgentError
from agent.core.messages import Message, ToolMessage, ToolResult, UserMessage, text_of
from agent.review.numbers import value_of, values_in
from agent.review.sight import TABULAR, Sight, small
from agent.review.work import Work, dealt, made_files

MOST_FILES = 30
_MOST_GROUPS = 60
_MOST_COLUMNS = 40


def heard(messages: Sequence[Message]) -> Iterator[float]:
    """Every value in what tools returned and in what the person said."""
    for message in messages:
        match message:
            case ToolMessage(results):
                for one in results:
                    yield from _returned(one)
            case UserMessage(parts, by=Trust.PERSON):
                yield from values_in(text_of(parts))
            case _:
                continue


def counted(work: Work, answer: str) -> Iterator[float]:
    """Counts of what was done in the Turn, and of what the answer itself lists."""
    pairs = list(dealt(work.turn))
    yield from Counter(call.tool for call, _ in pairs).values()
    yield from Counter(result.outcome for _, result in pairs).values()
    yield float(len(pairs))
    for call, _ in pairs:
        try:
            yield from _lengths(json.loads(call.arguments or "{}"))
        except (ValueError, RecursionError):
            continue
    lines = [line for one in work.checkpoints for line in one.changed]
    kinds = Counter(line.kind for line in lines)
    yield from (*kinds.values(), len(lines), len(made_files(work)), len(work.checklist), len(work.checkpoints))
    yield from Counter(line.place.rpartition("/")[0] for line in lines).values()
    yield from Counter(line.place.rpartition(".")[2].lower() for line in lines).values()
    yield float(len({source.name for _, one in pairs for source in one.sources}))
    yield float(sum(len(one.declined) for _, one in pairs))
    yield from _listed(answer)


def worked_out(work: Work, sight: Sight) -> Iterator[float]:
    """Sums, averages and counts over the tables of files that were read or changed, and results of their formulas."""
    columns: dict[str, list[float]] = defaultdict(list)
    alike: dict[tuple[str, ...], list[Table]] = defaultdict(list)
    rows = 0
    for place in islice(_places(work), MOST_FILES):
        try:
            tables = sight.tables(sight.now(place))
        except AgentError:
            continue
        if not small(tables):
            continue
        for table in tables:
            rows += max(len(table.rows) - 1, 0)
            yield from (float(rows), float(len(tables)))
            yield from _of_table(table, columns)
            alike[tuple(map(str, table.rows[0] if table.rows else ()))].append(table)
    for same in alike.values():
        yield from _of_all(same)
    for values in columns.values():
        yield from _statistics(values)
    for one in made_files(work):
        yield from _formulas(one.place, sight)


def _of_all(tables: Sequence[Table]) -> Iterator[float]:
    """Of several tables with one header: what "South" has over all files is a group of none of them."""
    if len(tables) > 1 and tables[0].rows:
        rows = tuple(row for table in tables for row in table.rows[1:])
        yield from _of_table(replace(tables[0], rows=(tables[0].rows[0], *rows)), defaultdict(list))


def _returned(result: ToolResult) -> Iterator[float]:
    yield from values_in(text_of(result.for_model))
    yield from values_in(result.for_user)
    for one in result.evidence:
        yield from values_in(f"{one.words} {one.value}")


def _lengths(value: object) -> Iterator[float]:
    inner: Sequence[object] = ()
    if isinstance(value, dict):
        inner = list(value.values())
    elif isinstance(value, list):
        inner = value
    if inner:
        yield float(len(inner))
        for one in inner:
            yield from _lengths(one)


def _listed(answer: str) -> Iterator[float]:
    """Lengths of the lists and tables in the answer."""
    run = rows = 0
    for line in (*answer.splitlines(), ""):
        text = line.strip()
        is_item = text[:2] in ("- ", "* ", "• ", "・") or text[:1] == "・" or text.split(" ")[0][:-1].isdigit()
        if is_item and text:
            run += 1
        elif text and not line.startswith((" ", "\t")):
            yield float(run)
            run = 0
        if text.startswith("|"):
            rows += 1
        elif rows:
            yield from (float(rows), float(rows - 1), float(rows - 2), float(rows - 3))
            rows = 0
    yield float(run)


def _places(work: Work) -> Iterator[str]:
    """Tabular files that were read or changed in the Session, the ones of this Turn first."""
    names = [one.place for one in made_files(work)]
    for _, result in reversed([*dealt(work.messages)]):
        names += [source.name for source in result.sources if source.trust is Trust.FILE]
    yield from dict.fromkeys(name for name in names if f".{name.rpartition('.')[2].lower()}" in TABULAR)


def _of_table(table: Table, columns: dict[str, list[float]]) -> Iterator[float]:
    width = min(max(map(len, table.rows), default=0), _MOST_COLUMNS)
    header = table.rows[0] if table.rows else ()
    yield from (float(len(table.rows)), float(width), float(sum(any(c not in (None, "") for c in row)
                                                              for row in table.rows)))  # fmt: skip
    grid = [tuple(row[at] if at < len(row) else None for at in range(width)) for row in table.rows]
    numeric = {at: [value_of(row[at]) for row in grid] for at in range(width)}
    for at, found in numeric.items():
        values = [value for value in found if value is not None]
        if values and at < len(header):
            columns[str(header[at])] += values
        yield from _statistics(values)
        texts = [row[at] for row in grid[1:] if isinstance(row[at], str) and value_of(row[at]) is None]
        if texts:
            yield from _groups(grid, at, numeric)


def _groups(grid: Sequence[Sequence[Value]], at: int, numeric: dict[int, list[float | None]]) -> Iterator[float]:
    """Counts and sums for each value of a column of texts."""
    rows: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(grid):
        if row[at] not in (None, ""):
            rows[str(row[at])].append(number)
    yield float(len(rows))
    yield float(len(rows) - 1)
    yield float(sum(len(numbers) - 1 for numbers in rows.values()))
    if len(rows) > _MOST_GROUPS:
        return
    for numbers in rows.values():
        yield float(len(numbers))
        for column in numeric.values():
            values = [value for value in (column[number] for number in numbers) if value is not None]
            yield from _statistics(values)


def _statistics(values: Sequence[float]) -> Iterator[float]:
    if values:
        total = sum(values)
        yield from (float(len(values)), total, total / len(values), min(values), max(values), float(len(set(values))))


def _formulas(place: str, sight: Sight) -> Iterator[float]:
    """Results of formulas in a workbook that the Turn made: somebody has computed them, so they are no invention."""
    if not place.lower().endswith((".xlsx", ".xlsm")):
        return
    try:
        passages = sight.words(place)
    except AgentError:
        return
    for passage in passages:
        for cell in passage.text.split(" | "):
            if "[=" in cell:
                yield from values_in(cell.partition("[=")[0])
