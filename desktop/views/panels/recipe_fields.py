"""Editors for the simple fields of a Recipe's form. A text goes in, a text comes out, `changed` says when."""

from PySide6.QtCore import QDate, QLocale, QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from desktop.views.theme.icons import icon
from desktop.wire.messages import Choice, FieldView


class FieldEditor(QWidget):
    """The base of all editors: a text goes in, a text comes out. `target` takes the focus and the accessible name."""

    changed = Signal()

    def __init__(self, target: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.target = target
        self.setFocusProxy(target)
        self.row = QVBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)

    def value(self) -> str:
        """The value as the wire has it."""
        raise NotImplementedError

    def set_value(self, value: str) -> None:
        """Fill the editor."""
        raise NotImplementedError


class LineField(FieldEditor):
    """One line of words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        super().__init__(self.line, parent)
        self.row.addWidget(self.line)
        self.line.textChanged.connect(self.changed)

    def value(self) -> str:
        """What was typed, without spaces at the ends."""
        return self.line.text().strip()

    def set_value(self, value: str) -> None:
        """Show the words."""
        self.line.setText(value)


class NumberField(LineField):
    """A number, written with a point. Full-width digits, as Japanese input methods give them, count as digits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line.setValidator(QRegularExpressionValidator(QRegularExpression("[-+0-9０-９.．]*"), self.line))
        self.line.setMaximumWidth(140)

    def value(self) -> str:
        """The number with ASCII digits."""
        wide = {ord("０") + digit: str(digit) for digit in range(10)} | {ord("．"): "."}
        return super().value().translate(wide)


class BoolField(FieldEditor):
    """Yes or no; the label of the field stands at its box."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        self.box = QCheckBox(label)
        super().__init__(self.box, parent)
        self.row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.toggled.connect(self.changed)

    def value(self) -> str:
        """ "true" or "false"."""
        return "true" if self.box.isChecked() else "false"

    def set_value(self, value: str) -> None:
        """Tick for "true"."""
        self.box.setChecked(value == "true")


class ChoiceField(FieldEditor):
    """One of a few values."""

    def __init__(self, choices: tuple[Choice, ...], parent: QWidget | None = None) -> None:
        self.box = QComboBox()
        super().__init__(self.box, parent)
        for choice in choices:
            self.box.addItem(choice.label, choice.value)
        self.row.addWidget(self.box)
        self.box.currentIndexChanged.connect(self.changed)

    def value(self) -> str:
        """The chosen value, "" when there is none to choose."""
        return str(self.box.currentData() or "")

    def set_value(self, value: str) -> None:
        """Choose it; a value that is not offered changes nothing."""
        index = self.box.findData(value)
        if index >= 0:
            self.box.setCurrentIndex(index)


class DateField(LineField):
    """A day as YYYY-MM-DD, typed or picked from a calendar; it may be empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row.removeWidget(self.line)
        self.line.setPlaceholderText(self.tr("YYYY-MM-DD"))
        self.line.setMaximumWidth(160)
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setLocale(QLocale())
        self.calendar.clicked.connect(self._pick)
        self._menu = QMenu(self)
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(self.calendar)
        self._menu.addAction(action)
        button = QToolButton()
        button.setIcon(icon("calendar", "muted", 16))
        button.setAccessibleName(self.tr("Choose a day"))
        button.setToolTip(self.tr("Choose a day"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(self._menu)
        line = QHBoxLayout()
        line.addWidget(self.line)
        line.addWidget(button)
        line.addStretch(1)
        self.row.addLayout(line)

    def _pick(self, day: QDate) -> None:
        self.line.setText(day.toString(Qt.DateFormat.ISODate))
        self._menu.close()


def simple_editor(field: FieldView, parent: QWidget | None = None) -> FieldEditor:
    """The editor of a field whose kind is text, number, bool, date or choice."""
    match field.kind:
        case "bool":
            return BoolField(field.label, parent)
        case "choice":
            return ChoiceField(field.choices, parent)
        case "number":
            return NumberField(parent)
        case "date":
            return DateField(parent)
        case _:
            return LineField(parent)
