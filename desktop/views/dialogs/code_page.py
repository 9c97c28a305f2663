"""Settings: whether the agent may run code, what code can do and what it cannot, and whether that holds here."""

from dataclasses import replace

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.dialogs.tier_card import TierCard
from desktop.views.panels.pieces import Picture, clear_layout, push, scrolled, set_property, words
from desktop.wire.messages import AttemptTold, Preferences, SandboxView


class CodePage(QWidget):
    """`changed` carries the new Preferences, `check_wanted` nothing."""

    changed = Signal(object)
    check_wanted = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.allowed = QCheckBox(self.tr("Let the agent run code"))
        self.allowed.setChecked(preferences.run_code)
        self.allowed.toggled.connect(self._change)
        self.check = push(self.tr("Check now"), "", "shield-check")
        self.check.setAutoDefault(False)
        self.check.clicked.connect(self._begin)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the check"))
        self.bar.hide()
        self.verdict = words(role="small", wrap=True)
        self.cards: list[TierCard] = []
        self._tiers = QVBoxLayout()
        self._tiers.setSpacing(8)
        self._lay_out()
        self._say(self.tr("Looking at what this computer has…"), "small")

    def keep(self, preferences: Preferences) -> None:
        """Another page changed something: what is changed here comes on top of it."""
        self._preferences = preferences

    def show_sandbox(self, view: SandboxView) -> None:
        """What there is, and what the last check found."""
        self._rest()
        clear_layout(self._tiers)
        self.cards = [TierCard(tier) for tier in view.tiers]
        for card in self.cards:
            self._tiers.addWidget(card)
            card.show()
        there = [tier for tier in view.tiers if tier.there]
        if not there:
            none = self.tr("This computer has nothing that confines code, so code is not run. It is never run without.")
            self._say(none, "warning")
        elif not view.at:
            self._say(self.tr("Not checked yet since Deskhand was started. A check takes some seconds."), "small")
        elif all(tier.holds for tier in there):
            well = self.tr("All is well: nothing gets out.")
            self._say(f"{well} {self._when(view.at)}", "success")
        else:
            self._say(self.tr("Something gets out. Switch off running code, and report this."), "danger")

    def show_attempt(self, told: AttemptTold) -> None:
        """One way out was tried."""
        if self.check.isEnabled():
            return
        self.bar.setRange(0, told.total)
        self.bar.setValue(told.done)
        trying = self.tr("Trying {n} of {all}: {what}").replace("{n}", str(told.done))
        self._say(trying.replace("{all}", str(told.total)).replace("{what}", shown(told.what)), "small")

    def show_problem(self, sentence: str) -> None:
        """It could not be looked at."""
        self._rest()
        self._say(shown(sentence), "danger")

    def _when(self, at: str) -> str:
        moment = QDateTime.fromString(at, Qt.DateFormat.ISODate).toLocalTime()
        return self.tr("Checked {when}.").replace("{when}", QLocale().toString(moment, QLocale.FormatType.ShortFormat))

    def _begin(self) -> None:
        self.check.setEnabled(False)
        self.bar.setRange(0, 0)
        self.bar.show()
        self._say(self.tr("Checking…"), "small")
        self.check_wanted.emit()

    def _rest(self) -> None:
        self.check.setEnabled(True)
        self.bar.hide()

    def _say(self, text: str, role: str) -> None:
        self.verdict.setText(text)
        set_property(self.verdict, "role", role)

    def _change(self) -> None:
        self._preferences = replace(self._preferences, run_code=self.allowed.isChecked())
        self.changed.emit(self._preferences)

    def _facts(self) -> QGridLayout:
        lines = (
            ("circle-check", "success", self.tr("It works on copies of the files that a task names.")),
            (
                "circle-check",
                "success",
                self.tr("What it makes is shown and asked like every change, and can be undone."),
            ),
            ("ban", "muted", self.tr("It cannot read other files, your keys or your settings.")),
            ("ban", "muted", self.tr("It has no network. What it wants from a web address, you are asked about.")),
            ("ban", "muted", self.tr("It starts no other programs, and ends when its time or memory is used up.")),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, (icon, shade, text) in enumerate(lines):
            grid.addWidget(Picture(icon, shade, 16), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words(text, wrap=True), at, 1)
        return grid

    def _lay_out(self) -> None:
        about = self.tr(
            "Large tables, calculations and charts are done best by a short program that the model writes. With this "
            "switched off the model cannot run one."
        )
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.check)
        foot.addWidget(self.verdict, 1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self.allowed)
        column.addWidget(words(about, "muted", wrap=True))
        column.addLayout(self._facts())
        column.addWidget(words(self.tr("On this computer"), "section"))
        column.addLayout(foot)
        column.addWidget(self.bar)
        column.addLayout(self._tiers)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(page))
