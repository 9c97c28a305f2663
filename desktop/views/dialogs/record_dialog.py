"""The record of a task: whether it is as it was written, and the ways to take it along."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.dialogs.page_dialog import PageDialog
from desktop.views.panels.pieces import Picture, push, set_property, words
from desktop.wire.messages import RecordText, RecordVerdict

SIZE = QSize(620, 420)


class RecordDialog(PageDialog):
    """`export_wanted` carries html, json or otel, and whether contents of files are wanted in it.

    Hand the RecordText to `ask_place`; then `save_wanted` carries the path that was chosen and the text.
    """

    export_wanted = Signal(str, bool)
    save_wanted = Signal(str, str)

    def __init__(self, title: str, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(SIZE, parent)
        self._folder = folder
        self.set_title(self.tr("Record of this task"))
        self.say(shown(title))
        self._card = QFrame()
        self._sign = Picture("shield", "muted", 24)
        self._verdict = words(self.tr("Looking through the record…"), "strong", wrap=True)
        self._more = words(role="small", wrap=True)
        self._done = words(role="small", wrap=True)
        self.buttons = {form: push(label, "", "download") for form, label in self._forms()}
        for form, button in self.buttons.items():
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._choose, form))
        self.contents = QCheckBox(self.tr("With what the model read, and the differences of files"))
        self._lay_out()

    def show_state(self, state: RecordVerdict) -> None:
        """Draw the verdict."""
        set_property(self._card, "card", "good" if state.ok else "error")
        self._sign.draw("shield-check" if state.ok else "shield-alert", "success" if state.ok else "danger")
        verdict, *more = state.sentences or (self.tr("The record cannot be checked."),)
        self._verdict.setText(shown(verdict))
        self._more.setText("\n".join(map(shown, more)))
        self._more.setVisible(bool(more))
        self._card.setAccessibleName(" ".join((self._sign_word(state), verdict, *more)))
        self._more.setAccessibleName(self._more.text())

    def show_done(self, sentence: str, *, good: bool) -> None:
        """What came of an export, or why the record could not be checked."""
        set_property(self._done, "role", "success" if good else "danger")
        self._done.setText(shown(sentence))

    def _sign_word(self, state: RecordVerdict) -> str:
        return self.tr("Intact.") if state.ok else self.tr("Not intact.")

    def _forms(self) -> tuple[tuple[str, str], ...]:
        return (
            ("html", self.tr("Page to read (HTML)")),
            ("json", self.tr("JSON lines")),
            ("otel", self.tr("OpenTelemetry")),
        )

    def ask_place(self, record: RecordText) -> None:
        """The system's dialog for the place of the new file."""
        dialog = QFileDialog(self, self.tr("Save the record"), self._folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.selectFile(record.name)
        dialog.fileSelected.connect(partial(self._save, record.text))
        dialog.open()

    def _save(self, text: str, path: str) -> None:
        self.save_wanted.emit(path, text)

    def _choose(self, form: str) -> None:
        self.show_done("", good=True)
        self.export_wanted.emit(form, self.contents.isChecked())

    def _lay_out(self) -> None:
        self._card.setProperty("card", "well")
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(self._verdict)
        texts.addWidget(self._more)
        row = QHBoxLayout(self._card)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(14)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.page.addWidget(self._card)
        self.page.addSpacing(8)
        self.page.addWidget(words(self.tr("Take it along"), "section"))
        about = self.tr("All that was said, done, asked, sent and changed in this task. Keys are never in it.")
        self.page.addWidget(words(about, "muted", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in self.buttons.values():
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.page.addWidget(self.contents)
        self.page.addLayout(buttons)
        self.page.addWidget(self._done)
        self.page.addStretch(1)
