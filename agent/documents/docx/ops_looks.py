"""What ops say of a look ("bold", "size", "align"), as properties of runs and paragraphs."""

import re
from collections.abc import Callable, Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.documents.docx.dialect import Dialect, dialect_of
from agent.documents.docx.ops_properties import with_attributes
from agent.documents.docx.tree import Element, child
from agent.documents.op_words import flag_in, text_in
from agent.documents.opc.xml_splice import Layout

LOOKS = ("bold", "italic", "underline", "strike", "color", "highlight", "size", "font", "superscript", "subscript")
PARAGRAPH_LOOKS = (
    "align", "indent_cm", "first_line_cm", "before_pt", "after_pt", "line_spacing", "keep_with_next",
    "page_break_before",
)  # fmt: skip
TWIPS_PER_CM = 1440 / 2.54
_SWITCHES = {"bold": ("b", "bCs"), "italic": ("i", "iCs"), "strike": ("strike",)}
_LINES = {"single", "double", "dotted", "dash", "wave", "thick", "words", "none"}
# ECMA-376 part 1, 17.18.40.
_HIGHLIGHTS = {
    "black", "blue", "cyan", "darkblue", "darkcyan", "darkgray", "darkgreen", "darkmagenta", "darkred", "darkyellow",
    "green", "lightgray", "magenta", "none", "red", "white", "yellow",
}  # fmt: skip
_COLOURS = {
    "black": "000000", "white": "FFFFFF", "red": "C00000", "green": "00803C", "blue": "0070C0", "gray": "808080",
    "grey": "808080", "orange": "ED7D31", "yellow": "FFC000", "purple": "7030A0", "auto": "auto",
}  # fmt: skip
_ASIAN = re.compile(r"gothic|mincho|meiryo|yu |^ms |cjk|hiragino|biz ud|simsun|simhei|malgun|batang", re.IGNORECASE)
_SIDES = {"left": "left", "center": "center", "right": "right", "justify": "both"}


def run_properties(layout: Layout, run: Element, op: Op) -> dict[str, bytes]:
    """The elements that the looks of `op` put into the properties of a run.

    Raises:
        InvalidArgumentsError: a look is none that Word has.
    """
    dialect, found = dialect_of(layout, run), dict[str, bytes]()
    for look, names in _SWITCHES.items():
        if look in op:
            on = flag_in(op, look, default=True)
            found |= {name: dialect.xml(f"<w:{name}/>" if on else f'<w:{name} w:val="0"/>') for name in names}
    for name, looks, told in _VALUES:
        if any(look in op for look in looks):
            found[name] = dialect.xml(f'<w:{name} w:val="{told(op)}"/>')
    if "font" in op:
        found["rFonts"] = _fonts(layout, run, text_in(op, "font"))
    return found


def measure(op: Op, key: str, least: float, most: float) -> float:
    """A number of points, centimetres or lines. Raises InvalidArgumentsError."""
    value = op.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
        raise InvalidArgumentsError(f"{key!r} is a number from {least:g} to {most:g}, not {value!r}.")
    return float(value)


def _half_points(op: Op) -> str:
    return str(round(2 * measure(op, "size", 1, 1638)))


def _line(op: Op) -> str:
    value = op["underline"]
    named = "single" if value is True else "none" if value is False else str(value)
    if named not in _LINES:
        raise InvalidArgumentsError(f"'underline' is true, false or one of {', '.join(sorted(_LINES))}.")
    return named


def _colour(op: Op) -> str:
    value = text_in(op, "color").strip().removeprefix("#")
    value = _COLOURS.get(value.lower(), value)
    if value != "auto" and not re.fullmatch(r"[0-9A-Fa-f]{6}", value):
        raise InvalidArgumentsError(f"'color' is like '#C00000' or one of {', '.join(_COLOURS)}, not {value!r}.")
    return value.upper() if value != "auto" else value


def _highlight(op: Op) -> str:
    value = op["highlight"]
    named = "yellow" if value is True else "none" if value in (False, None) else str(value)
    if named.lower() not in _HIGHLIGHTS:
        raise InvalidArgumentsError(f"'highlight' is one of {', '.join(sorted(_HIGHLIGHTS))}.")
    return re.sub(r"^dark(.)", lambda found: f"dark{found[1].upper()}", named.lower()).replace("lightgray", "lightGray")


def _height(op: Op) -> str:
    raised, lowered = flag_in(op, "superscript", default=False), flag_in(op, "subscript", default=False)
    return "superscript" if raised else "subscript" if lowered else "baseline"


_VALUES: tuple[tuple[str, tuple[str, ...], Callable[[Op], str]], ...] = (
    ("u", ("underline",), _line),
    ("color", ("color",), _colour),
    ("highlight", ("highlight",), _highlight),
    ("sz", ("size",), _half_points),
    ("szCs", ("size",), _half_points),
    ("vertAlign", ("superscript", "subscript"), _height),
)


def _fonts(layout: Layout, run: Element, name: str) -> bytes:
    """A font for Latin words is none for Japanese ones, which keep theirs; a Japanese font is one for both."""
    asian = not name.isascii() or _ASIAN.search(name) is not None
    told = {"ascii": name, "hAnsi": name, "cs": name, "asciiTheme": "", "hAnsiTheme": "", "cstheme": ""}
    if asian:
        told |= {"eastAsia": name, "eastAsiaTheme": ""}
    return with_attributes(layout, run, "rFonts", child(run, "rPr", "rFonts"), told)


def paragraph_properties(layout: Layout, paragraph: Element, op: Op) -> dict[str, bytes]:
    """The elements that the looks of `op` put into the properties of a paragraph. Raises InvalidArgumentsError."""
    dialect, found = dialect_of(layout, paragraph), dict[str, bytes]()
    if "align" in op:
        if op["align"] not in _SIDES:
            raise InvalidArgumentsError(f"'align' is one of {', '.join(_SIDES)}.")
        found["jc"] = dialect.xml(f'<w:jc w:val="{_SIDES[str(op["align"])]}"/>')
    indent = _indent(op, dialect)
    if indent:
        found["ind"] = with_attributes(layout, paragraph, "ind", child(paragraph, "pPr", "ind"), indent)
    spacing = _spacing(op)
    if spacing:
        found["spacing"] = with_attributes(layout, paragraph, "spacing", child(paragraph, "pPr", "spacing"), spacing)
    for look, name in (("keep_with_next", "keepNext"), ("page_break_before", "pageBreakBefore")):
        if look in op:
            on = flag_in(op, look, default=True)
            found[name] = dialect.xml(f"<w:{name}/>" if on else f'<w:{name} w:val="0"/>')
    return found


def _indent(op: Op, dialect: Dialect) -> Mapping[str, str]:
    """Indents in characters, which Japanese documents have, would win over those in centimetres: they go."""
    told: dict[str, str] = {}
    if "indent_cm" in op:
        twips = round(measure(op, "indent_cm", -10, 30) * TWIPS_PER_CM)
        told |= dict.fromkeys(("left", "start", "leftChars", "startChars"), "") | {dialect.side("left"): str(twips)}
    if "first_line_cm" in op:
        twips = round(measure(op, "first_line_cm", -10, 30) * TWIPS_PER_CM)
        told |= dict.fromkeys(("firstLine", "hanging", "firstLineChars", "hangingChars"), "")
        told |= {"firstLine": str(twips)} if twips >= 0 else {"hanging": str(-twips)}
    return told


def _spacing(op: Op) -> Mapping[str, str]:
    told: dict[str, str] = {}
    for key, name in (("before_pt", "before"), ("after_pt", "after")):
        if key in op:
            told |= {f"{name}Lines": "", f"{name}Autospacing": "", name: str(round(20 * measure(op, key, 0, 1584)))}
    if "line_spacing" in op:
        told |= {"line": str(round(240 * measure(op, "line_spacing", 0.5, 10))), "lineRule": "auto"}
    return told
