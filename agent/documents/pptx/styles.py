"""How large the text of a shape is: what it inherits from its list style, layout, master and the presentation.

ECMA-376 part 1, 19.3.1.51 (text styles of a master) and 21.1.2.4 (list styles).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.documents.docx.tree import Element
from agent.documents.pptx.parts import DeckParts
from agent.documents.pptx.places import TITLES, ancestors_of, holder_mark
from agent.documents.pptx.tree import depth_of, first, local, paragraphs_of, text_of

_DEFAULT_SIZE = 18.0
_INSETS = {"lIns": 91_440, "tIns": 45_720, "rIns": 91_440, "bIns": 45_720}
_PERCENT = 100_000


@dataclass(frozen=True, slots=True)
class TextFrame:
    """The frame of a text: insets left, top, right, bottom in EMU; how it is fitted; how far it is scaled."""

    insets: tuple[int, int, int, int]
    wraps: bool
    grows: bool
    upright: bool
    scale: float


@dataclass(frozen=True, slots=True)
class TextStyles:
    """Where the text of a shape takes its looks from, the nearest first: list styles of its text."""

    lists: tuple[Element, ...]

    def size(self, paragraph: Element) -> float:
        """The size of a paragraph's largest run in points."""
        runs = [one for one in paragraph if local(one) in {"r", "fld"}] or [paragraph]
        return max(self._size(paragraph, run) for run in runs)

    def _size(self, paragraph: Element, run: Element) -> float:
        own = first(run, "rPr") if run is not paragraph else first(paragraph, "endParaRPr")
        told = own.get("sz") if own is not None else None
        if told is None:
            told = self.inherited(depth_of(paragraph), "sz")
        return int(told) / 100 if told is not None and told.isdecimal() else _DEFAULT_SIZE

    def inherited(self, depth: int, name: str) -> str | None:
        """An attribute of the run properties that level `depth` (from 0) inherits."""
        for one in self.lists:
            for level in (f"lvl{depth + 1}pPr", "defPPr"):
                properties = first(one, level, "defRPr")
                told = properties.get(name) if properties is not None else None
                if told is not None:
                    return told
        return None


def styles_of(parts: DeckParts, main: str, part: str, shape: Element) -> TextStyles:
    """The list styles that the text of a shape on the slide `part` inherits."""
    above = list(ancestors_of(parts, part, shape))
    found = [first(one, "txBody", "lstStyle") for one in (shape, *(element for _, element in above))]
    master = parts.root(above[-1][0]) if above else _master(parts, part)
    mark = holder_mark(shape)
    kind = mark.get("type", "body") if mark is not None else ""
    name = "titleStyle" if kind in TITLES else "bodyStyle" if mark is not None else "otherStyle"
    if master is not None:
        found += [first(master, "txStyles", name), first(master, "notesStyle")]
    if mark is None:
        found.append(first(parts.root(main), "defaultTextStyle"))
    return TextStyles(tuple(one for one in found if one is not None))


def table_styles_of(parts: DeckParts, main: str, part: str) -> TextStyles:
    """The list styles that the text of a table inherits: those of plain text, in a placeholder too."""
    found = (first(parts.root(main), "defaultTextStyle"), first(_master(parts, part), "txStyles", "otherStyle"))
    return TextStyles(tuple(one for one in found if one is not None))


def _master(parts: DeckParts, part: str) -> Element | None:
    for layout in parts.related(part, "/slideLayout"):
        for master in parts.related(layout, "/slideMaster"):
            return parts.root(master)
    return None


def frame_of(bodies: Sequence[Element]) -> TextFrame:
    """The frame of a text by its a:bodyPr and those that it inherits, the nearest first."""
    told: dict[str, str] = {}
    fitted = None
    for one in bodies:
        for key, value in one.attrib.items():
            told.setdefault(str(key), str(value))
        fits = next((child for child in one if local(child) in {"normAutofit", "spAutoFit", "noAutofit"}), None)
        fitted = fits if fitted is None else fitted
    scale = fitted.get("fontScale", "") if fitted is not None else ""
    left, top, right, bottom = (whole(told.get(name), usual) for name, usual in _INSETS.items())
    return TextFrame(
        (left, top, right, bottom),
        told.get("wrap", "square") != "none",
        fitted is not None and local(fitted) == "spAutoFit",
        told.get("vert", "horz") == "horz",
        _share(scale),
    )


def _share(text: str) -> float:
    """A share: thousandths of a percent, or "90%" in the Strict dialect."""
    bare = text.removesuffix("%")
    if not bare.replace(".", "", 1).isdecimal():
        return 1.0
    return float(bare) / (100 if bare != text else _PERCENT)


def bodies_of(parts: DeckParts, part: str, shape: Element) -> list[Element]:
    """The a:bodyPr of a shape and of the placeholders that it inherits from."""
    all_of_them = (shape, *(element for _, element in ancestors_of(parts, part, shape)))
    found = (first(one, "txBody", "bodyPr") for one in all_of_them)
    return [one for one in found if one is not None]


def whole(text: str | None, usual: int = 0) -> int:
    """The whole number that an attribute tells."""
    return int(text) if text is not None and text.lstrip("-").isdecimal() else usual


def sized_paragraphs(styles: TextStyles, body: Element | None, scale: float) -> list[tuple[str, float]]:
    """The paragraphs of a text body with their sizes in points."""
    return [(text_of(one), styles.size(one) * scale) for one in paragraphs_of(body)]
