"""Small questions about packages: an address, a removal; and the words of a skill."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from agent.core.paths import shown
from desktop.views.dialogs.frame import Dialog
from desktop.views.dialogs.page_dialog import PageDialog
from desktop.views.packages.whole_text import WholeText
from desktop.views.panels.pieces import words
from desktop.views.theme.icons import icon
from desktop.wire.messages import PackageView, SkillText

_ROW, _MOST_ROWS = 30, 5


class AskAddress(Dialog):
    """Where a package lies on the web. `given` carries the address; nothing is fetched before."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("link", "accent", parent)
        self.set_title(self.tr("Add from an address"))
        told = self.tr("The address of an archive, of a git repository, or of a site that offers skills. It is fetched "
                       "and shown to you; nothing of it is used before you install it.")  # fmt: skip
        self.body.addWidget(words(told, "muted", wrap=True))
        self.line = QLineEdit()
        self.line.setPlaceholderText("https://")
        self.line.setAccessibleName(self.tr("Address"))
        self.line.textChanged.connect(self._look)
        self.body.addWidget(self.line)
        _, self.act = self.add_buttons(self.tr("Cancel"), self.tr("Fetch and look"), safe=True)
        self.act.clicked.connect(self._give)
        self.line.setFocus()
        self._look()

    def _look(self) -> None:
        text = self.line.text().strip()
        self.act.setEnabled(text.startswith(("https://", "http://", "file://")) and len(text) > len("https://"))

    def _give(self) -> None:
        self.given.emit(self.line.text().strip())
        self.accept()


class RemovePackageAsked(Dialog):
    """Before a package goes. `confirmed` carries its name."""

    confirmed = Signal(str)

    def __init__(self, package: PackageView, parent: QWidget | None = None) -> None:
        super().__init__("trash-2", "warning", parent)
        self._name = package.name
        self.set_title(self.tr("Remove “{name}”?").replace("{name}", shown(package.title or package.name)))
        told = self.tr("Its skills, its connectors and the keys kept for them go. Your tasks and files stay.")
        self.body.addWidget(words(told, "muted", wrap=True))
        _, self.act = self.add_buttons(self.tr("Cancel"), self.tr("Remove"), safe=False)
        self.act.clicked.connect(self._confirm)

    def _confirm(self) -> None:
        self.confirmed.emit(self._name)
        self.accept()


class SkillDialog(PageDialog):
    """The words of a skill as the agent gets them, and the files beside them. `file_wanted` carries the name of one."""

    file_wanted = Signal(str)

    def __init__(self, skill: SkillText, parent: QWidget | None = None) -> None:
        super().__init__(QSize(760, 620), parent)
        self.set_title(shown(skill.key))
        self.say(
            self.tr(
                "This is what the agent reads when it uses the skill. Letters that cannot be seen are shown as codes."
            )
        )
        self.text = WholeText(skill.text, shown(skill.key))
        self.page.addWidget(self.text, 1)
        self.files = QListWidget()
        if skill.files:
            self.page.addWidget(words(self.tr("Files beside it: double-click one, or press Return on it"), "section"))
            self._list(skill.files)

    def _list(self, names: Sequence[str]) -> None:
        self.files.setAccessibleName(self.tr("Files beside it"))
        self.files.setIconSize(QSize(16, 16))
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for name in names:
            item = QListWidgetItem(icon("file", "muted", 16), shown(name))
            item.setSizeHint(QSize(0, _ROW))
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setToolTip(shown(name))
            self.files.addItem(item)
        self.files.setFixedHeight(_ROW * min(len(names), _MOST_ROWS) + 6)
        self.files.itemActivated.connect(self._choose)
        self.page.addWidget(self.files)

    def _choose(self, item: QListWidgetItem) -> None:
        self.file_wanted.emit(str(item.data(Qt.ItemDataRole.UserRole)))
