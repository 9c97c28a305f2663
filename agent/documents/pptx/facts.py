"""What is told of a whole presentation: size, layouts, sections, what moves, plays or leads somewhere."""

from collections.abc import Iterator, Sequence

from agent.core.words import Words
from agent.documents.pptx.order import section_names
from agent.documents.pptx.parts import DeckParts
from agent.documents.pptx.places import EMU, area_of, layout_part, layouts_of
from agent.documents.pptx.tree import Slide, first, shapes_of

_MANY = 30
_SIZE = Words("slides are {width:.1f} x {height:.1f} cm", "スライドの大きさ: {width:.1f} x {height:.1f} cm")
_LAYOUTS = Words("layouts: {names}", "レイアウト: {names}")
_USED = Words("layouts in use: {names}", "使用中のレイアウト: {names}")
_SECTIONS = Words("sections: {names}", "セクション: {names}")
_MOVING = Words("animations on slides {numbers}", "アニメーションのあるスライド: {numbers}")
_TURNING = Words("transitions on slides {numbers}", "画面切り替えのあるスライド: {numbers}")
_PLAYING = Words("sound or video on slides {numbers}", "音声・動画のあるスライド: {numbers}")
_LINKED = Words("links on slides {numbers}", "リンクのあるスライド: {numbers}")
_SHAPE = Words(
    "slide {slide} shape {shape} {name!r}: left {left:.1f}, top {top:.1f}, width {width:.1f}, height {height:.1f} cm",
    "スライド {slide} 図形 {shape}「{name}」: 左 {left:.1f}、上 {top:.1f}、幅 {width:.1f}、高さ {height:.1f} cm",
)


def deck_facts(parts: DeckParts, main: str, slides: Sequence[Slide]) -> Iterator[Words]:
    """Facts of the whole presentation."""
    size = first(parts.root(main), "sldSz")
    told = [size.get(name, "") for name in ("cx", "cy")] if size is not None else []
    if told and all(one.isdecimal() for one in told):
        yield _SIZE.of(width=int(told[0]) / EMU, height=int(told[1]) / EMU)
    layouts = {one.part: one.name for one in layouts_of(parts, main)}
    if layouts:
        yield _LAYOUTS.of(names=_listed(list(dict.fromkeys(layouts.values()))))
    used: dict[str, list[str]] = {}
    for slide in slides:
        used.setdefault(layouts.get(layout_part(parts, slide.part), "-"), []).append(str(slide.number))
    if used:
        yield _USED.of(names="; ".join(f"{name} ({_listed(numbers)})" for name, numbers in used.items()))
    sections = section_names(parts.root(main))
    if sections:
        yield _SECTIONS.of(names=_listed(sections))
    yield from _moving(parts, slides)


def _moving(parts: DeckParts, slides: Sequence[Slide]) -> Iterator[Words]:
    found: dict[Words, list[str]] = {_MOVING: [], _TURNING: [], _PLAYING: [], _LINKED: []}
    for slide in slides:
        kinds = {relation.type.rpartition("/")[2] for relation in parts.relations(slide.part)}
        marks = (
            (_MOVING, next(iter(slide.root.iter("{*}spTgt")), None) is not None),
            (_TURNING, next(iter(slide.root.iter("{*}transition")), None) is not None),
            (_PLAYING, bool(kinds & {"video", "audio", "media"})),
            (_LINKED, next(iter(slide.root.iter("{*}hlinkClick", "{*}hlinkHover")), None) is not None),
        )
        for words, is_there in marks:
            if is_there:
                found[words].append(str(slide.number))
    for words, numbers in found.items():
        if numbers:
            yield words.of(numbers=_listed(numbers))


def place_facts(parts: DeckParts, slides: Sequence[Slide]) -> Iterator[Words]:
    """Where the shapes of slides lie, in centimetres: what ops take as "at"."""
    for slide in slides:
        for shape in shapes_of(slide.root):
            area = area_of(parts, slide.part, shape.element)
            if area is not None:
                sides = {name: getattr(area, name) / EMU for name in ("left", "top", "width", "height")}
                yield _SHAPE.of(slide=slide.number, shape=shape.number, name=shape.name[:40], **sides)


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - _MANY
    # Names of layouts may hold commas.
    mark = " | " if any("," in one for one in names) else ", "
    return mark.join(names[:_MANY]) + (f"{mark}... ({rest})" if rest > 0 else "")
