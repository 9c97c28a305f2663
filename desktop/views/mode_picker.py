"""The choice of a Mode: a small page above its chip, with a line for each that says what it means."""

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agent.core.actions import Mode
from desktop.views.panels.pieces import Button, Picture, rule, words
from desktop.views.wording import mode_icon, mode_meaning, mode_word

WIDTH = 400
GAP = 6
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class ModePicker(QFrame):
    """Opens at a chip; `chosen` carries a Mode. Arrows move, Enter or Space chooses, Escape leaves it as it is."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("How much you want to be asked"))
        self.options = {mode: ModeOption(mode) for mode in Mode}
        sheet = QFrame()
        sheet.setProperty("card", "menu")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(2)
        for mode, option in self.options.items():
            option.clicked.connect(partial(self._choose, mode))
            column.addWidget(option)
        column.addSpacing(4)
        column.addWidget(rule())
        column.addWidget(self._always())
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(sheet)

    def open_at(self, chip: QWidget, mode: Mode) -> None:
        """Show it above `chip`, or below it where there is no room, with the Mode of now marked."""
        for one, option in self.options.items():
            option.mark(one is mode)
        self.ensurePolished()
        self.setFixedHeight(self._layout.totalHeightForWidth(WIDTH))
        screen = chip.screen().availableGeometry()
        at = chip.mapToGlobal(QPoint(0, -self.height() - GAP))
        if at.y() < screen.top():
            at = chip.mapToGlobal(QPoint(0, chip.height() + GAP))
        self.move(max(min(at.x(), screen.right() - WIDTH), screen.left()), at.y())
        self.show()
        self.options[mode].setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows walk through the Modes, around the ends."""
        if step := _STEPS.get(Qt.Key(event.key())):
            options = list(self.options.values())
            at = next((at for at, option in enumerate(options) if option.hasFocus()), 0)
            options[(at + step) % len(options)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _choose(self, mode: Mode) -> None:
        self.hide()
        self.chosen.emit(mode)

    def _always(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(10, 8, 10, 6)
        row.setSpacing(10)
        row.addWidget(Picture("globe", "muted", 16), 0, Qt.AlignmentFlag.AlignTop)
        text = self.tr("In every mode you are asked before anything leaves this computer or cannot be undone.")
        row.addWidget(words(text, "small", wrap=True), 1)
        return line


class ModeOption(Button):
    """One Mode: icon, name, meaning, and a tick on the one that counts."""

    def __init__(self, mode: Mode, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setProperty("kind", "option")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(mode_word(mode))
        self.setAccessibleDescription(mode_meaning(mode))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(words(mode_word(mode), "strong"))
        column.addWidget(words(mode_meaning(mode), "small", wrap=True))
        self._tick = Picture("check", "accent", 16)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(Picture(mode_icon(mode), "muted", 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addWidget(self._tick, 0, Qt.AlignmentFlag.AlignTop)
        keep = self._tick.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._tick.setSizePolicy(keep)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def mark(self, current: bool) -> None:
        """Whether this one counts now."""
        self.setChecked(current)
        self._tick.setVisible(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows are for the page: buttons that exclude each other would choose at once."""
        if Qt.Key(event.key()) in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """What the texts need, not what a button's single line needs."""
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the layout can be."""
        return self._row.minimumSize()

    def heightForWidth(self, width: int) -> int:
        """The height that the wrapped words need."""
        return self._row.heightForWidth(width)
