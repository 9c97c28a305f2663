"""Why words in a shape of a drawing are not seen: DrawingML, ECMA-376 part 1, 20.1 (shapes) and 21.1.2 (text)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from agent.documents.colours import WHITE, Colour, drawn_colour, near
from agent.documents.docx.tree import Element
from agent.documents.pptx.tree import first, local

# Hundredths of a point; 2 pt.
_TINY = 200
# Thousandths of a percent: text scaled to a tenth of its size.
_TINY_SCALE = 10_000
_FAINT = 0.05


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours that a drawing may name: those of its theme, and the roles that its master gives them."""

    theme: Mapping[str, Colour] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)


def fill_of(properties: Element | None, palette: Palette) -> tuple[bool, Colour | None]:
    """Whether a shape's properties tell what fills it, and the colour; None for no fill, a picture or a gradient."""
    for node in properties if properties is not None else ():
        name = local(node)
        if name == "solidFill":
            colour, opacity = drawn_colour(node, palette.theme, palette.roles)
            return True, colour if opacity > 0.5 else None
        if name in {"noFill", "gradFill", "blipFill", "pattFill", "grpFill"}:
            return True, None
    return False, None


def is_filled(shape: Element) -> bool:
    """Whether something is drawn where the shape lies: a picture, a fill, a style that fills."""
    if local(shape) in {"pic", "graphicFrame"}:
        return True
    properties = first(shape, "spPr")
    names = {local(node) for node in properties} if properties is not None else set()
    if names & {"solidFill", "gradFill", "blipFill", "pattFill", "grpFill"}:
        return True
    style = first(shape, "style", "fillRef")
    return "noFill" not in names and style is not None and style.get("idx", "0") != "0"


def styled_fill(shape: Element, palette: Palette) -> tuple[bool, Colour | None]:
    """What fills a shape by its own properties, else by its style."""
    told, colour = fill_of(first(shape, "spPr"), palette)
    if told:
        return told, colour
    style = first(shape, "style", "fillRef")
    if style is not None and style.get("idx", "0") != "0":
        return True, drawn_colour(style, palette.theme, palette.roles)[0]
    return False, None


def shape_reason(shape: Element) -> str:
    """Why a whole shape is not seen, beside its place: hidden, without size, or with letters scaled to nothing."""
    names = next((child for child in shape if local(child).startswith("nv")), None)
    drawn = first(names, "cNvPr")
    if drawn is not None and drawn.get("hidden") in {"1", "true"}:
        return "hidden shape"
    extent = first(shape, "spPr", "xfrm", "ext")
    if extent is None:
        extent = first(shape, "xfrm", "ext")
    # With one side left the words flow out of the shape and are seen.
    if extent is not None and {extent.get("cx"), extent.get("cy")} == {"0"}:
        return "zero size"
    scale = first(shape, "txBody", "bodyPr", "normAutofit")
    told = scale.get("fontScale", "") if scale is not None else ""
    return "tiny text" if told.isdecimal() and int(told) <= _TINY_SCALE else ""


def run_reason(run: Element, ground: Colour | None, palette: Palette) -> str:
    """Why a run is not seen on `ground` (None: not known); "" when it is seen."""
    size, fill, outlined = None, None, False
    for properties in _properties(run):
        outline = first(properties, "ln")
        outlined = outlined or (outline is not None and first(outline, "noFill") is None)
        size = size or properties.get("sz")
        fill = fill if fill is not None else next((one for one in properties if local(one) in {"noFill", "solidFill",
                                                   "gradFill", "blipFill"}), None)  # fmt: skip
    if size and size.isdecimal() and int(size) <= _TINY:
        return "tiny text"
    if fill is None or outlined:
        return ""
    if local(fill) == "noFill":
        return "transparent text"
    colour, opacity = drawn_colour(fill, palette.theme, palette.roles) if local(fill) == "solidFill" else (None, 1.0)
    if opacity < _FAINT:
        return "transparent text"
    return "white text" if colour is not None and ground is not None and near(colour, ground) else ""


def _properties(run: Element) -> Iterator[Element]:
    """What a run tells of itself, then what the list style of its shape tells of its level."""
    own = first(run, "rPr")
    if own is not None:
        yield own
    paragraph = run.getparent()
    body = paragraph.getparent() if paragraph is not None else None
    if paragraph is None or body is None:
        return
    level = first(paragraph, "pPr")
    number = level.get("lvl", "0") if level is not None else "0"
    told = first(body, "lstStyle", f"lvl{int(number) + 1 if number.isdecimal() else 1}pPr", "defRPr")
    if told is not None:
        yield told


def hidden_runs(shape: Element, ground: Colour | None, palette: Palette) -> dict[Element, str]:
    """The runs of a shape that are not seen, with the reason."""
    found = {}
    for run in shape.iter("{*}r", "{*}fld"):
        reason = run_reason(run, ground, palette)
        if reason:
            found[run] = reason
    return found


def sheet_ground(shape: Element, palette: Palette) -> Colour | None:
    """What lies behind the words of a shape on a worksheet, which is white; None when that is not known."""
    told, colour = styled_fill(shape, palette)
    return colour if told else WHITE
