"""Where the person writes: text, files, folder, mode, model, send and stop."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from agent.core.actions import Mode
from agent.core.events import RootGranted
from desktop.views.attachments import Attachments
from desktop.views.chips import FolderChip, ModeChip, ModelChip
from desktop.views.editor import Editor
from desktop.views.panels.pieces import set_property, tool, words
from desktop.views.prompt_list import PromptList
from desktop.views.theme.icons import icon
from desktop.wire.messages import NO_FORECAST, ModelView, PromptView, TaskForecast

ROUND = 32


@dataclass(frozen=True, slots=True)
class ComposerState:
    """What the chips show, and whether a Turn runs; `recipe` when it is one that hears no words; `forecast` is
    what the written words would cost; `prompts` are what "/" offers.
    """

    roots: tuple[RootGranted, ...] = ()
    recent: tuple[RootGranted, ...] = ()
    mode: Mode = Mode.DESTRUCTIVE
    model: str = ""
    models: tuple[ModelView, ...] = ()
    running: bool = False
    recipe: bool = False
    ready: bool = True
    forecast: TaskForecast = NO_FORECAST
    prompts: tuple[PromptView, ...] = ()


class Composer(QFrame):
    """`sent` carries the words and a tuple of paths; the words stay until `accept_sent`, so that none are lost."""

    sent = Signal(str, object)
    stop_wanted = Signal()
    dropped = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "composer")
        self._state = ComposerState()
        self.editor = Editor()
        self.editor.setAccessibleName(self.tr("What shall be done"))
        self.editor.sent.connect(self._send)
        self.editor.dropped.connect(self.dropped)
        self.editor.focused.connect(self._frame)
        self.editor.textChanged.connect(self._show_buttons)
        self.prompts = PromptList(self.editor)
        self.attachments = Attachments()
        self.attachments.changed.connect(self._show_buttons)
        self.folder, self.mode, self.model = FolderChip(), ModeChip(), ModelChip()
        self.forecast = words(role="small")
        self.attach = tool(self.tr("Attach files"), "paperclip")
        self.attach.clicked.connect(self._pick)
        tip = self.tr("Thorough: three drafts, of which the best is kept. Costs about three times as much")
        self.thorough = tool(tip, "copy-check")
        self.thorough.setCheckable(True)
        self.thorough.toggled.connect(self._shade)
        self.send = self._round(self.tr("Send"), "arrow-up", "send", "on_accent")
        self.send.clicked.connect(self._send)
        self.stop = self._round(self.tr("Stop (Esc)"), "square", "stop", "window")
        self.stop.clicked.connect(self.stop_wanted)
        self._lay_out()
        self.setFocusProxy(self.editor)
        self.show_state(self._state)

    def show_state(self, state: ComposerState) -> None:
        """Draw the chips and the buttons."""
        self._state = state
        self.folder.show_roots(state.roots, state.recent)
        self.mode.show_mode(state.mode)
        self.model.show_model(state.model, state.models)
        self.prompts.show_prompts(state.prompts)
        self.editor.setPlaceholderText(self._hint(state))
        self._draw_forecast()
        self._show_buttons()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the chips is meant for the text."""
        self.editor.setFocus()

    def draft(self) -> tuple[str, tuple[str, ...]]:
        """What is written and attached, not yet sent."""
        return self.editor.toPlainText(), self.attachments.paths

    def set_draft(self, text: str, paths: Sequence[str] = ()) -> None:
        """Put back what was written."""
        self.editor.setPlainText(text)
        self.attachments.clear()
        self.attachments.add(paths)
        self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)

    def accept_sent(self, text: str) -> None:
        """`text` reached the host: empty the field, unless the person wrote on meanwhile."""
        if self.editor.toPlainText().strip() == text:
            self.editor.clear()
            self.attachments.clear()
            self.thorough.setChecked(False)  # it costs more: it is chosen for one task at a time

    def add_files(self, paths: Sequence[str]) -> None:
        """Attach files."""
        self.attachments.add(paths)
        self.editor.setFocus()

    def _send(self) -> None:
        text = self.editor.toPlainText().strip()
        if self.send.isEnabled() and text:
            self.sent.emit(text, self.attachments.paths)

    def _show_buttons(self) -> None:
        has_words = bool(self.editor.toPlainText().strip())
        self.send.setEnabled(has_words and self._state.ready)
        self.send.setVisible(has_words or not self._state.running)
        self.forecast.setVisible(has_words and bool(self._state.forecast.short) and not self._state.running)
        self.stop.setVisible(self._state.running)
        self.thorough.setEnabled(not self._state.running)

    def _draw_forecast(self) -> None:
        """What it will probably cost; each draft costs as much."""
        told = self._state.forecast
        words = [told.sentence]
        if self.thorough.isChecked():
            words.append(self.tr("Three drafts cost about three times as much."))
        self.forecast.setText(f"{told.short} × 3" if self.thorough.isChecked() and told.short else told.short)
        self.forecast.setToolTip(" ".join(filter(None, words)))
        self.forecast.setAccessibleName(self.forecast.toolTip())

    def _shade(self, is_on: bool) -> None:
        self._draw_forecast()
        self.thorough.setIcon(icon("copy-check", "accent" if is_on else "muted", 16))

    def _hint(self, state: ComposerState) -> str:
        if state.recipe:
            return self.tr("A recipe is running. Write what comes next; send it when it is done")
        if state.running:
            return self.tr("Say more: it is heard at the next step")
        return self.tr("Say what you need, or drop files here")

    def _frame(self, focused: bool) -> None:
        set_property(self, "focused", "true" if focused else "false")

    def _pick(self) -> None:
        start = self._state.roots[0].path if self._state.roots else ""
        dialog = QFileDialog(self.window(), self.tr("Attach files"), start)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.add_files)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _round(self, name: str, icon_name: str, kind: str, shade: str) -> QToolButton:
        button = tool(name, icon_name)
        button.setProperty("kind", kind)
        button.setIcon(icon(icon_name, shade, 16))
        button.setIconSize(QSize(18, 18) if kind == "send" else QSize(12, 12))
        button.setFixedSize(ROUND, ROUND)
        return button

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(6)
        left: tuple[QWidget, ...] = (self.attach, self.folder, self.mode, self.thorough)
        right: tuple[QWidget, ...] = (self.forecast, self.model, self.stop, self.send)
        for widget in left:
            foot.addWidget(widget)
        foot.addStretch(1)
        for widget in right:
            foot.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 10, 10)
        layout.setSpacing(8)
        layout.addWidget(self.attachments)
        layout.addWidget(self.prompts)
        layout.addWidget(self.editor)
        layout.addLayout(foot)
