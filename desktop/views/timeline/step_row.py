"""One line for a tool call or for several: icon, title, what came of it, state. A click opens what is below it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from desktop.presenter.items import StepShown
from desktop.views.panels.pieces import ElidedLabel, Picture, set_property, words
from desktop.views.wording import hidden_text_meaning

HEIGHT = 38
STATE_ICONS = {
    StepShown.RUNNING: ("loader-circle", "accent"),
    StepShown.WAITING: ("clock", "warning"),
    StepShown.DONE: ("circle-check", "success"),
    StepShown.FAILED: ("circle-alert", "danger"),
    StepShown.DENIED: ("ban", "muted"),
    StepShown.SKIPPED: ("minus", "muted"),
    StepShown.UNKNOWN: ("circle-question-mark", "warning"),
}
_SHADES = {StepShown.FAILED: "danger", StepShown.WAITING: "warning", StepShown.UNKNOWN: "warning"}


class StepRow(QFrame):
    """`pressed` when it is clicked, or Enter or Space is pressed on it."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "step")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(HEIGHT)
        self._icon = Picture("wrench", "muted", 16)
        self._title = ElidedLabel("", "strong", Qt.TextElideMode.ElideRight)
        self._aside = ElidedLabel("", "small", Qt.TextElideMode.ElideRight)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._aside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._hidden = words(role="chip-warning")
        self._hidden.hide()
        self._time = words(role="small")
        self._state = Picture("circle-check", "success", 16)
        self._arrow = Picture("chevron-right", "muted", 14)
        row = QHBoxLayout(self)
        row.setContentsMargins(13, 0, 11, 0)
        row.setSpacing(9)
        row.addWidget(self._icon)
        row.addWidget(self._title)
        row.addWidget(self._aside, 1)
        for widget in (self._hidden, self._time, self._state, self._arrow):
            row.addWidget(widget)

    def draw(
        self, icon_name: str, title: str, aside: str, state: StepShown, hidden: int = 0, *, silent: bool = False
    ) -> None:
        """Draw a step, or a group of them; `hidden` counts pieces of text that a person does not see.

        `silent` when the title says already how it ended.
        """
        self._icon.draw(icon_name, "muted")
        self._title.setText(title)
        word = "" if silent else self._word(state)
        said = aside if state is StepShown.DONE else " · ".join(filter(None, (word, aside)))
        self._aside.setText(said)
        set_property(self._aside, "role", "small" if silent else _SHADES.get(state, "small"))
        self._state.draw(*STATE_ICONS[state])
        self._state.setToolTip(word)
        warning = self.tr("hidden text: {n}").replace("{n}", str(hidden)) if hidden else ""
        self._hidden.setText(warning)
        self._hidden.setToolTip(hidden_text_meaning() if hidden else "")
        self._hidden.setVisible(bool(hidden))
        self.setAccessibleName(", ".join(filter(None, (title, aside, word, warning))))

    def show_time(self, text: str) -> None:
        """How long it took, or takes."""
        self._time.setText(text)

    def show_open(self, is_open: bool) -> None:
        """The arrow points to what is open."""
        self._arrow.draw("chevron-down" if is_open else "chevron-right", "muted")
        self.setAccessibleDescription(self.tr("open") if is_open else self.tr("closed"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens or closes."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space do the same."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def _word(self, state: StepShown) -> str:
        return {
            StepShown.RUNNING: self.tr("Working"),
            StepShown.WAITING: self.tr("Waiting for you below"),
            StepShown.DONE: self.tr("Done"),
            StepShown.FAILED: self.tr("Failed"),
            StepShown.DENIED: self.tr("Not allowed"),
            StepShown.SKIPPED: self.tr("Not started"),
            StepShown.UNKNOWN: self.tr("Cut off"),
        }[state]
