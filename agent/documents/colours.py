"""Colours of Office documents: themes, tints, and whether a text can be told from what lies behind it.

ECMA-376 part 1, 20.1.2.3 (DrawingML), 18.3.1.15 and 18.8.27 (SpreadsheetML), 17.3.2.6 (WordprocessingML).
"""

import colorsys
import math
import re
from collections.abc import Mapping

from lxml import etree

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255."""

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
# The distance of two colours below which nobody reads one on the other; white on light grey (F2F2F2) is at 22.
_NEAR = 24.0
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_NAMED: Mapping[str, Colour] = {
    "black": BLACK, "white": WHITE, "yellow": (255, 255, 0), "green": (0, 255, 0), "cyan": (0, 255, 255),
    "magenta": (255, 0, 255), "blue": (0, 0, 255), "red": (255, 0, 0), "darkBlue": (0, 0, 128),
    "darkCyan": (0, 128, 128), "darkGreen": (0, 128, 0), "darkMagenta": (128, 0, 128), "darkRed": (128, 0, 0),
    "darkYellow": (128, 128, 0), "darkGray": (128, 128, 128), "lightGray": (192, 192, 192),
}  # fmt: skip
# Word and PowerPoint call the first four by what they are for.
_ROLES = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2", "background1": "lt1", "text1": "dk1",
          "background2": "lt2", "text2": "dk2", "light1": "lt1", "dark1": "dk1", "light2": "lt2", "dark2": "dk2",
          "hyperlink": "hlink", "followedHyperlink": "folHlink"}  # fmt: skip
_DEFAULT: Mapping[str, Colour] = {"lt1": WHITE, "dk1": BLACK}


def near(text: Colour, ground: Colour) -> bool:
    """Whether a text in one colour cannot be seen on the other."""
    return math.dist(text, ground) < _NEAR


def hex_colour(text: str) -> Colour | None:
    """ "FFFFFF" or "FFFFFFFF" (with an alpha that Office ignores) or a name like "white"; None for others ("auto")."""
    found = _HEX.fullmatch(text.strip().lstrip("#"))
    if found is None:
        return _NAMED.get(text.strip())
    number = int(found[1], 16)
    return number >> 16, number >> 8 & 255, number & 255


def theme_colours(root: etree._Element | None) -> Mapping[str, Colour]:
    """The colours of a theme part: "lt1", "dk1", "accent1"..; white and black when there is none."""
    found = dict(_DEFAULT)
    scheme = next(root.iter("{*}clrScheme"), None) if root is not None else None
    for entry in scheme if scheme is not None else ():
        name = etree.QName(entry).localname if isinstance(entry.tag, str) else ""
        for value in entry:
            colour = hex_colour(value.get("lastClr") or value.get("val") or "")
            if colour is not None:
                found[name] = colour
    return found


def themed(name: str, theme: Mapping[str, Colour], roles: Mapping[str, str] | None = None) -> Colour | None:
    """A colour of the theme by its name or its role. `roles` are those of a slide master (clrMap)."""
    mapped = (roles or {}).get(name, name)
    return theme.get(_ROLES.get(mapped, mapped))


def tinted(colour: Colour, amount: float) -> Colour:
    """Lighter by a tint of 0 to 1, darker by one of 0 to -1 (SpreadsheetML)."""
    hue, light, saturation = colorsys.rgb_to_hls(*(one / 255 for one in colour))
    light = light * (1 + amount) if amount < 0 else light * (1 - amount) + amount
    return _rgb(hue, light, saturation)


def modified(colour: Colour, changes: Mapping[str, float]) -> Colour:
    """With the changes of DrawingML, each 0 to 1: lumMod, lumOff, tint, shade."""
    hue, light, saturation = colorsys.rgb_to_hls(*(one / 255 for one in colour))
    light = light * changes.get("lumMod", 1.0) + changes.get("lumOff", 0.0)
    if "shade" in changes:
        light *= changes["shade"]
    if "tint" in changes:
        light = light * changes["tint"] + 1 - changes["tint"]
    return _rgb(hue, light, saturation)


def _rgb(hue: float, light: float, saturation: float) -> Colour:
    red, green, blue = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def drawn_colour(
    holder: etree._Element | None, theme: Mapping[str, Colour], roles: Mapping[str, str] | None = None
) -> tuple[Colour | None, float]:
    """The colour in a <solidFill> or <fillRef> of DrawingML, and its opacity (0 to 1); None when it is not known."""
    for node in holder if holder is not None else ():
        kind = etree.QName(node).localname if isinstance(node.tag, str) else ""
        value = node.get("lastClr") or node.get("val") or ""
        colour = themed(value, theme, roles) if kind == "schemeClr" else hex_colour(value)
        changes = {etree.QName(one).localname: _share(one.get("val", "")) for one in node if isinstance(one.tag, str)}
        opacity = changes.pop("alpha", 1.0)
        return (modified(colour, changes) if colour is not None and changes else colour), opacity
    return None, 1.0


def _share(text: str) -> float:
    """100000 or "100%" is 1."""
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text) / 100_000
    except ValueError:
        return 1.0
