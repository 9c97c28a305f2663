"""What "/" offers in the composer: skills and prompts whose names begin with what is typed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from agent.core.paths import shown
from desktop.views.editor import Editor
from desktop.wire.messages import PromptView

_ROW, _MOST_ROWS = 30, 6
_SIGN = "/"


class PromptList(QListWidget):
    """Stands above the text. Up and Down choose, Tab and Return take, Escape closes it until "/" is typed anew.

    It never takes the focus from the text, and an input method that converts a word keeps its keys.
    """

    taken = Signal(str)

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._prompts: tuple[PromptView, ...] = ()
        self._refused = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "rows")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(self.tr("Skills and prompts"))
        self.itemClicked.connect(self._take)
        editor.textChanged.connect(self._look)
        editor.cursorPositionChanged.connect(self._look)
        editor.installEventFilter(self)
        self.hide()

    def show_prompts(self, prompts: Sequence[PromptView]) -> None:
        """What can be written after "/"."""
        if tuple(prompts) != self._prompts:
            self._prompts = tuple(prompts)
            self._look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that are meant for the list while it is open."""
        if not self.isHidden() and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()  # else Escape stops the task
                return True
            if event.type() is QEvent.Type.KeyPress and not self._editor.is_composing:
                return self._pressed(event)
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_Tab:
                self._take(self.currentItem())
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers() and self._word() not in self._names():
                self._take(self.currentItem())
            case Qt.Key.Key_Escape:
                self._refused = self._word()
                self.hide()
            case _:
                return False
        return True

    def _names(self) -> set[str]:
        return {_SIGN + one.name for one in self._prompts}

    def _word(self) -> str:
        """The word with "/" that the person is writing at the very beginning, "" elsewhere."""
        before = self._editor.toPlainText()[: self._editor.textCursor().position()]
        return before if before.startswith(_SIGN) and not any(c.isspace() for c in before) else ""

    def _look(self) -> None:
        word = self._word()
        if not word.startswith(self._refused):
            self._refused = ""
        if not word or self._refused:
            self._refused = self._refused if word else ""
            self.hide()
            return
        sought = word[1:].casefold()
        fitting = [one for one in self._prompts if sought in one.name.casefold()]
        fitting.sort(key=lambda one: (not one.name.casefold().startswith(sought), one.name))
        self._draw(fitting)

    def _draw(self, prompts: Sequence[PromptView]) -> None:
        self.clear()
        for one in prompts:
            words = shown(" ".join(filter(None, (_SIGN + one.name, one.hint))))
            item = QListWidgetItem(f"{words}   {shown(one.description)}")
            item.setData(Qt.ItemDataRole.UserRole, one.name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}: {shown(one.description)}")
            item.setToolTip(shown(one.description))
            item.setSizeHint(QSize(0, _ROW))
            self.addItem(item)
        self.setFixedHeight(_ROW * min(len(prompts), _MOST_ROWS))
        self.setCurrentRow(0)
        self.setVisible(bool(prompts))

    def _move(self, by: int) -> None:
        self.setCurrentRow((self.currentRow() + by) % self.count())

    def _take(self, item: QListWidgetItem | None) -> None:
        """Write the name in the place of what was typed of it."""
        if item is None:
            return
        name = str(item.data(Qt.ItemDataRole.UserRole))
        cursor = self._editor.textCursor()
        cursor.setPosition(0)
        cursor.setPosition(self._editor.textCursor().position(), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(f"{_SIGN}{name} ")
        self._editor.setTextCursor(cursor)
        self.hide()
        self.taken.emit(name)
