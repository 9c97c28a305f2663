"""What is below an open step: its result, its files, where its values came from, what was declined."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent.core.changes import Changed
from agent.core.messages import Evidence
from agent.core.paths import shown
from desktop.presenter.blocks import unmarked
from desktop.presenter.items import Step, StepShown
from desktop.views.panels.pieces import ElidedLabel, Picture, push, words
from desktop.views.panels.wording import counted, file_icon
from desktop.views.timeline.run_details import RunDetails
from desktop.views.wording import hidden_text_meaning

MOST = 12
"""Lines of one kind; the list of changed files has all of them."""


class StepDetails(QFrame):
    """Draws a Step once. `change_wanted` carries a Checkpoint and a Place, `place_wanted` the text of a Place
    and an address in it, or "".

    `stop_wanted` ends what runs; `resized` when more of it is shown.
    """

    change_wanted = Signal(str, str)
    place_wanted = Signal(str, str)
    stop_wanted = Signal()
    resized = Signal()

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "well")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 9, 12, 9)
        self._column.setSpacing(4)
        self._add_words(step)
        for changed in step.changed[:MOST]:
            self._column.addWidget(self._file(step.checkpoint, changed))
        self._more(len(step.changed))
        for evidence in step.evidence[:MOST]:
            self._column.addWidget(self._found(evidence))
        self._more(len(step.evidence))
        if step.run is not None:
            run = RunDetails(step.run, running=step.state is StepShown.RUNNING)
            run.stop_wanted.connect(self.stop_wanted)
            run.resized.connect(self.resized)
            self._column.addWidget(run)
        if not self._column.count():
            self._column.addWidget(words(self.tr("There is nothing more to say about this step."), "small"))

    def _add_words(self, step: Step) -> None:
        if step.result:
            text = words(shown_lines(unmarked(step.result)), wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._column.addWidget(text)
        if step.hidden:
            self._column.addWidget(words(hidden_text_meaning(), "warning", wrap=True))
        if step.declined:
            title = self.tr("Left as they were, because you did not accept them:")
            listed = "\n".join(shown(row) for row in step.declined[:MOST])
            self._column.addWidget(words(f"{title}\n{listed}", "small", wrap=True))
            self._more(len(step.declined))
        if step.code and step.code not in ("denied", "skipped", "interrupted"):
            self._column.addWidget(words(self.tr("Code: {code}").replace("{code}", shown(step.code)), "small"))

    def _more(self, number: int) -> None:
        if number > MOST:
            text = counted(self.tr("and 1 more"), self.tr("and {n} more"), number - MOST)
            self._column.addWidget(words(text, "small"))

    def _file(self, checkpoint: str, changed: Changed) -> QWidget:
        name = shown(changed.to or changed.place)
        link = push("", "link")
        link.setText(name if len(name) < 60 else f"{name[:26]}…{name[-30:]}")
        link.setAccessibleName(self.tr("Show what changed in {file}").replace("{file}", name))
        link.clicked.connect(partial(self.change_wanted.emit, checkpoint, changed.place))
        kinds = {
            "create": self.tr("new"),
            "modify": self.tr("changed"),
            "move": self.tr("moved from {place}").replace("{place}", shown(changed.place)),
            "delete": self.tr("deleted"),
            "folder": self.tr("new folder"),
        }
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Picture("folder" if changed.kind == "folder" else file_icon(name), "muted", 16))
        row.addWidget(link)
        row.addWidget(ElidedLabel(kinds.get(changed.kind, changed.kind), "small"), 1)
        return line

    def _found(self, evidence: Evidence) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        link = push(f"{shown(evidence.source)} · {shown(evidence.anchor)}", "link")
        link.clicked.connect(partial(self.place_wanted.emit, evidence.source, evidence.anchor))
        row.addWidget(link)
        value = f" → {shown(evidence.value)}" if evidence.value else ""
        row.addWidget(ElidedLabel(f"“{shown(evidence.words)}”{value}", "small", Qt.TextElideMode.ElideRight), 1)
        return line


def shown_lines(text: str) -> str:
    """`text` safe to show over several lines."""
    return "\n".join(shown(line) for line in text.splitlines())
