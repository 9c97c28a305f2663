"""Before something from outside is installed: all that it is and brings. Cancel is the safe button."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from agent.core.paths import shown
from agent.packages.package import MemberKind
from desktop.views.packages.member_list import MemberList
from desktop.views.packages.review_lines import AdviceLine, ConnectorLine, FactsGrid, SkillLine, breakable, bullets
from desktop.views.packages.setting_form import SettingForm
from desktop.views.panels.pieces import Picture, push, rule, scrolled, words
from desktop.views.panels.wording import counted, size_text
from desktop.wire.messages import InstallPackage, ReviewView, UpdateView

SIZE = QSize(720, 720)


class ReviewDialog(QDialog):
    """`install_wanted` carries an InstallPackage of the digest that is shown, `member_wanted` the name of a file,
    `choice_wanted` the name of a plugin of a marketplace.

    Nothing is installed by Return: Cancel is the default, and Escape is Cancel.
    """

    install_wanted = Signal(object)
    member_wanted = Signal(str)
    choice_wanted = Signal(str)

    def __init__(self, review: ReviewView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.review = review
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(SIZE)
        self.form = SettingForm()
        self.form.show_settings(review.settings)
        self.form.changed.connect(self._look)
        self.differing: tuple[QPushButton, ...] = ()
        self.members = MemberList(review.members)
        self.members.wanted.connect(self.member_wanted)
        self.problem = words(role="danger", wrap=True)
        self.cancel = push(self.tr("Cancel"))
        self.install = push(self.tr("Update") if review.update else self.tr("Install"), "primary")
        self._lay_out()
        self._look()

    def show_problem(self, sentence: str) -> None:
        """It was not installed; the person may try again."""
        self.install.setEnabled(not self.review.refused)
        self.problem.setText(shown(sentence))

    def _install(self) -> None:
        if problem := self.form.problem():
            self.problem.setText(problem)
            self.form.focus_problem()
            return
        self.install.setEnabled(False)
        self.install_wanted.emit(InstallPackage(self.review.digest, self.form.values()))

    def _look(self) -> None:
        self.install.setEnabled(not self.review.refused)
        self.problem.setText(shown(self.review.refused))

    def _lay_out(self) -> None:
        page = QWidget()
        self._column = column = QVBoxLayout(page)
        column.setContentsMargins(24, 14, 24, 14)
        column.setSpacing(8)
        self._fill()
        column.addStretch(1)
        for button in (self.cancel, self.install):
            button.setAutoDefault(False)
        self.cancel.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.install.clicked.connect(self._install)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 10, 24, 14)
        foot.setSpacing(8)
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.install)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addWidget(rule())
        layout.addWidget(scrolled(page), 1)
        layout.addWidget(rule())
        layout.addLayout(foot)
        self.cancel.setFocus()

    def _head(self) -> QHBoxLayout:
        review = self.review
        name = shown(review.title or review.name)
        title = self.tr("Update “{name}”?") if review.update else self.tr("Install “{name}”?")
        title = title.replace("{name}", name)
        self.setWindowTitle(title)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(words(breakable(title), "h2", wrap=True))
        version = self.tr("version {version}").replace("{version}", review.version) if review.version else ""
        texts.addWidget(words(shown(" · ".join(filter(None, (review.sort, version)))), "small", wrap=True))
        head = QHBoxLayout()
        head.setContentsMargins(24, 18, 24, 14)
        head.setSpacing(12)
        head.addWidget(Picture("package", "accent", 24), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(texts, 1)
        return head

    def _fill(self) -> None:
        """The parts that have something to say, what matters for the decision first."""
        review = self.review
        if review.description:
            self._column.addWidget(words(shown(review.description), wrap=True))
        self._column.addWidget(FactsGrid(review))
        self._section(self.tr("What is wrong with it"), [bullets(review.problems, "danger")] if review.problems else ())
        self._section(self.tr("Choose one"), [self._choice(one) for one in review.choices])
        if review.update is not None:
            self._section(self._since(review.update), self._difference(review.update))
        self._section(self.tr("What we noticed (advice, no verdict)"), [AdviceLine(one) for one in review.advice])
        self._section(self.tr("What this computer lacks for it"), [bullets(review.missing)] if review.missing else ())
        self._section(self.tr("Settings"), [self.form] if review.settings else ())
        connectors = [ConnectorLine(one) for one in review.connectors]
        self._section(
            counted(self.tr("1 connector"), self.tr("{n} connectors"), len(connectors)),
            [*connectors, words(self.tr("They stay off until you approve them one by one."), "small", wrap=True)]
            if connectors
            else (),
        )
        self._section(
            counted(self.tr("1 skill"), self.tr("{n} skills"), len(review.skills)),
            [SkillLine(one) for one in review.skills],
        )
        self._section(self.tr("Prompts"), [bullets(review.prompts)] if review.prompts else ())
        self._section(self.tr("Roles for delegates"), [bullets(review.roles)] if review.roles else ())
        self._section(self.tr("Never run by Deskhand"), [bullets(review.unused)] if review.unused else ())
        self._files()

    def _choice(self, name: str) -> QWidget:
        button = push(shown(name), "choice", "package")
        button.setAutoDefault(False)
        button.clicked.connect(partial(self.choice_wanted.emit, name))
        return button

    def _files(self) -> None:
        members = self.review.members
        size = size_text(sum(one.size for one in members))
        count = counted(self.tr("1 file"), self.tr("{n} files"), len(members))
        parts: list[QWidget] = [self.members]
        if any(one.kind in (MemberKind.SCRIPT, MemberKind.PROGRAM) for one in members):
            told = self.tr("Nothing of it is run by installing it. Scripts of skills run in the sandbox only.")
            parts.insert(0, words(told, "small", wrap=True))
        parts.append(words(self.tr("Double-click a file, or press Return on it, to read it."), "small"))
        parts.append(words(breakable(f"SHA-256 {shown(self.review.digest)}"), "code", wrap=True))
        self._section(f"{count} · {size}", parts)

    def _section(self, title: str, parts: Sequence[QWidget]) -> None:
        if parts:
            self._column.addSpacing(6)
            self._column.addWidget(words(title, "section", wrap=True))
            for part in parts:
                self._column.addWidget(part)

    def _since(self, update: UpdateView) -> str:
        told = self.tr("What differs from version {version}") if update.version else self.tr("What differs")
        return told.replace("{version}", shown(update.version))

    def _difference(self, update: UpdateView) -> Sequence[QWidget]:
        """A button for each file; it shows what differs in it."""
        added, changed, removed = self.tr("new: {file}"), self.tr("changed: {file}"), self.tr("gone: {file}")
        told = ((added, update.added), (changed, update.changed), (removed, update.removed))
        self.differing = tuple(self._file_button(label, name) for label, names in told for name in names)
        return self.differing or (bullets([self.tr("Nothing: the files are the same.")]),)

    def _file_button(self, label: str, name: str) -> QPushButton:
        button = push(label.replace("{file}", shown(name)), "link")
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.setAutoDefault(False)
        button.setToolTip(self.tr("Show what differs"))
        button.clicked.connect(partial(self.member_wanted.emit, name))
        return button
