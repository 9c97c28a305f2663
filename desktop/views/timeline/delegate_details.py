"""What is below an open line of a delegate: how its work ended, and its last steps."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.presenter.items import Delegate, StepShown
from desktop.views.panels.pieces import ElidedLabel, Picture, clear_layout, words
from desktop.views.panels.wording import counted
from desktop.views.timeline.figures import Figures
from desktop.views.timeline.run_details import RunDetails
from desktop.views.timeline.step_row import STATE_ICONS

MOST = 8
"""Steps that are shown; the record has all of them."""


class DelegateDetails(QFrame):
    """Draws a Delegate again and again. `resized` when more of it is shown."""

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "well")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 9, 12, 9)
        self._column.setSpacing(4)

    def show_delegate(self, one: Delegate) -> None:
        """Its end, when there is one, and what it did last."""
        clear_layout(self._column)
        if one.result:
            said = words(shown(one.result), wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._put(said)
        earlier = one.steps - len(one.lines[-MOST:])
        if earlier > 0:
            self._put(words(counted(self.tr("1 earlier step"), self.tr("{n} earlier steps"), earlier), "small"))
        for title, result, state in one.lines[-MOST:]:
            self._put(_line(title, result, state))
        for _, run in one.runs:
            if run.figures:
                self._put(Figures(run.figures, shown(one.title)))
            details = RunDetails(run)
            details.resized.connect(self.resized)
            self._put(details)
        if not self._column.count():
            self._put(words(self.tr("It has not begun yet."), "small"))

    def _put(self, widget: QWidget) -> None:
        self._column.addWidget(widget)
        widget.show()


def _line(title: str, result: str, state: StepShown) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Picture(*STATE_ICONS[state], 14))
    said = f"{shown(title)} · {shown(result)}" if result and result != title else shown(title)
    row.addWidget(ElidedLabel(said, "small", Qt.TextElideMode.ElideRight), 1)
    return line
