"""Tables as text (CSV, TSV): rows with cell addresses; edits keep the rows that they do not name byte for byte."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.documents import Content, Difference, Op, Passage, Table
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents import text
from agent.documents.cell_names import Area, area_of, cell_name, cell_of
from agent.documents.charset import Decoded
from agent.documents.op_fields import allowed, object_of, rows_of, text_of
from agent.documents.row_diff import row_differences
from agent.documents.text import facts_of, loaded
from agent.documents.text_lines import lines_of, newline_of, rewritten
from agent.documents.unseen import hidden_facts, unseen

MAX_CELLS = 2_000_000
_DELIMITERS = {
    ",": Words("comma", "カンマ"),
    "\t": Words("tab", "タブ"),
    ";": Words("semicolon", "セミコロン"),
    "|": Words("bar", "縦線"),
}
_DELIMITER = Words("delimiter {which}", "区切り文字 {which}")
_WROTE = Words("Wrote {count} rows.", "{count} 行を書き込みました。")
_ADDED = Words("Added {count} rows.", "{count} 行を追加しました。")
_SET = Words("Set {count} cells: {cells}.", "セル {count} 個を設定しました: {cells}。")
_BROKEN = Words("The table is broken at line {line}: {error}.", "表が {line} 行目で壊れています。")
_TOO_LARGE = Words(
    f"The table has more than {MAX_CELLS:,} values. Ask for a part of it, like '1:50000'.",
    f"表の値が {MAX_CELLS:,} 個を超えています。「1:50000」のように範囲を指定してください。",
)
_OPEN_FACT = Words(
    "the quotation mark of line {line} never ends: the rest is one cell",
    "{line} 行目の引用符が閉じていません。以降が 1 つのセルになっています",
)
_OPEN_QUOTE = Words(
    'The table is broken: the quotation mark (") in line {line} never ends. All lines from there on would be one cell.',
    '表が壊れています。{line} 行目の引用符（"）が閉じられておらず、以降の行がすべて 1 つのセルになります。',
)
_SAMPLE_RECORDS = 200
_FIELD_LIMIT = 10 * 1024**2


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A CSV file: its records as they stand in the text, with the delimiter between their fields."""

    text: Decoded
    data: bytes
    delimiter: str
    lines: list[str]

    def records(self) -> Iterator[tuple[list[str], str]]:
        """The fields and the raw text of each record."""
        csv.field_size_limit(_FIELD_LIMIT)
        rows = csv.reader(iter(self.lines), delimiter=self.delimiter)
        done = 0
        try:
            for row in rows:
                yield row, "".join(self.lines[done : rows.line_num])
                done = rows.line_num
        except csv.Error as error:
            raise UnreadableError(_BROKEN.of(line=rows.line_num, error=error), "broken") from error

    def open_quote(self, last: str) -> int:
        """The line whose quotation mark never ends, so that `last`, the last record, holds all lines from there on; 0
        when all is well.
        """
        lines = len(lines_of(last))
        if lines > 1:
            try:
                list(csv.reader(iter([last]), delimiter=self.delimiter, strict=True))
            except csv.Error as error:
                return len(self.lines) - lines + 1 if "end of data" in str(error) else 0
        return 0


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
        Words(f"{total} rows, {widest} columns", f"{total} 行、{widest} 列"),
        *([_OPEN_FACT.of(line=open_at)] if open_at else []),
        *facts_of(sheet.text, len(sheet.lines))[1:],
        _DELIMITER.of(which=_DELIMITERS[sheet.delimiter]),
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
    if open_at := sheet.open_quote(raw):
        raise UnreadableError(_OPEN_QUOTE.of(line=open_at), "open_quote")
    return (Table(source.stem, tuple(rows), anchor=part, first=area.top),)


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """Ops "set_cells" and "append_rows" as for a workbook, without a sheet; or only those of a text."""
    if ops and all(op.get("op") in text.OPS for op in ops):
        return text.edit(source, ops, target)
    sheet = opened(source)
    records = list(sheet.records())
    newline = newline_of(sheet.text.text)
    rows: list[list[str] | str] = [raw for _, raw in records]
    said = [_applied(op, rows, [row for row, _ in records]) for op in ops]
    written = [row if isinstance(row, str) else _line(row, sheet.delimiter, newline) for row in rows]
    # The last row of a file may end without a line end; only at the end of the file it still may.
    whole = [row if row.endswith(("\n", "\r")) else row + newline for row in written[:-1]] + written[-1:]
    target.write_bytes(rewritten(sheet.data, sheet.text, "".join(whole)))
    return tuple(said)


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """Write {"columns"?, "rows", "encoding"?}; UTF-8 with a BOM, so that Excel reads every language right."""
    allowed(content, "columns", "rows", "encoding", what="A CSV file")
    rows = [[_field(value) for value in row] for row in rows_of(content)]
    titles = content.get("columns", ())
    if isinstance(titles, (list, tuple)) and titles:
        rows.insert(0, [_title(one) for one in titles])
    delimiter = "\t" if target.suffix.lower() == ".tsv" else ","
    whole = "".join(_line(row, delimiter, "\r\n") for row in rows)
    encoding = text_of(content, "encoding", "utf-8-sig")
    try:
        target.write_bytes(whole.encode(encoding))
    except (LookupError, UnicodeEncodeError) as error:
        raise InvalidArgumentsError(f"The table cannot be written in {encoding!r}. Leave 'encoding' out.") from error
    return (_WROTE.of(count=len(rows)),)


def check(path: Path) -> None:
    """Every record must be readable."""
    for _ in opened(path).records():
        pass


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """Cell by cell; an inserted or deleted row is one difference."""
    old, new = opened(before), opened(after)
    return tuple(row_differences([row for row, _ in old.records()], [row for row, _ in new.records()], ""))


def opened(source: Path) -> _Sheet:
    """The open table. Raises UnreadableError."""
    text, data = loaded(source)
    lines = lines_of(text.text)
    return _Sheet(text, data, _delimiter(lines, source.suffix.lower()), lines)


def _delimiter(lines: Sequence[str], suffix: str) -> str:
    """The one that gives the most rows of one and the same number of fields; the extension's own when in doubt."""
    usual = "\t" if suffix == ".tsv" else ","
    sample = lines[:_SAMPLE_RECORDS]
    return max(_DELIMITERS, key=lambda one: (_evenness(sample, one), one == usual))


def _evenness(sample: Sequence[str], delimiter: str) -> float:
    try:
        widths = [len(row) for row in csv.reader(iter(sample), delimiter=delimiter) if row]
    except csv.Error:
        return 0.0
    usual = max(set(widths), key=widths.count, default=1)
    return widths.count(usual) / len(widths) if usual > 1 else 0.0


def _area(part: str) -> Area:
    return area_of(part.rpartition("!")[2]) if part else Area()


def _passage(number: int, row: Sequence[str], area: Area) -> Passage:
    shown = row[area.left - 1 : area.right]
    last = cell_name(number, min(area.right, max(len(row), area.left)))
    return Passage(f"{cell_name(number, area.left)}:{last}", " | ".join(shown), "row")


def _applied(op: Op, rows: list[list[str] | str], fields: Sequence[list[str]]) -> Words:
    match op.get("op"):
        case "set_cells":
            allowed(op, "op", "cells", what="'set_cells' of a CSV file")
            return _set(object_of(op, "cells"), rows, fields)
        case "append_rows":
            allowed(op, "op", "rows", what="'append_rows' of a CSV file")
            fresh = [[_field(value) for value in row] for row in rows_of(op)]
            rows.extend(fresh)
            return _ADDED.of(count=len(fresh))
        case other:
            raise InvalidArgumentsError(
                f"{other!r} is no operation on a CSV file. There are set_cells and append_rows; "
                "or replace, insert_after and write, alone."
            )


def _set(cells: Mapping[str, object], rows: list[list[str] | str], fields: Sequence[list[str]]) -> Words:
    for name, value in cells.items():
        number, column = cell_of(name)
        if number > len(rows):
            raise InvalidArgumentsError(f"There is no row {number}: the file has {len(rows)}. Append rows instead.")
        row = rows[number - 1]
        changed = list(fields[number - 1]) if isinstance(row, str) else row
        changed += [""] * (column - len(changed))
        changed[column - 1] = _field(value)
        rows[number - 1] = changed
    return _SET.of(count=len(cells), cells=", ".join(list(cells)[:20]))


def _field(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("text", value.get("value"))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value)


def _title(column: object) -> str:
    return str(column.get("title", "")) if isinstance(column, Mapping) else str(column)


def _line(row: Sequence[str], delimiter: str, newline: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerow(row)
    return out.getvalue()
