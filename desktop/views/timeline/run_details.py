"""What is below an open step that ran code: what it printed, its error, its inputs, and the code itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.presenter.code import CodeRun
from desktop.views.panels.pieces import push, words
from desktop.views.timeline.code import Code

PRINTED = 12
CODE = 18
FILES = 6
"""So much is shown at first; a click shows the rest."""


class RunDetails(QFrame):
    """Draws a CodeRun once. `stop_wanted` while it runs, `resized` when more of it is shown."""

    stop_wanted = Signal()
    resized = Signal()

    def __init__(self, run: CodeRun, parent: QWidget | None = None, *, running: bool = False) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 2)
        self._column.setSpacing(8)
        if run.trouble:
            self._add_trouble(run.trouble)
        printed = "\n".join(filter(None, (run.printed, run.value)))
        if printed:
            self._add(Code(shown_code(printed), "", title=self.tr("Output"), most=PRINTED))
        if run.is_cut:
            self._column.addWidget(words(self.tr("It printed more; only the beginning is kept here."), "small"))
        self._add(Code(shown_code(run.text), "python", title=self.tr("Program"), most=CODE))
        self._column.addWidget(words(self._about(run), "small", wrap=True))
        if running:
            self._add_stop()

    def _about(self, run: CodeRun) -> str:
        named = ", ".join(shown(name) for name in run.inputs[:FILES])
        more = f" +{len(run.inputs) - FILES}" if len(run.inputs) > FILES else ""
        inputs = self.tr("Worked on copies of: {files}").replace("{files}", named + more)
        return inputs if named else self.tr("It was given no files.")

    def _add(self, code: Code) -> None:
        code.setProperty("card", "preview")
        code.resized.connect(self.resized)
        self._column.addWidget(code)

    def _add_trouble(self, trouble: str) -> None:
        """The traceback is for those who read code: it waits behind a link."""
        code = Code(shown_code(trouble), "", title=self.tr("Error message"))
        code.setProperty("card", "preview")
        code.hide()
        link = push(self.tr("Show the error message"), "link")

        def unfold() -> None:
            link.hide()
            code.show()
            code.setFocus()
            self.resized.emit()

        link.clicked.connect(unfold)
        row = QHBoxLayout()
        row.addWidget(link)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addWidget(code)

    def _add_stop(self) -> None:
        stop = push(self.tr("Stop"), "", "circle-stop")
        stop.clicked.connect(self.stop_wanted)
        row = QHBoxLayout()
        row.addWidget(stop)
        row.addStretch(1)
        self._column.addLayout(row)


def shown_code(text: str) -> str:
    """`text` as it is, but for letters that hide something: those are escaped. Tabs become blanks."""
    return "\n".join(shown(line) for line in text.expandtabs(4).splitlines())
