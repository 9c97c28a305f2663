"""One skill in the settings: what it is for, where it comes from, how it stands."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.panels.pieces import ElidedLabel, Picture, push, words
from desktop.wire.messages import SkillView

ON, OFF, ASKS, SHADOWED, BROKEN = "on", "off", "asks", "shadowed", "broken"


class SkillCard(QFrame):
    """`switched` carries the key and whether it shall be on, `read_wanted` the key, `use_wanted` what follows "/"."""

    switched = Signal(str, bool)
    read_wanted = Signal(str)
    use_wanted = Signal(str)

    def __init__(self, skill: SkillView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.skill = skill
        self.setProperty("card", "plain")
        name = shown(skill.name)
        self.use = self._button(self.tr("Try it"), self.tr("Try the skill “{name}”"), self._use)
        self.read = self._button(self.tr("Show"), self.tr("Show the words of “{name}”"), self._read)
        self.switch = QCheckBox(self.tr("Use"))
        self.switch.setChecked(skill.standing == ON)
        self.switch.setEnabled(skill.standing in (ON, OFF))
        self.switch.setAccessibleName(self.tr("Use the skill “{name}”").replace("{name}", name))
        self.switch.toggled.connect(self._switch)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Picture("sparkles", "accent" if skill.standing == ON else "muted"))
        head.addWidget(ElidedLabel(name, "strong", Qt.TextElideMode.ElideRight), 1)
        if (chip := self._chip()) is not None:
            head.addWidget(chip)
        head.addWidget(self.use)
        if not skill.slash:
            self.use.hide()
        head.addWidget(self.read)
        head.addWidget(self.switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 10)
        column.setSpacing(3)
        column.addLayout(head)
        for label in self._lines():
            column.addWidget(label)

    def _button(self, text: str, told: str, press: Callable[[], None]) -> QPushButton:
        button = push(text, "ghost")
        button.setAutoDefault(False)
        button.setAccessibleName(told.replace("{name}", shown(self.skill.name)))
        button.clicked.connect(press)
        return button

    def _lines(self) -> list[QLabel]:
        skill = self.skill
        lines = [words(shown(skill.description), "small", wrap=True)] if skill.description else []
        lines.append(words(shown(skill.where), "small", wrap=True))
        if skill.scripts:
            told = self.tr("Scripts: {names}").replace("{names}", ", ".join(skill.scripts))
            lines.append(words(shown(told), "small", wrap=True))
        if skill.sentence and skill.standing not in (ON, OFF):
            lines.append(words(shown(skill.sentence), "warning", wrap=True))
        lines += [words(shown(one), "warning", wrap=True) for one in skill.problems]
        return lines

    def _chip(self) -> QLabel | None:
        match self.skill.standing:
            case "asks":
                return words(self.tr("Asks for your trust"), "chip-warning")
            case "shadowed":
                return words(self.tr("Covered by another"), "chip")
            case "broken":
                return words(self.tr("Cannot be read"), "chip-danger")
            case _:
                return None

    def _switch(self, on: bool) -> None:
        self.switched.emit(self.skill.key, on)

    def _use(self) -> None:
        self.use_wanted.emit(self.skill.slash)

    def _read(self) -> None:
        self.read_wanted.emit(self.skill.key)
