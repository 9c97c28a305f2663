"""Settings: language, theme, keys. Each choice counts at once."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QVBoxLayout, QWidget

from desktop.views.panels.pieces import words
from desktop.wire.messages import Preferences


class GeneralPage(QWidget):
    """`changed` carries the new Preferences."""

    changed = Signal(object)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        # The names of languages stand in their own language, whatever the window speaks.
        self.language = _box(
            ((self.tr("As the system"), ""), ("English", "en"), ("日本語", "ja")), preferences.language
        )
        self.theme = _box(
            ((self.tr("As the system"), ""), (self.tr("Light"), "light"), (self.tr("Dark"), "dark")), preferences.theme
        )
        self.enter = QCheckBox(self.tr("Enter sends, Shift+Enter begins a new line"))
        self.enter.setChecked(preferences.send_with_enter)
        self.language.currentIndexChanged.connect(self._change)
        self.theme.currentIndexChanged.connect(self._change)
        self.enter.toggled.connect(self._change)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        for at, (label, box) in enumerate(((self.tr("Language"), self.language), (self.tr("Appearance"), self.theme))):
            text = words(label)
            text.setBuddy(box)
            box.setAccessibleName(label)
            grid.addWidget(text, at, 0)
            grid.addWidget(box, at, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(grid)
        layout.addWidget(self.enter)
        layout.addWidget(
            words(self.tr("Without it, Ctrl+Enter sends and Enter begins a new line."), "small", wrap=True)
        )
        layout.addStretch(1)

    def keep(self, preferences: Preferences) -> None:
        """Another page changed something: what is changed here comes on top of it."""
        self._preferences = preferences

    def _change(self) -> None:
        self._preferences = replace(
            self._preferences,
            language=self.language.currentData(),
            theme=self.theme.currentData(),
            send_with_enter=self.enter.isChecked(),
        )
        self.changed.emit(self._preferences)


def _box(choices: tuple[tuple[str, str], ...], value: str) -> QComboBox:
    box = QComboBox()
    for label, data in choices:
        box.addItem(label, data)
    box.setCurrentIndex(max(box.findData(value), 0))
    return box
