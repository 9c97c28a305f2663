"""Tables as text (CSV, TSV): rows with cell addresses; edits keep the fields that they do not name byte for byte."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from agent.core.documents import Content, Difference, Op, Passage, Problem, Table
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words, joined
from agent.documents.op_fields import allowed, rows_of, text_of
from agent.documents.op_words import flag_in
from agent.documents.operations import Operation, carried_out
from agent.documents.texts import csv_edit, text_edit
from agent.documents.texts.csv_draft import Draft, Guard, computed, field_text
from agent.documents.texts.csv_records import DELIMITERS, opened
from agent.documents.texts.text_lines import refuse_nul, rewritten
from agent.documents.texts.text_source import facts_of
from agent.documents.unseen import hidden_facts, unseen
from agent.documents.xlsx import sheet_convert
from agent.documents.xlsx.cell_names import Area, area_of, cell_name
from agent.documents.xlsx.row_diff import row_differences

MAX_CELLS = 2_000_000
OPERATIONS: Mapping[str, Operation[Any]] = {**csv_edit.OPERATIONS, **text_edit.OPERATIONS}
TARGETS: Mapping[str, frozenset[str]] = {"": sheet_convert.KINDS}
_DELIMITER = Words("delimiter {which}", "区切り文字 {which}")
_WROTE = Words("Wrote {count} {count:row|rows}.", "{count} 行を書き込みました。")
_TOO_LARGE = Words(
    f"The table has more than {MAX_CELLS:,} values. Ask for a part of it, like '1:50000'.",
    f"表の値が {MAX_CELLS:,} 個を超えています。「1:50000」のように範囲を指定してください。",
)
_OPEN_FACT = Words(
    "the quotation mark of line {line} never ends: the rest is one cell",
    "{line} 行目の引用符が閉じていません。以降が 1 つのセルになっています",
)
_RAGGED = Words(
    "Row {row} has {count} {count:value|values}; most rows have {usual}.",
    "{row} 行目の値は {count} 個です(多くの行は {usual} 個)。",
)
_SIZE = Words("{rows} {rows:row|rows}, {columns} {columns:column|columns}", "{rows} 行、{columns} 列")
_FORMULA = Words(
    "A spreadsheet program would compute this text.", "表計算ソフトで開くと、数式として計算される文字列です。"
)


def read(source: Path, start: int, count: int, part: str) -> Content:
    """A passage for each row ("A3:F3"), its fields divided by " | "; `part` is a range of cells."""
    sheet = opened(source)
    area = _area(part)
    passages: list[Passage] = []
    total = widest = 0
    raw = ""
    hidden: list[tuple[str, str]] = []
    odd = not sheet.text.text.isascii()
    for number, (row, raw) in enumerate(sheet.records(), 1):
        if not area.top <= number <= area.bottom:
            continue
        hidden += [(cell_name(number, 1), one.reason) for one in unseen(raw)] if odd else ()
        widest = max(widest, len(row))
        if start <= total < start + count:
            passages.append(_passage(number, row, area))
        total += 1
    open_at = sheet.open_quote(raw)
    facts = (
        _SIZE.of(rows=total, columns=widest),
        *([_OPEN_FACT.of(line=open_at)] if open_at else []),
        *facts_of(sheet.text, len(sheet.lines))[1:],
        _DELIMITER.of(which=DELIMITERS[sheet.delimiter]),
        *hidden_facts(hidden),
    )
    return Content("csv", tuple(passages), total, facts)


def tables(source: Path, part: str) -> tuple[Table, ...]:
    """The one table, its values as the texts that they are; `part` is a range of cells."""
    sheet, area = opened(source), _area(part)
    rows: list[tuple[str, ...]] = []
    cells, raw = 0, ""
    for number, (row, raw) in enumerate(sheet.records(), 1):  # noqa: B007  the last `raw` is looked at below
        if number > area.bottom:
            break
        if number >= area.top:
            rows.append(tuple(row[area.left - 1 : area.right]))
            cells += max(1, len(rows[-1]))
            if cells > MAX_CELLS:
                raise UnreadableError(_TOO_LARGE, "too_large")
    sheet.refuse_open_quote(raw)
    return (Table(source.stem, tuple(rows), anchor=part, first=area.top, column=area.left),)


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """See OPERATIONS and README.md; ops of a table, or only those of a text.

    Raises:
        InvalidArgumentsError: an op does not fit; nothing is written.
        UnreadableError: "open_quote" when it is not certain what is a row.
    """
    if ops and all(op.get("op") in text_edit.OPERATIONS for op in ops):
        return text_edit.edit(source, ops, target)
    sheet = opened(source)
    draft = Draft.of(sheet)
    if any(op.get("op") in text_edit.OPERATIONS for op in ops):
        raise InvalidArgumentsError("Ops of a text and ops of a table cannot go together: make two edits.")
    said = tuple(carried_out(csv_edit.OPERATIONS, draft, op, "a table as text") for op in ops)
    target.write_bytes(rewritten(sheet.data, sheet.text, draft.text(), apart=f'{sheet.delimiter}"'))
    return said


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """Write {"columns"?, "rows", "encoding"?, "guard"?}; UTF-8 with a BOM: Excel reads every language right then."""
    allowed(content, "columns", "rows", "encoding", "guard", what="A CSV file")
    guard, above = Guard(on=flag_in(content, "guard", default=False)), 2 if content.get("columns") else 1
    rows = [guard.row([field_text(value) for value in row], at) for at, row in enumerate(rows_of(content), above)]
    titles = content.get("columns", ())
    if isinstance(titles, (list, tuple)) and titles:
        rows.insert(0, [_title(one) for one in titles])
    delimiter = "\t" if target.suffix.lower() == ".tsv" else ","
    whole = "".join(_line(row, delimiter, "\r\n") for row in rows)
    refuse_nul(whole)
    encoding = text_of(content, "encoding", "utf-8-sig")
    try:
        target.write_bytes(whole.encode(encoding))
    except (LookupError, UnicodeEncodeError) as error:
        raise InvalidArgumentsError(f"The table cannot be written in {encoding!r}. Leave 'encoding' out.") from error
    return (joined(_WROTE.of(count=len(rows)), guard.words()),)


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """As a workbook with numbers and dates, as .md, .html, .csv or .tsv."""
    # The name of a private copy would say nothing to a person.
    (table,) = tables(source, "")
    return sheet_convert.written((replace(table, name="Sheet1"),), target, typed=True)


def check(path: Path) -> None:
    """Every record must be readable."""
    for _ in opened(path).records():
        pass


def problems(source: Path) -> tuple[Problem, ...]:
    """Rows of another length than the others, a quotation mark that never ends, texts that would be computed."""
    sheet = opened(source)
    records = list(sheet.records())
    found = list(_ragged([row for row, _ in records]))
    if records and (line := sheet.open_quote(records[-1][1])):
        found.insert(0, Problem(f"L{line}", "invalid", _OPEN_FACT.of(line=line)))
    found += [
        Problem(cell_name(number, column), "invalid", _FORMULA, grave=False)
        for number, (row, _) in enumerate(records, 1)
        for column, value in enumerate(row, 1)
        if computed(value)
    ]
    return tuple(found)


def _ragged(rows: Sequence[Sequence[str]]) -> Iterator[Problem]:
    widths = [len(row) for row in rows if row]
    usual = max(set(widths), key=widths.count, default=0)
    for number, row in enumerate(rows, 1):
        if row and len(row) != usual:
            anchor = f"A{number}:{cell_name(number, len(row))}"
            yield Problem(anchor, "invalid", _RAGGED.of(row=number, count=len(row), usual=usual))


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """Cell by cell; an inserted or deleted row is one difference."""
    old, new = opened(before), opened(after)
    return tuple(row_differences([row for row, _ in old.records()], [row for row, _ in new.records()], ""))


def _area(part: str) -> Area:
    return area_of(part.rpartition("!")[2]) if part else Area()


def _passage(number: int, row: Sequence[str], area: Area) -> Passage:
    shown = row[area.left - 1 : area.right]
    last = cell_name(number, min(area.right, max(len(row), area.left)))
    return Passage(f"{cell_name(number, area.left)}:{last}", " | ".join(shown), "row")


def _title(column: object) -> str:
    return str(column.get("title", "")) if isinstance(column, Mapping) else str(column)


def _line(row: Sequence[str], delimiter: str, newline: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerow(row)
    return out.getvalue()
