"""The colours and sizes of both themes. Pure values: `desktop.views.theme.current` says which theme is on."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Tokens:
    """24 colours as "#rrggbb". Every text colour reads on every ground with a contrast of at least 4.5 to 1."""

    window: str
    sidebar: str
    surface: str
    well: str
    hover: str
    selected: str
    border: str
    border_strong: str
    text: str
    muted: str
    placeholder: str
    scrollbar: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_hover: str
    danger_soft: str
    on_danger: str

    def colours(self) -> dict[str, str]:
        """All colours by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


LIGHT = Tokens(
    window="#fdfcfb", sidebar="#f5f4f1", surface="#ffffff", well="#f5f3f0", hover="#eceae6", selected="#e4e1dc",
    border="#e4e2dd", border_strong="#cbc8c1", text="#1d1c1a", muted="#5c5a55", placeholder="#6b6963",
    scrollbar="#cfccc6", accent="#2f5fd0", accent_hover="#264fb2", accent_soft="#e8eefb", on_accent="#ffffff",
    success="#17693a", success_soft="#e2f2e8", warning="#854f08", warning_soft="#fdf0dc", danger="#b3362b",
    danger_hover="#982a21", danger_soft="#fbe9e7", on_danger="#ffffff",
)  # fmt: skip

DARK = Tokens(
    window="#1c1c1e", sidebar="#161617", surface="#242427", well="#2a2a2d", hover="#2b2b2f", selected="#39393e",
    border="#323236", border_strong="#4b4b51", text="#f2f1ef", muted="#b1afaa", placeholder="#a19f9a",
    scrollbar="#4b4b51", accent="#85abf8", accent_hover="#9dbcfa", accent_soft="#25304a", on_accent="#10182b",
    success="#63cf8d", success_soft="#1d3527", warning="#eab358", warning_soft="#3a2d16", danger="#f3978d",
    danger_hover="#f7aea6", danger_soft="#43241f", on_danger="#2a0d09",
)  # fmt: skip

SPACE = 8
"""The grid in pixels: distances are multiples of its half."""

SIZES = {"small": 12, "body": 13, "reading": 14, "h2": 15, "h1": 22}
"""Heights of letters in pixels, by role."""

RADIUS = {"control": 8, "card": 12, "composer": 14}
"""Roundness of corners in pixels."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours from 1 to 21, as WCAG 2.2 defines it (w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
