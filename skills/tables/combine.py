"""tables:combine: many workbooks and CSVs into one sheet, every row accounted for."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from agent.core.documents import Value
from agent.core.messages import Result
from agent.core.paths import shown
from agent.core.ports import Entry
from agent.core.words import Words
from skills.form import FOLDER, Field, Form, Kind, choice
from skills.kit.book import Sheet, new_book, parts_of
from skills.kit.gather import chosen, in_turn
from skills.kit.reading import SHEETS, tables_of, tell_unsolved
from skills.kit.report import EARLIER, NO_TABLE, UNSOLVED, Report, Skipped, code, count_of
from skills.phrase import Phrase
from skills.recipe import Desk, Fit, Recipe, nothing_to_do
from skills.tables.rows import Combined, Dropped, Source, gathered
from skills.tables.shape import width_of

_REASONS: Mapping[Dropped, Words] = {
    Dropped.ABOVE: Words("above the header", "見出しより上"),
    Dropped.HEADER: Words("header", "見出し"),
    Dropped.REPEATED: Words("repeated header", "見出しの繰り返し"),
    Dropped.EMPTY: Words("empty", "空行"),
    Dropped.TOTAL: Words("total", "合計行"),
}


# Sheets of an earlier result: combined again, its rows would be there twice.
_ACCOUNT, _COLUMNS = Words("Account", "行数の内訳"), Words("Columns", "列")
_TABLES = Words("{count} {count:table lies|tables lie} here.", "表のファイルが {count} 件あります。")
_OWN = ({_ACCOUNT.en, _COLUMNS.en}, {_ACCOUNT.ja, _COLUMNS.ja})


def _combine(desk: Desk, form: Form) -> Result:
    """A workbook with the rows of all tables, where each came from, and an account for each source."""
    report = Report(desk)
    entries = chosen(report, form, SHEETS)
    sources = list(_sources(desk, report, entries, first=form.text("sheets") == "first"))
    if not sources:
        if not entries:
            raise nothing_to_do("There is no workbook and no CSV here.", "Excel ファイルや CSV がありません。")
        report.say("No table could be read.", "読み取れる表がありません。")
        return report.result("")
    combined = gathered(sources, keep_totals=form.text("totals") == "keep")
    folder = entries[0].place.parent if form.text("files") else form.place("folder", desk.files)
    name = form.text("name") or desk.say(f"Combined {desk.today}", f"統合 {desk.today}")
    made = new_book(
        desk, folder, name, [*_data_sheets(desk, combined), _account(desk, combined), _columns(desk, combined)]
    )
    _tell(report, combined, code(made.place))
    tell_unsolved(report, [(source.entry.place, source.table) for source in sources])
    return report.result(desk.say(f"Combine {count_of(len(sources), 'table')}", f"{len(sources)} 個の表を統合"), [made])


def _sources(desk: Desk, report: Report, entries: Sequence[Entry], *, first: bool) -> Iterator[Source]:
    for entry in in_turn(desk, entries):
        tables = tables_of(desk, report, entry.place)
        if tables is None:
            continue
        if any(own <= {table.name for table in tables} for own in _OWN):
            report.skips.append(Skipped(entry.place, EARLIER))
            continue
        filled = [table for table in tables if width_of(table)]
        if not filled:
            unsolved = any(table.unsolved for table in tables)
            report.skips.append(Skipped(entry.place, UNSOLVED if unsolved else NO_TABLE))
        for table in filled[:1] if first else filled:
            yield Source(entry, table)


def _data_sheets(desk: Desk, combined: Combined) -> list[Sheet]:
    """The rows with their source; what does not fit into one sheet goes on in a second."""
    source_names = (
        desk.say("Source file", "元ファイル"),
        desk.say("Source sheet", "元シート"),
        desk.say("Source row", "元の行"),
    )
    header = (*combined.columns.values(), *source_names)
    rows = [
        (*(cells.get(key) for key in combined.columns), source.entry.place.path, source.table.name, row)
        for source, row, cells in combined.rows
    ]
    return parts_of(Sheet(desk.say("Combined", "統合"), header, rows))


def _account(desk: Desk, combined: Combined) -> Sheet:
    header = (
        desk.say("File", "ファイル"), desk.say("Sheet", "シート"), desk.say("Header in row", "見出しの行"),
        desk.say("Rows in", "元の行数"), desk.say("Rows out", "統合した行数"),
        *(desk.say(f"Dropped: {words.en}", f"除外: {words.ja}") for words in _REASONS.values()),
        desk.say("Formulas without a result", "計算結果のない数式"),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = [
        (
            account.source.entry.place.path,
            account.source.table.name,
            account.header.index + account.source.table.first if account.header else desk.say("none", "なし"),
            account.rows_in,
            account.rows_out,
            *(account.dropped[reason] for reason in _REASONS),
            len(account.source.table.unsolved),
        )
        for account in combined.accounts
    ]
    counts = [
        [a.rows_in, a.rows_out, *(a.dropped[reason] for reason in _REASONS), len(a.source.table.unsolved)]
        for a in combined.accounts
    ]
    sums = [sum(column) for column in zip(*counts, strict=True)]
    rows.append((desk.say("All", "合計"), "", "", *sums))
    return Sheet(_ACCOUNT.text(desk.language), header, rows)


def _columns(desk: Desk, combined: Combined) -> Sheet:
    header = (desk.say("Column", "列"), desk.say("In tables", "表の数"), desk.say("Also written", "別の表記"))
    return Sheet(
        _COLUMNS.text(desk.language),
        header,
        [
            (name, combined.spelled[key].total(), ", ".join(n for n in combined.spelled[key] if n != name))
            for key, name in combined.columns.items()
        ],
    )


def _tell(report: Report, combined: Combined, made: str) -> None:
    accounts = combined.accounts
    rows_in, rows_out = sum(a.rows_in for a in accounts), sum(a.rows_out for a in accounts)
    files = len({account.source.entry.place for account in accounts})
    report.say(
        f"{made}: **{count_of(rows_out, 'row')}** in {count_of(len(combined.columns), 'column')} from "
        f"{count_of(len(accounts), 'table')} of {count_of(files, 'file')}.",
        f"{made}: {files} 個のファイル({len(accounts)} 個の表)から **{rows_out} 行**、{len(combined.columns)} 列。",
    )
    dropped = sum((account.dropped for account in accounts), Counter[Dropped]())
    reasons = ", ".join(
        f"{words.text(report.desk.language)} {dropped[reason]}" for reason, words in _REASONS.items() if dropped[reason]
    )
    report.say(
        f"Account: {rows_in} rows in = {rows_out} out + {dropped.total()} dropped ({reasons or 'none'}).",
        f"内訳: 元 {rows_in} 行 = 統合 {rows_out} 行 + 除外 {dropped.total()} 行({reasons or 'なし'})",
    )
    partial = [name for key, name in combined.columns.items() if combined.spelled[key].total() < len(accounts)]
    if partial:
        report.say("Columns that not every table has:", "一部の表にしかない列:")
        report.points([f"`{name}`" for name in partial])
    if len(accounts) > 1 and len(partial) > len(combined.columns) / 2:
        report.say(
            "**Most columns are in some of the tables only. Check that these tables belong together.**",
            "**多くの列が一部の表にしかありません。統合してよい表か確認してください。**",
        )
    bare = [f"{code(a.source.entry.place)} {shown(a.source.table.name)}" for a in accounts if a.header is None]
    if bare:
        report.say("No header was found here; columns are named by letters:", "見出しが見つからず、列名を英字にした表:")
        report.points(bare)


def _fits(entries: Sequence[Entry]) -> Fit | None:
    found = [e for e in entries if e.kind == "file" and e.place.suffix in SHEETS]
    if len(found) < 2:
        return None
    return Fit(40, _TABLES.of(count=len(found)), {})


def _fills(phrase: Phrase) -> Mapping[str, str]:
    values = {"files": phrase.lines(*SHEETS), "name": phrase.result}
    if phrase.folder and not values["files"]:
        values["folder"] = str(phrase.folder.place)
    if phrase.says(r"first sheet|最初のシート|1枚目"):
        values["sheets"] = "first"
    return values


COMBINE = Recipe(
    id="tables:combine",
    title=Words("Combine tables into one", "表を 1 つに統合"),
    summary=Words(
        "Puts the rows of many workbooks and CSVs into one sheet, with the source of each row and an account.",
        "複数の Excel・CSV を 1 つの表にまとめ、各行の出どころと行数の内訳を残します。",
    ),
    icon="table-2",
    fields=(
        FOLDER,
        Field("files", Kind.FILES, Words("Only these files", "対象ファイル(任意)")),
        Field("subfolders", Kind.BOOL, Words("Also files in subfolders", "サブフォルダー内も"), "false"),
        choice(
            "sheets",
            Words("Sheets", "シート"),
            {"all": Words("All", "すべて"), "first": Words("The first", "最初の 1 枚")},
        ),
        choice(
            "totals",
            Words("Rows of totals", "合計行"),
            {"drop": Words("Leave out", "除く"), "keep": Words("Keep", "残す")},
        ),
        Field("name", Kind.TEXT, Words("Name of the result", "できあがるファイルの名前")),
    ),
    keywords={
        r"\bcombin|\bmerg|\bconsolidat|\bjoin|\bappend|統合|結合|まとめ|集約|マージ": 2,
        r"\bexcel\b|\bxlsx\b|\bcsvs?\b|\bworkbooks?\b|\bspreadsheets?\b|\btables?\b|\bsheets?\b": 2,
        r"エクセル|表|シート|ブック": 2,
    },
    work=_combine,
    fits=_fits,
    fills=_fills,
)
