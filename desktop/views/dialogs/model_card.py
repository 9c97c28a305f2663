"""One configured model in the list: what it is, where it answers, whether it is ready."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.dialogs.model_address import host_of
from desktop.views.panels.pieces import ElidedLabel, Picture, push, words
from desktop.wire.messages import ModelView


class ModelCard(QFrame):
    """Signals carry the ModelView. `opened` asks for its page."""

    use_wanted = Signal(object)
    opened = Signal(object)

    def __init__(self, model: ModelView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self.model = model
        self.use = push(self.tr("Use this one"))
        self.open = push(self.tr("Details"))
        self.use.clicked.connect(self._use)
        self.open.clicked.connect(self._open)
        for button in (self.use, self.open):
            button.setAutoDefault(False)
            button.setAccessibleDescription(shown(model.name))
        self.use.setVisible(not model.active)
        self._lay_out()

    def _lay_out(self) -> None:
        model = self.model
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Picture("monitor" if model.local else "globe", "muted"))
        head.addWidget(ElidedLabel(shown(model.name), "strong"), 1)
        if model.active:
            head.addWidget(words(self.tr("In use"), "chip-accent"))
        head.addWidget(self._state())
        head.addWidget(self.use)
        head.addWidget(self.open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 10, 12)
        layout.setSpacing(4)
        layout.addLayout(head)
        where = " · ".join(shown(part) for part in (model.system, model.model, model.base_url) if part)
        layout.addWidget(ElidedLabel(where, "small"))
        layout.addWidget(words(f"{self._where()} {self._key()}", "small", wrap=True))
        if model.test is not None and not model.test.ready:
            layout.addWidget(words(shown(model.test.sentence), "danger", wrap=True))

    def _state(self) -> QLabel:
        if self.model.test is None:
            return words(self.tr("Not tested"), "chip")
        return words(self.tr("Ready"), "chip-success") if self.model.test.ready else self._not_ready()

    def _not_ready(self) -> QLabel:
        return words(self.tr("Not ready"), "chip-danger")

    def _where(self) -> str:
        if self.model.local:
            return self.tr("Stays on this computer.")
        return self.tr("Your words go to {host}.").replace("{host}", host_of(self.model.base_url))

    def _key(self) -> str:
        return {
            "kept": self.tr("Its key is in this computer's key store."),
            "memory": self.tr("Its key is forgotten when Deskhand closes: there is no safe key store here."),
            "missing": self.tr("Its key is missing."),
        }.get(self.model.key, self.tr("No key."))

    def _use(self) -> None:
        self.use_wanted.emit(self.model)

    def _open(self) -> None:
        self.opened.emit(self.model)
