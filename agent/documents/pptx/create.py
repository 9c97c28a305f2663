"""New presentations, in our own look or in that of a template: what does not fit on a slide goes on to the next one."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words, joined
from agent.documents.op_words import spoken
from agent.documents.opc.package import Package
from agent.documents.pptx.base import base_package
from agent.documents.pptx.deck import Deck
from agent.documents.pptx.outline import Outline, outline_in
from agent.documents.pptx.pages import Writer
from agent.documents.pptx.slides import delete_slides

_MADE = Words(
    "Made a presentation of {count} {count:slide|slides}.", "スライド {count} 枚のプレゼンテーションを作成しました。"
)
_MADE_ONE = Words("Made a presentation of 1 slide.", "スライド 1 枚のプレゼンテーションを作成しました。")
_SPREAD = Words(
    "What did not fit goes on over further slides: {titles}.", "収まらない内容は次のスライドに続けました: {titles}。"
)
_SMALL = Words(
    "Some text may still be too long for its place: {titles}.", "枠に収まらない可能性がある文章があります: {titles}。"
)


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """Write a presentation of an outline; see `pptx.outline` and README.md.

    Raises:
        InvalidArgumentsError: the content does not fit; the sentence says what would be right.
        UnreadableError: the template is broken.
    """
    outline = outline_in(spoken(content))
    with _start(outline) as package:
        deck = Deck(package)
        delete_slides(deck, deck.slides())
        writer = Writer(deck, outline)
        if outline.title:
            writer.add_cover()
        for page in outline.pages:
            writer.add(page)
        _adapt_type(deck, target)
        deck.parts.save(target)
    count = len(deck.order())
    said = [_MADE_ONE if count == 1 else _MADE.of(count=count)]
    for words, titles in ((_SPREAD, writer.spread), (_SMALL, writer.tight)):
        said += [words.of(titles=", ".join(titles))] if titles else []
    return (joined(*said),)


def _start(outline: Outline) -> Package:
    if outline.template is None:
        return base_package(outline.language, outline.title, outline.footer)
    if not zipfile.is_zipfile(outline.template):
        raise InvalidArgumentsError('\'template\' is a presentation (.pptx, .potx): give it as {"file": "name.potx"}.')
    return Package.open(outline.template)


def _adapt_type(deck: Deck, target: Path) -> None:
    """A template becomes a presentation, and the other way round, by the type of its main part."""
    wanted = {".pptx": "presentation", ".potx": "template", ".ppsx": "slideshow"}.get(target.suffix.lower())
    there = deck.parts.content_type(deck.main)
    if wanted is None:
        raise InvalidArgumentsError("A new presentation is a .pptx, .potx or .ppsx; one with macros is not made here.")
    if deck.parts.package.macros:
        raise InvalidArgumentsError("The template holds macros, which a new presentation does not take along.")
    new = f"application/vnd.openxmlformats-officedocument.presentationml.{wanted}.main+xml"
    if there != new:
        deck.parts.set_type(deck.main, new)
