"""One configured model: where it answers, where its key is, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.dialogs.model_presets import host_of
from desktop.views.panels.pieces import ElidedLabel, Picture, push, set_property, tool, words
from desktop.wire.messages import ModelView, TestAnswer


class ModelCard(QFrame):
    """Signals carry the ModelView."""

    use_wanted = Signal(object)
    test_wanted = Signal(object)
    edit_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, model: ModelView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self.model = model
        self.use = push(self.tr("Use this one"))
        self.test = push(self.tr("Test"))
        self.edit = tool(self.tr("Change"), "pencil")
        self.remove = tool(self.tr("Remove"), "trash-2")
        self._answer = words(wrap=True)
        self._answer.hide()
        self.use.clicked.connect(self._use)
        self.test.clicked.connect(self._test)
        self.edit.clicked.connect(self._edit)
        self.remove.clicked.connect(self._remove)
        for button in (self.use, self.test):
            button.setAutoDefault(False)
            button.setAccessibleDescription(shown(model.name))
        self.use.setVisible(not model.active)
        self._lay_out()

    def show_testing(self) -> None:
        """The model was asked and has not answered yet."""
        self.test.setEnabled(False)
        self._say(self.tr("Asking for one word…"), "small")

    def show_test(self, answer: TestAnswer) -> None:
        """What came of the test."""
        self.test.setEnabled(True)
        self._say(answer.sentence, "success" if answer.ok else "danger")

    def _say(self, text: str, role: str) -> None:
        self._answer.setText(shown(text))
        set_property(self._answer, "role", role)
        self._answer.show()

    def _lay_out(self) -> None:
        model = self.model
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Picture("monitor" if model.local else "globe", "muted"))
        head.addWidget(ElidedLabel(shown(model.name), "strong"), 1)
        if model.active:
            head.addWidget(words(self.tr("In use"), "chip-accent"))
        for widget in (self.use, self.test, self.edit, self.remove):
            head.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 10, 12)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(ElidedLabel(f"{shown(model.model)} · {shown(model.base_url)}", "small"))
        layout.addWidget(words(f"{self._where()} {self._key()}", "small", wrap=True))
        layout.addWidget(self._answer)

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

    def _test(self) -> None:
        self.show_testing()
        self.test_wanted.emit(self.model)

    def _edit(self) -> None:
        self.edit_wanted.emit(self.model)

    def _remove(self) -> None:
        self.remove_wanted.emit(self.model)
