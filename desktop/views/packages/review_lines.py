"""The parts of a review: facts, advice, skills, connectors, lists of names. Everything is shown whole."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agent.core.paths import shown
from agent.packages.package import Signed, Weight
from desktop.views.packages.whole_text import WholeText
from desktop.views.panels.pieces import Picture, words
from desktop.wire.messages import AdviceView, DeclaredView, ReviewView, SkillLineView

_WEIGHTS = {
    Weight.NOTE: ("info", "muted", "small"),
    Weight.CAUTION: ("triangle-alert", "warning", "warning"),
    Weight.WARNING: ("octagon-alert", "danger", "danger"),
}
_SIGNS = {
    Signed.NOT: ("shield", "muted", "muted"),
    Signed.BROKEN: ("shield-alert", "danger", "danger"),
    Signed.UNTRUSTED: ("shield-question-mark", "warning", "warning"),
    Signed.TRUSTED: ("shield-check", "success", "success"),
}
_LINES = 400
"""A command line is never cut: whoever hides the end of one hides what it does. Its page scrolls."""


class FactsGrid(QWidget):
    """Who made it, what its signature proves, under which licence, where it comes from."""

    def __init__(self, review: ReviewView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        nobody, none = self.tr("It does not say"), self.tr("It names none")
        lines = (
            (self.tr("Publisher"), self._publisher(review) or nobody, "" if review.publisher else "muted"),
            (self.tr("Signature"), review.signature, _SIGNS[review.signed][2]),
            (self.tr("Licence"), review.licence or none, "" if review.licence else "muted"),
            (self.tr("Comes from"), review.origin, ""),
            (self.tr("Home page"), review.homepage, ""),
        )
        for at, (label, text, role) in enumerate(line for line in lines if line[1]):
            grid.addWidget(words(label, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            value = words(breakable(shown(text)), role, wrap=True)
            value.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            value.setAccessibleName(f"{label}: {shown(text)}")
            grid.addWidget(value, at, 1)

    def _publisher(self, review: ReviewView) -> str:
        if not review.publisher or review.signed is Signed.TRUSTED:
            return review.publisher
        return self.tr("{name} (by its own word)").replace("{name}", review.publisher)


class AdviceLine(QWidget):
    """One thing that our own look found."""

    def __init__(self, advice: AdviceView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture, shade, role = _WEIGHTS[advice.weight]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Picture(picture, shade), 0, Qt.AlignmentFlag.AlignTop)
        where = f"{advice.where}: " if advice.where else ""
        row.addWidget(words(shown(f"{where}{advice.sentence}"), role, wrap=True), 1)


class SkillLine(QFrame):
    """A skill that it brings, with what is wrong with it."""

    def __init__(self, skill: SkillLineView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 9, 14, 10)
        column.setSpacing(3)
        column.addWidget(words(shown(skill.name), "strong", wrap=True))
        if skill.description:
            column.addWidget(words(shown(skill.description), "small", wrap=True))
        if skill.scripts:
            told = self.tr("Scripts: {names}").replace("{names}", shown(", ".join(skill.scripts)))
            column.addWidget(words(told, "small", wrap=True))
        for problem in skill.problems:
            column.addWidget(words(shown(problem), "warning", wrap=True))


class ConnectorLine(QFrame):
    """A connector that it brings: the exact command line or address, and the names that it wants set.

    With `tick` its name is a `box` to be ticked.
    """

    def __init__(self, one: DeclaredView, *, tick: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(shown(one.name))
        self.box.setChecked(not one.problem)
        self.box.setEnabled(not one.problem)
        self.setProperty("card", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 9, 14, 12)
        column.setSpacing(5)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Picture("square-terminal" if one.local else "globe"))
        head.addWidget(self.box if tick else words(shown(one.name), "strong", wrap=True), 1)
        column.addLayout(head)
        told = self.tr("Starts this program:") if one.local else self.tr("Speaks with this address:")
        self.line = WholeText(one.line, f"{shown(one.name)}: {told}", most=_LINES)
        for widget in (words(told, "small"), self.line):
            column.addWidget(widget)
            widget.setHidden(not one.line)
        given, sent = self.tr("Is given these values: {names}"), self.tr("Is sent these values each time: {names}")
        for label, names in ((given, one.env), (sent, one.headers)):
            if names:
                column.addWidget(words(shown(label.replace("{names}", ", ".join(names))), "small", wrap=True))
        if one.problem:
            column.addWidget(words(shown(one.problem), "warning", wrap=True))


def bullets(lines: Sequence[str], role: str = "small") -> QWidget:
    """Lines below each other with a dot before each."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    for line in lines:
        column.addWidget(words(breakable(f"• {shown(line)}"), role, wrap=True))
    return box


def breakable(text: str) -> str:
    """A label breaks lines only between words: very long ones are given places to break."""
    return " ".join(
        "\u200b".join(word[at : at + 24] for at in range(0, len(word), 24)) if len(word) > 40 else word
        for word in text.split(" ")
    )
