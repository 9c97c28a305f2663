"""The addresses of a Word document that can be edited: what stands at "P12", "T1 R2" or "header1 P1"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.documents.docx.draft import Draft, shown_pieces
from agent.documents.docx.package import PackageDraft
from agent.documents.docx.places import Move, Places
from agent.documents.docx.stories import Story, stories
from agent.documents.docx.styles import Numbering, Styles, styles_of
from agent.documents.docx.text import related_root
from agent.documents.docx.tracked import RevisionIds, now
from agent.documents.docx.tree import Block, Element, blocks, cells_of, name_of, paragraphs_of, rows_of
from agent.documents.opc.package import Package
from agent.documents.opc.xml_splice import Splice

_MAX_COMPARED = 3_000
_KINDS = {
    "p": "a paragraph (P12)",
    "tbl": "a table (T1)",
    "tr": "a row of a table (T1 R2)",
    "tc": "a cell of a table (T1 R2 C3)",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A paragraph, a table or a row in the Draft of its part. `mark` is the number that Word draws before it."""

    anchor: str
    element: Element
    draft: Draft
    mark: str = ""

    @property
    def text(self) -> str:
        """What is shown there, without tracked deletions."""
        return "".join(piece.text for piece in shown_pieces(self.element))


@dataclass(slots=True)
class Addresses:
    """Every place that can be edited.

    `spots` are found by their address; `paragraphs` is every paragraph in order, those of cells at their row.
    """

    styles: Styles
    package: PackageDraft
    drafts: dict[str, Draft] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    paragraphs: list[Spot] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    tails: dict[str, int] = field(default_factory=dict)
    moment: str = field(default_factory=now)
    ids: RevisionIds = field(init=False)

    def __post_init__(self) -> None:
        self.ids = RevisionIds(lambda: (draft.layout.root for draft in self.drafts.values()))

    def at(self, anchor: object, kinds: Sequence[str] = ("p",)) -> Spot:
        """What stands at `anchor`; a paragraph, or by `kinds` a table ("tbl") or a row ("tr").

        Raises:
            InvalidArgumentsError: nothing or something else is there.
        """
        if anchor is None:
            raise InvalidArgumentsError("This op needs an 'at', the address of a place, such as 'P3' or 'T1 R2'.")
        wanted = " ".join(str(anchor).split())
        spot = self.spots.get(wanted)
        if wanted in self.gone:
            raise InvalidArgumentsError(f"{wanted} was taken out by an op before this one.")
        if spot is None:
            count = sum(name[:1] == "P" and name[1:].isdigit() for name in self.spots)
            raise InvalidArgumentsError(
                f"There is nothing at {wanted!r}. The paragraphs of the body go from P1 to P{count}; "
                "use an address as it was read, such as 'P3', 'T1 R2' or 'header1 P1'."
            )
        if name_of(spot.element) not in kinds:
            takes = " or ".join(_KINDS[kind] for kind in kinds)
            raise InvalidArgumentsError(
                f"{wanted} is {_KINDS[name_of(spot.element)]} and this op takes {takes}. "
                "The words of a table are changed by set_table_cell, insert_row or delete."
            )
        return spot

    def told_by(self, op: Op, kinds: Sequence[str] = ("p",)) -> Spot:
        """What stands at the `at` of an op; without one the only paragraph with the words of its `find`.

        Raises:
            InvalidArgumentsError: nothing or something else is there, or the words are at several places.
        """
        find = op.get("find")
        if "at" in op or not isinstance(find, str) or not find:
            return self.at(op.get("at"), kinds)
        found = [spot for spot in self.paragraphs if find in spot.text and spot.anchor not in self.gone]
        if not found:
            raise InvalidArgumentsError(f"{find!r} is not in the document. {self.nearest(find)}")
        if len(found) > 1:
            places = ", ".join(dict.fromkeys(spot.anchor for spot in found[:20]))
            raise InvalidArgumentsError(f"{find!r} is there {len(found)} times: give an 'at', one of {places}.")
        return found[0]

    def nearest(self, text: str) -> str:
        """A sentence on the paragraph that is most like `text`."""
        best, ratio = None, 0.0
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(text[:300])
        for spot in self.paragraphs[:_MAX_COMPARED]:
            matcher.set_seq1(spot.text[:300])
            if matcher.real_quick_ratio() > ratio and matcher.quick_ratio() > ratio and matcher.ratio() > ratio:
                best, ratio = spot, matcher.ratio()
        if best is None:
            return "The document has no text like it."
        return f"The nearest paragraph is {best.anchor}: {best.text[:200]!r}."

    def part_of(self, draft: Draft) -> str:
        """The name of the part that a Draft is of."""
        return next(name for name, one in self.drafts.items() if one is draft)

    def settings(self) -> Element | None:
        """The root of the settings of the document as they are by now, if it has any."""
        name = self.package.related(self.package.main, "/settings")
        return self.package.root(name) if name else None

    def settle(self, *, grown: bool = True) -> None:
        """Make what is changed so far the state from which splices are counted; every address stays what it is.

        Without `grown`, trees that were changed stay as they are, to be changed further.
        """
        for part, draft in list(self.drafts.items()):
            if draft.grown and grown:
                before, after = draft.layout.root, Draft(draft.written())
                places = dict(zip(before.iter("*"), after.layout.root.iter("*"), strict=True))
                self._keep_tails(draft, after, places)
                self._become(part, after, places.get)
            elif draft.changed and not draft.grown:
                self.rewrite(part, draft.splices())

    def _keep_tails(self, before: Draft, after: Draft, places: Mapping[Element, Element]) -> None:
        """What was inserted behind a place ends with an element, which tells where that is in a tree that grew."""
        tails = {anchor: tail for anchor, tail in self.tails.items() if self.spots[anchor].draft is before}
        wanted = set(tails.values())
        ends = {end: one for one, end in before.layout.ends() if end in wanted and one in places} if wanted else {}
        for anchor, tail in tails.items():
            del self.tails[anchor]
            if tail in ends:
                self.tails[anchor] = after.layout.span(places[ends[tail]]).end

    def end_of(self, spot: Spot) -> int:
        """The byte behind a place and what was inserted there: insertions keep the order of their ops."""
        return self.tails.get(spot.anchor, spot.draft.layout.span(spot.element).end)

    def rewrite(self, part: str, splices: Sequence[Splice], moves: Sequence[Move] = ()) -> None:
        """Carry out `splices` on a settled part. What a splice takes out loses its address, but for `moves`."""
        before = self.drafts[part].layout
        there = {anchor: spot for anchor, spot in self.spots.items() if spot.draft is self.drafts[part]}
        ends = {before.span(spot.element).end: anchor for anchor, spot in there.items()}
        ordered = [self._behind(one, ends) for one in splices]
        after = Draft(before.spliced(ordered))
        places = Places(before, ordered, moves, after.layout)
        inserted = {one.start for one in ordered if one.start == one.end and one.new}
        for anchor, spot in there.items():
            end = before.span(spot.element).end
            tail = self.tails.pop(anchor, end)
            if (tail != end or end in inserted) and not places.is_moved(spot.element):
                self.tails[anchor] = places.offset(tail)
        self._become(part, after, places.kept)

    def _behind(self, splice: Splice, ends: Mapping[int, str]) -> Splice:
        """An insertion behind a place comes behind what is inserted there already."""
        tail = self.tails.get(ends.get(splice.start, "")) if splice.start == splice.end else None
        return splice if tail is None else Splice(tail, tail, splice.new)

    def _become(self, part: str, after: Draft, kept: Callable[[Element], Element | None]) -> None:
        """Take another state of a part, in which `kept` tells where each element is."""
        before = self.drafts[part]
        self.package.put(part, after.part)
        self.drafts[part] = after
        now_at: dict[Spot, Spot | None] = {}
        for anchor, spot in list(self.spots.items()):
            if spot.draft is not before:
                continue
            place = kept(spot.element)
            found = Spot(spot.anchor, place, after, spot.mark) if place is not None else None
            now_at[spot] = found
            if found is None:
                self.gone.add(anchor)
                self.tails.pop(anchor, None)
                del self.spots[anchor]
            else:
                self.spots[anchor] = found
        self.paragraphs = [one for spot in self.paragraphs for one in self._followed(spot, before, after, now_at, kept)]

    @staticmethod
    def _followed(
        spot: Spot, before: Draft, after: Draft, now_at: Mapping[Spot, Spot | None],
        kept: Callable[[Element], Element | None],
    ) -> tuple[Spot, ...]:  # fmt: skip
        """The paragraph in the state after, if it is there: those of the body are known by their addresses."""
        if spot.draft is not before:
            return (spot,)
        if spot in now_at:
            known = now_at[spot]
            return (known,) if known is not None else ()
        place = kept(spot.element)
        return (Spot(spot.anchor, place, after, spot.mark),) if place is not None else ()

    def written(self) -> dict[str, bytes | None]:
        """Every part that is not as it was, by its name; None for one that is gone."""
        self.settle()
        return self.package.changes


def addresses_of(package: Package) -> Addresses:
    """Open every part that can be edited: the body, headers, footers and notes; comments stay as they are.

    Raises:
        UnreadableError: the package holds no Word document, or a part of it is broken.
    """
    found = Addresses(styles_of(related_root(package, "/styles")), PackageDraft(package))
    numbering = Numbering(related_root(package, "/numbering"), found.styles)

    def root_of(name: str) -> Element:
        found.drafts[name] = Draft(package.read(name))
        return found.drafts[name].layout.root

    for story in stories(package, root_of):
        if story.kind != "comment":
            for block in blocks(story.container, story.prefix):
                _add(found, block, story, numbering)
    return found


def _add(found: Addresses, block: Block, story: Story, numbering: Numbering) -> None:
    draft = found.drafts[story.part]
    if not block.is_table:
        spot = Spot(block.anchor, block.element, draft, numbering.mark(block.element))
        found.spots[block.anchor] = spot
        found.paragraphs.append(spot)
        return
    found.spots[block.anchor] = Spot(block.anchor, block.element, draft)
    for number, row in enumerate(rows_of(block.element), 1):
        anchor = f"{block.anchor} R{number}"
        found.spots[anchor] = Spot(anchor, row, draft)
        for column, cell in enumerate(cells_of(row), 1):
            found.spots[f"{anchor} C{column}"] = Spot(f"{anchor} C{column}", cell, draft)
            found.paragraphs += [Spot(anchor, one, draft, numbering.mark(one)) for one in paragraphs_of(cell)]
