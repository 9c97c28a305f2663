"""Differences as a redline: what went is struck through, what came is underlined; short ones take one line."""

import html
from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from desktop.views.theme.current import color
from desktop.wire.messages import Told

_SHORT = 44
"""Letters that fit beside their place in the narrow pane."""
_LONGEST_PLACE = 22
_PLACE_WIDTH = 100


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

    def load(self, differences: Sequence[Told]) -> None:
        """Draw other differences."""
        self._differences = tuple(differences)
        rows = "".join(map(_row, self._differences))
        self.setHtml(f'<table width="100%" cellspacing="0" cellpadding="5">{rows}</table>')
        self.verticalScrollBar().setValue(0)

    def changeEvent(self, event: QEvent) -> None:
        """Colours are those of the theme that is on."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._differences:
            self.load(self._differences)


def _row(one: Told) -> str:
    text, place = _redline(one.pieces), html.escape(one.place)
    letters = sum(len(words) for _, words in one.pieces)
    muted = f'style="color:{color("muted").name()}"'
    if not place:
        return f"<tr><td colspan=2>{text}</td></tr>"
    if letters <= _SHORT and len(one.place) <= _LONGEST_PLACE and not any("\n" in words for _, words in one.pieces):
        return f'<tr><td {muted} width="{_PLACE_WIDTH}">{place}</td><td>{text}</td></tr>'
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
