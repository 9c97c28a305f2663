"""Before a folder is handed over: which one, and what may be done in it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from agent.core.events import RootGranted
from agent.core.paths import shown
from desktop.views.dialogs.frame import Dialog
from desktop.views.dialogs.grant_risk import risk_of
from desktop.views.panels.pieces import ElidedLabel, Picture, words


class GrantFolder(Dialog):
    """Asks how `path` (absolute) is handed over, to the open task `title` or, for "", to a new one.

    `home` is the person's own folder. `granted` carries a RootGranted.
    """

    granted = Signal(object)

    def __init__(self, path: str, home: str, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__("folder-open", "accent", parent)
        self._path = path
        risk = risk_of(path, home)
        self.set_title(self.tr("Hand over this folder?"))
        place = ElidedLabel(shown(path), "code")
        place.setAccessibleName(shown(path))
        self.body.addWidget(place)
        if title:
            added = self.tr("It is added to the open task “{task}”.").replace("{task}", shown(title))
            self.body.addWidget(words(added, "small", wrap=True))
        if risk:
            self.body.addWidget(self._warning(risk))
        self.writable = QRadioButton(self.tr("Read and change"))
        self.readable = QRadioButton(self.tr("Only read"))
        self._group = QButtonGroup(self)
        self._option(
            self.writable,
            self.tr("Files may be created, edited, moved and deleted. You are asked first when something of yours "
                    "would be replaced or removed, and every change can be undone."),
        )  # fmt: skip
        self._option(self.readable, self.tr("Files may be read. Nothing in the folder can be changed."))
        (self.readable if risk else self.writable).setChecked(True)
        self.body.addWidget(
            words(
                self.tr("Only this folder and the folders in it. You can take it back at any time."), "small", wrap=True
            )
        )
        act = self.tr("Hand over anyway") if risk else self.tr("Hand over")
        _, self.act = self.add_buttons(self.tr("Cancel"), act, safe=not risk)
        self.act.clicked.connect(self._grant)

    def _grant(self) -> None:
        self.granted.emit(RootGranted("", self._path, self.writable.isChecked()))
        self.accept()

    def _option(self, button: QRadioButton, meaning: str) -> None:
        self._group.addButton(button)
        button.setAccessibleDescription(meaning)
        text = words(meaning, "small", wrap=True)
        text.setContentsMargins(26, 0, 0, 4)
        box = QVBoxLayout()
        box.setSpacing(0)
        box.addWidget(button)
        box.addWidget(text)
        self.body.addLayout(box)

    def _warning(self, risk: str) -> QFrame:
        sentences = {
            "everything": self.tr("This is the whole disk. Choose the folder that holds the files of your task."),
            "home": self.tr("This holds all of your files, also passwords and settings of programs. "
                            "Choose the folder that holds the files of your task."),
            "system": self.tr("This belongs to the system. Changes here can stop programs from working."),
        }  # fmt: skip
        card = QFrame()
        card.setProperty("card", "warning")
        row = QHBoxLayout(card)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(10)
        row.addWidget(Picture("triangle-alert", "warning", 16))
        row.addWidget(words(sentences[risk], wrap=True), 1)
        return card
