"""Differences as a redline: what went is struck through, what came is underlined; short ones take one line."""

import html
from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from desktop.views.theme.current import color
from desktop.wire.messages import Told

_SHORT = 44
"""Letters that fit beside their place in the narrow pane."""
_LONGEST_PLACE = 22
_PLACE_WIDTH, _WIDEST_PLACE = 100, 140
"""Points: an address is not broken where room is left for the words."""


_ROWS, _LETTERS = 25, 6_000
"""Of a slice, the letters with their markup."""


class DifferenceView(QTextBrowser):
    """`load` draws differences; their words can be marked and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "differences")
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("What changes"))
        self.setAccessibleDescription(self.tr("What goes is struck through, what comes is underlined."))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._differences: tuple[Told, ...] = ()
        self._left: Iterator[str] = iter(())
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._go_on)

    def load(self, differences: Sequence[Told]) -> None:
        """Draw other differences."""
        self._differences = tuple(differences)
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(one.place) for one in self._differences if _is_short(one)), default=0)
        width = min(max(_PLACE_WIDTH, longest + 2), _WIDEST_PLACE)
        self._left = _slices(_row(one, width) for one in self._differences)
        self.setHtml(next(self._left, ""))
        self.verticalScrollBar().setValue(0)
        self._later.start()

    def _go_on(self) -> None:
        """Draw what follows, below what is read already; words that are marked stay marked."""
        markup = next(self._left, "")
        if not markup:
            return
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertHtml(markup)
        self._later.start()

    def changeEvent(self, event: QEvent) -> None:
        """Colours are those of the theme that is on."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._differences:
            self.load(self._differences)


def _slices(rows: Iterable[str]) -> Iterator[str]:
    """Tables of so many rows that each is drawn within a moment: all at once would keep the window."""
    part: list[str] = []
    letters = 0
    for row in rows:
        if part and (len(part) == _ROWS or letters + len(row) > _LETTERS):
            yield _table(part)
            part, letters = [], 0
        part.append(row)
        letters += len(row)
    if part:
        yield _table(part)


def _table(rows: Sequence[str]) -> str:
    return f'<table width="100%" cellspacing="0" cellpadding="5">{"".join(rows)}</table>'


def _is_short(one: Told) -> bool:
    letters = sum(len(words) for _, words in one.pieces)
    return letters <= _SHORT and len(one.place) <= _LONGEST_PLACE and not any("\n" in words for _, words in one.pieces)


def _row(one: Told, width: int) -> str:
    text, place = _redline(one.pieces), html.escape(one.place)
    muted = f'style="color:{color("muted").name()}"'
    if not place:
        return f"<tr><td colspan=2>{text}</td></tr>"
    if _is_short(one):
        return f'<tr><td {muted} width="{width}">{place}</td><td>{text}</td></tr>'
    return f"<tr><td colspan=2><span {muted}>{place} · {html.escape(one.kind)}</span><br>{text}</td></tr>"


def _redline(pieces: Sequence[tuple[str, str]]) -> str:
    """What came stands apart from what went in its place."""
    found, last = "", ""
    for sign, words in pieces:
        found += (" " if (last, sign) == ("-", "+") else "") + _marked(sign, words)
        last = sign
    return found


def _marked(sign: str, words: str) -> str:
    text = html.escape(words).replace("\n", "<br>")
    if not sign:
        return text
    shade, line = ("danger", "line-through") if sign == "-" else ("success", "underline")
    ground = color(f"{shade}_soft").name()
    return f'<span style="color:{color(shade).name()};background:{ground};text-decoration:{line}">{text}</span>'
