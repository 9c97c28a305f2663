"""The banner of a Turn that was cut off: what is certain, and whether it shall go on."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.presenter.items import CutOff, Item
from desktop.views.panels.pieces import Picture, push, words
from desktop.views.panels.wording import counted
from desktop.views.timeline.card import Card


class CutOffCard(Card):
    """Interrupted: Continue, or leave it."""

    def __init__(self, item: CutOff, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame = QFrame()
        frame.setProperty("card", "warning")
        self._title = words(role="strong", wrap=True)
        self._text = words(role="muted", wrap=True)
        self.resume = push(self.tr("Continue"), "primary")
        self.resume.clicked.connect(self._resume)
        self.leave = push(self.tr("Leave it"), "ghost")
        self.leave.clicked.connect(self._leave)
        self._lay_out(frame)
        self.show_item(item)

    def _lay_out(self, frame: QFrame) -> None:
        acts = QHBoxLayout()
        acts.setContentsMargins(0, 8, 0, 0)
        acts.setSpacing(8)
        acts.addWidget(self.resume)
        acts.addWidget(self.leave)
        acts.addStretch(1)
        texts = QVBoxLayout()
        texts.setSpacing(3)
        texts.addWidget(self._title)
        texts.addWidget(self._text)
        texts.addLayout(acts)
        side = QVBoxLayout()
        side.setContentsMargins(0, 2, 0, 0)
        side.addWidget(Picture("circle-pause", "warning", 16))
        side.addStretch(1)
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(10)
        row.addLayout(side)
        row.addLayout(texts, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)

    def show_item(self, item: Item) -> None:
        """Draw what is certain."""
        if not isinstance(item, CutOff):
            return
        files = counted(self.tr("1 file changed"), self.tr("{n} files changed"), item.files) if item.files else ""
        self._title.setText(" · ".join(filter(None, (self.tr("Interrupted"), files))))
        text = self.tr(
            "Deskhand was closed in the middle of this task. What is done stays done; it can go on from there."
        )
        said = [text]
        if item.asked:
            again = self.tr("You will be asked again: “{question}”")
            said.append(again.replace("{question}", shown(item.asked)))
        self._text.setText("\n".join(said))
        self.setAccessibleName(" ".join((self._title.text(), *said)))
        self.resume.setEnabled(True)
        self.leave.setEnabled(True)

    def _resume(self) -> None:
        self._once()
        self.resume_wanted.emit()

    def _leave(self) -> None:
        self._once()
        self.leave_wanted.emit()

    def _once(self) -> None:
        """A second press would be about a Turn that goes on already."""
        self.resume.setEnabled(False)
        self.leave.setEnabled(False)
