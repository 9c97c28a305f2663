"""Settings: what a task and a day may cost, what was spent today, and what models cost."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from agent.core.paths import shown
from agent.core.words import dollars, rate
from desktop.views.dialogs.money_box import money_box
from desktop.views.dialogs.price_dialog import PriceDialog
from desktop.views.panels.pieces import ElidedLabel, clear_layout, push, scrolled, words
from desktop.wire.messages import Preferences, PriceView, SpendingView


class SpendingPage(QWidget):
    """`changed` carries the new Preferences, `price_wanted` a SetPrice."""

    changed = Signal(object)
    price_wanted = Signal(object)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._spent: float | None = None
        self.task, self.day = self._box(preferences.task_usd), self._box(preferences.day_usd)
        self.today = words(role="muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self._prices = QVBoxLayout()
        self._prices.setSpacing(8)
        self._lay_out()
        self._show_today()

    def keep(self, preferences: Preferences) -> None:
        """Another page changed something: what is changed here comes on top of it."""
        self._preferences = preferences

    def show_spending(self, spending: SpendingView) -> None:
        """Draw what was spent, and what models cost."""
        self._spent = spending.today
        self._show_today()
        clear_layout(self._prices)
        priced = [one for one in spending.prices if not one.local]
        for one in priced:
            self._prices.addWidget(self._price_row(one))
        if not priced:
            self._prices.addWidget(words(self.tr("No model is connected that costs anything."), "muted", wrap=True))
        self._prices.addStretch(1)

    def _show_today(self) -> None:
        most = self._preferences.day_usd
        self.bar.setVisible(bool(most) and self._spent is not None)
        if self._spent is None:
            self.today.setText("")
            return
        text = self.tr("Spent today: {spent} of {most}") if most else self.tr("Spent today: {spent}")
        self.today.setText(text.replace("{spent}", dollars(self._spent)).replace("{most}", dollars(most)))
        self.bar.setValue(round(1000 * min(self._spent / most, 1.0)) if most else 0)

    def _price_row(self, one: PriceView) -> QWidget:
        row = QWidget()
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(ElidedLabel(shown(one.model)))
        texts.addWidget(words(self._price_text(one), "small" if one.sent is not None else "warning", wrap=True))
        change = push(self.tr("Change…") if one.sent is not None else self.tr("Give its price…"))
        change.setAutoDefault(False)
        change.setAccessibleName(self.tr("Price of {model}").replace("{model}", shown(one.model)))
        change.clicked.connect(lambda: self._ask(one))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addLayout(texts, 1)
        line.addWidget(change)
        return row

    def _price_text(self, one: PriceView) -> str:
        if one.sent is None or one.answered is None:
            return self.tr("Its price is not known: with a limit it is not used.")
        text = self.tr("{sent} in, {answered} out for a million tokens")
        text = text.replace("{sent}", rate(one.sent)).replace("{answered}", rate(one.answered))
        notes = [self.tr("as you said")] if one.own else []
        notes += [self.tr("long requests cost more")] if one.steps else []
        return " · ".join((text, *notes))

    def _ask(self, one: PriceView) -> None:
        asking = PriceDialog(one, self.window())
        asking.given.connect(self.price_wanted)
        asking.open()

    def _change(self) -> None:
        wanted = replace(self._preferences, task_usd=self.task.value(), day_usd=self.day.value())
        if wanted != self._preferences:
            self._preferences = wanted
            self.changed.emit(wanted)
            self._show_today()

    def _box(self, value: float) -> QDoubleSpinBox:
        box = money_box(value)
        box.setSpecialValueText(self.tr("No limit"))
        box.setFixedWidth(140)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(self._change)
        return box

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        rows = ((self.tr("A task may cost at most"), self.task), (self.tr("All tasks of a day together"), self.day))
        for at, (label, box) in enumerate(rows):
            text = words(label)
            text.setBuddy(box)
            box.setAccessibleName(label)
            grid.addWidget(text, at, 0)
            grid.addWidget(box, at, 1)
        told = self.tr("A request that could go over a limit is not sent. A single task can be given another limit.")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._prices)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(grid)
        layout.addWidget(words(told, "small", wrap=True))
        layout.addWidget(self.today)
        layout.addWidget(self.bar)
        layout.addSpacing(8)
        layout.addWidget(words(self.tr("What models cost"), "section"))
        layout.addWidget(scrolled(inner), 1)
