"""What lies behind the words of a Word document: shading, cells, tables, text boxes."""

from collections.abc import Mapping

from agent.documents.colours import Colour, drawn_colour, hex_colour, modified, themed
from agent.documents.docx.tree import Element, child, name_of, value

_UNFILLED = frozenset({"", "clear", "nil", "auto"})


def shading(shd: Element | None, theme: Mapping[str, Colour]) -> Colour | None:
    """The colour of a <w:shd>; None when it has none."""
    if shd is None:
        return None
    if value(shd) == "solid":
        return hex_colour(value(shd, "color"))
    found = themed(value(shd, "themeFill"), theme)
    if found is not None:
        changes = {
            name[9:].lower(): int(told, 16) / 255
            for name in ("themeFillTint", "themeFillShade")
            if (told := value(shd, name)) and len(told) == 2
        }
        return modified(found, changes) if changes else found
    # A pattern is drawn over the fill: a light one hardly changes it.
    return hex_colour(value(shd, "fill"))


def table_ground(
    cell: Element, styles: Mapping[str, Element], theme: Mapping[str, Colour]
) -> tuple[Colour | None, bool]:
    """The colour of a cell, and whether that is known: a style of the table may colour rows and columns."""
    own = shading(child(cell, "tcPr", "shd"), theme)
    if own is not None:
        return own, True
    table = next(cell.iterancestors("{*}tbl"), None)
    whole = shading(child(table, "tblPr", "shd"), theme)
    if whole is not None:
        return whole, True
    key = value(child(table, "tblPr", "tblStyle"))
    seen: set[str] = set()
    while key in styles and key not in seen:
        seen.add(key)
        if any(value(one, "fill") not in _UNFILLED or value(one, "themeFill") for one in styles[key].iter("{*}shd")):
            return None, False
        key = value(child(styles[key], "basedOn"))
    return None, True


def box_ground(content: Element, theme: Mapping[str, Colour], page: Colour) -> Colour | None:
    """The colour of a text box; None when it is not known, because a picture or something else may lie behind it."""
    for above in content.iterancestors():
        name = name_of(above)
        if name.endswith(":wsp"):
            return _shape_ground(above, theme, page)
        if name.endswith((":shape", ":rect", ":roundrect", ":oval")) and above.get("style") is not None:
            filled = above.get("filled") not in {"f", "false", "0"}
            return hex_colour(above.get("fillcolor", "").partition(" ")[0]) if filled else None
    return page


def _shape_ground(shape: Element, theme: Mapping[str, Colour], page: Colour) -> Colour | None:
    properties = next(shape.iterchildren("{*}spPr"), None)
    for node in properties if properties is not None else ():
        kind = name_of(node).rpartition(":")[2]
        if kind == "solidFill":
            return drawn_colour(node, theme)[0]
        if kind == "noFill":
            return page if _alone(shape) else None
        if kind.endswith("Fill"):
            return None
    style = next(shape.iter("{*}fillRef"), None)
    if style is not None and style.get("idx", "0") != "0":
        return drawn_colour(style, theme)[0]
    return page if _alone(shape) else None


def _alone(shape: Element) -> bool:
    """Whether the part draws nothing else that could lie behind the shape."""
    root = shape.getroottree().getroot()
    others = [one for one in root.iter("{*}wsp", "{*}pic") if one is not shape]
    return not others
