"""What a receipt or an invoice says: each value with the line that says it, and the doubts that stay."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent.core.documents import Content
from agent.core.words import Words
from skills.kit.dates import Day, Doubt, days_in, order_in
from skills.kit.numbers import currency_of
from skills.receipts.names import mail_header, number_of, registration_of, vendor_of
from skills.receipts.words import Label, Labelled, Line, amounts_in, code_in, labelled, lines_of

# Totals stand in lines of their own; "total costs were $36 billion, an increase of 6 %" is prose.
_SHORT = 60
_NAMED = re.compile(r"\binvoice|\breceipt|請\s?求\s?書|領\s?収|レシート|納品書|お買上|利用明細")
_TITLE = re.compile(r"[御ご]?請\s?求\s?書$|領\s?収\s?[書証]$|レシート$|(?:tax |official )?(?:invoice|receipt)$")
# Papers about money that nobody has paid or must pay.
_OFFER = re.compile(r"見積|注文書|発注書|\bquotation\b|^(?:price |sales |cost )?(?:quote|estimate|purchase order)\b")
# A receipt written by hand says no more than "¥3,300-", "金 3,300円也" or "金額 ¥3,300".
_ALONE = re.compile(r"金?額?\s*[:：]?\s*(?:¥\s?[\d,]+\s?-?|[\d,]+\s?円)\s?也?\s?-?\s?(?:\(?税込み?\)?)?")
_FARE = re.compile(r"(?:運\s*賃|乗車料金|ご?利用料金|fare)\b.{0,30}\d")
_ONE_SUM = Words("the only sum in a line of its own", "単独で書かれた金額です")
_ONE_FARE = Words("the fare, since no total is given", "合計の記載がないため、運賃としました")
_HEAD = 10
_ISSUED = re.compile(
    r"(?:invoice|issue|bill|billing|receipt|order|purchase|transaction|payment|paid)\w*[ -]?(?:date|on)"
    r"|date of issue|issued"
    r"|発行日|請求日|領収日|取引日|購入日|利用日|注文日|ご利用年月日"
)
_DATE = re.compile(r"\bdate\b|日付|年月日")
_OTHER_DATE = re.compile(
    r"\bdue\b|pay by|expir|deliver|ship|valid|period|check-?(?:in|out)|期限|期日|有効|納期|納品|予定|締|引落"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the lines that say it; `doubt` when a person should look. None: the document does not say it."""

    value: datetime.date | str | int | float | None = None
    lines: tuple[Line, ...] = ()
    doubt: Words | None = None


NOTHING = Found()


@dataclass(slots=True)
class Receipt:
    """The values of one document."""

    date: Found = NOTHING
    vendor: Found = NOTHING
    number: Found = NOTHING
    registration: Found = NOTHING
    description: Found = NOTHING
    currency: Found = NOTHING
    subtotal: Found = NOTHING
    tax: Found = NOTHING
    total: Found = NOTHING


def receipt_of(content: Content) -> Receipt | None:
    """The values that a document says, or None when it is about no sum of money."""
    lines = lines_of(content)
    marked = labelled(lines)
    subject = mail_header(content, "subject")
    totals = [one for one in marked if one.label in (Label.DUE, Label.TOTAL)]
    if not _is_receipt(lines, subject, totals):
        return None
    refund = any(one.amount.value < 0 for one in totals)
    parts = _Parts(
        _single([one for one in marked if one.label is Label.SUBTOTAL]),
        _tax([one if refund else _unbracketed(one) for one in marked if one.label is Label.TAX]),
        _extras(marked),
        any(re.search(r"内税|内消費税|税込|incl|\((?:内|うち)?税 ?[¥\d]", line.plain) for line in lines),
    )
    total, parts = _total(totals, parts) if totals else (_alone(lines), parts)
    return Receipt(
        date=_date(lines, content),
        vendor=Found(*vendor_of(lines, content)),
        number=Found(*number_of(lines)),
        registration=Found(*registration_of(lines)),
        description=Found(subject.text, (subject,)) if subject else NOTHING,
        currency=_currency([one for one in marked if one.line in total.lines] or totals or _plain(total)),
        subtotal=NOTHING if parts.is_whole(total.value) else parts.subtotal,
        tax=parts.tax,
        total=_checked(_in_prose(total), parts),
    )


def is_offer(content: Content) -> bool:
    """Whether it calls itself an estimate or an order at its head, and nowhere a receipt or an invoice."""
    subject = mail_header(content, "subject")
    lines = [*([subject] if subject else []), *lines_of(content)]
    offered = any(_OFFER.search(line.plain) for line in lines[:_HEAD])
    return offered and not any(_NAMED.search(line.plain) for line in lines)


def _unbracketed(one: Labelled) -> Labelled:
    """Beside a positive total, "tax (100)" explains and takes nothing off."""
    amount = one.amount
    return replace(one, amount=replace(amount, value=abs(amount.value))) if amount.bracketed else one


def _alone(lines: Sequence[Line]) -> Found:
    """The one sum that stands in a line of its own, else the one fare, marked, where no words call anything a total."""
    alone = [line for line in lines if _ALONE.fullmatch(line.plain)]
    fares = [line for line in lines if _FARE.match(line.plain)]
    values = {amount.value: line for line in alone or fares for amount in amounts_in(line.plain)[-1:]}
    if len(values) != 1:
        return NOTHING
    value, line = next(iter(values.items()))
    return Found(value, (line,), _ONE_SUM if alone else _ONE_FARE)


def _plain(total: Found) -> list[Labelled]:
    """The amounts of a total that no label names."""
    return [Labelled(Label.TOTAL, "", amount, line) for line in total.lines for amount in amounts_in(line.plain)[-1:]]


def _in_prose(total: Found) -> Found:
    """A total with a doubt when it stands in the middle of a sentence rather than at the end of a line."""
    line = total.lines[0] if total.lines else None
    if line is None or total.doubt or len(line.plain) <= _SHORT or re.search(r"\d\W{0,9}(?:円|\w{3})?\W*$", line.plain):
        return total
    return replace(total, doubt=Words("found in a sentence", "文章の中の金額です"))


def _is_receipt(lines: Sequence[Line], subject: Line | None, totals: Sequence[Labelled]) -> bool:
    """It calls itself one and has that as its title or holds a sum of money, or it has a short line with a total and
    its currency.
    """
    named = any(_NAMED.search(line.plain) for line in [*lines[:60], *([subject] if subject else [])])
    if named:
        titled = any(_TITLE.match(line.plain) for line in lines[:_HEAD])
        return titled or bool(totals) or any(amount.symbol for line in lines for amount in amounts_in(line.plain))
    return any(one.amount.symbol and len(one.line.plain) <= _SHORT for one in totals)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a total is made of. `extras` are shipping, tips and the like less discounts; `included`: tax is inside."""

    subtotal: Found
    tax: Found
    extras: int | float
    included: bool

    def make(self, total: int | float) -> bool:
        """Whether they make this total; a yen of rounding is allowed."""
        before, tax = self.subtotal.value, self.tax.value
        if not isinstance(before, (int, float)) or not isinstance(tax, (int, float)):
            return False
        sums = {before + tax, before + tax + self.extras} | ({before, before + self.extras} if self.included else set())
        near = 1.001 if isinstance(total, int) else 0.011
        return any(abs(one - total) < near for one in sums)

    def is_whole(self, total: object) -> bool:
        """Whether what is called a subtotal holds the tax already."""
        return self.included and bool(self.tax.value) and self.subtotal.value == total


def _extras(marked: Sequence[Labelled]) -> int | float:
    added = [one.amount.value for one in marked if one.label is Label.EXTRA]
    return _plain_sum([*added, *(-abs(one.amount.value) for one in marked if one.label is Label.LESS)])


def _single(marked: Sequence[Labelled]) -> Found:
    values = list(dict.fromkeys(one.amount.value for one in marked))
    if not values:
        return NOTHING
    last = next(one for one in reversed(marked) if one.amount.value == values[-1])
    return Found(values[-1], (last.line,), _several(values) if len(values) > 1 else None)


def _several(values: Sequence[int | float]) -> Words:
    shown = ", ".join(map(money, values[:5]))
    return Words(f"several are given: {shown}", f"複数の値があります: {shown}")


def money(value: float) -> str:
    """A sum as people write it: 1,100 and 9.50."""
    return f"{value:,.2f}" if isinstance(value, float) and not value.is_integer() else f"{int(value):,}"


def _tax(marked: Sequence[Labelled]) -> Found:
    """The tax; parts by different rates are added up when no sum is given."""
    sums = [one for one in marked if re.search(r"^total|計$", one.words)]
    parts = list({(one.amount.value, one.line.plain): one for one in sums or marked}.values())
    if len(parts) < 2:
        return Found(parts[0].amount.value, (parts[0].line,)) if parts else NOTHING
    if len({one.amount.value for one in parts}) == 1:
        return Found(parts[0].amount.value, (parts[0].line,))
    rates = [re.findall(r"\d+(?:\.\d+)?(?= ?%)", one.line.plain) for one in parts]
    if all(rates) and len({rate[-1] for rate in rates}) == len(parts):
        return Found(_plain_sum([one.amount.value for one in parts]), tuple(one.line for one in parts))
    return Found(parts[-1].amount.value, (parts[-1].line,), _several([one.amount.value for one in parts]))


def _plain_sum(values: Sequence[int | float]) -> int | float:
    """A sum without the dust of binary fractions."""
    return round(sum(values), 2)


def _total(totals: Sequence[Labelled], parts: _Parts) -> tuple[Found, _Parts]:
    """The total; a plain "total" above the amount due may turn out to be the subtotal."""
    due = [one for one in totals if one.label is Label.DUE and one.amount.value]
    plain_totals = [one for one in totals if one.label is Label.TOTAL and one.amount.value]
    chosen = due or plain_totals
    values = list(dict.fromkeys(one.amount.value for one in chosen))
    if not values:
        return (Found(0, (totals[-1].line,)) if totals else NOTHING), parts
    fitting = [value for value in values if parts.make(value)]
    value = (fitting or values)[-1]
    line = next(one.line for one in reversed(chosen) if one.amount.value == value)
    doubt = _several(values) if len(values) > 1 and not fitting else None
    others = [one for one in plain_totals if due and one.amount.value != value]
    if others and parts.subtotal.value is None:
        before = Found(others[-1].amount.value, (others[-1].line,))
        if replace(parts, subtotal=before).make(value):
            return Found(value, (line,), doubt), replace(parts, subtotal=before)
        doubt = doubt or _several([value, *(one.amount.value for one in others)])
    return Found(value, (line,), doubt), parts


def _checked(total: Found, parts: _Parts) -> Found:
    """The total with a doubt when its parts do not add up to it, or when there is none."""
    if not isinstance(total.value, (int, float)):
        return Found(None, (), Words("no total was found", "合計が見つかりません"))
    before, tax = parts.subtotal.value, parts.tax.value
    if (
        total.doubt
        or not isinstance(before, (int, float))
        or not isinstance(tax, (int, float))
        or parts.make(total.value)
    ):
        return total
    both = money(_plain_sum([before, tax]))
    words = Words(f"subtotal and tax make {both}", f"小計と税の合計は {both} で、一致しません")
    return replace(total, doubt=words)


def _currency(marked: Sequence[Labelled]) -> Found:
    symbols = {
        currency_of(symbol.upper()): one for one in marked if (symbol := one.amount.symbol or code_in(one.line.plain))
    }
    if not symbols:
        return NOTHING
    symbol, one = next(iter(symbols.items()))
    doubt = Words("several currencies", "複数の通貨") if len(symbols) > 1 else None
    return Found(symbol, (one.line,), doubt)


def _date(lines: Sequence[Line], content: Content) -> Found:
    """The day of issue, else any single day, else that of the mail, which is marked."""
    ranked = sorted(_ranked_days(lines), key=lambda found: -found[0])
    best = [(day, line) for rank, day, line in ranked if rank == ranked[0][0]]
    for day, line in best:
        if isinstance(day.value, datetime.date):
            days = {found.value for found, _ in best if found.value}
            several = Words("several dates are given", "複数の日付があります") if len(days) > 1 else None
            return Found(_as_date(day.value), (line,), several)
    if best:
        return Found(None, (best[0][1],), _unsure(best[0][0]))
    sent = mail_header(content, "date")
    found = days_in(sent.text) if sent else []
    if sent and found and found[0][1].value:
        return Found(_as_date(found[0][1].value), (sent,), Words("the day of the mail", "メールの日付です"))
    return Found(None, (), Words("no date was found", "日付が見つかりません"))


def _unsure(day: Day) -> Words:
    match day.doubt:
        case Doubt.ORDER:
            return Words("day or month first?", "日と月の順が不明です")
        case Doubt.CENTURY:
            return Words("a year of two digits", "年が 2 桁です")
    return Words("there is no such day", "存在しない日付です")


def _as_date(value: datetime.date) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _ranked_days(lines: Sequence[Line]) -> Iterator[tuple[int, Day, Line]]:
    """Every day with how sure it is the day of issue: 3 by its label, 2 called a date, 1 bare. Others are left out."""
    order = order_in(line.text for line in lines)
    for index, line in enumerate(lines):
        above = lines[index - 1].plain if index else ""
        for start, day in days_in(line.text, order):
            label = line.plain[:start].strip() or (above if not days_in(above) else "")
            if _ISSUED.search(label):
                yield 3, day, line
            elif _DATE.search(label) and not _OTHER_DATE.search(label):
                yield 2, day, line
            elif not _OTHER_DATE.search(label) and day.doubt is not Doubt.CENTURY:
                yield 1, day, line
