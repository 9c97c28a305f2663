"""What was checked before the end: one line with the counts, which opens to a line for each Check."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent.core.paths import shown
from agent.core.plans import Check, CheckState
from desktop.presenter.items import Item, Reviewed, StepShown
from desktop.views.panels.pieces import Picture, clear_layout, push, words
from desktop.views.panels.wording import counted, shortened
from desktop.views.timeline.card import Card
from desktop.views.timeline.step_row import StepRow

_ICONS = {
    CheckState.PASSED: ("check", "success"),
    CheckState.FAILED: ("x", "danger"),
    CheckState.NOT_RUN: ("minus", "muted"),
}
_LONGEST_NAME = 48


class ReviewCard(Card):
    """Draws a Reviewed. It is open while something failed, unless the person closed it."""

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._item = Reviewed("", ())
        self._opened: bool | None = None
        self.head = StepRow()
        self.head.pressed.connect(self._toggle)
        self._list = QFrame()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(13, 2, 13, 12)
        self._lines.setSpacing(7)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._list)
        self.show_item(item)

    @property
    def is_open(self) -> bool:
        """Whether every Check is shown."""
        failed = self._item.count(CheckState.FAILED) > 0
        return failed if self._opened is None else self._opened

    def show_item(self, item: Item) -> None:
        """Draw the counts, and the lines when it is open."""
        if not isinstance(item, Reviewed) or item == self._item:
            return
        self._item = item
        failed, passed = item.count(CheckState.FAILED), item.count(CheckState.PASSED)
        left = item.count(CheckState.NOT_RUN)
        state = StepShown.FAILED if failed else StepShown.DONE if passed and not left else StepShown.SKIPPED
        self.head.draw("list-checks", self._title(), self._aside(), state, silent=True)
        self._build()

    def _title(self) -> str:
        failed = self._item.count(CheckState.FAILED)
        if not failed:
            return self.tr("Checked before the end")
        return counted(self.tr("Checked: 1 point is not right"), self.tr("Checked: {n} points are not right"), failed)

    def _aside(self) -> str:
        one = self._item
        passed, left = one.count(CheckState.PASSED), one.count(CheckState.NOT_RUN)
        parts = [counted(self.tr("1 passed"), self.tr("{n} passed"), passed) if passed else ""]
        parts.append(counted(self.tr("1 could not be run"), self.tr("{n} could not be run"), left) if left else "")
        return " · ".join(filter(None, parts))

    def _toggle(self) -> None:
        self._opened = not self.is_open
        self._build()
        self.resized.emit()

    def _build(self) -> None:
        clear_layout(self._lines)
        self.head.show_open(self.is_open)
        self._list.setVisible(self.is_open)
        if self.is_open:
            for check in self._item.checks:
                line = self._line(check)
                self._lines.addWidget(line)
                line.show()

    def _line(self, check: Check) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(9)
        side = QVBoxLayout()
        side.setContentsMargins(0, 2, 0, 0)
        side.addWidget(Picture(*_ICONS[check.state], 14))
        side.addStretch(1)
        row.addLayout(side)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(words(shown(check.title), wrap=True))
        if check.why:
            why = words(shown(check.why), "danger" if check.state is CheckState.FAILED else "small", wrap=True)
            why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            texts.addWidget(why)
        row.addLayout(texts, 1)
        if check.file:
            link = push(shortened(shown(check.file), _LONGEST_NAME), "link")
            link.clicked.connect(partial(self.place_wanted.emit, check.file, ""))
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        line.setAccessibleName(", ".join(filter(None, (self._word(check.state), check.title, check.why, check.file))))
        return line

    def _word(self, state: CheckState) -> str:
        return {
            CheckState.PASSED: self.tr("Passed"),
            CheckState.FAILED: self.tr("Not right"),
            CheckState.NOT_RUN: self.tr("Could not be run"),
        }[state]
