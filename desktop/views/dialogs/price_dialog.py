"""What a model costs, when the list does not know it or the person knows better."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QWidget

from agent.core.paths import shown
from desktop.views.dialogs.frame import Dialog
from desktop.views.panels.pieces import push, words
from desktop.wire.messages import PriceView, SetPrice

MOST = 100_000.0


class PriceDialog(Dialog):
    """`given` carries a SetPrice: the person's price, or none, so that the list counts again."""

    given = Signal(object)

    def __init__(self, view: PriceView, parent: QWidget | None = None) -> None:
        super().__init__("receipt", "accent", parent)
        self._model = view.model
        self.set_title(self.tr("Price of {model}").replace("{model}", shown(view.model)))
        self.body.addWidget(
            words(self.tr("US dollars for a million tokens, as the provider says."), "muted", wrap=True)
        )
        self.sent, self.answered, self.cached, self.written = (
            _box(value) for value in (view.sent, view.answered, view.cached, view.written)
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        for at, (label, box) in enumerate(
            (
                (self.tr("What is sent"), self.sent),
                (self.tr("What is answered"), self.answered),
                (self.tr("What the provider has in its cache"), self.cached),
                (self.tr("What it puts into its cache"), self.written),
            )
        ):
            text = words(label)
            text.setBuddy(box)
            box.setAccessibleName(label)
            grid.addWidget(text, at, 0)
            grid.addWidget(box, at, 1)
        self.body.addLayout(grid)
        if view.sent is None:  # until the person says otherwise, the cache costs what is sent
            self.sent.valueChanged.connect(self._follow)
        if view.own:
            forget = push(self.tr("Use the price list again"), "link")
            forget.clicked.connect(self._forget)
            self.body.addWidget(forget)
        _, self.act = self.add_buttons(self.tr("Cancel"), self.tr("Save"), safe=True)
        self.act.clicked.connect(self._save)
        self.sent.setFocus()

    def _follow(self, value: float) -> None:
        for box in (self.cached, self.written):
            if not box.hasFocus():
                box.setValue(value)

    def _save(self) -> None:
        values = (box.value() for box in (self.sent, self.answered, self.cached, self.written))
        self.given.emit(SetPrice(self._model, *values))
        self.accept()

    def _forget(self) -> None:
        self.given.emit(SetPrice(self._model))
        self.accept()


def _box(value: float | None) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0.0, MOST)
    box.setDecimals(3)
    box.setPrefix("$ ")
    box.setValue(value or 0.0)
    box.setFixedWidth(140)
    return box
