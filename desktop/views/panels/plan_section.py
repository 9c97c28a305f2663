"""The plan: how far it is, and each step with its state."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from agent.core.events import PlanStep, StepState
from agent.core.paths import shown
from desktop.views.panels.pieces import Picture, clear_layout, words

_ICONS = {
    StepState.OPEN: ("circle", "placeholder"),
    StepState.ACTIVE: ("loader-circle", "accent"),
    StepState.DONE: ("circle-check", "success"),
    StepState.FAILED: ("circle-x", "danger"),
}
_WAITING = ("shield-alert", "warning")


class PlanSection(QWidget):
    """Hidden while there is no plan."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: tuple[Sequence[PlanStep], bool] = ((), False)
        self._count = words(role="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setAccessibleName(self.tr("Progress"))
        head = QHBoxLayout()
        head.addWidget(words(self.tr("Progress"), "section"), 1)
        head.addWidget(self._count)
        self.steps = QVBoxLayout()
        self.steps.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.bar)
        layout.addLayout(self.steps)
        self.hide()

    def show_plan(self, steps: Sequence[PlanStep], *, waiting: bool = False) -> None:
        """Draw the steps; with `waiting` the active one waits for the person."""
        if (tuple(steps), waiting) == self._drawn:
            return
        self._drawn = (tuple(steps), waiting)
        self.setVisible(bool(steps))
        done = sum(step.state is StepState.DONE for step in steps)
        text = self.tr("{done} of {total}").replace("{done}", str(done)).replace("{total}", str(len(steps)))
        self._count.setText(text)
        self.bar.setMaximum(max(len(steps), 1))
        self.bar.setValue(done)
        self.bar.setAccessibleDescription(text)
        clear_layout(self.steps)
        for step in steps:
            self.steps.addWidget(self._line(step, waiting=waiting and step.state is StepState.ACTIVE))

    def _line(self, step: PlanStep, *, waiting: bool) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        name, shade = _WAITING if waiting else _ICONS[step.state]
        row.addWidget(Picture(name, shade, 16), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        title = words(shown(step.title), "strong" if step.state is StepState.ACTIVE else "muted", wrap=True)
        texts.addWidget(title)
        word = self._word(step.state, waiting=waiting)
        if step.state in (StepState.ACTIVE, StepState.FAILED):
            texts.addWidget(words(word, shade))
        row.addLayout(texts, 1)
        line.setToolTip(word)
        title.setAccessibleName(f"{shown(step.title)}, {word}")
        return line

    def _word(self, state: StepState, *, waiting: bool) -> str:
        if waiting:
            return self.tr("Waiting for you")
        return {
            StepState.OPEN: self.tr("Not begun"),
            StepState.ACTIVE: self.tr("In progress"),
            StepState.DONE: self.tr("Done"),
            StepState.FAILED: self.tr("Failed"),
        }[state]
