"""Lines that went and lines that came, each with its sign."""

import difflib
import html
from collections.abc import Sequence

from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from agent.core.paths import shown
from desktop.views.theme.current import color

_TALLEST = 4000
_LEFT_OUT = "⋯"


def differing(before: str, after: str) -> tuple[str, ...]:
    """All lines of both, each behind "+", "-" or " "."""
    lines = difflib.ndiff(before.split("\n"), after.split("\n"))
    return tuple(f"{line[:1]}{line[2:]}" for line in lines if not line.startswith("?"))


class DifferenceText(QTextBrowser):
    """`lines` begin with "+", "-" or " "; "@" stands where some were left out. With `whole` it is as high as they are,
    else it scrolls.
    """

    def __init__(self, lines: Sequence[str], name: str, *, whole: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "full")
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if whole:
            self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.setHtml("".join(map(_line, lines)))

    def _fit(self) -> None:
        self.setFixedHeight(min(max(int(self.document().size().height()) + 4, 40), _TALLEST))


def _line(line: str) -> str:
    """One line with its sign, as markup that holds it as plain text."""
    shade = {"+": "success", "-": "danger"}.get(line[:1], "muted")
    sign = {"+": "+ ", "-": "− ", "@": _LEFT_OUT}.get(line[:1], "  ")
    text = html.escape(shown(line[1:])) or "&nbsp;"
    return f'<p style="margin:0 8px; white-space:pre-wrap; color:{color(shade).name()}">{sign}{text}</p>'
