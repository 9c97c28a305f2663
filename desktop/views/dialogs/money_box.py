"""A field for an amount of US dollars."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit

from agent.core.words import rate

MOST = 100_000.0
LEFT_MARGIN = 7


class MoneyBox(QDoubleSpinBox):
    """Amounts as they are shown everywhere: $2.00, and $0.075 where a cent is too coarse. Points and commas are those
    of English, as in `agent.core.words.dollars`.
    """

    def textFromValue(self, val: float) -> str:
        """Without the sign of the currency, which is the prefix."""
        return rate(val)[1:].replace(",", "")


def money_box(value: float, decimals: int = 2, least: float = 0.0) -> QDoubleSpinBox:
    """The field; its steps are half dollars."""
    box = MoneyBox()
    box.setLocale(QLocale.c())
    box.setRange(least, MOST)
    box.setDecimals(decimals)
    box.setSingleStep(0.5)
    box.setPrefix("$")
    box.setValue(value)
    if (line := box.findChild(QLineEdit)) is not None:
        line.setTextMargins(LEFT_MARGIN, 0, 0, 0)  # the style sheet's padding does not reach it
    return box
