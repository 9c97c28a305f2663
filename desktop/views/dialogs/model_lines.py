"""A self-test while it runs and after: a line for each check."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QProgressBar, QVBoxLayout, QWidget

from agent.core.paths import shown
from agent.core.words import dollars
from desktop.views.panels.pieces import Picture, clear_layout, set_property, words
from desktop.wire.messages import LineView, TestView

CHECKS = 10
_ICONS = {
    "passed": ("circle-check", "success"),
    "failed": ("circle-x", "danger"),
    "not_run": ("minus", "placeholder"),
}


class TestLines(QFrame):
    """Shows one self-test. Lines appear when they are known, and stand in their own order at the end."""

    __test__ = False  # for pytest, which takes the name for a test

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self.verdict = words(role="strong", wrap=True)
        self.when = words(role="small", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, CHECKS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the self-test"))
        self.lines: tuple[LineView, ...] = ()
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(10)
        self._rows.setVerticalSpacing(7)
        self._rows.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.verdict)
        column.addWidget(self.bar)
        column.addLayout(self._rows)
        column.addWidget(self.when)

    def begin(self) -> None:
        """A test was started."""
        self._draw(())
        self._say(self.tr("Testing… This takes some seconds, or longer while a local model is loaded."), "strong")
        self.bar.setValue(0)
        self.bar.show()
        self.when.hide()

    def add(self, line: LineView) -> None:
        """One more line is known."""
        self._draw((*self.lines, line))
        self.bar.setValue(len(self.lines))

    def show_none(self) -> None:
        """It was never tested as it is now."""
        self._draw(())
        self.bar.hide()
        self.when.hide()
        self._say(self.tr("Not tested yet. The self-test takes a few small requests."), "muted")

    def show_problem(self, sentence: str) -> None:
        """The test could not be run at all."""
        self.bar.hide()
        self._say(shown(sentence), "danger")

    def show_test(self, test: TestView) -> None:
        """A whole test."""
        self._draw(test.lines)
        self.bar.hide()
        failed = any(line.standing == "failed" for line in test.lines)
        self._say(shown(test.sentence), "danger" if not test.ready else "warning" if failed else "success")
        self.when.setText(self._when(test))
        self.when.show()

    def _when(self, test: TestView) -> str:
        at = QDateTime.fromString(test.at, Qt.DateFormat.ISODate).toLocalTime()
        when = QLocale().toString(at, QLocale.FormatType.ShortFormat)
        told = self.tr("Tested {when}.").replace("{when}", when)
        if not test.cost:
            return told
        cost = self.tr("The test cost about {cost}.").replace("{cost}", dollars(test.cost))
        return f"{told} {cost}"

    def _say(self, text: str, role: str) -> None:
        self.verdict.setText(text)
        set_property(self.verdict, "role", role)

    def _draw(self, lines: Sequence[LineView]) -> None:
        self.lines = tuple(lines)
        clear_layout(self._rows)
        at = 0
        for line in self.lines:
            at = self._row(at, line)

    def _row(self, at: int, line: LineView) -> int:
        icon, shade = _ICONS.get(line.standing, ("minus", "muted"))
        top = Qt.AlignmentFlag.AlignTop
        self._rows.addWidget(Picture(icon, shade, 16), at, 0, top)
        title = words(shown(line.title), "small")
        title.setMinimumWidth(128)
        self._rows.addWidget(title, at, 1, top)
        sentence = words(shown(line.sentence), "muted" if line.standing == "not_run" else "", wrap=True)
        sentence.setAccessibleName(f"{line.title}: {self._standing(line.standing)}. {line.sentence}")
        self._rows.addWidget(sentence, at, 2)
        if not line.remedy:
            return at + 1
        role = "warning" if line.standing == "failed" else "small"
        self._rows.addWidget(words(shown(line.remedy), role, wrap=True), at + 1, 2)
        return at + 2

    def _standing(self, standing: str) -> str:
        return {"passed": self.tr("Passed"), "failed": self.tr("Failed")}.get(standing, self.tr("Not run"))
