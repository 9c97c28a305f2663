"""Another title for a task."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.views.dialogs.frame import Dialog

LONGEST = 200


class Rename(Dialog):
    """`named` carries the new title; an empty one changes nothing."""

    named = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__("pencil", "accent", parent)
        self.set_title(self.tr("Rename this task"))
        self.line = QLineEdit(title)
        self.line.setMaxLength(LONGEST)
        self.line.setAccessibleName(self.tr("Title"))
        self.line.selectAll()
        self.body.addWidget(self.line)
        _, self.act = self.add_buttons(self.tr("Cancel"), self.tr("Rename"), safe=True)
        self.act.clicked.connect(self._name)
        self.line.setFocus()

    def _name(self) -> None:
        if title := self.line.text().strip():
            self.named.emit(title)
        self.accept()
