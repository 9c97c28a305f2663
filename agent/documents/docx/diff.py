"""What differs between two Word documents: words, formatting, styles, what came, went and moved, comments."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.documents import Difference, Passage
from agent.documents.docx.comments_read import comment_texts
from agent.documents.docx.compare_align import Item, Pair, aligned
from agent.documents.docx.diff_looks import layout_of, look_differences, spans, style_of
from agent.documents.docx.diff_things import Things, page_differences, thing_differences, things_of
from agent.documents.docx.diff_words import tokens
from agent.documents.docx.stories import stories
from agent.documents.docx.styles import Styles, styles_of
from agent.documents.docx.text import Reader, related_root
from agent.documents.docx.tracked_read import places_of
from agent.documents.docx.tree import Element, name_of
from agent.documents.opc.package import Package
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.passage_diff import said

# A shorter text that comes where the same went may well be another one.
_LEAST_MOVED = 12
_DELETED = re.compile(r"\[deleted: (.*?)\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of two documents. `paragraphs` are those at an address; comments are by their words and authors."""

    passages: tuple[Passage, ...]
    paragraphs: dict[str, list[Element]]
    styles: Styles
    comments: tuple[tuple[str, str], ...]
    things: Things


def differences(before: Path, after: Path) -> tuple[Difference, ...]:
    """Differences at their address in `after`, or in `before` for what is gone; see Difference for their kinds."""
    old, new = _side(before), _side(after)
    items = [[Item(_kind(one), _words(one)) for one in side.passages] for side in (old, new)]
    pairs = list(aligned(*items, ends=False))
    moved = _moved(old, new, pairs)
    gone = set(moved.values())
    found: list[Difference] = []
    for a, b in pairs:
        if b is not None and b in moved:
            found.append(_move(old.passages[moved[b]], new.passages[b]))
        elif a is not None and a in gone:
            continue
        else:
            found += _pair(old, new, a, b)
    return (*found, *page_differences(old.things, new.things), *_comments(old, new))


def _side(path: Path) -> _Side:
    with Package.open(path) as package:
        read = [
            one for one in Reader(package).passages() if one.kind != "comment" and not one.anchor.startswith("change ")
        ]
        told = list(stories(package, lambda name: parsed_xml(package.read(name))))
        places = places_of(told)
        found: dict[str, list[Element]] = {}
        for element, anchor in places.items():
            if name_of(element) == "p":
                found.setdefault(anchor, []).append(element)
        styles = styles_of(related_root(package, "/styles"))
        things = things_of(package, told, places)
        return _Side(tuple(read), found, styles, tuple(comment_texts(package)), things)


def _kind(passage: Passage) -> str:
    """A paragraph may become a heading, and its words may be hidden."""
    return "text" if passage.kind in ("heading", "hidden") else passage.kind


def _words(passage: Passage) -> tuple[str, ...]:
    """The words by which passages find each other: those that somebody deleted with tracking are still there."""
    return tuple(tokens(_DELETED.sub(r"\1", said(passage))))


def _moved(old: _Side, new: _Side, pairs: Sequence[Pair]) -> dict[int, int]:
    """Which passage that came is one that went, by its place."""
    went: dict[tuple[str, str], list[int]] = {}
    for a, b in pairs:
        if a is not None and b is None and len(old.passages[a].text) >= _LEAST_MOVED:
            went.setdefault((_kind(old.passages[a]), said(old.passages[a])), []).append(a)
    found: dict[int, int] = {}
    for a, b in pairs:
        if a is None and b is not None:
            same = went.get((_kind(new.passages[b]), said(new.passages[b])))
            if same:
                found[b] = same.pop(0)
    return found


def _move(old: Passage, new: Passage) -> Difference:
    return Difference(new.anchor, f"{old.anchor}: {old.text}", f"{new.anchor}: {new.text}", "moved")


def _pair(old: _Side, new: _Side, a: int | None, b: int | None) -> Iterator[Difference]:
    if a is None or b is None:
        if b is not None:
            yield Difference(new.passages[b].anchor, "", said(new.passages[b]), "added")
        elif a is not None:
            yield Difference(old.passages[a].anchor, said(old.passages[a]), "", "removed")
        return
    was, now = old.passages[a], new.passages[b]
    if said(was) != said(now):
        yield Difference(now.anchor, said(was), said(now), "table" if now.kind == "row" else "text")
    if now.kind in {"text", "heading", "row", "header", "note"} and not now.hidden:
        yield from _looks(old, new, was, now)
        yield from thing_differences(old.things, new.things, was.anchor, now.anchor)


def _looks(old: _Side, new: _Side, was: Passage, now: Passage) -> Iterator[Difference]:
    mine, theirs = old.paragraphs.get(was.anchor, []), new.paragraphs.get(now.anchor, [])
    if len(mine) != len(theirs):
        return
    for one, other in zip(mine, theirs, strict=True):
        names = style_of(one, old.styles), style_of(other, new.styles)
        if names[0] != names[1]:
            yield Difference(now.anchor, *names, "style")
        layouts = layout_of(one), layout_of(other)
        for name in sorted(layouts[0].keys() | layouts[1].keys()):
            sides = [layout.get(name) for layout in layouts]
            if sides[0] != sides[1]:
                told = [f"{name}: {side or 'on' if side is not None else 'of the style'}" for side in sides]
                yield Difference(now.anchor, told[0], told[1], "format")
        looks = spans([one]), spans([other])
        if "".join(words for words, _ in looks[0]) == "".join(words for words, _ in looks[1]):
            for before, after in look_differences(*looks):
                yield Difference(now.anchor, before, after, "format")


def _comments(old: _Side, new: _Side) -> Iterator[Difference]:
    items = [[Item("comment", tuple(tokens(text))) for _, text in side.comments] for side in (old, new)]
    for a, b in aligned(*items, ends=False):
        before = old.comments[a] if a is not None else ("", "")
        after = new.comments[b] if b is not None else ("", "")
        if before[1] != after[1]:
            yield Difference(after[0] or before[0], before[1], after[1], "comment")
