"""The addresses of a Word document that can be edited: what stands at "P12", "T1 R2" or "header1 P1"."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from agent.core.errors import InvalidArgumentsError
from agent.documents.docx_draft import Draft, shown_pieces
from agent.documents.docx_stories import Story, stories
from agent.documents.docx_styles import Numbering, Styles, styles_of
from agent.documents.docx_text import related_root
from agent.documents.docx_tree import Block, Element, blocks, cells_of, name_of, paragraphs_of, rows_of
from agent.documents.package import Package

_MAX_COMPARED = 3_000


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
    drafts: dict[str, Draft] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    paragraphs: list[Spot] = field(default_factory=list)

    def at(self, anchor: object, kinds: Sequence[str] = ("p",)) -> Spot:
        """What stands at `anchor`; a paragraph, or by `kinds` a table ("tbl") or a row ("tr").

        Raises:
            InvalidArgumentsError: nothing or something else is there.
        """
        wanted = " ".join(str(anchor).split())
        spot = self.spots.get(wanted)
        if spot is None:
            count = sum(name[:1] == "P" and name[1:].isdigit() for name in self.spots)
            raise InvalidArgumentsError(
                f"There is nothing at {wanted!r}. The paragraphs of the body go from P1 to P{count}; "
                "use an address as it was read, such as 'P3', 'T1 R2' or 'header1 P1'."
            )
        if name_of(spot.element) not in kinds:
            raise InvalidArgumentsError(f"{wanted} is part of a table: use set_table_cell, insert_row or delete.")
        return spot

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


def addresses_of(package: Package) -> Addresses:
    """Open every part that can be edited: the body, headers, footers and notes; comments stay as they are.

    Raises:
        UnreadableError: the package holds no Word document, or a part of it is broken.
    """
    found = Addresses(styles_of(related_root(package, "/styles")))
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
        for cell in cells_of(row):
            found.paragraphs += [Spot(anchor, one, draft, numbering.mark(one)) for one in paragraphs_of(cell)]
