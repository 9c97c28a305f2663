"""A field for an amount of US dollars."""

from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit

MOST = 100_000.0
LEFT_MARGIN = 7


def money_box(value: float, decimals: int = 2, least: float = 0.0) -> QDoubleSpinBox:
    """The field; its steps are half dollars."""
    box = QDoubleSpinBox()
    box.setRange(least, MOST)
    box.setDecimals(decimals)
    box.setSingleStep(0.5)
    box.setPrefix("$ ")
    box.setValue(value)
    if (line := box.findChild(QLineEdit)) is not None:
        line.setTextMargins(LEFT_MARGIN, 0, 0, 0)  # the style sheet's padding does not reach it
    return box
