"""One standing permission in words, with a button that takes it back."""

from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.core.actions import Effect
from agent.core.paths import shown
from desktop.views.grant_words import grant_text
from desktop.views.panels.pieces import Picture, push, words
from desktop.wire.messages import GrantView

_ICONS = {Effect.SEND: "send", Effect.CONNECT: "globe", Effect.EXECUTE: "square-terminal", Effect.DELETE: "trash-2"}


class PermissionLine(QWidget):
    """`take_back_wanted` carries the GrantView, once."""

    take_back_wanted = Signal(object)

    def __init__(self, view: GrantView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        text = grant_text(view.grant)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(words(text[:1].upper() + text[1:], wrap=True))
        texts.addWidget(words(self._lasts(), "small", wrap=True))
        self.take_back = push(self.tr("Take back"), "ghost")
        self.take_back.setAutoDefault(False)
        self.take_back.setAccessibleName(self.tr("Take back: {what}").replace("{what}", text))
        self.take_back.clicked.connect(self._take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Picture(_ICONS.get(view.grant.effect, "key-round"), "muted"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self.take_back, 0, Qt.AlignmentFlag.AlignTop)

    def _lasts(self) -> str:
        if self._view.grant.lifetime == "session":
            return self.tr("In this task")
        if not self._view.folder:
            return self.tr("Always")
        folder = PurePath(self._view.folder).name or self._view.folder
        return self.tr("Always, in “{folder}”").replace("{folder}", shown(folder))

    def _take_back(self) -> None:
        self.take_back.setEnabled(False)
        self.take_back_wanted.emit(self._view)
