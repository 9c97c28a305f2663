"""Why words of a Word document are not seen: in the colour of their background, tiny, outside of the page, hidden.

ECMA-376 part 1: run properties 17.3.2, styles 17.7.2 (a run's own, its style's, its paragraph's, the defaults'),
shading 17.3.5, frames 17.3.1.11, drawings 20.4. `w:webHidden` hides in web pages only, and every table of contents has
it: such words are seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agent.documents.colours import WHITE, Colour, hex_colour, modified, near, theme_colours, themed
from agent.documents.docx.ground import box_ground, shading, table_ground
from agent.documents.docx.tree import Element, child, children, is_on, name_of, value

# Half points; 2 pt.
_TINY = 4
_TINY_TWIPS = 40
_TINY_WIDTH = 5
# Twips (1/20 pt) and EMU (1/914,400 inch) beyond which nothing lies on a page that Word can have (22 inches).
_FAR_TWIPS = 31_680
_FAR_EMU = 22 * 914_400
# Black on white and white on black: never hidden.
_AUTO: Colour = (-1000, -1000, -1000)


@dataclass(frozen=True, slots=True)
class _Look:
    """What is told of a run: colour and background, height in half points, width in percent, whether it is hidden."""

    colour: Colour | None = None
    ground: Colour | None = None
    size: int | None = None
    width: int | None = None
    vanish: bool | None = None


class Sight:
    """Tells of each run of a document why it is not seen."""

    def __init__(self, styles: Element | None, theme: Element | None, document: Element) -> None:
        """`styles` and `theme` are the roots of those parts, `document` that of the main part."""
        self._theme = theme_colours(theme)
        self._styles = {value(one, "styleId"): one for one in children(styles, "style")} if styles is not None else {}
        defaults = self._look(child(styles, "docDefaults", "rPrDefault", "rPr"))
        normal = next((key for key, one in self._styles.items() if value(one, "type") == "paragraph"
                       and value(one, "default") in {"1", "true"}), "")  # fmt: skip
        self._normal = normal
        self._looks: dict[str, _Look] = {"": defaults}
        page = child(document, "background")
        self._page = (hex_colour(value(page, "color")) or WHITE) if page is not None else WHITE
        self._grounds: dict[Element, Colour | None] = {}

    def reason(self, run: Element) -> str:
        """Why the run is not seen; "" when it is seen. What hides it by `w:vanish` is known elsewhere."""
        paragraph = next(run.iterancestors("{*}p"), None)
        look = _over(self._look(child(run, "rPr")), self._inherited(run, paragraph))
        if look.vanish:
            return "hidden text"
        if (look.size is not None and look.size <= _TINY) or (look.width is not None and look.width <= _TINY_WIDTH):
            return "tiny text"
        if look.colour is None or look.colour == _AUTO:
            return ""
        ground = look.ground or self._ground(paragraph)
        return "white text" if ground is not None and near(look.colour, ground) else ""

    def _inherited(self, run: Element, paragraph: Element | None) -> _Look:
        own = self._style(value(child(run, "rPr", "rStyle")))
        named = value(child(paragraph, "pPr", "pStyle")) or self._normal
        return _over(own, _over(self._style(named), self._looks[""]))

    def _style(self, key: str) -> _Look:
        """What a style and those that it is based on tell."""
        if not key:
            return _Look()
        if key not in self._looks:
            self._looks[key] = _Look()  # ends a ring of styles
            style = self._styles.get(key)
            base = value(child(style, "basedOn"))
            self._looks[key] = _over(self._look(child(style, "rPr")), self._style(base) if base else _Look())
        return self._looks[key]

    def _look(self, properties: Element | None) -> _Look:
        if properties is None:
            return _Look()
        told = {name_of(one): one for one in properties}
        colour = self._colour(told["color"]) if "color" in told else None
        ground = shading(told.get("shd"), self._theme)
        if "highlight" in told:
            ground = hex_colour(value(told["highlight"])) or ground
        vanish = is_on(told["vanish"]) if "vanish" in told else None
        return _Look(colour, ground, _number(told.get("sz")), _number(told.get("w")), vanish)

    def _colour(self, element: Element) -> Colour | None:
        """A theme's colour before the number that stands beside it, as Word does."""
        found = themed(value(element, "themeColor"), self._theme)
        if found is not None:
            changes = {
                name: int(told, 16) / 255
                for name in ("themeTint", "themeShade")
                if (told := value(element, name)) and len(told) == 2
            }
            return modified(found, {name[5:].lower(): share for name, share in changes.items()}) if changes else found
        return _AUTO if value(element) == "auto" else hex_colour(value(element))

    def _ground(self, paragraph: Element | None) -> Colour | None:
        """What lies behind a paragraph; None when that is not known."""
        if paragraph is None:
            return self._page
        if paragraph not in self._grounds:
            self._grounds[paragraph] = self._behind(paragraph)
        return self._grounds[paragraph]

    def _behind(self, paragraph: Element) -> Colour | None:
        own = shading(child(paragraph, "pPr", "shd"), self._theme)
        style = self._styles.get(value(child(paragraph, "pPr", "pStyle")) or self._normal)
        found = own or shading(child(style, "pPr", "shd"), self._theme)
        if found is not None:
            return found
        for above in paragraph.iterancestors():
            name = name_of(above)
            if name == "tc":
                filled, known = table_ground(above, self._styles, self._theme)
                if filled is not None or not known:
                    return filled
            elif name == "txbxContent":
                return box_ground(above, self._theme, self._page)
        return self._page


def _over(own: _Look, other: _Look) -> _Look:
    """`own`, with what it does not tell taken from `other`."""
    return _Look(
        own.colour if own.colour is not None else other.colour,
        own.ground if own.ground is not None else other.ground,
        own.size if own.size is not None else other.size,
        own.width if own.width is not None else other.width,
        own.vanish if own.vanish is not None else other.vanish,
    )


def place_reason(paragraph: Element) -> str:
    """Why a whole paragraph is not seen: its lines have no height, or it lies outside of the page."""
    properties = child(paragraph, "pPr")
    spacing = child(properties, "spacing")
    line = _integer(value(spacing, "line"))
    if value(spacing, "lineRule") == "exact" and line is not None and line <= _TINY_TWIPS:
        return "tiny text"
    frame, indent = child(properties, "framePr"), child(properties, "ind")
    told = [_integer(value(frame, name)) for name in ("x", "y")]
    told += [_integer(value(indent, name)) for name in ("left", "start", "firstLine")]
    if any(one is not None and abs(one) >= _FAR_TWIPS for one in told):
        return "off the page"
    above = next(paragraph.iterancestors("{*}tr", "{*}txbxContent"), None)
    if above is None:
        return ""
    return _row_reason(above) if name_of(above) == "tr" else _box_reason(above)


def _row_reason(row: Element) -> str:
    height = child(row, "trPr", "trHeight")
    tall = _integer(value(height))
    if value(height, "hRule") == "exact" and tall is not None and tall <= _TINY_TWIPS:
        return "zero size"
    return "hidden text" if is_on(child(row, "trPr", "hidden")) else ""


def _box_reason(content: Element) -> str:
    """Why a text box is not seen: hidden, without size, or outside of the page."""
    drawing = next(content.iterancestors("{*}anchor", "{*}inline"), None)
    if drawing is None:
        return ""
    drawn = next(drawing.iterchildren("{*}docPr"), None)
    if drawn is not None and drawn.get("hidden") in {"1", "true"}:
        return "hidden shape"
    extent = next(drawing.iterchildren("{*}extent"), None)
    size = [_integer(extent.get(name, "")) for name in ("cx", "cy")] if extent is not None else []
    if any(one is not None and one < 1_000 for one in size):
        return "zero size"
    return "off the page" if any(_is_far(one) for one in drawing.iter("{*}posOffset")) else ""


def _is_far(offset: Element) -> bool:
    told = _integer(offset.text or "")
    return told is not None and abs(told) >= _FAR_EMU


def alternative_texts(paragraph: Element) -> Iterator[str]:
    """What the pictures and shapes of a paragraph say to those who cannot see them."""
    for element in paragraph.iter("{*}docPr", "{*}cNvPr", "{*}shape", "{*}rect", "{*}imagedata"):
        if next(element.iterancestors("{*}p"), None) is not paragraph:
            continue
        for key in ("descr", "title", "alt"):
            text = element.get(key, "").strip()
            if text:
                yield text


def _number(element: Element | None) -> int | None:
    return _integer(value(element)) if element is not None else None


def _integer(text: str) -> int | None:
    digits = text.strip().rstrip("%").partition(".")[0]
    return int(digits) if digits.lstrip("-").isdecimal() and len(digits) < 12 else None
