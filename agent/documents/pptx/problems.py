"""What is wrong with a presentation that opens: text that overflows, shapes off the slide, leftovers, broken parts."""

import io
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from agent.core.documents import Problem
from agent.core.words import Words
from agent.documents.opc.package import Package
from agent.documents.pictures.source import FORMATS
from agent.documents.pptx.dialect import relation_ids
from agent.documents.pptx.fonts import unusual_fonts
from agent.documents.pptx.overflow import SlideRoom
from agent.documents.pptx.parts import DeckParts
from agent.documents.pptx.places import FURNITURE
from agent.documents.pptx.room import is_empty_holder
from agent.documents.pptx.tree import Shape, Slide, first, local, paragraphs_of, shapes_of, slides_of, text_of

_BROKEN = Words(
    "A part that the slide refers to is missing: {target}.", "スライドが参照しているデータ({target})がありません。"
)
_NO_PICTURE = Words(
    "The picture {name} is broken: it cannot be shown.", "画像「{name}」のデータが壊れており、表示できません。"
)
_EMPTY = Words(
    "The placeholder {name} is empty; it shows nothing in the show.",
    "プレースホルダー「{name}」が空です(スライド ショーには表示されません)。",
)
_PROMPT = Words("Placeholder text was left over: {text!r}.", "見本の文章が残っています:「{text}」。")
_BLANK = Words("The slide shows nothing.", "スライドに何も表示されません。")
_NO_ALT = Words(
    "The picture {name} has no alt text for people who cannot see it.", "画像「{name}」に代替テキストがありません。"
)
_FONT = Words(
    "The font {name} does not come with Office: another one is shown where it is missing.",
    "フォント「{name}」は Office に付属していません。ない環境では別のフォントで表示されます。",
)
# What programs write when nobody said what a picture shows.
_FILE_NAME = re.compile(r"^\S*\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)$", re.IGNORECASE)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp")
_PROMPTS = re.compile(
    r"click to (?:add|edit)|lorem ipsum|\bTBD\b|\bTODO\b|クリックして|ダブルタップして|"
    r"マスター (?:テキスト|タイトル)の書式設定",
    re.IGNORECASE,
)


def problems(source: Path) -> tuple[Problem, ...]:
    """What is wrong, slide by slide."""
    with Package.open(source) as package:
        parts = DeckParts(package)
        main = package.main_part("presentation")
        slides = slides_of(package, parts.root)
        looked: dict[str, bool] = {}  # a picture of every slide is looked at once
        found = [one for slide in slides for one in _slide(parts, main, slide, looked)]
        fonts = unusual_fonts(parts, slides)
    return (*found, *(Problem(at, "missing_font", _FONT.of(name=name), grave=False) for name, at in fonts.items()))


def _slide(parts: DeckParts, main: str, slide: Slide, looked: dict[str, bool]) -> Iterator[Problem]:
    anchor = f"slide {slide.number}"
    for relation in parts.relations(slide.part):
        # What begins with # is a place in the slide itself, as text that was pasted from Word has it.
        inside = not relation.external and relation.target.partition("#")[0]
        if inside and parts.target(slide.part, relation) not in parts:
            yield Problem(anchor, "broken_reference", _BROKEN.of(target=relation.target[:80]))
    shapes = shapes_of(slide.root)
    if not any(_shows(one) for one in shapes):
        yield Problem(anchor, "blank_page", _BLANK, grave=False)
    room = SlideRoom(parts, main, slide)
    pictures = list(parts.leading(slide.part, "/image"))
    looked |= {part: _is_broken(parts, part) for _, part in pictures if part not in looked}
    broken = {relation.id for relation, part in pictures if looked[part]}
    for shape in shapes:
        at = f"{anchor} shape {shape.number}"
        if broken & {one for element in shape.element.iter("*") for one in relation_ids(element)}:
            yield Problem(at, "invalid", _NO_PICTURE.of(name=shape.name))
        yield from _leftovers(at, shape)
        for words, grave in room.faults(shape):
            yield Problem(at, "overflow", words, grave)


def _is_broken(parts: DeckParts, part: str) -> bool:
    """Whether a picture of a kind that is known here cannot be decoded as far as its headers and checksums tell."""
    if not part.lower().endswith(_PICTURES):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pictures with very many pixels, which are not decoded here
            with Image.open(io.BytesIO(parts.read(part)), formats=FORMATS) as picture:
                picture.verify()
    except Image.DecompressionBombError:
        return False
    except (OSError, SyntaxError, ValueError, EOFError):
        return True
    return False


def _leftovers(at: str, shape: Shape) -> Iterator[Problem]:
    if is_empty_holder(shape) and shape.role not in FURNITURE:
        yield Problem(at, "leftover", _EMPTY.of(name=shape.name), grave=False)
    for paragraph in shape.element.iter("{*}p"):
        found = _PROMPTS.search(text_of(paragraph))
        if found:
            yield Problem(at, "leftover", _PROMPT.of(text=text_of(paragraph)[:60]))
    if local(shape.element) == "pic":
        drawn = next(iter(shape.element.iter("{*}cNvPr")), None)
        told = (drawn.get("descr") or drawn.get("title") or "") if drawn is not None else ""
        if (not told or _FILE_NAME.search(told)) and not _is_decoration(shape):
            yield Problem(at, "invalid", _NO_ALT.of(name=shape.name), grave=False)


def _is_decoration(shape: Shape) -> bool:
    """Whether the author said that a picture says nothing."""
    return any(one.get("val") in {"1", "true"} for one in shape.element.iter("{*}decorative"))


def _shows(shape: Shape) -> bool:
    """Whether a shape shows anything of its own: words, a picture, a table, a line, a fill."""
    if shape.role in FURNITURE:
        return False
    if local(shape.element) != "sp":
        return True
    if any(text_of(one).strip() for one in paragraphs_of(shape.body)):
        return True
    return not shape.role and first(shape.element, "spPr") is not None
