"""Which theme is on. The application carries its name, so that what is painted later is right after a switch."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from desktop.views.theme.tokens import DARK, LIGHT, Tokens

PROPERTY = "deskhand_theme"


def tokens() -> Tokens:
    """The colours of the theme that is on; the light ones before the first `apply_theme`."""
    app = QCoreApplication.instance()
    return DARK if app is not None and app.property(PROPERTY) == "dark" else LIGHT


def color(name: str) -> QColor:
    """A colour of the theme that is on, by its name in Tokens."""
    return QColor(getattr(tokens(), name))
