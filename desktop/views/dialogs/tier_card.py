"""One way to run code on this computer: whether it is there, what confines it, what is missing, what a check found."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.panels.pieces import words
from desktop.wire.messages import TierView


class TierCard(QFrame):
    """Draws a TierView once."""

    def __init__(self, tier: TierView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(words(self._title(tier.tier), "strong", wrap=True), 1)
        head.addWidget(self._state(tier), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 11)
        column.setSpacing(4)
        column.addLayout(head)
        for label in self._lines(tier):
            column.addWidget(label)

    def _title(self, tier: str) -> str:
        return {
            "native": self.tr("Python with its libraries: large tables, charts, documents"),
            "small": self.tr("Light environment: short work on text and tables"),
        }.get(tier, tier)

    def _state(self, tier: TierView) -> QLabel:
        if not tier.there:
            return words(self.tr("Not available"), "chip-warning")
        if tier.tried and not tier.holds:
            return words(self.tr("Does not hold"), "chip-danger")
        return words(self.tr("Checked"), "chip-success") if tier.tried else words(self.tr("Ready"), "chip-accent")

    def _lines(self, tier: TierView) -> list[QLabel]:
        if not tier.there:
            return [_selectable(tier.missing, "warning")]
        lines = [words(self.tr("Confined by {by}").replace("{by}", shown(tier.by)), "small", wrap=True)]
        if tier.note:
            lines.append(_selectable(tier.note, "warning"))
        if tier.tried:
            told = self.tr("{closed} of {n} ways out are closed.").replace("{closed}", str(tier.closed))
            lines.append(words(told.replace("{n}", str(tier.tried)), "small", wrap=True))
        if not tier.works:
            lines.append(words(self.tr("No code ran in the check, so it says nothing."), "danger", wrap=True))
        hole, known = self.tr("Open, and must not be: {what}"), self.tr("Open, as is known: {why} ({what})")
        lines += [_selectable(hole.replace("{what}", one.what), "danger") for one in tier.holes]
        for why, what in tier.known:
            told = known.replace("{why}", shown(why)).replace("{what}", shown("; ".join(what)))
            lines.append(words(told, "small", wrap=True))
        return lines


def _selectable(text: str, role: str) -> QLabel:
    """Words with a command in them, which can be copied."""
    label = words(shown(text), role, wrap=True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
