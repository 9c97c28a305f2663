"""The words and tables of HTML that mails carry. Nothing is loaded; what is hidden by a style is kept and marked."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from agent.documents.opc.package_properties import is_sentence

_SILENT = {"script", "style", "head", "title", "noscript", "template"}
_BLOCKS = {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr",
           "section", "article", "header", "footer", "pre"}  # fmt: skip
_LINES = {"br", "tr", "li", "hr"}
_VOID = {"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "embed", "source", "wbr"}
_NUMBER = r"0*(?:[01](?:\.\d+)?|2(?:\.0+)?|\.\d+)"
# What a style says, and the reason for which its words are not seen.
_STYLES = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (rf"font-size\s*:\s*(?:{_NUMBER}(?:px|pt)|0)(?![\w.])", "tiny text"),
        (r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", "hidden by style"),
        (r"opacity\s*:\s*0*(?:\.0+)?\d?(?![.\d%])(?<![1-9])|clip\s*:\s*rect\(0", "transparent text"),
        (r"(?:text-indent|left|top|margin-left|margin-top|right)\s*:\s*-\d{3,}", "off the page"),
        (r"(?<![\w-])(?:max-)?(?:width|height)\s*:\s*[01](?:px|pt)?\s*(?:;|$|!)", "zero size"),
    )
)
_LIGHT = re.compile(
    r"(?<![\w-])color\s*:\s*(?:#f{3}(?:f{3})?(?:f{2})?\b|white|transparent|rgba?\(\s*255\s*,\s*255\s*,\s*255)",
    re.IGNORECASE,
)


@dataclass
class HtmlWords:
    """What a piece of HTML says: `text` with a line for each block, `tables` as rows of texts, `hidden` words.

    `places` are the lines of the source in which hidden words stand, and the reasons: by styles at the elements
    themselves; style sheets are not followed.
    """

    text: str = ""
    tables: list[list[list[str]]] = field(default_factory=list)
    hidden: str = ""
    places: list[tuple[int, str]] = field(default_factory=list)


def html_words(html: str) -> HtmlWords:
    """Read HTML as it comes, closed properly or not."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.words()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._unseen: list[str] = []
        self._places: list[tuple[int, str]] = []
        self._open: list[str] = []
        self._counted: Counter[str] = Counter()
        self._hides: list[tuple[int, str]] = []
        self._grounds: list[int] = []
        self._links: list[tuple[str, int]] = []
        self._tables: list[list[list[str]]] = []
        self._growing: list[list[list[str]]] = []
        self._cells: list[int] = []

    def words(self) -> HtmlWords:
        return HtmlWords(
            _tidy("".join(self._pieces)),
            [one for one in self._tables if one],
            _tidy(" ".join(self._unseen)),
            self._places,
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            if _is_coloured(values):
                self._grounds.append(len(self._open))
            reason = "silent" if tag in _SILENT else _reason(values, seen=bool(self._grounds))
            if reason:
                self._hides.append((len(self._open), reason))
            self._open.append(tag)
            self._counted[tag] += 1
        if tag in _BLOCKS:
            self._pieces.append("\n")
        if tag == "li":
            self._pieces.append("- ")
        if tag == "img" and values.get("alt"):
            self._pieces.append(f"[{values['alt']}]")
        if tag == "a":
            self._links.append((values.get("href", ""), len(self._pieces)))
        self._table_start(tag)

    def handle_endtag(self, tag: str) -> None:
        # An end without a beginning is skipped: to look for it among all that is open would take for ever.
        while self._counted[tag] and self._open:
            last = self._open.pop()
            self._counted[last] -= 1
            if last == tag:
                break
        while self._grounds and self._grounds[-1] >= len(self._open):
            self._grounds.pop()
        while self._hides and self._hides[-1][0] >= len(self._open):
            self._hides.pop()
        if tag == "a" and self._links:
            self._end_link(*self._links.pop())
        if tag in _BLOCKS - _LINES:
            self._pieces.append("\n")
        self._table_end(tag)

    def handle_data(self, data: str) -> None:
        if not self._hides:
            self._pieces.append(re.sub(r"\s+", " ", data))
        elif self._hides[-1][1] != "silent" and data.strip():
            self._unseen.append(data)
            self._places.append((self.getpos()[0], self._hides[-1][1]))

    def handle_comment(self, data: str) -> None:
        # Only where the source itself is read: nobody is shown comments, and most are a program's own.
        if is_sentence(data) and not data.lstrip().startswith("[if"):
            self._places.append((self.getpos()[0], "comment in the source"))

    def _end_link(self, address: str, since: int) -> None:
        shown = "".join(self._pieces[since:]).strip()
        if address.startswith(("http:", "https:")) and address.rstrip("/") != shown.rstrip("/"):
            self._pieces.append(f" <{address}>")

    def _table_start(self, tag: str) -> None:
        if tag == "table":
            self._growing.append([])
        elif tag == "tr" and self._growing:
            self._growing[-1].append([])
        elif tag in {"td", "th"} and self._growing:
            if not self._growing[-1]:
                self._growing[-1].append([])
            self._pieces.append(" " if not self._growing[-1][-1] else " | ")
            self._growing[-1][-1].append("")
            self._cells.append(len(self._pieces))

    def _table_end(self, tag: str) -> None:
        if tag in {"td", "th"} and self._growing and self._growing[-1] and self._growing[-1][-1] and self._cells:
            self._growing[-1][-1][-1] = " ".join("".join(self._pieces[self._cells.pop() :]).split())
        elif tag == "table" and self._growing:
            self._tables.append([row for row in self._growing.pop() if any(row)])


def _is_coloured(values: Mapping[str, str]) -> bool:
    return "bgcolor" in values or "background" in values or "background" in values.get("style", "").lower()


def _reason(values: Mapping[str, str], *, seen: bool) -> str:
    """Why the words of an element are not seen; white ones are where something is coloured behind them (`seen`)."""
    style = values.get("style", "")
    if "hidden" in values:
        return "hidden by style"
    for pattern, reason in _STYLES:
        if pattern.search(style):
            return reason
    white = _LIGHT.search(style) or values.get("color", "").lower() in {"white", "#fff", "#ffffff"}
    return "white text" if white and not seen else ""


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
