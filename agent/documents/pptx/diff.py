"""What changed between two presentations: slides that came, went or moved, then what changed on the others."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from agent.core.documents import Difference, Passage
from agent.documents.opc.package import Package
from agent.documents.passage_diff import differences
from agent.documents.pptx.dialect import relation_ids
from agent.documents.pptx.parts import DeckParts
from agent.documents.pptx.places import layout_part, layouts_of
from agent.documents.pptx.text import Reader
from agent.documents.pptx.tree import Slide, first, shapes_of

_ALIKE = 0.5
_SHOWN = 600
# So many pairs of slides are compared by what they say; beyond that only ids count.
_MOST = 2_500


@dataclass(frozen=True, slots=True)
class Pane:
    """A slide for comparison: its number, its id in the list of slides, what it says, shows and is made of."""

    number: int
    id: str
    passages: tuple[Passage, ...]
    pictures: tuple[tuple[str, str], ...]
    layout: str
    hidden: bool

    @property
    def text(self) -> str:
        """All that it says."""
        return "\n".join(one.text for one in self.passages)


def panes_of(package: Package) -> list[Pane]:
    """The slides of a presentation, for comparison."""
    reader, parts = Reader(package), DeckParts(package)
    main = package.main_part("presentation")
    names = {one.part: one.name for one in layouts_of(parts, main)}
    ids = _ids(parts, main)
    return [
        Pane(
            slide.number,
            ids.get(slide.part, ""),
            tuple(reader.passages(slide)),
            tuple(_pictures(parts, slide)),
            names.get(layout_part(parts, slide.part), ""),
            slide.hidden,
        )
        for slide in reader.slides
    ]


def _ids(parts: DeckParts, main: str) -> dict[str, str]:
    targets = {relation.id: part for relation, part in parts.leading(main)}
    listed = first(parts.root(main), "sldIdLst")
    return {
        targets[one]: entry.get("id", "")
        for entry in (listed if listed is not None else ())
        for one in relation_ids(entry)
        if one in targets
    }


def _pictures(parts: DeckParts, slide: Slide) -> Iterator[tuple[str, str]]:
    """The pictures of a slide: the shape that shows one, and a checksum of it."""
    images = {relation.id: part for relation, part in parts.leading(slide.part, "/image")}
    for shape in shapes_of(slide.root):
        shown = {one for element in shape.element.iter("*") for one in relation_ids(element)} & set(images)
        for one in sorted(shown):
            digest = hashlib.sha256(parts.read(images[one])).hexdigest()
            yield f"slide {slide.number} shape {shape.number}", digest


def differences_of(before: Sequence[Pane], after: Sequence[Pane]) -> tuple[Difference, ...]:
    """Slides that went, then, slide by slide of `after`, what came, moved and changed."""
    partners = _partners(before, after)
    kept = {old.number for old in partners.values()}
    found = [Difference(f"slide {one.number}", _told(one), "", "removed") for one in before if one.number not in kept]
    moved = _moved([(partners[one.number].number, one.number) for one in after if one.number in partners])
    for pane in after:
        anchor = f"slide {pane.number}"
        old = partners.get(pane.number)
        if old is None:
            found.append(Difference(anchor, "", _told(pane), "added"))
            continue
        if pane.number in moved:
            found.append(Difference(anchor, f"slide {old.number}", anchor, "moved"))
        found += _changes(old, pane)
    return tuple(found)


def _told(pane: Pane) -> str:
    """What an added or removed slide says."""
    return (pane.text or f"({pane.layout or 'empty slide'})")[:_SHOWN]


def _partners(before: Sequence[Pane], after: Sequence[Pane]) -> dict[int, Pane]:
    """The slide of `before` that each slide of `after` was: by its id if it is still like it, else by what it says."""
    left = {one.number: one for one in before}
    partners: dict[int, Pane] = {}
    by_id = {one.id: one for one in before if one.id}
    for pane in after:
        old = by_id.get(pane.id)
        if old is not None and old.number in left and (old.text == pane.text or _alike(old, pane) >= _ALIKE / 2):
            partners[pane.number] = left.pop(old.number)
    fresh = [one for one in after if one.number not in partners]
    for pane in fresh if len(fresh) * len(left) <= _MOST else ():
        if left:
            best = max(left.values(), key=lambda one: _alike(one, pane))
            if _alike(best, pane) >= _ALIKE:
                partners[pane.number] = left.pop(best.number)
    # What was rewritten as a whole is still the same slide when its id says so.
    for pane in after:
        old = by_id.get(pane.id)
        if pane.number not in partners and old is not None and old.number in left and old.layout == pane.layout:
            partners[pane.number] = left.pop(old.number)
    return partners


def _alike(one: Pane, other: Pane) -> float:
    if not one.text and not other.text:
        return 1.0 if one.pictures and _digests(one) == _digests(other) else 0.0
    matcher = SequenceMatcher(None, one.text[:500], other.text[:500], autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > _ALIKE / 2 and matcher.quick_ratio() > _ALIKE / 2 else 0.0


def _digests(pane: Pane) -> list[str]:
    return [digest for _, digest in pane.pictures]


def _moved(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """The new numbers of the slides that left their order: all but the longest row that kept it."""
    best: list[list[int]] = []
    for at, (old, _) in enumerate(pairs):
        rows = [row for row in best if pairs[row[-1]][0] < old]
        best.append([*_longest(rows), at])
    kept = set(_longest(best))
    return {new for at, (_, new) in enumerate(pairs) if at not in kept}


def _longest(rows: list[list[int]]) -> list[int]:
    return max(rows, key=len) if rows else []


def _changes(old: Pane, new: Pane) -> Iterator[Difference]:
    anchor = f"slide {new.number}"
    if old.layout != new.layout:
        yield Difference(anchor, f"layout {old.layout}", f"layout {new.layout}", "style")
    if old.hidden != new.hidden:
        said = ["shown", "hidden"]
        yield Difference(anchor, said[old.hidden], said[new.hidden], "property")
    comments = {one.anchor for one in (*old.passages, *new.passages) if one.kind == "comment"}
    for group in ("title", "", "notes"):
        sides = ([one for one in side.passages if _group(one) == group] for side in (old, new))
        for one in differences(*sides):
            yield Difference(one.anchor, one.before, one.after, "comment") if one.anchor in comments else one
    yield from _picture_changes(old, new)


def _group(passage: Passage) -> str:
    """Titles and notes are one text for each slide: they are compared with nothing else, however much they changed."""
    return "title" if passage.kind == "heading" else "notes" if passage.anchor.endswith(" notes") else ""


def _picture_changes(old: Pane, new: Pane) -> Iterator[Difference]:
    """Pictures that came, went or were replaced: of the others there are as many equal ones on both sides."""
    gone, come = list(old.pictures), []
    for anchor, digest in new.pictures:
        same = next((one for one in gone if one[1] == digest), None)
        if same is None:
            come.append(anchor)
        else:
            gone.remove(same)
    places = [anchor for anchor, _ in gone]
    for at in range(max(len(places), len(come))):
        before = "picture" if at < len(places) else ""
        after = ("another picture" if before else "picture") if at < len(come) else ""
        yield Difference((come[at] if at < len(come) else places[at]), before, after, "picture")
