"""Another limit for a task that stopped at its limit."""

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from agent.core.words import dollars
from desktop.views.dialogs.frame import Dialog
from desktop.views.panels.pieces import words

MOST, STEP = 100_000.0, 0.5


class RaiseDialog(Dialog):
    """`raised` carries the new limit in US dollars. `cap` is the one that is reached, `spent` what the task cost."""

    raised = Signal(float)

    def __init__(self, cap: float, spent: float, parent: QWidget | None = None) -> None:
        super().__init__("circle-pause", "warning", parent)
        self.set_title(self.tr("Raise the limit of this task"))
        told = self.tr("{spent} of {cap} is spent. This counts for this task only.")
        told = told.replace("{spent}", dollars(spent)).replace("{cap}", dollars(cap))
        self.body.addWidget(words(told, "muted", wrap=True))
        self.most = QDoubleSpinBox()
        self.most.setRange(0.01, MOST)
        self.most.setDecimals(2)
        self.most.setSingleStep(STEP)
        self.most.setPrefix("$ ")
        self.most.setValue(math.ceil(max(2 * cap, spent + cap) / STEP) * STEP)
        self.most.setAccessibleName(self.tr("New limit"))
        self.body.addWidget(self.most)
        _, self.act = self.add_buttons(self.tr("Cancel"), self.tr("Raise and go on"), safe=True)
        self.act.clicked.connect(self._raise)
        self.most.setFocus()

    def _raise(self) -> None:
        self.raised.emit(self.most.value())
        self.accept()
