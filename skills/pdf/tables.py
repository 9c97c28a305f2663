"""pdf:tables: the tables and the text of PDFs as a workbook, with the page of everything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.core.documents import Table, Value
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.messages import Evidence, Result
from agent.core.ports import Entry
from agent.core.words import Words
from skills.form import FOLDER, Field, Form, Kind
from skills.kit.book import Sheet, new_book
from skills.kit.gather import chosen, in_turn
from skills.kit.names import split_name
from skills.kit.numbers import decimal_mark, mark_of_table, may_be_thousands, read_number
from skills.kit.reading import content_of, copied, is_scan
from skills.kit.report import SCAN, Report, Skipped, code, count_of, skipped
from skills.phrase import Phrase
from skills.recipe import Desk, Fit, Recipe, nothing_to_do
from skills.tables.shape import letters, texts_of

_MOST_SHEETS = 200
_MOST_EVIDENCE = 1_000


@dataclass(slots=True)
class _Found:
    """What the PDFs hold: tables with their file, and lines with file and page."""

    tables: list[tuple[Entry, Table]] = field(default_factory=list)
    lines: list[tuple[Value, ...]] = field(default_factory=list)
    read: list[Entry] = field(default_factory=list)


def _tables(desk: Desk, form: Form) -> Result:
    """A list of the tables, a sheet for each, and a sheet of the text."""
    report, found = Report(desk), _Found()
    entries = chosen(report, form, (".pdf",))
    if not entries:
        raise nothing_to_do("There is no PDF to read.", "PDF がありません。")
    for entry in in_turn(desk, entries):
        _read(desk, report, entry, found, text=form.yes("text"))
    if not found.tables and not found.lines:
        report.say("No table and no text was found.", "表も文字も見つかりません。")
        return report.result("")
    folder = entries[0].place.parent if form.text("files") else form.place("folder", desk.files)
    stem = split_name(found.read[0].place.name)[0] if len(found.read) == 1 else desk.say("PDFs", "PDF")
    name = form.text("name") or desk.say(f"{stem} tables", f"{stem} の表")
    sheets = _sheets(desk, found)
    made = new_book(desk, folder, name, sheets)
    report.evidence += _evidence(found, sheets[1:])
    _tell(report, found, code(made.place))
    return report.result(
        desk.say(f"Tables of {count_of(len(found.read), 'PDF')}", f"PDF {len(found.read)} 件の表"), [made]
    )


def _read(desk: Desk, report: Report, entry: Entry, found: _Found, *, text: bool) -> None:
    copy = copied(desk, report, entry.place)
    if copy is None:
        return
    try:
        tables = desk.documents.tables(copy.path)
    except (UnreadableError, InvalidArgumentsError) as error:
        report.skips.append(skipped(entry.place, error))
        return
    found.tables += [(entry, table) for table in tables if table.rows]
    content = content_of(desk, report, entry.place) if text or not tables else None
    if content is not None and is_scan(content):
        report.skips.append(Skipped(entry.place, SCAN))
        return
    found.read.append(entry)
    if text and content is not None:
        for passage in content.passages:
            found.lines += [
                (entry.place.path, passage.anchor, line) for line in passage.text.splitlines() if line.strip()
            ]


def _sheets(desk: Desk, found: _Found) -> list[Sheet]:
    header = (desk.say("Sheet", "シート"), desk.say("File", "ファイル"), desk.say("Place", "場所"))
    listed = Sheet(desk.say("Contents", "目次"), (*header, desk.say("Rows", "行数"), desk.say("Columns", "列数")))
    sheets = [listed]
    for number, (entry, table) in enumerate(found.tables[:_MOST_SHEETS], 1):
        sheet = _table_sheet(f"T{number} {split_name(entry.place.name)[0]}", table)
        listed.rows.append((sheet.name[:31], entry.place.path, table.anchor, len(sheet.rows) + 1, len(sheet.header)))
        sheets.append(sheet)
    if found.lines:
        words = (desk.say("File", "ファイル"), desk.say("Page", "ページ"), desk.say("Text", "文字"))
        sheets.append(Sheet(desk.say("Text", "本文"), words, found.lines))
    return sheets


def _table_sheet(name: str, table: Table) -> Sheet:
    """The first row of a table in a PDF is its header, for the ruling says no more."""
    width = max(len(row) for row in table.rows)
    first = [" ".join(str(value or "").split()) for value in table.rows[0]]
    header = tuple(
        name or letter for name, letter in zip([*first, *[""] * (width - len(first))], letters(width), strict=True)
    )
    columns = [texts_of([row[at] for row in table.rows[1:] if at < len(row)]) for at in range(width)]
    numbers = [[text for text in texts if read_number(text) or read_number(text, comma=True)] for texts in columns]
    of_table = mark_of_table(numbers)
    marks = [decimal_mark(texts) or of_table for texts in numbers]
    rows = [tuple(_value(value, mark) for value, mark in zip(row, marks, strict=False)) for row in table.rows[1:]]
    return Sheet(name, header, rows)


def _value(value: Value, mark: str) -> Value:
    """A plain number as a number; with a currency, a percent sign or a doubt it stays the text that stands there.

    `mark` is what divides fractions in its column, "" when nothing says so: then "1.234" may be 1234.
    """
    if not isinstance(value, str):
        return value
    number = read_number(value, comma=mark == ",")
    if number is None or number.symbol or number.percent or (not mark and may_be_thousands([value])):
        return " ".join(value.split())
    return number.value


def _evidence(found: _Found, sheets: Sequence[Sheet]) -> list[Evidence]:
    """For each number, the cell of the PDF's table that it was made of and the words that stand there."""
    return [
        Evidence(str(entry.place), table.address(number, column), str(table.rows[number][column]), str(value))
        for (entry, table), sheet in zip(found.tables, sheets, strict=False)
        for number, row in enumerate(sheet.rows, 1)
        for column, value in enumerate(row)
        if isinstance(value, (int, float))
    ][:_MOST_EVIDENCE]


def _tell(report: Report, found: _Found, made: str) -> None:
    tables, pdfs = len(found.tables), len(found.read)
    report.say(
        f"{made}: **{count_of(tables, 'table')}** and {count_of(len(found.lines), 'line')} of text from "
        f"{count_of(pdfs, 'PDF')}, each with its page.",
        f"{made}: PDF {pdfs} 件から表 **{tables} 個**と本文 {len(found.lines)} 行(ページ番号付き)。",
    )
    bare = [entry for entry in found.read if all(entry != owner for owner, _ in found.tables)]
    if bare:
        report.say("No table was found in:", "表が見つからなかった PDF:")
        report.points([code(entry.place) for entry in bare])
    if tables > _MOST_SHEETS:
        report.say(
            f"Only the first {_MOST_SHEETS} tables got a sheet.", f"シートにしたのは最初の {_MOST_SHEETS} 個です。"
        )


def _fits(entries: Sequence[Entry]) -> Fit | None:
    found = [e for e in entries if e.kind == "file" and e.place.suffix == ".pdf"]
    if not found:
        return None
    return Fit(
        10, Words(f"{count_of(len(found), 'PDF')} may hold tables.", f"PDF {len(found)} 件から表を取り出せます。"), {}
    )


def _fills(phrase: Phrase) -> Mapping[str, str]:
    values = {"files": phrase.lines(".pdf"), "name": phrase.result}
    return values | ({"folder": str(phrase.folder.place)} if phrase.folder else {})


PDF_TABLES = Recipe(
    id="pdf:tables",
    title=Words("Tables of PDFs to Excel", "PDF の表を Excel に"),
    summary=Words(
        "Takes the tables and the text out of PDFs into a workbook, with page numbers.",
        "PDF の表と本文をページ番号付きで Excel に取り出します。",
    ),
    icon="table-properties",
    fields=(
        FOLDER,
        Field("files", Kind.FILES, Words("Only these PDFs", "対象 PDF(任意)")),
        Field("subfolders", Kind.BOOL, Words("Also PDFs in subfolders", "サブフォルダー内も"), "false"),
        Field("text", Kind.BOOL, Words("Also the text", "本文も取り出す"), "true"),
        Field("name", Kind.TEXT, Words("Name of the result", "できあがるファイルの名前")),
    ),
    keywords={
        r"\bpdfs?\b|\.pdf": 2,
        r"\btables?\b|\bexcel\b|\bxlsx\b|\bspreadsheet|表|エクセル": 2,
        r"\bextract|\bconvert|抽出|変換|取り出|抜き出": 1,
    },
    work=_tables,
    fits=_fits,
    fills=_fills,
)
