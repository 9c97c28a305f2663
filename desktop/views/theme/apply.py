"""Puts a theme on the application: its palette, its style sheet and its name."""

from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from desktop.views.theme.current import PROPERTY
from desktop.views.theme.fonts import fixed_families
from desktop.views.theme.tokens import DARK, LIGHT, RADIUS, SIZES, Tokens

SHEET = Path(__file__).with_name("style.qss")
PICTURES = Path(__file__).parent / "pictures"
Role = QPalette.ColorRole
_ROLES = {
    Role.Window: "window", Role.WindowText: "text", Role.Base: "surface", Role.AlternateBase: "well",
    Role.Text: "text", Role.Button: "surface", Role.ButtonText: "text", Role.BrightText: "danger",
    Role.Highlight: "accent", Role.HighlightedText: "on_accent", Role.Link: "accent", Role.LinkVisited: "accent",
    Role.PlaceholderText: "placeholder", Role.ToolTipBase: "text", Role.ToolTipText: "window",
    Role.Light: "surface", Role.Midlight: "hover", Role.Mid: "border", Role.Dark: "border_strong",
    Role.Accent: "accent",
}  # fmt: skip


def apply_theme(app: QApplication, theme: str) -> None:
    """Show `app` in "light" or "dark"; "" takes what the system says, light when it says nothing."""
    dark = theme == "dark" or (not theme and _system_is_dark())
    name, values = ("dark", DARK) if dark else ("light", LIGHT)
    sheet = style_sheet(values, name)
    if app.property(PROPERTY) == name and app.styleSheet() == sheet:
        return  # putting it on again polishes every widget anew: 0.3 s of a start
    app.setProperty(PROPERTY, name)
    app.setPalette(palette(values))
    app.setStyleSheet(sheet)


def palette(values: Tokens) -> QPalette:
    """The palette of a theme, for what the style sheet does not reach."""
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, QColor(getattr(values, name)))
    for role in (Role.Text, Role.WindowText, Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(values.placeholder))
    return made


def style_sheet(values: Tokens, theme: str) -> str:
    """The style sheet of a theme."""
    sizes = {f"size_{name}": f"{size}px" for name, size in SIZES.items()}
    radii = {f"radius_{name}": f"{radius}px" for name, radius in RADIUS.items()}
    fixed = ", ".join(f'"{family}"' for family in fixed_families()) or "monospace"
    names = {"fixed": fixed, "pictures": PICTURES.as_posix(), "theme": theme}
    return Template(SHEET.read_text(encoding="utf-8")).substitute(values.colours(), **sizes, **radii, **names)


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
