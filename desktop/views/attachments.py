"""The files that go with the next words, as chips."""

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.panels.pieces import Picture, clear_layout, tool, words
from desktop.views.panels.wording import file_icon, shortened

IN_A_ROW = 3


class Attachments(QWidget):
    """Draws paths, three in a row; hidden when there are none. `changed` when one was taken out."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paths: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(6)
        self.hide()

    def add(self, paths: Sequence[str]) -> None:
        """More of them, each once."""
        self._draw(tuple(dict.fromkeys((*self.paths, *paths))))

    def clear(self) -> None:
        """None."""
        self._draw(())

    def _draw(self, paths: tuple[str, ...]) -> None:
        self.paths = paths
        clear_layout(self._column)
        for at in range(0, len(paths), IN_A_ROW):
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            for path in paths[at : at + IN_A_ROW]:
                row.addWidget(self._chip(path))
            row.addStretch(1)
            self._column.addWidget(line)
        self.setVisible(bool(paths))
        self.changed.emit()

    def _chip(self, path: str) -> QFrame:
        name = shown(PurePath(path).name or path)
        chip = QFrame()
        chip.setProperty("card", "well")
        chip.setToolTip(shown(path))
        row = QHBoxLayout(chip)
        row.setContentsMargins(8, 1, 1, 1)
        row.setSpacing(6)
        row.addWidget(Picture(file_icon(name), "muted", 16))
        row.addWidget(words(shortened(name), "small"))
        remove = tool(self.tr("Remove {file}").replace("{file}", name), "x")
        remove.clicked.connect(partial(self._remove, path))
        row.addWidget(remove)
        return chip

    def _remove(self, path: str) -> None:
        self._draw(tuple(other for other in self.paths if other != path))
