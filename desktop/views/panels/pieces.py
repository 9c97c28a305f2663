"""Small widgets that the panels are built of. Texts are plain: a file's name can never become markup."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from desktop.views.theme.icons import icon

CHIP_HEIGHT = 20


class Button(QPushButton):
    """Enter presses it too, as people expect of a button that has the focus; a key that is held down does not."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


class ToolButton(QToolButton):
    """The same for a button of an icon."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def words(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label in plain text; `role` is one of the theme's."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    if role.startswith("chip"):
        label.setFixedHeight(CHIP_HEIGHT)  # the style draws round ends for exactly this height
    return label


def push(text: str, kind: str = "", icon_name: str = "", shade: str = "text") -> QPushButton:
    """A button with a text; `kind` is one of the theme's."""
    button = Button(text)
    if kind:
        button.setProperty("kind", kind)
    if icon_name:
        button.setIcon(icon(icon_name, shade, 16))
        button.setIconSize(QSize(20, 16))  # the room beside it keeps the words away
    return button


def tool(name: str, icon_name: str) -> QToolButton:
    """A button of an icon only; `name` is its tool tip and what a screen reader says."""
    button = ToolButton()
    button.setProperty("kind", "icon")
    button.setIcon(icon(icon_name, "muted", 16))
    button.setIconSize(QSize(16, 16))
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setFixedSize(28, 28)
    return button


def rule() -> QFrame:
    """A thin line between two parts."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line


def scrolled(page: QWidget) -> QScrollArea:
    """`page` in a frameless area that scrolls when there is too little room; a narrow page stands in the middle."""
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return area


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout; its widgets are gone."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()


def add_shown(layout: QBoxLayout, widget: QWidget) -> None:
    """Add it to a page that may be seen. A layout alone shows it later, and draws its parts squeezed until then."""
    layout.addWidget(widget)
    widget.show()


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Change a property that the style sheet looks at."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Picture(QWidget):
    """An icon that stands beside words and says nothing by itself. It follows a switch of the theme."""

    def __init__(self, icon_name: str, shade: str = "muted", size: int = 16) -> None:
        super().__init__()
        self._icon = icon(icon_name, shade, size)
        self.setFixedSize(size, size)

    def draw(self, icon_name: str, shade: str) -> None:
        """Another icon, or another colour."""
        self._icon = icon(icon_name, shade, self.width())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the colour of the theme that is on."""
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


class ElidedLabel(QLabel):
    """One line that is shortened in the middle when there is too little room; the tool tip has all of it."""

    def __init__(self, text: str = "", role: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._mode = mode
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """It may become as narrow as a few letters."""
        return QSize(QFontMetrics(self.font()).horizontalAdvance("MMM…"), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        area = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), self._mode, area.width())
        self.setToolTip(self.text() if text != self.text() else "")
        painter = QPainter(self)
        flags = int(self.alignment()) | int(Qt.TextFlag.TextSingleLine)
        self.style().drawItemText(painter, area, flags, self.palette(), self.isEnabled(), text, self.foregroundRole())
        painter.end()
