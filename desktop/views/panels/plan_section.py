"""The plan: how far it is, and each step with its state."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from agent.core.paths import shown
from agent.core.plans import PlanStep, StepState
from desktop.views.panels.pieces import Picture, clear_layout, words


class PlanSection(QWidget):
    """Hidden while there is no plan."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: tuple[Sequence[PlanStep], bool, bool] = ((), False, False)
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

    def show_plan(self, steps: Sequence[PlanStep], *, waiting: bool = False, running: bool = True) -> None:
        """Draw the steps; the active one waits for the person (`waiting`), or was left when the work ended."""
        if (tuple(steps), waiting, running) == self._drawn:
            return
        self._drawn = (tuple(steps), waiting, running)
        self.setVisible(bool(steps))
        done = sum(step.state is StepState.DONE for step in steps)
        text = self.tr("{done} of {total}").replace("{done}", str(done)).replace("{total}", str(len(steps)))
        self._count.setText(text)
        self.bar.setMaximum(max(len(steps), 1))
        self.bar.setValue(done)
        self.bar.setAccessibleDescription(text)
        clear_layout(self.steps)
        for step in steps:
            self.steps.addWidget(self._line(step))

    def _line(self, step: PlanStep) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        name, shade, word = self._look(step.state)
        row.addWidget(Picture(name, shade, 16), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        title = words(shown(step.title), "strong" if step.state is StepState.ACTIVE else "muted", wrap=True)
        texts.addWidget(title)
        if step.state in (StepState.ACTIVE, StepState.FAILED):
            texts.addWidget(words(word, shade))
        row.addLayout(texts, 1)
        line.setToolTip(word)
        title.setAccessibleName(f"{shown(step.title)}, {word}")
        return line

    def _look(self, state: StepState) -> tuple[str, str, str]:
        """Icon, colour and word of a step."""
        _, waiting, running = self._drawn
        match state:
            case StepState.OPEN:
                return "circle", "placeholder", self.tr("Not begun")
            case StepState.ACTIVE if waiting:
                return "shield-alert", "warning", self.tr("Waiting for you")
            case StepState.ACTIVE if not running:
                return "circle-pause", "warning", self.tr("Not finished")
            case StepState.ACTIVE:
                return "loader-circle", "accent", self.tr("In progress")
            case StepState.DONE:
                return "circle-check", "success", self.tr("Done")
            case StepState.FAILED:
                return "circle-x", "danger", self.tr("Failed")
