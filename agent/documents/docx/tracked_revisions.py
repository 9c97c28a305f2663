"""The tracked changes that a part of a Word document has (ECMA-376 part 1, 17.13.5), by kind, author, date and id."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agent.core.words import Words
from agent.documents.docx.tracked import parent_of
from agent.documents.docx.tree import Element, name_of, value

RUNS = frozenset({"ins", "del", "moveFrom", "moveTo"})
CELLS = frozenset({"cellIns", "cellDel", "cellMerge"})
WRAPS = {
    "customXmlInsRangeStart": "ins",
    "customXmlDelRangeStart": "del",
    "customXmlMoveFromRangeStart": "moveFrom",
    "customXmlMoveToRangeStart": "moveTo",
}
KINDS: Mapping[str, Words] = {
    "insertion": Words("insertions", "挿入"),
    "deletion": Words("deletions", "削除"),
    "move": Words("moves", "移動"),
    "formatting": Words("changes of formatting", "書式の変更"),
    "paragraph": Words("paragraph marks", "段落記号"),
    "row": Words("rows", "行"),
    "cell": Words("cells", "セル"),
}


@dataclass(frozen=True, slots=True)
class Revision:
    """One tracked change: `kind` is a key of KINDS. `date` is as the file tells it; `author` may be ""."""

    element: Element
    kind: str
    author: str
    date: str
    id: str


def revisions(root: Element) -> Iterator[Revision]:
    """The tracked changes of a part, in their order."""
    for element in root.iter("*"):
        kind = _kind(element, name_of(element))
        if kind:
            yield Revision(element, kind, value(element, "author"), value(element, "date"), value(element, "id"))


def _kind(element: Element, name: str) -> str:
    if name in RUNS:
        return _kind_of_mark(name_of(parent_of(element)), name)
    if name in CELLS:
        return "cell"
    if name.endswith("Change") and value(element, "id"):
        return "formatting"
    return _kind_of_mark("", WRAPS[name]) if name in WRAPS else ""


def _kind_of_mark(holder: str, name: str) -> str:
    if holder == "trPr":
        return "row"
    if holder == "numPr":
        return "formatting"
    if holder == "rPr":
        return "paragraph"
    return {"ins": "insertion", "del": "deletion"}.get(name, "move")
