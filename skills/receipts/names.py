"""Names on a receipt: who issued it, under which number, with which registration number."""

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Content
from agent.core.words import Words
from skills.receipts.words import Line, plain

Named = tuple[str | None, tuple[Line, ...], Words | None]
_NONE: Named = (None, (), None)

_NUMBER = re.compile(
    r"(?:invoice|receipt|order|bill|transaction|confirmation|document|reference|ref)\.?\s*"
    r"(?:number|no\b\.?|num\b\.?|#|id\b)?\s*[:#]?\s*"
    r"(?P<en>[a-z]{0,6}[-/]?\d[\w/-]*|[a-z]{1,6}-[\w-]*\d[\w-]*)(?![\w.,])"
    r"|(?:請求書?|領収[書証]?|伝票|注文|管理|取引|レシート|インボイス|見積)\s*(?:番号|no\b\.?|nr\.?|#)\s*[:.]?\s*(?P<ja>[a-z0-9][\w/-]*)"
    r"|^(?:no|番号)\s*[.:]\s*(?P<bare>[a-z0-9][\w/-]*\d[\w/-]*)"
)
_NUMBER_LABEL = re.compile(
    r"(?:invoice|receipt|order|bill)\s*(?:number|no\.?|#|id)\s*[:#]?|(?:請求書?|領収[書証]?|伝票|注文)(?:番号|no\.?)\s*:?"
)
_REGISTRATION = re.compile(r"(?<![a-z0-9])t[- ]?(\d{13}|\d[- ]?\d{4}[- ]?\d{4}[- ]?\d{4})(?!\d)")
_ISSUER = re.compile(
    r"(?:^.*\bche(?:ck|que)s? payable to\s*[:：]?"
    r"|^(?:vendor|seller|supplier|from|bill(?:ed)? from|sold by|merchant|issued by|payee|company"
    r"|store|shop|hotel|restaurant"
    r"|発行者|発行元|販売元|販売者|販売店|店舗名?|店名|会社名|請求元|屋号)\s*[:：])\s*(.+)$",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|\(株\)|\(有\)|\(同\)|商店|税理士|事務所"
    r"|\b(?:inc|ltd|llc|gmbh|corp|plc|limited|pty|co)\b\.?"
)
_CUSTOMER = re.compile(
    r"御中|様|殿|\b(?:bill(?:ed)? to|ship(?:ped)? to|sold to|customer|client|attn|attention|buyer)\b|^to\b|宛"
)
_BANK = re.compile(r"銀行|信用金庫|支店|口座|振込|\bbank\b|\biban\b|\baccount\b|swift")
_NO_NAME = re.compile(
    r"^(?:tax )?(?:invoice|receipt|bill|statement|order confirmation)\b"
    r"|^(?:[御ご]?請求書|領収[書証]|レシート|納品書|明細書?)"
    r"|\b(?:invoice|receipt)$|^no\b|^領\s*収"
    r"|[:：#]|^\W*$|^\d|\d{3}|[¥$€£円]|^(?:dear|hi|hello|thank|page|date)\b|ありがとう|お世話"
)


def mail_header(content: Content, name: str) -> Line | None:
    """A header of a mail ("subject", "from", "date")."""
    for passage in content.passages:
        if passage.kind != "header":
            continue
        for text in passage.text.splitlines():
            key, colon, value = text.partition(":")
            if colon and key.strip().casefold() == name and value.strip():
                return Line(passage.anchor, value.strip(), plain(value))
    return None


def number_of(lines: Sequence[Line]) -> Named:
    """The number of the invoice or receipt; a doubt when there are several."""
    found = list(_numbers(lines))
    if not found:
        return _NONE
    several = len({number for number, _ in found}) > 1
    strong = [pair for pair in found if re.search(r"invoice|receipt|請求|領収", pair[1].plain)] or found
    doubt = Words("several numbers are given", "複数の番号があります") if several and len(strong) != 1 else None
    return strong[0][0], (strong[0][1],), doubt


def _numbers(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    for index, line in enumerate(lines):
        for m in _NUMBER.finditer(line.plain):
            number = m["en"] or m["ja"] or m["bare"] or ""
            if any(c.isdigit() for c in number) and not re.fullmatch(r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}", number):
                yield number.upper(), line
        if _NUMBER_LABEL.fullmatch(line.plain) and index + 1 < len(lines):
            below = lines[index + 1]
            if re.fullmatch(r"#?[a-z]{0,6}[-/]?\d[\w/-]*|[a-z]{1,6}-[\w-]*\d[\w-]*", below.plain):
                yield below.plain.lstrip("#").upper(), Line(below.anchor, f"{line.text} {below.text}", below.plain)


def registration_of(lines: Sequence[Line]) -> Named:
    """The registration number of a Japanese qualified invoice: T and 13 digits (National Tax Agency)."""
    for line in lines:
        if m := _REGISTRATION.search(line.plain):
            return "T" + re.sub(r"\D", "", m[1]), (line,), None
    return _NONE


def vendor_of(lines: Sequence[Line], content: Content) -> Named:
    """Who issued it: by a label, by the form of a company's name, by the sender, else the first line, marked."""
    for line in lines:
        if (m := _ISSUER.match(line.text)) and not _CUSTOMER.search(line.plain):
            return m[1].strip(), (line,), None
    issuers = [line for line in _not_customers(lines) if _COMPANY.search(line.plain) and len(line.text) <= 80]
    issuers = [line for line in issuers if not _BANK.search(line.plain)]
    if issuers:
        return issuers[0].text, (issuers[0],), None
    sender = mail_header(content, "from")
    if sender:
        name = sender.text.partition("<")[0].strip().strip('"') or sender.text
        return name, (sender,), None
    for line in lines[:3]:
        if not _NO_NAME.search(line.plain) and not _CUSTOMER.search(line.plain) and len(line.text) <= 60:
            return line.text, (line,), Words("taken from the first lines", "冒頭の行から推定しました")
    return None, (), Words("no vendor was found", "支払先が見つかりません")


def _not_customers(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines without those that name who pays, and without the line below such a label."""
    below = False
    for line in lines:
        if _CUSTOMER.search(line.plain):
            below = re.search(r"\bto\b|customer|client|buyer", line.plain) is not None and len(line.plain) <= 16
        elif below:
            below = False
        else:
            yield line
