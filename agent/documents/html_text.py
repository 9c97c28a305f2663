"""The words and tables of HTML that mails carry. Nothing is loaded; what is hidden by a style is kept and marked."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = {"script", "style", "head", "title", "noscript", "template"}
_BLOCKS = {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr",
           "section", "article", "header", "footer", "pre"}  # fmt: skip
_LINES = {"br", "tr", "li", "hr"}
_VOID = {"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "embed", "source", "wbr"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?!\.?\d*[1-9])", re.IGNORECASE)


@dataclass
class HtmlWords:
    """What a piece of HTML says: `text` with a line for each block, `tables` as rows of texts, `hidden` words."""

    text: str = ""
    tables: list[list[list[str]]] = field(default_factory=list)
    hidden: str = ""


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
        self._open: list[tuple[str, bool]] = []
        self._links: list[tuple[str, int]] = []
        self._tables: list[list[list[str]]] = []
        self._growing: list[list[list[str]]] = []
        self._cells: list[int] = []

    def words(self) -> HtmlWords:
        return HtmlWords(
            _tidy("".join(self._pieces)), [one for one in self._tables if one], _tidy(" ".join(self._unseen))
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            hidden = "hidden" in values or bool(_HIDDEN.search(values.get("style", "")))
            self._open.append((tag, tag in _SILENT or hidden))
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
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == tag:
                del self._open[at:]
                break
        if tag == "a" and self._links:
            self._end_link(*self._links.pop())
        if tag in _BLOCKS - _LINES:
            self._pieces.append("\n")
        self._table_end(tag)

    def handle_data(self, data: str) -> None:
        silent = [tag for tag, is_silent in self._open if is_silent]
        if not silent:
            self._pieces.append(re.sub(r"\s+", " ", data))
        elif not any(tag in _SILENT for tag in silent) and data.strip():
            self._unseen.append(data)

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


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
