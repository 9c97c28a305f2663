"""What in a text looks like a number and claims none: dates, times, ordinals, addresses, versions, names of files."""

import re
import unicodedata
from collections.abc import Iterable

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_PLACE = (
    r"pages?|pp?\.|slides?|rows?|lines?|columns?|cells?|sheets?|steps?|items?|sections?|chapters?|tables?|figures?|"
    r"paragraphs?|no\.|numbers?|version|v|phase|level|option|day|week|invoice|order|ticket|room|class|type|article|"
    r"シート|ページ|スライド|表|図|手順|ステップ|項|第|No\."
)
_CURRENCY = r"(?:USD|EUR|JPY|GBP|CHF|CNY|KRW|AUD|CAD|US|RMB|INR|HK|NT|Rs)"
EXTENSIONS = (
    "xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "docx", "docm", "doc", "odt", "pptx", "pptm", "ppt", "pdf",
    "txt", "md", "markdown", "html", "htm", "json", "xml", "yaml", "yml", "eml", "msg", "mbox", "zip", "png", "jpg",
    "jpeg", "gif", "webp", "bmp", "tif", "tiff", "heic", "log", "ics", "rtf", "py", "js", "sql", "mp4", "mov", "mp3",
)  # fmt: skip
_DOTTED = "|".join(sorted(EXTENSIONS, key=len, reverse=True))
FILE_NAME = re.compile(rf"[^\s\"'“”‘’「」『』`()（）\[\]<>|*,、。:;：]+\.(?:{_DOTTED})(?![A-Za-z0-9])", re.IGNORECASE)
_NOT_CLAIMS = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        r"```.*?(?:```|\Z)(?s:)",
        r"https?://\S+|\S+@\S+",
        r"`[^`\n]*[A-Za-z_぀-ヿ一-鿿][^`\n]*`",
        FILE_NAME.pattern,
        rf"(?<![A-Za-z])(?!{_CURRENCY}\s?[\d$])[A-Za-z_][A-Za-z_]*[-_]?\d[\w-]*(?:[-/]\w+)*",
        r"\+\d{1,3}[ -]\d[\d -]{6,}",
        r"^[ \t]*(?:[-*#>]+[ \t]*)?\(?\d{1,3}[.)](?=\s)",
        r"\d{4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}",
        r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
        r"(?<![\d.,])\d{4}[-/](?:0?[1-9]|1[0-2])(?![\d/-])",
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s*(?:of\s+)?{_MONTH}\b(?:,?\s*\d{{4}})?",
        rf"\b{_MONTH}\s*{_DAY}(?:st|nd|rd|th)?\b(?![,.]\d{{3}}(?!\d)|\.\d)(?:\s*[-–]\s*\d{{1,2}})?(?:,?\s*\d{{4}})?",
        rf"\b{_MONTH},?\s*\d{{4}}\b",
        r"(?:令和|平成|昭和|[RHS])\s*\d{1,2}\s*年(?:度)?",
        r"\d{2,4}\s*年(?!間)度?(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?",
        r"\d{1,2}\s*月(?:分|度|末|期)?(?:\s*\d{1,2}\s*日)?",
        r"\d{1,2}\s*日(?!間|以内|分)",
        r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?",
        r"\d{1,2}\s*時(?:\s*\d{1,2}\s*分)?(?!間)",
        r"\bQ[1-4]\b|第?\s*\d\s*四半期|\bFY\s*\d{2,4}|\b[12]\d{3}s\b|\bH[12]\b",
        r"(?<![\d.,$€£¥])\(?(?:19|20)\d{2}\)?(?![\d,.%]*\d|\s*(?:円|ドル|個|件|行|人|%|rows|files|records|units|USD|EUR|JPY))",
        r"\b\d+(?:st|nd|rd|th)\b",
        r"第\s*\d+\s*[^\s\d、。]?|\d+\s*(?:番目|番|位|回目|行目|列目|ページ目|枚目|つ目|件目|年目|号)",
        rf"(?:(?<![A-Za-z])(?:{_PLACE})|#)\s*\d+(?:\s*(?:[-–—~〜,、]|to|and|から|と)\s*\d+)*",
        rf"(?<![A-Za-z])(?!{_CURRENCY}\s?\d)\$?[A-Z]{{1,3}}\$?\d{{1,7}}(?::\$?[A-Z]{{1,3}}\$?\d{{1,7}})?(?![\w.])",
        r"\b\d+[-/]\d+[-/]\d[\d-]*\b",
        r"\b0\d{1,4}-\d{1,4}-?\d*",
        r"\b\d+\.\d+\.\d+(?:\.\d+)*\b",
        r"(?<![\d.,])\d{1,2}/\d{1,2}(?![\d/])",
        r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{7,}\b",
        r"\b\d+[a-z]\b(?<![kmb])",
    )
)  # fmt: skip


def normal(text: str) -> str:
    """`text` with the digits and signs of all writings as ASCII has them."""
    spaced = re.sub("(?<=\\d)[\u00a0\u202f\u2009](?=\\d{3}(?!\\d))", "", text)
    circled = re.sub("[\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]", " ", spaced)
    return unicodedata.normalize("NFKC", circled).replace("−", "-")


def without_marks(text: str, names: Iterable[str] = ()) -> str:
    """`normal(text)` of the same length with everything blanked that claims no number. `names` are of files."""
    for name in sorted(filter(None, map(normal, names)), key=len, reverse=True):
        if any(letter.isdigit() for letter in name):
            text = text.replace(name, " " * len(name))
    for pattern in _NOT_CLAIMS:
        text = pattern.sub(_blank, text)
    return text


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])
