"""One line above the composer while a Turn runs: that work goes on, for how long, and how to stop it."""

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.presenter.picture import SessionPicture
from desktop.views.panels.pieces import words
from desktop.views.theme.icons import icon
from desktop.views.wording import cost_text, duration

TURN_MS = 80
DEGREES = 30


class Activity(QWidget):
    """Hidden while nothing runs, or while the person is asked: then the question says what is waited for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._began = 0.0
        self._wheel = Wheel()
        self._words = words(role="muted")
        self._time = words(role="small")
        self._meter = words(role="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 2, 9, 2)
        row.setSpacing(9)
        row.addWidget(self._wheel)
        row.addWidget(self._words)
        row.addWidget(self._time)
        row.addWidget(self._meter)
        row.addStretch(1)
        row.addWidget(words(self.tr("Esc stops"), "small"))
        self.hide()

    def show_picture(self, picture: SessionPicture, cap: float = 0.0) -> None:
        """Draw what goes on, and what it costs so far; `cap` is what it may cost in US dollars, 0 for no limit."""
        self.setVisible(picture.running and picture.question is None)
        self._began = picture.began
        count = self.tr("{n} tokens").replace("{n}", QLocale().toString(picture.tokens)) if picture.tokens else ""
        self._meter.setText(" · ".join(filter(None, (count, cost_text(picture, cap)))))
        self._words.setText(self.tr("Thinking") if picture.thinking else self.tr("Working"))

    def tick(self, now: float) -> None:
        """The window's clock went on."""
        self._time.setText(duration(now - self._began) if self._began else "")


class Wheel(QWidget):
    """An icon that turns while it can be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(16, 16)
        self._icon = icon("loader-circle", "accent", 16)
        self._angle = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TURN_MS)
        self._timer.timeout.connect(self._turn)

    def showEvent(self, event: object) -> None:
        """Begin to turn."""
        self._timer.start()

    def hideEvent(self, event: object) -> None:
        """Nobody sees it: rest."""
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it at its angle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(8, 8)
        painter.rotate(self._angle)
        painter.translate(-8, -8)
        self._icon.paint(painter, self.rect())
        painter.end()

    def _turn(self) -> None:
        self._angle = (self._angle + DEGREES) % 360
        self.update()
