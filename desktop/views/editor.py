"""The text field of the composer."""

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from desktop.views.panels.drops import dropped_paths

MOST_LINES = 9
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Editor(QTextEdit):
    """Plain text that grows with its lines. `sent` when the key that sends is pressed; `dropped` carries paths.

    An input method keeps its Enter to itself while it converts, so a half-written Japanese word is never sent:
    Qt delivers that key to the input method, and what arrives during preedit anyway is left alone.
    """

    sent = Signal()
    dropped = Signal(list)
    focused = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._enter_sends = True
        self._composing = False
        self.setProperty("role", "composer")
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def set_enter_sends(self, enter_sends: bool) -> None:
        """True: Enter sends and Shift+Enter begins a line. False: Ctrl+Enter sends and Enter begins a line."""
        self._enter_sends = enter_sends

    @property
    def is_composing(self) -> bool:
        """Whether an input method is converting a word: its keys are its own."""
        return self._composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether a word is being converted."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        """With nothing to undo in the text, the shortcut undoes the last change of files."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.document().isUndoAvailable()
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends or begins a line."""
        if event.key() in ENTERS and not self._composing:
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if control or (self._enter_sends and not shift):
                self.sent.emit()
                return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files are attachments, other things are text."""
        return bool(dropped_paths(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste or drop: files go to the window, text into the field."""
        if paths := dropped_paths(source):
            self.dropped.emit(paths)
        else:
            super().insertFromMimeData(source)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame around it shows the focus."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame around it shows the focus."""
        super().focusOutEvent(event)
        self.focused.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(200, self.height())

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        wanted = int(self.document().size().height())
        self.setFixedHeight(min(max(wanted, 2 * line), MOST_LINES * line) + 4)
