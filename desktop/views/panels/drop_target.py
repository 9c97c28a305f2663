"""A large target for a folder, with a button for those who do not drag."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.views.panels.drops import dropped_paths
from desktop.views.panels.pieces import Picture, push, set_property, words


class DropTarget(QFrame):
    """`dropped` carries a list of absolute paths; `choose_wanted` asks for the system's dialog."""

    dropped = Signal(list)
    choose_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "drop")
        self.setAcceptDrops(True)
        self.choose = push(self.tr("Choose a folder…"), "primary", "folder-open", "on_accent")
        self.choose.clicked.connect(self.choose_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 32, 24, 32)
        layout.setSpacing(10)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(Picture("folder-input", "accent", 32), 0, centre)
        layout.addWidget(words(self.tr("Drop a folder here"), "h2"), 0, centre)
        layout.addWidget(words(self.tr("or"), "small"), 0, centre)
        layout.addWidget(self.choose, 0, centre)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that a drop would count."""
        if dropped_paths(event.mimeData()):
            set_property(self, "over", "true")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The drag went elsewhere."""
        set_property(self, "over", "false")

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand over what was dropped."""
        set_property(self, "over", "false")
        self.dropped.emit(dropped_paths(event.mimeData()))
        event.acceptProposedAction()
