"""Settings: skills and packs. What there is, where it comes from, whether it is used; and the ways to more."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.views.packages.asking import AskAddress, RemovePackageAsked
from desktop.views.packages.package_card import FolderCard, PackageCard
from desktop.views.packages.skill_card import SkillCard
from desktop.views.panels.pieces import add_shown, clear_layout, push, scrolled, words
from desktop.views.panels.tab_order import tab_through
from desktop.views.panels.wording import counted
from desktop.wire.messages import FolderView, PackageView, SkillsView, SkillView

MOST = 40
"""So many skills are drawn at once: a person who has hundreds looks for one by its name."""


class SkillsPage(QWidget):
    """`source_wanted` carries a path or an address to review, `update_wanted` the name of a package.

    `remove_wanted` carries its name too; `switched` a key and a yes or no; `read_wanted` a key; `use_wanted` what
    follows "/"; `trust_wanted` a FolderView and a yes or no.
    """

    source_wanted = Signal(str)
    update_wanted = Signal(str)
    remove_wanted = Signal(str)
    switched = Signal(str, bool)
    read_wanted = Signal(str)
    use_wanted = Signal(str)
    trust_wanted = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = SkillsView()
        self._whole = False
        self.packages: tuple[PackageCard, ...] = ()
        self.folders: tuple[FolderCard, ...] = ()
        self.skills: tuple[SkillCard, ...] = ()
        self.file = push(self.tr("Add from a file…"), "primary", "plus", "on_accent")
        self.folder = push(self.tr("From a folder…"), "", "folder-open")
        self.address = push(self.tr("From an address…"), "", "link")
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a skill"))
        self.search.setAccessibleName(self.tr("Find a skill"))
        self.search.setClearButtonEnabled(True)
        self.more = push("", "link")
        self.state = words(role="danger", wrap=True)
        self.state.hide()
        self._parts = QVBoxLayout()
        self._parts.setSpacing(8)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._connect()
        self._lay_out()

    def show_skills(self, view: SkillsView) -> None:
        """Draw what there is."""
        self._view = view
        self.state.hide()
        clear_layout(self._parts)
        self.folders = tuple(self._folder_card(folder) for folder in view.folders)
        self.packages = tuple(self._package_card(package) for package in view.packages)
        self._add(self.tr("Skills in your folders"), self.folders)
        self._add(self.tr("Installed packages"), self.packages)
        self._draw_skills()

    def show_problem(self, sentence: str) -> None:
        """Something that was wanted could not be done."""
        self.state.setText(sentence)
        self.state.show()

    def _draw_skills(self) -> None:
        clear_layout(self._list)
        found = [skill for skill in self._view.skills if _fits(skill, self.search.text())]
        some = found if self._whole else found[:MOST]
        self.skills = tuple(self._skill_card(skill) for skill in some)
        count = counted(self.tr("1 skill"), self.tr("{n} skills"), len(found))
        self._list.addWidget(words(count if found else self.tr("No skill has these words."), "section"))
        for card in self.skills:
            add_shown(self._list, card)
        above = (self.file, self.folder, self.address, *self.folders, *self.packages, self.search)
        tab_through((*above, *self.skills, self.more))
        self.more.setVisible(len(some) < len(found))
        self.more.setText(counted(self.tr("Show 1 more"), self.tr("Show {n} more"), len(found) - len(some)))

    def _folder_card(self, folder: FolderView) -> FolderCard:
        card = FolderCard(folder)
        card.use_wanted.connect(self.use_wanted)
        card.trust_wanted.connect(self.trust_wanted)
        card.read_wanted.connect(self.read_wanted)
        return card

    def _package_card(self, package: PackageView) -> PackageCard:
        card = PackageCard(package)
        card.update_wanted.connect(self._update)
        card.remove_wanted.connect(self._ask_remove)
        return card

    def _skill_card(self, skill: SkillView) -> SkillCard:
        card = SkillCard(skill)
        card.use_wanted.connect(self.use_wanted)
        card.switched.connect(self.switched)
        card.read_wanted.connect(self.read_wanted)
        return card

    def _add(self, title: str, cards: tuple[QWidget, ...]) -> None:
        if cards:
            self._parts.addWidget(words(title, "section"))
            for card in cards:
                add_shown(self._parts, card)

    def _update(self, package: PackageView) -> None:
        self.update_wanted.emit(package.name)

    def _ask_remove(self, package: PackageView) -> None:
        asking = RemovePackageAsked(package, self.window())
        asking.confirmed.connect(self.remove_wanted)
        asking.open()

    def _show_more(self) -> None:
        self._whole = True
        self._draw_skills()

    def _pick(self, mode: QFileDialog.FileMode) -> None:
        dialog = QFileDialog(self.window(), self.tr("Add skills"), str(Path.home()))
        dialog.setFileMode(mode)
        if mode is QFileDialog.FileMode.ExistingFile:
            known = self.tr("Packages")
            every = self.tr("All files")
            kinds = "*.skill *.plugin *.mcpb *.dxt *.zip *.tar.gz *.tgz *.tar"
            dialog.setNameFilters([f"{known} ({kinds})", f"{every} (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.source_wanted)
        dialog.open()

    def _ask_address(self) -> None:
        asking = AskAddress(self.window())
        asking.given.connect(self.source_wanted)
        asking.open()

    def _connect(self) -> None:
        self.file.clicked.connect(partial(self._pick, QFileDialog.FileMode.ExistingFile))
        self.folder.clicked.connect(partial(self._pick, QFileDialog.FileMode.Directory))
        self.address.clicked.connect(self._ask_address)
        self.search.textChanged.connect(self._draw_skills)
        self.more.clicked.connect(self._show_more)
        self.more.hide()

    def _lay_out(self) -> None:
        about = self.tr(
            "A skill teaches the agent how a kind of work is done. Whatever comes from outside is shown to you whole "
            "before it counts; you can also drop it on the window."
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.file, self.folder, self.address):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addWidget(words(about, "muted", wrap=True))
        column.addLayout(buttons)
        column.addWidget(self.state)
        column.addLayout(self._parts)
        column.addWidget(self.search)
        column.addLayout(self._list)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(page))


def _fits(skill: SkillView, sought: str) -> bool:
    """Whether every word that was typed occurs in what is said of the skill."""
    text = " ".join((skill.key, skill.name, skill.description, skill.where)).casefold()
    return all(word in text for word in sought.casefold().split())
