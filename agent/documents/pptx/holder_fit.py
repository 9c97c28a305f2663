"""Text that fits into its placeholder: scaled in steps, then told to be too long."""

from collections.abc import Sequence

from agent.documents.docx.tree import Element
from agent.documents.pptx.deck import Deck
from agent.documents.pptx.fit import POINT, height_of
from agent.documents.pptx.markup import depth_and_words
from agent.documents.pptx.places import Area, Holder
from agent.documents.pptx.styles import TextStyles, bodies_of, frame_of, styles_of

SCALES = (1.0, 0.9, 0.8, 0.7)
_GAP = 0.5
_INDENT = 20.0
_DEFAULT = 18.0


class HolderFit:
    """How text fits into a placeholder of a layout, at another place than its own when `area` is given."""

    def __init__(self, deck: Deck, layout: str, holder: Holder, area: Area | None = None) -> None:
        self._styles: TextStyles = styles_of(deck.parts, deck.main, layout, holder.element)
        self.area = area or holder.area
        self._insets = frame_of(bodies_of(deck.parts, layout, holder.element)).insets
        self._is_plain = not _has_bullets(self._styles)

    def needed(self, lines: Sequence[str], scale: float) -> float:
        """The height in points that the lines need; a place that is not known takes everything."""
        left, top, right, bottom = self._insets
        width = (self.area.width - left - right) / POINT if self.area is not None else 10_000.0
        total = (top + bottom) / POINT
        for line in lines:
            depth, words = depth_and_words(line)
            size = self._size(depth) * scale
            indent = 0.0 if self._is_plain else _INDENT * (depth + 1)
            bold = self._styles.inherited(depth, "b") == "1"
            total += height_of([(words, size)], width - indent, bold=bold, gap=0.0 if self._is_plain else _GAP)
        return total

    def fits(self, lines: Sequence[str], scale: float) -> bool:
        """Whether the lines fit at that part of their size."""
        return self.area is None or self.needed(lines, scale) <= self.area.height / POINT

    def scale(self, lines: Sequence[str], scales: Sequence[float] = SCALES) -> float | None:
        """The largest of `scales` at which the lines fit; None when none does."""
        return next((one for one in scales if self.fits(lines, one)), None)

    def smallest(self, least: float) -> tuple[float, ...]:
        """The scales at which the first level is not smaller than `least` points."""
        return tuple(one for one in SCALES if one == 1.0 or self._size(0) * one >= least)

    def _size(self, depth: int) -> float:
        told = self._styles.inherited(depth, "sz")
        return int(told) / 100 if told is not None and told.isdecimal() else _DEFAULT


def _has_bullets(styles: TextStyles) -> bool:
    """Whether the first level has a mark before its words."""
    for one in styles.lists:
        level: Element | None = next((child for child in one if str(child.tag).endswith("}lvl1pPr")), None)
        for mark in level if level is not None else ():
            name = str(mark.tag).rpartition("}")[2]
            if name in {"buNone", "buChar", "buAutoNum", "buBlip"}:
                return name != "buNone"
    return False


def box_at(scale: float) -> str:
    """The a:bodyPr of text at a part of its size, as PowerPoint writes it."""
    if scale >= 1.0:
        return "<a:bodyPr><a:normAutofit/></a:bodyPr>"
    return f'<a:bodyPr><a:normAutofit fontScale="{round(scale * 100_000)}" lnSpcReduction="10000"/></a:bodyPr>'


def divided(fit: HolderFit, lines: Sequence[str], scales: Sequence[float]) -> list[list[str]]:
    """The lines on as many pages as they need, none much fuller than another; what is below a point stays with it."""
    if fit.scale(lines, scales) is not None or fit.area is None:
        return [list(lines)]
    scale = scales[-1]
    room = fit.area.height / POINT
    points = _points(lines)
    count = max(2, -(-round(fit.needed(lines, scale)) // max(1, round(room))))
    while True:
        pages = _spread(fit, points, scale, count)
        if count >= len(points) or all(fit.fits(page, scale) for page in pages):
            return pages
        count += 1


def _points(lines: Sequence[str]) -> list[list[str]]:
    """Points of the first level with what is below them."""
    points: list[list[str]] = []
    for line in lines:
        if not points or depth_and_words(line)[0] == 0:
            points.append([])
        points[-1].append(line)
    return points


def _spread(fit: HolderFit, points: Sequence[list[str]], scale: float, count: int) -> list[list[str]]:
    heights = [fit.needed(one, scale) for one in points]
    share = sum(heights) / count
    pages: list[list[str]] = [[]]
    filled = 0.0
    for point, height in zip(points, heights, strict=True):
        if pages[-1] and filled + height / 2 > share * len(pages) and len(pages) < count:
            pages.append([])
        pages[-1] += point
        filled += height
    return pages
