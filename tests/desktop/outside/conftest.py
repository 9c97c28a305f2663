"""The theme is on, so that sizes and colours are the real ones."""

import pytest
from PySide6.QtWidgets import QApplication

from desktop.views.theme.apply import apply_theme


@pytest.fixture(autouse=True)
def theme(qapp: QApplication) -> None:
    """The light theme."""
    if not qapp.styleSheet():
        qapp.setStyle("Fusion")
        apply_theme(qapp, "light")
