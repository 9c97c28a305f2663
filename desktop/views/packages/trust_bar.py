"""A line above the composer: a granted folder brings skills that nobody trusted yet."""

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.panels.pieces import Picture, push, tool, words
from desktop.views.panels.wording import counted
from desktop.wire.messages import FolderView


class TrustBar(QFrame):
    """`look_wanted` when the person wants to see them, `closed` carries their digests: they are not named again."""

    look_wanted = Signal()
    closed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "note")
        self._digests: tuple[str, ...] = ()
        self._title = words(role="strong", wrap=True)
        self._names = words(role="small", wrap=True)
        self.look = push(self.tr("Look at them…"))
        self.look.clicked.connect(self.look_wanted)
        self.close_button = tool(self.tr("Not now"), "x")
        self.close_button.clicked.connect(self._close)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._names)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(Picture("sparkles", "accent"))
        row.addLayout(texts, 1)
        row.addWidget(self.look)
        row.addWidget(self.close_button)
        self.hide()

    def show_folders(self, folders: Sequence[FolderView]) -> None:
        """Draw those that are not trusted; hidden without one."""
        self._digests = tuple(one.digest for one in folders)
        skills = [skill.name for one in folders for skill in one.skills]
        names = ", ".join(shown(PurePath(one.path).name or one.path) for one in folders)
        told = counted(
            self.tr("“{folder}” brings a skill that is not used: you have not trusted it."),
            self.tr("“{folder}” brings {n} skills that are not used: you have not trusted them."),
            len(skills),
        )
        self._title.setText(told.replace("{folder}", names))
        self._names.setText(shown(", ".join(skills)))
        self.setAccessibleName(f"{self._title.text()} {self._names.text()}")
        self.setVisible(bool(folders))

    def _close(self) -> None:
        self.closed.emit(self._digests)
