"""The words of drawings in a Word document, which are none of its paragraphs: charts, diagrams (SmartArt), WordArt.

ECMA-376 part 1: charts 21.2, diagrams 21.4, locked canvases 20.4; WordArt and watermarks are VML (part 4, 19.1.2.23).
"""

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from agent.core.errors import UnreadableError
from agent.documents.docx.names import is_within
from agent.documents.docx.tree import Element, name_of
from agent.documents.opc.package import Package
from agent.documents.pptx.chart_text import chart_text

_DRAWINGS = ("{*}chart", "{*}relIds", "{*}textpath", "{*}lockedCanvas")


class DrawnWords:
    """Tells what the drawings of a part say. `root_of` parses the parts that hold their words."""

    def __init__(self, package: Package, root_of: Callable[[str], Element]) -> None:
        self._package, self._root_of = package, root_of
        self._targets: dict[str, Mapping[str, str]] = {}

    def of(self, paragraph: Element, part: str) -> Iterator[str]:
        """The words of each drawing in a paragraph of `part`, without those in text boxes, which are paragraphs."""
        for drawing in paragraph.iter(*_DRAWINGS):
            if _paragraph_of(drawing) is paragraph and not is_within(drawing, "Fallback"):
                text = self._words(drawing, part).strip()
                if text:
                    yield text

    def _words(self, drawing: Element, part: str) -> str:
        match etree.QName(drawing).localname:
            case "textpath":
                return drawing.get("string", "")
            case "lockedCanvas":
                return "\n".join(_lines(drawing))
        try:
            name = self._target(drawing, part)
            return _words_of(self._root_of(name)) if name in self._package else ""
        except UnreadableError:
            # The document opens without this part, so it is read without it; problems tell of it.
            return ""

    def _target(self, drawing: Element, part: str) -> str:
        """The part that a chart or the points of a diagram lie in, "" for none."""
        if part not in self._targets:
            relations = [one for one in self._package.relations(part) if not one.external]
            self._targets[part] = {one.id: self._package.target(part, one) for one in relations}
        keys = (str(text) for name, text in drawing.attrib.items() if str(name).endswith(("}id", "}dm")))
        return next((self._targets[part][key] for key in keys if key in self._targets[part]), "")


def _words_of(root: Element) -> str:
    """The words of the part of a chart or of the points of a diagram."""
    name = etree.QName(root)
    if name.localname == "dataModel":
        return "\n".join(" / ".join(lines) for lines in map(_lines, root.iter("{*}pt")) if lines)
    return chart_text(root) if name.localname == "chartSpace" else ""


def _lines(holder: Element) -> list[str]:
    """The lines of DrawingML below an element, those without words left out."""
    lines = ("".join(one.text or "" for one in line.iter("{*}t")).strip() for line in holder.iter("{*}p"))
    return [line for line in lines if line]


def _paragraph_of(element: Element) -> Element | None:
    """Word's paragraph around an element; those of DrawingML are others."""
    return next((above for above in element.iterancestors() if name_of(above) == "p"), None)
