"""Lines of a receipt, the amounts in them, and the labels that say what an amount is. English and Japanese."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from agent.core.documents import Content
from skills.kit.numbers import with_yen


class Label(StrEnum):
    """What the words before an amount say. DUE is a total for sure, TOTAL may be one without tax.

    EXTRA is added to a total beside the tax (shipping, a tip), LESS is taken off.
    """

    IGNORED = "ignored"
    SUBTOTAL = "subtotal"
    TAX = "tax"
    EXTRA = "extra"
    LESS = "less"
    DUE = "due"
    TOTAL = "total"


_LABELS = {
    Label.IGNORED: (
        r"total (?:items?|qty|quantity|hours|pages|discounts?|savings?|weight|nights?|units?)"
        r"|合計(?:点数|数量|個数|時間)"
        r"|(?:tax|vat|gst)[ -]?(?:id|no\b\.?|number|invoice|reg\w*|receipt|payer|date|rate|point|exempt)|取消消費税"
        r"|(?:previous|past) balance|お預(?:か)?り(?:合計|計)?|お釣り?|おつり|change due|前回(?:ご)?請求額|tendered"
        r"|(?:税込|税抜)(?:単価|価格)|\d+ ?% ?対象(?:額|計)?(?:\(税[込抜]\))?"
    ),
    Label.SUBTOTAL: (
        r"sub[ -]?totals?|net (?:amount|total|price)|total (?:excl\w*|before|net)(?: of)?(?: vat| tax| gst)?"
        r"|taxable amount|小\s*計|税抜(?:き)?(?:合計|金額|額)|(?:合\s*計|金額)\s*\(税抜き?\)|本体(?:価格|金額|合計)"
    ),
    Label.EXTRA: (
        r"shipping(?: ?(?:&|and) ?handling)?(?: cost| charge| fee)?|handling(?: fee)?|postage"
        r"|delivery (?:fee|charge|cost)"
        r"|freight|\btips?\b|gratuity|service (?:charge|fee)|surcharge|送料|配送料|手数料|運賃|サービス料"
    ),
    Label.LESS: r"discounts?|coupon|rebate|割引(?:額|金額)?|値引き?(?:額|金額)?|クーポン",
    Label.DUE: (
        r"grand total|(?:total|balance) (?:amount )?due|(?:invoice|order|bill) total|amount (?:due|payable|paid)"
        r"|total (?:amount|paid|payable|charged|price|cost|to pay|payment)(?: due| payable)?(?: \(\w{3}\))?"
        r"|total \(?incl\w*\.?(?: of)?(?: sales)?(?: vat| tax| gst)?|you paid|balance due"
        r"|(?:今回)?(?:ご|御)?請求(?:合計|総)?(?:金)?額(?:合計)?|(?:ご|御)?請求合計|領収(?:金)?額"
        r"|合計金額|総\s*合\s*計|税込(?:合計|総額|金額)"
        r"|合\s*計(?:額)?\s*\((?:税込み?|消費税込み?)\)|お?支払い?(?:合計|総額|金額|額)|お買(?:い)?上げ?(?:合計|計|金額)|現計"
    ),
    Label.TAX: (
        r"total (?:sales )?(?:tax|vat|gst)|(?:(?:sales|consumption|state|local|city) )?tax(?:es)?\b"
        r"|\b(?:vat|gst|hst|pst)\b"
        r"|[内外(うち]*消費税(?:等|額)*(?:合計|計)?|[内外]税(?:額|計)?|税額(?:合計)?|\((?:内|うち)?税(?= ?[¥\d])"
    ),
    Label.TOTAL: r"\btotals?\b|合\s*計|総\s*計|総\s*額",
}
_ANY_LABEL = re.compile("|".join(f"(?P<{label}>{pattern})" for label, pattern in _LABELS.items()))
_CODES = "jpy|usd|eur|gbp|cad|aud|chf|cny|sgd|hkd|nzd|inr|krw"
_CODE = re.compile(rf"\b(?:{_CODES})\b")
# 1.234,50 and 1 234,50; 1 234 €; 1,234.50; 1'234.50; 1,23,456.50 (India); 12,50; 12.50
_NUMBER = (
    r"\d{1,3}(?:[. ]\d{3})+,\d{2}|\d{1,3}(?: \d{3})+(?=\s?(?:€|eur\b|chf\b))|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"
    r"|\d{1,3}(?:['’]\d{3})+(?:\.\d{1,2})?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,2})?|\d+,\d{2}(?![\d,])|\d+(?:\.\d{1,2})?"
)
_AMOUNT = re.compile(
    rf"(?<![\w.,'’/-])(?P<open>\()?(?P<sign>[-−△▲])?\s?"
    rf"(?P<before>[¥$€£₩₹]|(?:us|ca?|au?|nz|hk|sg?|nt)\$|(?:{_CODES})(?=[\s\d]))?\s?"
    rf"(?P<sign2>[-−△▲])?(?!(?<=\d )\d{{3}}\.\d)(?P<number>{_NUMBER})"
    # A number goes on, or counts something: 3 days, 5 items, 20 %, 5 billion, 3 万. "1 234.50" may be one or two.
    r"(?!\d|[.,'’]\d| \d{3}\.\d\d|\s?%|\s?[年月日時分個點名枚本件万億千]|[-/:]\d|[a-z]"
    r"|\s?(?:thousand|million|billion|trillion|bn)\b)"
    rf"(?P<close>\))?\s?(?P<after>円|[€£]|(?:{_CODES})\b)?"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands in the document; `plain` is half-width and folded, for reading."""

    anchor: str
    text: str
    plain: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money with its symbol ("¥", "円", "usd" or ""). `bracketed`: only brackets say that it is negative."""

    value: int | float
    symbol: str
    bracketed: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """An amount, what it is called, and the line in which both stand."""

    label: Label
    words: str
    amount: Amount
    line: Line


def lines_of(content: Content) -> list[Line]:
    """The lines that a reader sees, each with the address of its passage; no headers of mail, nothing hidden."""
    found = (
        (passage.anchor, line.strip())
        for passage in content.passages
        if passage.kind not in ("header", "hidden")
        for line in passage.text.splitlines()
    )
    return [Line(anchor, text, plain(text)) for anchor, text in found if text]


def plain(text: str) -> str:
    """Half-width, folded, with single blanks, and with yen signs for the backslashes of cp932."""
    return with_yen(" ".join(unicodedata.normalize("NFKC", text).casefold().replace("|", " ").split()))


def amounts_in(text: str) -> list[Amount]:
    """Amounts in a plain text, in order. Days, times, counts, percentages and parts of numbers are none."""
    return [amount for m in _AMOUNT.finditer(text) if (amount := _amount(m)) is not None]


def _amount(m: re.Match[str]) -> Amount | None:
    number = re.sub(r"['’ ]", "", m["number"])
    if re.search(r",\d{2}$", number):
        number = number.replace(".", "").replace(",", ".")
    number = number.replace(",", "")
    if len(number) > 13 or (len(number) > 1 and number.startswith("0") and "." not in number):
        return None
    value: int | float = float(number) if "." in number else int(number)
    signed, bracketed = m["sign"] or m["sign2"], bool(m["open"] and m["close"])
    symbol = m["before"] or m["after"] or ""
    return Amount(-value if signed or bracketed else value, symbol, bracketed and not signed)


def code_in(text: str) -> str:
    """The code of a currency somewhere in a plain text, "" when there is none or several."""
    found = set(_CODE.findall(text))
    return found.pop() if len(found) == 1 else ""


def labelled(lines: Sequence[Line]) -> list[Labelled]:
    """Every amount that has a label, in order: on the same line, or in a column of amounts below a column of labels."""
    found: list[Labelled] = []
    for index, line in enumerate(lines):
        segments = list(_segments(line))
        for label, words, rest in segments:
            if amounts := amounts_in(rest):
                found.append(Labelled(label, words, _meant(amounts), line))
        if _is_bare_label(line) and (below := _below(lines, index)) is not None:
            found.append(Labelled(segments[-1][0], segments[-1][1], amounts_in(below.plain)[-1], _joined(line, below)))
    return found


def _meant(amounts: Sequence[Amount]) -> Amount:
    """The last one with a symbol, for "$30.00 for 2 items" means 30; the first when a second currency explains it."""
    with_symbol = [amount for amount in amounts if amount.symbol]
    several = len({amount.symbol for amount in with_symbol}) > 1
    return with_symbol[0] if several else (with_symbol or amounts)[-1]


def _segments(line: Line) -> Iterator[tuple[Label, str, str]]:
    """Each label of a line with the words up to the next one."""
    marks = list(_ANY_LABEL.finditer(line.plain))
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(line.plain)
        yield Label(str(mark.lastgroup)), mark[0], line.plain[mark.end() : end]


def _below(lines: Sequence[Line], index: int) -> Line | None:
    """The amount that belongs to a bare label: as many lines of amounts must follow as labels stand together."""
    start = index - len(list(takewhile(_is_bare_label, reversed(lines[:index]))))
    labels = list(takewhile(_is_bare_label, lines[start:]))
    after = start + len(labels)
    amounts = list(takewhile(_is_bare_amount, lines[after:]))
    if len(amounts) < len(labels) or (len(labels) > 1 and len(amounts) != len(labels)):
        return None
    return amounts[index - start]


def _is_bare_label(line: Line) -> bool:
    return _ANY_LABEL.search(line.plain) is not None and not amounts_in(line.plain) and len(line.plain) <= 40


def _is_bare_amount(line: Line) -> bool:
    return len(amounts_in(line.plain)) == 1 and not re.search(r"[^\W\d_]{4,}", line.plain)


def _joined(label: Line, amount: Line) -> Line:
    return Line(amount.anchor, f"{label.text} {amount.text}", f"{label.plain} {amount.plain}")
