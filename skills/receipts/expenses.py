"""receipts:expenses: receipts and invoices become an expense sheet in which every value shows where it came from."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from agent.core.documents import Content, Value
from agent.core.messages import Evidence, Result
from agent.core.paths import shown
from agent.core.ports import Entry
from agent.core.words import Words
from skills.form import FOLDER, Field, Form, Kind
from skills.kit.book import Sheet, column_letters, new_book
from skills.kit.gather import chosen, in_turn
from skills.kit.reading import content_of, is_scan
from skills.kit.report import SCAN, Report, Skipped, code, count_of
from skills.phrase import Phrase, folded
from skills.receipts.receipt import Found, Receipt, is_offer, money, receipt_of
from skills.recipe import Desk, Fit, Recipe, nothing_to_do
from skills.tables.shape import shown_value

_SUFFIXES = (".pdf", ".eml", ".msg", ".txt", ".docx")
_NO_AMOUNT = Words("no receipt or invoice (no sum of money was found)", "領収書・請求書ではないようです(金額なし)")
_OFFER = Words("an estimate or an order, no receipt", "見積書・注文書のため対象外です")
_ATTACHED = Words(
    "says no sum, but has files attached that were not read: save them here and run it again",
    "本文に金額がありません。添付ファイルは読んでいないため、保存してから実行してください",
)
# No receipt is longer; a log of a million lines that lies beside them is not read to its end.
_MOST_LINES, _NAMED = 5_000, 10
_COLUMNS: Mapping[str, Words] = {
    "date": Words("Date", "日付"),
    "vendor": Words("Vendor", "支払先"),
    "number": Words("Number", "番号"),
    "description": Words("Description", "内容"),
    "currency": Words("Currency", "通貨"),
    "subtotal": Words("Subtotal", "小計(税抜)"),
    "tax": Words("Tax", "消費税"),
    "total": Words("Total", "合計"),
    "registration": Words("Registration no.", "登録番号"),
}
_MONEY = ("subtotal", "tax", "total")


@dataclass(slots=True)
class _Row:
    """A receipt and its file. `repeats`: an earlier one may be the same."""

    entry: Entry
    receipt: Receipt
    repeats: bool = False

    def found(self, column: str) -> Found:
        """The value of a column."""
        found: Found = getattr(self.receipt, column)
        return found


def _expenses(desk: Desk, form: Form) -> Result:
    """One workbook: expenses, totals by currency, evidence, and what was not read."""
    report = Report(desk)
    entries = chosen(report, form, _SUFFIXES)
    if not entries:
        raise nothing_to_do(
            "There is no PDF, mail, Word or text file here.", "PDF・メール・Word・テキストのファイルがありません。"
        )
    rows = [_Row(entry, found) for entry in in_turn(desk, entries) if (found := _read(desk, report, entry))]
    if not rows:
        report.say("No receipt and no invoice could be read.", "読み取れる領収書・請求書がありません。")
        return report.result("")
    _flag_repeated(rows)
    rows.sort(key=lambda row: (str(row.receipt.date.value or "9999"), row.entry.place.path))
    folder = entries[0].place.parent if form.text("files") else form.place("folder", desk.files)
    name = form.text("name") or desk.say(f"Expenses {desk.today:%Y-%m}", f"経費 {desk.today:%Y-%m}")
    sheet = _sheet(desk, rows)
    sheets = [sheet, _totals(desk, rows), _evidence_sheet(desk, rows), _left_out(desk, report)]
    made = new_book(desk, folder, name, [one for one in sheets if one.rows])
    report.evidence += _evidence(rows)
    _tell(report, rows, len(sheet.doubts), code(made.place))
    return report.result(
        desk.say(f"Expense sheet of {count_of(len(rows), 'receipt')}", f"{len(rows)} 件の経費一覧"), [made]
    )


def _read(desk: Desk, report: Report, entry: Entry) -> Receipt | None:
    content = content_of(desk, report, entry.place, most=_MOST_LINES)
    if content is None:
        return None
    if is_scan(content):
        report.skips.append(Skipped(entry.place, SCAN))
        return None
    found = None if is_offer(content) else receipt_of(content)
    if found is None:
        report.skips.append(Skipped(entry.place, _why_not(content)))
    return found


def _why_not(content: Content) -> Words:
    if is_offer(content):
        return _OFFER
    attached = any(passage.kind == "note" for passage in content.passages) and content.format == "eml"
    return _ATTACHED if attached else _NO_AMOUNT


def _flag_repeated(rows: Sequence[_Row]) -> None:
    """Mark receipts that may be the same one twice: the same number of a vendor, or the same day, vendor and total."""
    first: dict[tuple[str, ...], _Row] = {}
    for row in rows:
        receipt = row.receipt
        vendor, number = folded(str(receipt.vendor.value or "")), folded(str(receipt.number.value or ""))
        key = (
            ("number", vendor, number) if number else ("sum", vendor, str(receipt.date.value), str(receipt.total.value))
        )
        if not number and (receipt.date.value is None or receipt.total.value is None):
            continue
        if (same := first.setdefault(key, row)) is not row:
            other = shown(str(same.entry.place))
            words = Words(f"perhaps the same receipt as {other}", f"{other} と同じ領収書の可能性があります")
            receipt.number = replace(receipt.number, doubt=words)
            row.repeats = True


def _sheet(desk: Desk, rows: Sequence[_Row]) -> Sheet:
    header = (*(words.text(desk.language) for words in _COLUMNS.values()), desk.say("Source file", "元ファイル"))
    sheet = Sheet(desk.say("Expenses", "経費"), (*header, desk.say("To check", "要確認")))
    for number, row in enumerate(rows):
        remarks: list[str] = []
        for index, column in enumerate(_COLUMNS):
            found = row.found(column)
            if found.lines:
                sheet.notes[number, index] = _note(row, found)
            if found.doubt is not None:
                words = found.doubt.text(desk.language)
                sheet.doubts[number, index] = "\n".join([words, *([_note(row, found)] if found.lines else [])])
                remarks.append(f"{_COLUMNS[column].text(desk.language)}: {words}")
        values = (row.found(column).value for column in _COLUMNS)
        sheet.rows.append((*values, row.entry.place.path, "; ".join(remarks)))
    for index in (list(_COLUMNS).index(column) for column in _MONEY):
        sheet.formats[index] = _money_format([row[index] for row in sheet.rows])
    return sheet


def _money_format(values: Sequence[Value]) -> str:
    return "#,##0.00" if any(isinstance(value, float) and not value.is_integer() for value in values) else "#,##0"


def _note(row: _Row, found: Found) -> str:
    """ "invoice.pdf p1: Total 1,100"."""
    return "\n".join(f"{row.entry.place.name} {line.anchor}: {line.text}" for line in found.lines)


def _sums(rows: Sequence[_Row]) -> dict[str, list[float]]:
    """Currency to number of receipts and sum of totals. Nothing is converted."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0, 0])
    for row in rows:
        total = row.receipt.total.value
        if isinstance(total, (int, float)):
            count_and_sum = sums[str(row.receipt.currency.value or "")]
            count_and_sum[0] += 1
            count_and_sum[1] = round(count_and_sum[1] + total, 2)
    return dict(sorted(sums.items()))


def _totals(desk: Desk, rows: Sequence[_Row]) -> Sheet:
    header = (desk.say("Currency", "通貨"), desk.say("Receipts", "件数"), desk.say("Total", "合計"))
    unknown = desk.say("not given", "記載なし")
    sums = _sums(rows)
    return Sheet(
        desk.say("Totals", "集計"),
        header,
        [(currency or unknown, count, total) for currency, (count, total) in sums.items()],
        formats={2: _money_format([total for _, total in sums.values()])},
        formulas=_following(desk, len(rows), list(sums)),
    )


def _following(desk: Desk, count: int, currencies: Sequence[str]) -> dict[tuple[int, int], str]:
    """Count and sum of each currency as formulas over the expenses, so that they follow when one is corrected."""
    letters = (column_letters(list(_COLUMNS).index(column)) for column in ("currency", "total"))
    currency, total = (f"{desk.say('Expenses', '経費')}!${one}$2:${one}${count + 1}" for one in letters)
    # What gives no currency stays a value: an empty criterion means another thing in each program.
    rows = [row for row, name in enumerate(currencies) if name]
    counts = {(row, 1): f'=COUNTIFS({currency},A{row + 2},{total},"<>")' for row in rows}
    return counts | {(row, 2): f"=SUMIFS({total},{currency},A{row + 2})" for row in rows}


def _evidence_sheet(desk: Desk, rows: Sequence[_Row]) -> Sheet:
    header = (
        desk.say("File", "ファイル"),
        desk.say("Place", "場所"),
        desk.say("Field", "項目"),
        desk.say("Value", "値"),
        desk.say("Exact words", "元の文言"),
    )
    return Sheet(
        desk.say("Evidence", "根拠"),
        header,
        [
            (
                row.entry.place.path,
                line.anchor,
                words.text(desk.language),
                shown_value(row.found(column).value),
                line.text,
            )
            for row in rows
            for column, words in _COLUMNS.items()
            for line in row.found(column).lines
        ],
    )


def _evidence(rows: Sequence[_Row]) -> list[Evidence]:
    return [
        Evidence(str(row.entry.place), line.anchor, line.text, shown_value(row.found(column).value))
        for row in rows
        for column in _COLUMNS
        for line in row.found(column).lines
    ]


def _left_out(desk: Desk, report: Report) -> Sheet:
    rows: list[tuple[Value, ...]] = [(skip.place.path, skip.why.text(desk.language)) for skip in report.skips]
    return Sheet(desk.say("Not read", "読み取れず"), (desk.say("File", "ファイル"), desk.say("Why", "理由")), rows)


def _tell(report: Report, rows: Sequence[_Row], doubts: int, made: str) -> None:
    report.say(f"{made}: **{count_of(len(rows), 'receipt')}**.", f"{made}: **{len(rows)} 件**。")
    unknown = report.desk.say("no currency", "通貨の記載なし")
    sums = _sums(rows).items()
    report.points([f"{currency or unknown} {money(total)} ({int(count)})" for currency, (count, total) in sums])
    missing = [code(row.entry.place) for row in rows if row.receipt.total.value is None]
    if missing:
        report.say(
            f"{count_of(len(missing), 'receipt')} without a total: the cell is empty ({_few(missing)}).",
            f"合計が読み取れない {len(missing)} 件は空欄です({_few(missing)})。",
        )
    again = [code(row.entry.place) for row in rows if row.repeats]
    if again:
        report.say(
            f"Perhaps the same receipt twice, and counted twice in the totals: {_few(again)}.",
            f"同じ領収書の可能性があり、合計に二重に含まれています: {_few(again)}",
        )
    if doubts:
        report.say(
            f"**{count_of(doubts, 'value')} to check**, marked in the sheet with the reason.",
            f"**要確認の値 {doubts} 件**に、理由とともに印を付けました。",
        )


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def _fits(entries: Sequence[Entry]) -> Fit | None:
    words = ("invoice", "receipt", "bill", "請求", "領収", "レシート")
    found = [
        e
        for e in entries
        if e.kind == "file" and e.place.suffix in _SUFFIXES and any(w in folded(e.place.path) for w in words)
    ]
    if not found:
        return None
    return Fit(
        60,
        Words(
            f"{count_of(len(found), 'receipt or invoice', 'receipts or invoices')} here.",
            f"領収書・請求書らしいファイルが {len(found)} 件あります。",
        ),
        {},
    )


def _fills(phrase: Phrase) -> Mapping[str, str]:
    values = {"files": phrase.lines(*_SUFFIXES), "name": phrase.result}
    return values | ({"folder": str(phrase.folder.place)} if phrase.folder else {})


EXPENSES = Recipe(
    id="receipts:expenses",
    title=Words("Expense sheet from receipts", "領収書から経費一覧"),
    summary=Words(
        "Reads receipts and invoices (PDF with text, mails, Word, text) into an expense sheet with evidence.",
        "領収書・請求書(文字のある PDF、メールなど)を読み、根拠付きの経費一覧を作ります。",
    ),
    icon="receipt",
    fields=(
        FOLDER,
        Field("files", Kind.FILES, Words("Only these files", "対象ファイル(任意)")),
        Field("subfolders", Kind.BOOL, Words("Also files in subfolders", "サブフォルダー内も"), "true"),
        Field("name", Kind.TEXT, Words("Name of the result", "できあがるファイルの名前")),
    ),
    keywords={
        r"\breceipts?\b|\binvoices?\b|\bbills?\b|領収|請求書|レシート|インボイス": 3,
        r"\bexpenses?\b|経費|精算|支出": 3,
    },
    work=_expenses,
    fits=_fits,
    fills=_fills,
)
