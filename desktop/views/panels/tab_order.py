"""The order in which Tab goes, where widgets are made in another one than they stand in."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_through(parts: Iterable[QWidget]) -> None:
    """Tab goes through these, and inside of each in the order in which its widgets were made."""
    stops = [one for part in parts for one in (part, *part.findChildren(QWidget)) if _stops(one, part)]
    for first, second in pairwise(stops):
        QWidget.setTabOrder(first, second)


def _stops(widget: QWidget, part: QWidget) -> bool:
    takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes) and widget.focusProxy() is None and widget.window() is part.window()
