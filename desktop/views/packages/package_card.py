"""An installed package, and the skills that a granted folder brings, as cards of the settings."""

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.packages.review_lines import breakable
from desktop.views.packages.skill_card import SkillCard
from desktop.views.panels.pieces import ElidedLabel, Picture, push, set_property, words
from desktop.views.panels.wording import counted
from desktop.wire.messages import FolderView, PackageView


class PackageCard(QFrame):
    """`update_wanted` and `remove_wanted` carry the PackageView."""

    update_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, package: PackageView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.package = package
        self.setProperty("card", "plain")
        name = shown(package.title or package.name)
        self.update_button = push(self.tr("Look for an update"), "ghost")
        self.remove = push(self.tr("Remove…"), "ghost")
        for button in (self.update_button, self.remove):
            button.setAutoDefault(False)
            button.setAccessibleDescription(name)
        self.update_button.clicked.connect(self._update)
        self.remove.clicked.connect(self._remove)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Picture("package"))
        head.addWidget(ElidedLabel(f"{name} {shown(package.version)}".strip(), "strong"), 1)
        if package.standing != "well":
            head.addWidget(words(self.tr("Set aside"), "chip-danger"))
        head.addWidget(self.update_button)
        head.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 10)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(words(self._summary(), "small", wrap=True))
        column.addWidget(words(breakable(shown(package.origin)), "small", wrap=True))
        if package.sentence:
            role = "small" if package.standing == "well" else "danger"
            column.addWidget(words(shown(package.sentence), role, wrap=True))

    def _summary(self) -> str:
        package = self.package
        parts = [package.publisher]
        if package.skills:
            parts.append(counted(self.tr("1 skill"), self.tr("{n} skills"), package.skills))
        if package.connectors:
            parts.append(counted(self.tr("1 connector"), self.tr("{n} connectors"), len(package.connectors)))
        moment = QDateTime.fromString(package.at, Qt.DateFormat.ISODate).toLocalTime()
        if moment.isValid():
            when = QLocale().toString(moment.date(), QLocale.FormatType.ShortFormat)
            parts.append(self.tr("approved on {day}").replace("{day}", when))
        return shown(" · ".join(filter(None, parts)))

    def _update(self) -> None:
        self.update_wanted.emit(self.package)

    def _remove(self) -> None:
        self.remove_wanted.emit(self.package)


class FolderCard(QFrame):
    """Skills that a granted folder brings: what they are, and whether they are trusted.

    `trust_wanted` carries the FolderView and whether it shall be trusted, `read_wanted` the key of a skill,
    `use_wanted` what follows "/" to use one.
    """

    trust_wanted = Signal(object, bool)
    read_wanted = Signal(str)
    use_wanted = Signal(str)

    def __init__(self, folder: FolderView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        set_property(self, "card", "plain" if folder.trusted else "warning")
        name = shown(folder.path)
        label = self.tr("Take trust back") if folder.trusted else self.tr("Trust these skills")
        self.trust = push(label)
        self.trust.setAutoDefault(False)
        self.trust.setAccessibleDescription(name)
        self.trust.clicked.connect(self._trust)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Picture("folder", "muted" if folder.trusted else "warning"))
        head.addWidget(ElidedLabel(name, "strong"), 1)
        head.addWidget(self.trust)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(words(self._about(), "small", wrap=True))
        self.cards = tuple(SkillCard(skill) for skill in folder.skills)
        for card in self.cards:
            card.switch.hide()
            card.read_wanted.connect(self.read_wanted)
            card.use_wanted.connect(self.use_wanted)
            column.addWidget(card)

    def _about(self) -> str:
        count = len(self.folder.skills)
        if self.folder.trusted:
            return counted(
                self.tr("The agent may use the skill of this folder as it is now. A change asks again."),
                self.tr("The agent may use the {n} skills of this folder as they are now. A change asks again."),
                count,
            )
        return self.tr(
            "This folder brings instructions for the agent. They are used only when you trust them: read them first, "
            "as you would read them from a stranger."
        )

    def _trust(self) -> None:
        self.trust.setEnabled(False)
        self.trust_wanted.emit(self.folder, not self.folder.trusted)
