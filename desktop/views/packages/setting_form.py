"""The form of a package or a connector, drawn from its Settings."""

import math
from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from agent.core.paths import shown
from agent.packages.package import Need, Setting
from desktop.views.packages.setting_fields import setting_editor
from desktop.views.panels.pieces import clear_layout, words
from desktop.views.panels.recipe_fields import FieldEditor


class SettingForm(QWidget):
    """`changed` when something was typed. A value that does not fit is said below its field."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings: tuple[Setting, ...] = ()
        self._kept: frozenset[str] = frozenset()
        self.editors: dict[str, FieldEditor] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_settings(
        self, settings: Sequence[Setting], values: Mapping[str, str] | None = None, kept: Collection[str] = ()
    ) -> None:
        """Draw a form with these values; `kept` are keys that the keyring holds."""
        clear_layout(self._column)
        self._settings, self._kept = tuple(settings), frozenset(kept)
        self.editors = {}
        for setting in self._settings:
            self._add(setting, (values or {}).get(setting.key, setting.default))
        self.setVisible(bool(self._settings))

    def values(self) -> dict[str, str]:
        """What was filled in, by key. A hidden one that was left empty is not in it."""
        hidden = {one.key for one in self._settings if one.need is Need.HIDDEN}
        told = {key: editor.value() for key, editor in self.editors.items()}
        return {key: value for key, value in told.items() if value or key not in hidden}

    def problem(self) -> str:
        """What the first field that is not right lacks, "" when all are."""
        return next(filter(None, map(self._lacks, self._settings)), "")

    def focus_problem(self) -> None:
        """Go to the first field that is not right, and scroll to it."""
        wrong = next(filter(self._lacks, self._settings), None)
        if wrong is None:
            return
        target = self.editors[wrong.key].target
        target.setFocus()
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(target)

    def _lacks(self, setting: Setting) -> str:
        value, title = self.editors[setting.key].value(), shown(setting.title or setting.key)
        if not value:
            missing = setting.required and setting.key not in self._kept
            return self.tr("“{field}” is needed.").replace("{field}", title) if missing else ""
        if setting.need is not Need.NUMBER:
            return ""
        numbers = [_number(line) for line in value.splitlines()]
        if any(math.isnan(number) for number in numbers):
            return self.tr("“{field}” must be a number.").replace("{field}", title)
        least, most = _bound(setting.least, -math.inf), _bound(setting.most, math.inf)
        if all(least <= number <= most for number in numbers):
            return ""
        told = self.tr("“{field}” must be between {least} and {most}.").replace("{field}", title)
        return told.replace("{least}", f"{least:g}").replace("{most}", f"{most:g}")

    def _add(self, setting: Setting, value: str) -> None:
        editor = setting_editor(setting, kept=setting.key in self._kept)
        editor.set_value(value)
        editor.changed.connect(self.changed)
        title = shown(setting.title or setting.key)
        editor.target.setAccessibleName(title)
        editor.target.setAccessibleDescription(shown(setting.description))
        if setting.need is not Need.FLAG or setting.choices:
            label = words(self._labelled(setting, title), "label", wrap=True)
            label.setBuddy(editor.target)
            self._column.addWidget(label)
        self._column.addWidget(editor)
        for line in filter(None, (shown(setting.description), self._kept_where(setting))):
            self._column.addWidget(words(line, "small", wrap=True))
        self._column.addSpacing(8)
        self.editors[setting.key] = editor

    def _labelled(self, setting: Setting, title: str) -> str:
        """A choice or a number that stands there already asks for nothing."""
        given = setting.default and (setting.choices or setting.need is Need.NUMBER)
        return title if setting.required or given else self.tr("{field} (optional)").replace("{field}", title)

    def _kept_where(self, setting: Setting) -> str:
        if setting.need is not Need.HIDDEN:
            return ""
        return self.tr("Kept in this computer's key store and nowhere else.")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _bound(given: float | None, otherwise: float) -> float:
    return otherwise if given is None else given
