"""A whole Word document as its problems and facts are found in: its parts, its paragraphs with their addresses."""

from collections.abc import Mapping
from dataclasses import dataclass

from agent.documents.docx.styles import Styles
from agent.documents.docx.tree import Element, pieces
from agent.documents.opc.package import Package


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph of a part at its address; those of cells are at their row."""

    anchor: str
    part: str
    paragraph: Element

    @property
    def text(self) -> str:
        """Its shown words."""
        return "".join(piece.text for piece in pieces(self.paragraph) if piece.state == "shown")


@dataclass(frozen=True, slots=True)
class Whole:
    """`roots` are the parts that hold text, by their names; `body` is that of the part `main`."""

    package: Package
    main: str
    roots: Mapping[str, Element]
    places: tuple[Place, ...]
    styles: Styles
    body: Element
