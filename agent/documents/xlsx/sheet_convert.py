"""Tables written as another format: CSV, Markdown, HTML, a workbook. What is left out is told."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import islice
from pathlib import Path

from agent.core.documents import Passage, Table, Value
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.xlsx.cell_names import column_letters
from agent.documents.xlsx.read import shown
from agent.documents.xlsx.sheet_types import has_titles, literal, typed_rows

VALUES_ONLY = Words(
    "Only values were taken over: formulas, formats, charts, pictures and notes are not in it.",
    "値だけを書き出しました。数式、書式、グラフ、画像、コメントは含まれていません。",
)
_ONE_SHEET = Words(
    "It holds one sheet, {name!r}. Left out: {others}.", "「{name}」の 1 枚だけです。含まれていないシート: {others}。"
)
_SHEETS = Words(
    "Wrote {count} {count:sheet|sheets} with {rows} {rows:row|rows}.", "シート {count} 枚、{rows} 行を書き込みました。"
)
_UNSOLVED = Words("Formulas that were never computed are empty: {cells}.", "計算結果のない数式は空欄です: {cells}。")
_OUT_OF_DATE = Words(
    "Results of formulas may be out of date: the workbook waits for a spreadsheet program to compute them.",
    "数式の結果が古い可能性があります(表計算ソフトで開くと再計算されるブックです)。",
)
_RENAMED = Words(
    "Sheets whose names do not fit were renamed: {names}.", "使えない文字を含むシート名を変更しました: {names}。"
)
_CODES = Words(
    "Columns that stay texts, because they hold codes with leading zeros or very long numbers: {columns}.",
    "先頭の 0 や桁数の多い番号を含むため、文字列のままにした列: {columns}。",
)
_NO_TABLE = "There is no table in it that could be written as {suffix}."
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_TEXTS = frozenset({".md", ".txt"})


def written(
    tables: Sequence[Table], target: Path, *left_out: Words, typed: bool = False, beside: Sequence[Passage] = ()
) -> tuple[Words, ...]:
    """Write `tables` to `target` by its extension; `left_out` is said behind. `typed`: texts become what they mean.

    `beside` is what stands beside the tables, which a text (.md, .txt) tells at its end.

    Raises:
        InvalidArgumentsError: no table, or another extension than .csv, .tsv, .md, .txt, .html and .xlsx.
    """
    suffix = target.suffix.lower()
    if suffix not in _WRITERS:
        raise InvalidArgumentsError(f"Tables are written as {', '.join(_WRITERS)}, not as {suffix or 'that'}.")
    # A text tells empty sheets by their names.
    filled = [table for table in tables if _has_values(table) or (suffix in _TEXTS and table.anchor)]
    if not filled:
        raise InvalidArgumentsError(_NO_TABLE.format(suffix=suffix))
    said = _WRITERS[suffix](filled, target, typed)
    if beside and suffix in _TEXTS:
        with target.open("a", encoding="utf-8") as out:
            out.writelines(f"\n- {one.anchor}: {' '.join(one.text.split())}" for one in beside)
            out.write("\n")
    unsolved = [cell if "!" in cell else f"{one.name}!{cell}" for one in filled for cell in one.unsolved]
    empty = [_UNSOLVED.of(cells=", ".join(unsolved[:10]) + (" ..." if len(unsolved) > 10 else ""))] if unsolved else []
    old = [_OUT_OF_DATE] if any(one.out_of_date for one in filled) else []
    return (*said, *empty, *old, *left_out)


def _has_values(table: Table) -> bool:
    return any(value not in (None, "") for row in table.rows for value in row)


def _csv(tables: Sequence[Table], target: Path, _: bool) -> tuple[Words, ...]:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t" if target.suffix.lower() == ".tsv" else ",")
    writer.writerows([shown(value) for value in row] for row in _from_top(tables[0]))
    target.write_bytes(out.getvalue().encode("utf-8-sig"))
    others = ", ".join(repr(table.name) for table in tables[1:])
    return (_ONE_SHEET.of(name=tables[0].name, others=others),) if others else (_count(tables[:1]),)


def _markdown(tables: Sequence[Table], target: Path, _: bool) -> tuple[Words, ...]:
    lines: list[str] = []
    for table in tables:
        lines += [f"## {table.name}", ""] if table.anchor or len(tables) > 1 else []
        rows = [[_cell(value) for value in row] for row in table.rows]
        if not rows:
            continue
        width = max(map(len, rows))
        padded = [row + [""] * (width - len(row)) for row in rows]
        lines += [_bars(padded[0]), _bars(["---"] * width), *map(_bars, padded[1:]), ""]
    target.write_text("\n".join(lines).rstrip("\n") + "\n", encoding="utf-8")
    return (_count(tables),)


def _cell(value: Value) -> str:
    return shown(value).replace("|", "\\|").replace("\r\n", "<br>").replace("\n", "<br>").replace("\r", "<br>")


def _bars(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(tables: Sequence[Table], target: Path, _: bool) -> tuple[Words, ...]:
    lines: list[str] = []
    for table in tables:
        lines += [table.name, ""] if table.anchor or len(tables) > 1 else []
        lines += ["\t".join(" ".join(shown(value).split()) for value in row) for row in table.rows]
        lines += [""]
    target.write_text("\n".join(lines).rstrip("\n") + "\n", encoding="utf-8")
    return (_count(tables),)


def _html(tables: Sequence[Table], target: Path, _: bool) -> tuple[Words, ...]:
    body = "".join(
        f"<h2>{escape(table.name)}</h2>\n<table>\n{''.join(_html_rows(table))}</table>\n" for table in tables
    )
    style = "<style>table{border-collapse:collapse}td,th{border:1px solid #999;padding:2px 6px}</style>"
    head = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8">{style}</head><body>\n'
    target.write_text(f"{head}{body}</body></html>\n", encoding="utf-8")
    return (_count(tables),)


def _html_rows(table: Table) -> Iterator[str]:
    for number, row in enumerate(table.rows):
        tag = "th" if not number else "td"
        yield "<tr>" + "".join(f"<{tag}>{escape(shown(value))}</{tag}>" for value in row) + "</tr>\n"


def _workbook(tables: Sequence[Table], target: Path, typed: bool) -> tuple[Words, ...]:
    from agent.documents.xlsx.create import create  # noqa: PLC0415  XlsxWriter is loaded only when it is needed

    names = _names(tables)
    renamed = [f"{table.name!r} -> {name!r}" for table, name in zip(tables, names, strict=True) if table.name != name]
    sheets, said = [], [_count(tables), *([_RENAMED.of(names=", ".join(renamed))] if renamed else [])]
    for table, name in zip(tables, names, strict=True):
        fields, codes = _sheet(table, typed)
        sheets.append({"name": name, **fields})
        said += [_CODES.of(columns=", ".join(map(column_letters, codes)))] if codes else []
    create({"sheets": sheets}, target)
    return tuple(said)


def _sheet(table: Table, typed: bool) -> tuple[Mapping[str, object], list[int]]:
    """What `xlsx.create` takes for a table, and the columns of codes."""
    if not typed:
        return {"rows": list(literal(list(_from_top(table))))}, []
    texts = [[shown(value) for value in row] for row in table.rows]
    titles = has_titles(texts)
    rows, codes = typed_rows(texts, titles=titles)
    if titles:
        return {"columns": [{"title": title} for title in texts[0]], "rows": list(literal(rows[1:]))}, codes
    return {"rows": list(literal(rows))}, codes


def _names(tables: Sequence[Table]) -> list[str]:
    """Names that a workbook can have (ECMA-376 part 1, 18.2.19): 31 characters, some not among them, each once."""
    names: list[str] = []
    for table in tables:
        name = _FORBIDDEN.sub("_", table.name).strip("'")[:_LONGEST_NAME] or "Sheet"
        free = (f"{name[: _LONGEST_NAME - 4]} ({number})" for number in range(2, 1_000))
        taken = {one.casefold() for one in names}
        names.append(name if name.casefold() not in taken else next(one for one in free if one.casefold() not in taken))
    return names


def _from_top(table: Table) -> Iterator[Sequence[Value]]:
    """The rows with the empty ones above them, so that addresses stay what they are."""
    yield from islice(iter(tuple, None), table.first - 1)
    yield from table.rows


def _count(tables: Sequence[Table]) -> Words:
    return _SHEETS.of(count=len(tables), rows=sum(len(table.rows) for table in tables))


_WRITERS: Mapping[str, Callable[[Sequence[Table], Path, bool], tuple[Words, ...]]] = {
    ".csv": _csv, ".tsv": _csv, ".md": _markdown, ".txt": _plain, ".html": _html, ".xlsx": _workbook,
}  # fmt: skip
KINDS = frozenset(_WRITERS)
