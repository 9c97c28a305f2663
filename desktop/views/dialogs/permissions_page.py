"""Settings: every standing permission that lasts, over all folders, each of which can be taken back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.views.panels.permission_line import PermissionLine
from desktop.views.panels.pieces import clear_layout, scrolled, words
from desktop.wire.messages import GrantView


class PermissionsPage(QWidget):
    """`take_back_wanted` carries a GrantView."""

    take_back_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        about = self.tr("What you allowed for always. Everything else is asked, as the mode of a task says.")
        self._none = words(self.tr("Nothing is allowed for always."), "muted", wrap=True)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addWidget(words(about, "muted", wrap=True))
        column.addWidget(self._none)
        column.addLayout(self._column)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(page))

    def show_permissions(self, grants: Sequence[GrantView]) -> None:
        """Draw them, one card each."""
        clear_layout(self._column)
        self._none.setVisible(not grants)
        for view in grants:
            line = PermissionLine(view)
            line.take_back_wanted.connect(self.take_back_wanted)
            card = QFrame()
            card.setProperty("card", "plain")
            inside = QVBoxLayout(card)
            inside.setContentsMargins(14, 10, 10, 10)
            inside.addWidget(line)
            self._column.addWidget(card)
