"""Questions before something that leads out of Deskhand, stops its work, or forgets."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QWidget

from agent.core.paths import shown
from desktop.views.dialogs.frame import Dialog
from desktop.views.panels.pieces import words
from desktop.views.panels.wording import counted


class OpenLink(Dialog):
    """Before a link is opened: shows the host and the whole address. `confirmed` carries the address."""

    confirmed = Signal(str)

    def __init__(self, address: str, parent: QWidget | None = None) -> None:
        super().__init__("external-link", "warning", parent)
        self._address = address
        # The encoded form, so that letters of other scripts cannot imitate a known name.
        host = QUrl(address).host(QUrl.ComponentFormattingOption.FullyEncoded)
        self.set_title(self.tr("Open this link in your browser?"))
        self.body.addWidget(words(self.tr("It leads to {host}.").replace("{host}", shown(host)), "strong", wrap=True))
        self.body.addWidget(words(_breakable(shown(address)), "code", wrap=True))
        warning = self.tr("A link in a file or an answer can be a trap. Open it only when you expect it.")
        self.body.addWidget(words(warning, "small", wrap=True))
        _, self.act = self.add_buttons(self.tr("Cancel"), self.tr("Open"), safe=True)
        self.act.clicked.connect(self._confirm)

    def _confirm(self) -> None:
        self.confirmed.emit(self._address)
        self.accept()


class CloseWhileRunning(Dialog):
    """Before the window closes while tasks run."""

    confirmed = Signal()

    def __init__(self, running: int, parent: QWidget | None = None) -> None:
        super().__init__("circle-stop", "warning", parent)
        self.set_title(
            counted(self.tr("Stop 1 running task and close?"), self.tr("Stop {n} running tasks and close?"), running)
        )
        text = self.tr("What was done so far stays, and can be undone later. You can go on with the task next time.")
        self.body.addWidget(words(text, "muted", wrap=True))
        _, self.act = self.add_buttons(self.tr("Keep working"), self.tr("Stop and close"), safe=False)
        self.act.clicked.connect(self._confirm)

    def _confirm(self) -> None:
        self.confirmed.emit()
        self.accept()


class UndoAll(Dialog):
    """Before everything that a Session did is put back."""

    confirmed = Signal()

    def __init__(self, files: int, parent: QWidget | None = None) -> None:
        super().__init__("undo-2", "warning", parent)
        self.set_title(counted(self.tr("Undo 1 change?"), self.tr("Undo all {n} changes?"), files))
        text = self.tr("Every file becomes as it was before this task. Files that you changed since are left alone.")
        self.body.addWidget(words(text, "muted", wrap=True))
        _, self.act = self.add_buttons(self.tr("Cancel"), self.tr("Undo all"), safe=False)
        self.act.clicked.connect(self._confirm)

    def _confirm(self) -> None:
        self.confirmed.emit()
        self.accept()


class RemoveModel(Dialog):
    """Before a model and its key are forgotten. `confirmed` carries its name."""

    confirmed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("trash-2", "warning", parent)
        self._name = name
        self.set_title(self.tr("Remove “{model}”?").replace("{model}", shown(name)))
        text = self.tr("Deskhand forgets its address and its key. Your tasks and files stay as they are.")
        self.body.addWidget(words(text, "muted", wrap=True))
        _, self.act = self.add_buttons(self.tr("Cancel"), self.tr("Remove"), safe=False)
        self.act.clicked.connect(self._confirm)

    def _confirm(self) -> None:
        self.confirmed.emit(self._name)
        self.accept()


def _breakable(address: str) -> str:
    """A label breaks lines only between words; a long address is given places to break."""
    return "\u200b".join(address[at : at + 24] for at in range(0, len(address), 24))
