"""The words and tables of HTML that mails carry. Nothing is loaded; what is hidden by a style is kept and marked."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from agent.documents.opc.package_properties import is_sentence
from agent.documents.texts.html_sight import SILENT_REASON, Sight

_BLOCKS = {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr",
           "section", "article", "header", "footer", "pre"}  # fmt: skip
_LINES = {"br", "tr", "li", "hr"}


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
        self._sight = Sight()
        self._links: list[tuple[str, int]] = []
        self._tables: list[list[list[str]]] = []
        self._growing: list[list[list[str]]] = []
        self._cells: list[tuple[int, int]] = []  # how deep the table lies, and where the cell begins

    def words(self) -> HtmlWords:
        return HtmlWords(
            _tidy("".join(self._pieces)),
            [one for one in self._tables if one],
            _tidy(" ".join(self._unseen)),
            self._places,
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._sight.begins(tag, values)
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
        self._sight.ends(tag)
        if tag == "a" and self._links:
            self._end_link(*self._links.pop())
        if tag in _BLOCKS - _LINES:
            self._pieces.append("\n")
        self._table_end(tag)

    def handle_data(self, data: str) -> None:
        if not self._sight.hidden:
            self._pieces.append(re.sub(r"\s+", " ", data))
        elif self._sight.hidden != SILENT_REASON and data.strip():
            self._unseen.append(data)
            self._places.append((self.getpos()[0], self._sight.hidden))

    def handle_comment(self, data: str) -> None:
        # Only where the source itself is read: nobody is shown comments, and most are a program's own.
        if is_sentence(data) and not data.lstrip().startswith("[if"):
            self._places.append((self.getpos()[0], "comment in the source"))

    def _end_link(self, address: str, since: int) -> None:
        shown = "".join(self._pieces[since:]).strip()
        if address.startswith(("http:", "https:")) and address.rstrip("/") != shown.rstrip("/"):
            self._pieces.append(f" <{address}>")

    def _table_start(self, tag: str) -> None:
        if tag in {"tr", "td", "th"}:
            self._end_cell()
        if tag == "table":
            self._growing.append([])
        elif tag == "tr" and self._growing:
            self._growing[-1].append([])
        elif tag in {"td", "th"} and self._growing:
            if not self._growing[-1]:
                self._growing[-1].append([])
            self._pieces.append(" " if not self._growing[-1][-1] else " | ")
            self._growing[-1][-1].append("")
            self._cells.append((len(self._growing), len(self._pieces)))

    def _table_end(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()
        if tag == "table" and self._growing:
            self._tables.append([row for row in self._growing.pop() if any(row)])

    def _end_cell(self) -> None:
        """The cell of the table in hand that is open, if any: many are never closed."""
        if self._cells and self._cells[-1][0] == len(self._growing):
            begins = self._cells.pop()[1]
            self._growing[-1][-1][-1] = " ".join("".join(self._pieces[begins:]).split())


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
