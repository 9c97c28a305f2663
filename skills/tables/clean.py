"""tables:clean: a CSV as it came becomes a workbook with real dates and numbers, and a list of every change."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from agent.core.documents import Table, Value
from agent.core.errors import UnreadableError
from agent.core.messages import Result
from agent.core.paths import shown
from agent.core.ports import Entry
from agent.core.words import Words
from skills.form import Field, Form, Kind, choice
from skills.kit.book import Sheet, new_book, parts_of
from skills.kit.dates import Order
from skills.kit.gather import existing
from skills.kit.names import split_name
from skills.kit.numbers import mark_of_table
from skills.kit.reading import SHEETS, tables_of, tell_unsolved
from skills.kit.report import Report, code, code_of, count_of
from skills.phrase import Phrase
from skills.recipe import Desk, Fit, Recipe, nothing_to_do
from skills.tables.column import Did, Plan, cleaned, format_of, plan_of
from skills.tables.shape import header_of, is_blank, is_total, letters, shown_value, texts_of, width_of

_DID: Mapping[str, Words] = {
    Did.TRIMMED: Words("Blanks around the value removed", "前後の空白を削除"),
    Did.WIDTH: Words("Full-width to half-width", "全角を半角に"),
    Did.NUMBER: Words("Text to number", "文字を数値に"),
    Did.MARKS: Words("Commas, currency or % read as number", "カンマ・通貨・%を外して数値に"),
    Did.NEGATIVE: Words("△, (…) or a trailing minus read as negative", "△・括弧などを負の数に"),
    Did.DATE: Words("Date unified", "日付の書式を統一"),
    "above": Words("Row above the header left out", "見出しより上の行を除外"),
    "empty": Words("Empty row left out", "空行を除外"),
    "column": Words("Empty column left out", "空の列を除外"),
    "duplicate": Words("Repeated row left out", "重複行を除外"),
    "remark": Words("Left as text", "文字のまま"),
}
_EXAMPLES = 3


@dataclass(slots=True)
class _Log:
    """Every change: kind and column to how often, with the first examples; and every doubt with its place."""

    counts: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    examples: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, kind: str, column: str, example: str) -> None:
        """One change."""
        key = (kind, column)
        self.counts[key] += 1
        if len(self.examples[key]) < _EXAMPLES:
            self.examples[key].append(example)

    def total(self, *kinds: str) -> int:
        """How many changes of these kinds there are."""
        return sum(count for (kind, _), count in self.counts.items() if kind in kinds)


@dataclass(frozen=True, slots=True)
class _Body:
    """The rows below the header, with their row numbers in the source."""

    names: tuple[str, ...]
    rows: list[tuple[int, tuple[Value, ...]]]


def _clean(desk: Desk, form: Form) -> Result:
    """A new workbook beside the source; the source stays."""
    entry = existing(desk, form.places("file", desk.files)[0])
    report, log = Report(desk), _Log()
    desk.progress(entry.place.name, 0, 1)
    tables = tables_of(desk, report, entry.place)
    table = next((found for found in tables or () if width_of(found)), None)
    if table is None:
        if tables is not None:
            raise nothing_to_do("There is no table in this file.", "このファイルに表がありません。")
        why, name = report.skips[0].why, shown(entry.place.name)
        raise UnreadableError(Words(f"{name!r} is left as it is: {why.en}.", f"「{name}」は整形できません: {why.ja}"))
    body = _body(table, log, desk)
    sheet, doubts = _cleaned_sheet(desk, body, log, form)
    doubts.rows += _unsolved(desk, table, body)
    name = desk.say(f"{split_name(entry.place.name)[0]} cleaned", f"{split_name(entry.place.name)[0]} 整形済み")
    made = new_book(desk, entry.place.parent, name, [*parts_of(sheet), _changes_sheet(desk, log), *parts_of(doubts)])
    _tell(report, log, (table, sheet, len(doubts.rows)), code(made.place))
    tell_unsolved(report, [(entry.place, table)])
    others = [code_of(one.name) for one in tables or () if one is not table and (width_of(one) or one.unsolved)]
    if others:
        report.say(
            f"Only the sheet {code_of(table.name)} was cleaned. Not: {', '.join(others)}.",
            f"整形したのはシート {code_of(table.name)} だけです。ほかのシート: {', '.join(others)}",
        )
    return report.result(desk.say(f"Clean {entry.place.name}", f"{entry.place.name} を整形"), [made])


def _body(table: Table, log: _Log, desk: Desk) -> _Body:
    header = header_of(table)
    names = header.names if header else letters(width_of(table))
    start = header.index + 1 if header else 0
    for index, row in enumerate(table.rows[: max(0, start - 1)]):
        text = " ".join(shown_value(value) for value in row if not is_blank(value))
        log.add("above", "", _at(desk, table.first + index, text))
    rows: list[tuple[int, tuple[Value, ...]]] = []
    for index, row in enumerate(table.rows[start:], start):
        if all(is_blank(value) for value in row):
            log.add("empty", "", _at(desk, table.first + index, ""))
        else:
            rows.append((table.first + index, (*row, *([None] * (len(names) - len(row))))[: len(names)]))
    return _Body(names, rows)


def _at(desk: Desk, row: int, text: str) -> str:
    return desk.say(f"row {row}", f"{row} 行") + (f": {text}" if text else "")


def _cleaned_sheet(desk: Desk, body: _Body, log: _Log, form: Form) -> tuple[Sheet, Sheet]:
    """The cleaned rows, and the list of doubtful values."""
    # A row of totals does not say what a column holds.
    telling = [row for _, row in body.rows if not is_total(row)] or [row for _, row in body.rows]
    columns = [[row[c] for row in telling] for c in range(len(body.names))]
    mark = mark_of_table(texts_of(column) for column in columns)
    plans = [plan_of(column, Order(form.text("dates")), mark) for column in columns]
    kept = [c for c in range(len(body.names)) if not _is_empty_column(body, c)]
    for c in sorted(set(range(len(body.names))) - set(kept)):
        log.add("column", body.names[c], body.names[c])
    for c in kept:
        if (remark := plans[c].remark) is not None:
            log.add("remark", body.names[c], remark.text(desk.language))
    sheet = Sheet(desk.say("Cleaned", "整形済み"), tuple(body.names[c] for c in kept))
    doubts = Sheet(desk.say("Doubtful", "要確認"), _doubt_header(desk))
    seen: set[tuple[Value, ...]] | None = set() if form.yes("duplicates") else None
    for number, row in body.rows:
        _add_row(
            _Row(number, tuple(row[c] for c in kept), [plans[c] for c in kept]), (sheet, doubts), (log, seen), desk
        )
    for column, c in enumerate(kept):
        if look := format_of(plans[c], [row[column] for row in sheet.rows]):
            sheet.formats[column] = look
    return sheet, doubts


def _unsolved(desk: Desk, table: Table, body: _Body) -> Iterator[tuple[Value, ...]]:
    """A line for each empty cell whose formula has no result yet."""
    why = desk.say("a formula without a result: empty", "計算結果のない数式のため空欄です")
    for address in table.unsolved:
        letters_of, row = re.sub(r"\d", "", address), int(re.sub(r"\D", "", address))
        columns = letters(len(body.names))
        if letters_of in columns and any(row == number for number, _ in body.rows):
            yield row, body.names[columns.index(letters_of)], "", why


def _is_empty_column(body: _Body, column: int) -> bool:
    return all(is_blank(row[column]) for _, row in body.rows) and body.names[column] in letters(len(body.names))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the source with the Plans of its columns."""

    number: int
    values: tuple[Value, ...]
    plans: Sequence[Plan]


def _add_row(
    row: _Row, sheets: tuple[Sheet, Sheet], kept: tuple[_Log, set[tuple[Value, ...]] | None], desk: Desk
) -> None:
    """Add the cleaned row; with a set of rows that are there already, leave out what is the same as one of them."""
    (sheet, doubts), (log, seen) = sheets, kept
    done = [cleaned(value, plan) for value, plan in zip(row.values, row.plans, strict=True)]
    values = tuple(one.value for one in done)
    if seen is not None and values in seen:
        log.add("duplicate", "", _at(desk, row.number, ""))
        return
    for column, (before, after) in enumerate(zip(row.values, done, strict=True)):
        name = sheet.header[column]
        for did in after.did:
            log.add(did, name, f"{before} → {shown_value(after.value)} ({_at(desk, row.number, '')})")
        if after.doubt is not None:
            why = after.doubt.text(desk.language)
            sheet.doubts[len(sheet.rows), column] = why
            doubts.rows.append((row.number, name, shown_value(after.value), why))
    sheet.rows.append(values)
    if seen is not None:
        seen.add(values)


def _doubt_header(desk: Desk) -> tuple[str, ...]:
    return (
        desk.say("Row in the source", "元の行"),
        desk.say("Column", "列"),
        desk.say("Value", "値"),
        desk.say("Why", "理由"),
    )


def _changes_sheet(desk: Desk, log: _Log) -> Sheet:
    header = (
        desk.say("Change", "変更"),
        desk.say("Column", "列"),
        desk.say("Count", "件数"),
        desk.say("Examples", "例"),
    )
    order = list(_DID)
    rows: list[tuple[Value, ...]] = [
        (_DID[kind].text(desk.language), column, count, "; ".join(log.examples[kind, column]))
        for (kind, column), count in sorted(log.counts.items(), key=lambda item: order.index(item[0][0]))
    ]
    return Sheet(desk.say("Changes", "変更点"), header, rows)


def _tell(report: Report, log: _Log, made: tuple[Table, Sheet, int], place: str) -> None:
    table, sheet, doubts = made
    report.say(
        f"{place}: **{count_of(len(sheet.rows), 'row')}**, {count_of(len(sheet.header), 'column')}.",
        f"{place}: **{len(sheet.rows)} 行** {len(sheet.header)} 列。",
    )
    rows_in, out = len(table.rows), len(sheet.rows)
    above, empty, twice = log.total("above"), log.total("empty"), log.total("duplicate")
    header = rows_in - out - above - empty - twice
    report.say(
        f"Account: {rows_in} rows in = {out} out + {header} header + {above} above + {empty} empty + {twice} repeated.",
        f"内訳: 元 {rows_in} 行 = 結果 {out} + 見出し {header} + 見出しより上 {above} + 空行 {empty} + 重複 {twice}",
    )
    language = report.desk.language
    kinds = [(words.text(language), log.total(kind)) for kind, words in _DID.items() if kind in tuple(Did)]
    report.points([f"{words}: {count}" for words, count in kinds if count])
    remarks = [f"`{column}`: {log.examples[kind, column][0]}" for kind, column in log.counts if kind == "remark"]
    report.points(remarks)
    if doubts:
        report.say(
            f"**{count_of(doubts, 'doubtful value')}** left as they were and marked; see the sheet “Doubtful”.",
            f"判断できない値 **{doubts} 件**は元のまま残し、印を付けました。「要確認」シートをご覧ください。",
        )


def _fits(entries: Sequence[Entry]) -> Fit | None:
    found = [e for e in entries if e.kind == "file" and e.place.suffix in (".csv", ".tsv")]
    if len(found) != 1:
        return None
    words = Words(
        f"{found[0].place.name} can become a clean workbook.", f"{found[0].place.name} を整った Excel にできます。"
    )
    return Fit(35, words, {"file": str(found[0].place)})


def _fills(phrase: Phrase) -> Mapping[str, str]:
    named = phrase.lines(*SHEETS).partition("\n")[0]
    values = {"file": named or phrase.only(".csv", ".tsv") or phrase.only(*SHEETS)}
    if phrase.says(r"duplicat|repeated|重複"):
        values["duplicates"] = "true"
    return values


CLEAN = Recipe(
    id="tables:clean",
    title=Words("Clean a table", "表を整える"),
    summary=Words(
        "Makes a workbook of a CSV or sheet: real dates and numbers, no stray blanks, every change listed.",
        "CSV や表を整った Excel にします。日付・数値・全角半角をそろえ、変更点をすべて一覧にします。",
    ),
    icon="sparkles",
    fields=(
        Field("file", Kind.FILE, Words("Table", "表のファイル"), required=True),
        Field("duplicates", Kind.BOOL, Words("Leave out repeated rows", "重複行を除く"), "false"),
        choice(
            "dates",
            Words("3/4/2026 means", "3/4/2026 の読み方"),
            {
                Order.UNKNOWN: Words("Decide from the column", "列全体から判断"),
                Order.DAY_FIRST: Words("3 April", "日/月/年"),
                Order.MONTH_FIRST: Words("March 4", "月/日/年"),
            },
        ),
    ),
    keywords={
        r"\bclean|\btidy|\bnormali[sz]e|\bfix\b|整形|整え|クリーニング|統一|きれい|クレンジング": 2,
        r"\bcsv\b|\.csv|\bexcel\b|\bxlsx\b|\btable\b|\bspreadsheet|エクセル|表": 2,
    },
    work=_clean,
    fits=_fits,
    fills=_fills,
)
