"""Slides of a new deck, page by page: text is scaled a little, then spread over further slides; so are tables."""

from collections.abc import Sequence
from dataclasses import replace

from agent.documents.pptx.base_look import plain_level
from agent.documents.pptx.charts import draw_chart
from agent.documents.pptx.compose import (
    Edges,
    Filled,
    add_slide,
    filled_shape,
    loose_holder,
    numbers_and_footer,
    text_holders,
)
from agent.documents.pptx.deck import Deck, SlideAt
from agent.documents.pptx.fit import POINT
from agent.documents.pptx.grid import STYLES, fitted, grid_of
from agent.documents.pptx.holder_fit import SCALES, HolderFit, box_at, divided
from agent.documents.pptx.layouts import layout_for, layout_named
from agent.documents.pptx.outline import Outline, Page
from agent.documents.pptx.pictures import draw_picture
from agent.documents.pptx.places import Area, Holder, SlideLayout
from agent.documents.pptx.room import content_area
from agent.documents.pptx.tables import add_table
from agent.documents.pptx.words import write_notes

# Text and table cells are not made smaller than this, in points; then they go on to the next slide.
_LEAST = 16.0
_TABLE_SIZES = (18.0, 16.0, 14.0, 12.0)
_TABLE_SPREAD = 14.0
_GAP = 182_880
# How much of the width text has beside a picture or a chart.
_BESIDE = 0.42


class Writer:
    """Adds slides to an empty deck. `spread` and `tight` are titles of slides that went on, or are too full."""

    def __init__(self, deck: Deck, outline: Outline) -> None:
        self._deck = deck
        self._outline = outline
        self.spread: list[str] = []
        self.tight: list[str] = []

    def add_cover(self) -> None:
        """The first slide: the title and the subtitle of the deck."""
        layout = layout_for(self._deck, "title", None)
        titles, bodies = self._places(layout)
        below = self._outline.subtitle.split("\n") if self._outline.subtitle else []
        pairs = [(titles[0], [self._outline.title]), (bodies[0], below)]
        filled = [self._filled(layout, holder, lines) for holder, lines in pairs if lines]
        self._slide(layout, filled, furniture=False)

    def add(self, page: Page) -> None:
        """The slides of a page."""
        if page.section:
            self._add_section(page)
        elif page.rows:
            self._add_table(page)
        elif page.drawn:
            self._add_drawing(page)
        else:
            self._add_text(page)

    def _add_section(self, page: Page) -> None:
        layout = self._layout(page, "section")
        titles, bodies = self._places(layout)
        filled = [self._filled(layout, titles[0], [page.title])] if page.title else []
        if page.texts:
            filled.append(self._filled(layout, bodies[0], page.lines))
        self._notes(self._slide(layout, filled), page)

    def _add_text(self, page: Page) -> None:
        layout = self._layout(page, "columns" if len(page.texts) == 2 else "body" if page.texts else "bare")
        bodies = self._bodies(layout)
        # Two columns stand below each other where a layout has one.
        texts = page.texts if len(bodies) >= len(page.texts) else [page.lines]
        pairs = list(zip(bodies, texts, strict=False))
        columns = [self._divided(layout, holder, lines) for holder, lines in pairs]
        count = max((len(parts) for parts, _ in columns), default=1)
        most = min((scale for _, scale in columns), default=1.0)
        for at in range(count):
            filled = self._title(layout, page, at, count)
            for (holder, _), (parts, _) in zip(pairs, columns, strict=True):
                if at < len(parts):
                    filled.append(self._filled(layout, holder, parts[at], most))
            self._notes(self._slide(layout, filled), page, first=at == 0)

    def _divided(self, layout: SlideLayout, holder: Holder, lines: Sequence[str]) -> tuple[list[list[str]], float]:
        """The lines in as many parts as they need, and the scale that suits all of them."""
        fit = HolderFit(self._deck, layout.part, holder)
        scales = fit.smallest(_LEAST)
        parts = divided(fit, lines, scales)
        return parts, min(fit.scale(one, scales) or scales[-1] for one in parts)

    def _add_table(self, page: Page) -> None:
        """A table below its text; rows that do not fit come on further slides below the header."""
        layout = self._layout(page, "body" if page.texts else "bare")
        room = self._room(layout)
        lines = page.lines
        bodies = self._bodies(layout)
        above = self._above(layout, bodies[0], lines, room) if lines else None
        place = room if above is None else _below(room, above)
        size = fitted(page.rows, place.width / POINT, place.height / POINT, _TABLE_SIZES).size
        if sum(grid_of(page.rows, size, place.width / POINT).heights) > place.height / POINT:
            size = _TABLE_SPREAD
        parts = _row_groups(page.rows, size, place)
        for at, rows in enumerate(parts):
            slide = self._slide(layout, self._title(layout, page, at, len(parts)))
            if at == 0 and above is not None:
                self._draw_text(slide, layout, bodies[0], lines, above)
            area = place if at == 0 else room
            _, is_low = add_table(self._deck, slide, rows, area, STYLES["medium"], (size,))
            if not is_low:
                self.tight.append(page.title)
            self._notes(slide, page, first=at == 0)

    def _above(self, layout: SlideLayout, holder: Holder, lines: Sequence[str], room: Area) -> Area:
        """The place for text above a table, at most half of the room."""
        needed = HolderFit(self._deck, layout.part, holder, room).needed(lines, 1.0)
        return Area(room.left, room.top, room.width, min(round(needed * POINT), room.height // 2))

    def _add_drawing(self, page: Page) -> None:
        """A chart or a picture, with its text at the left."""
        layout = self._layout(page, "body" if page.texts else "bare")
        room = self._room(layout)
        slide = self._slide(layout, self._title(layout, page, 0, 1))
        if page.texts:
            width = round(room.width * _BESIDE)
            left = Area(room.left, room.top, width, room.height)
            room = Area(left.right + _GAP * 2, room.top, room.width - width - _GAP * 2, room.height)
            bodies = self._bodies(layout)
            self._draw_text(slide, layout, bodies[0], page.lines, left)
        if page.chart is not None:
            draw_chart(self._deck, slide, page.chart, room)
        if page.photo is not None:
            draw_picture(self._deck, slide, page.photo, room, page.alt)
        self._notes(slide, page)

    def _draw_text(self, slide: SlideAt, layout: SlideLayout, holder: Holder, lines: Sequence[str], area: Area) -> None:
        """Text in the looks of a placeholder, at another place."""
        scale = HolderFit(self._deck, layout.part, holder, area).scale(lines)
        if scale is None:
            self.tight.append(lines[0].strip())
        number = self._deck.new_shape_id(slide.part)
        filled = Filled(replace(holder, area=area), lines, box_at(scale or SCALES[-1]))
        new = filled_shape(number, filled, is_told=True)
        self._deck.draw(slide.part, new)

    def _title(self, layout: SlideLayout, page: Page, at: int, count: int) -> list[Filled]:
        if count > 1 and at == 0:
            self.spread.append(page.title)
        titles, _ = self._places(layout)
        words = f"{page.title} ({at + 1}/{count})" if count > 1 else page.title
        return [self._filled(layout, titles[0], [words.strip()])] if words.strip() else []

    def _places(self, layout: SlideLayout) -> tuple[list[Holder], list[Holder]]:
        """The places of a layout for a title and for text; text boxes where it has none, so that no word is lost."""
        titles, bodies = text_holders(self._deck, layout)
        width, height = self._deck.size
        side = width * 6 // 100
        if not titles:
            area = Area(side, height * 5 // 100, width - 2 * side, height * 12 // 100)
            titles = [loose_holder(self._deck, "Title", area, plain_level(28, "tx1", bold=True))]
        if not bodies:
            bodies = [loose_holder(self._deck, "Text", self._room(layout), plain_level(20, "tx1"))]
        return titles, bodies

    def _bodies(self, layout: SlideLayout) -> list[Holder]:
        """The places of a layout that hold more than a line or two; a text box where there is none."""
        _, bodies = self._places(layout)
        least = self._deck.size[1] * 15 // 100
        roomy = [one for one in bodies if one.area is None or one.area.height > least]
        return roomy or [loose_holder(self._deck, "Text", self._room(layout), plain_level(20, "tx1"))]

    def _room(self, layout: SlideLayout) -> Area:
        """Where a layout has its contents, below the title that a layout without a place for one is given."""
        room = content_area(self._deck, layout.part)
        titles, _ = text_holders(self._deck, layout)
        top = room.top if titles else max(room.top, self._deck.size[1] // 5)
        return Area(room.left, top, room.width, room.bottom - top)

    def _filled(self, layout: SlideLayout, holder: Holder, lines: Sequence[str], most: float = 1.0) -> Filled:
        """A placeholder with text at the size at which it fits, at `most` of its own."""
        scales = [one for one in SCALES if one <= most]
        scale = HolderFit(self._deck, layout.part, holder).scale(lines, scales)
        if scale is None:
            self.tight.append(lines[0].strip())
        return Filled(holder, lines, box_at(scale or SCALES[-1]))

    def _slide(self, layout: SlideLayout, filled: Sequence[Filled], *, furniture: bool = True) -> SlideAt:
        order = self._deck.order()
        edges: Edges = ()
        if furniture:
            edges = numbers_and_footer(self._deck, layout, self._outline.footer, numbers=self._outline.numbers)
        return add_slide(self._deck, layout, order[-1] if order else None, filled, edges)

    def _layout(self, page: Page, need: str) -> SlideLayout:
        return layout_named(self._deck, page.layout) if page.layout else layout_for(self._deck, need, None)

    def _notes(self, slide: SlideAt, page: Page, *, first: bool = True) -> None:
        if page.notes and first:
            write_notes(self._deck, slide, page.notes)


def _below(room: Area, above: Area) -> Area:
    return Area(room.left, above.bottom + _GAP, room.width, room.bottom - above.bottom - _GAP)


def _row_groups(rows: tuple[tuple[str, ...], ...], size: float, room: Area) -> list[tuple[tuple[str, ...], ...]]:
    """The rows on as many slides as they need, each below the header, the slides about equally full."""
    grid = grid_of(rows, size, room.width / POINT)
    head, heights = grid.heights[0], grid.heights[1:]
    free = room.height / POINT - head
    count = max(1, -(-round(sum(heights) * 10) // max(1, round(free * 10))))
    while count < len(heights):
        groups = _groups(rows, heights, count)
        if all(sum(grid_of(one, size, room.width / POINT).heights) <= free + head for one in groups):
            return groups
        count += 1
    return _groups(rows, heights, max(1, min(count, len(heights))))


def _groups(
    rows: tuple[tuple[str, ...], ...], heights: Sequence[float], count: int
) -> list[tuple[tuple[str, ...], ...]]:
    share, filled = sum(heights) / count, 0.0
    groups: list[list[tuple[str, ...]]] = [[rows[0]]]
    for row, height in zip(rows[1:], heights, strict=True):
        if len(groups[-1]) > 1 and filled + height / 2 > share * len(groups) and len(groups) < count:
            groups.append([rows[0]])
        groups[-1].append(row)
        filled += height
    return [tuple(one) for one in groups]
