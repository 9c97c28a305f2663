"""The words of drawings in a Word document, which are none of its paragraphs: charts, diagrams (SmartArt), WordArt.

ECMA-376 part 1: charts 21.2, diagrams 21.4, locked canvases 20.4; WordArt and watermarks are VML (part 4, 19.1.2.23).
Charts of the newer kinds (waterfall, funnel...) are [MS-ODRAWXML] 2.24.3.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest

from lxml import etree

from agent.core.errors import UnreadableError
from agent.documents.docx.names import is_within
from agent.documents.docx.tree import Element, name_of
from agent.documents.opc.package import Package
from agent.documents.pptx.chart_text import chart_text

_DRAWINGS = ("{*}chart", "{*}relIds", "{*}textpath", "{*}lockedCanvas")
_MAX_POINTS = 50


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
    if name.localname != "chartSpace":
        return ""
    return new_chart_text(root) if "chartex" in (name.namespace or "") else chart_text(root)


def new_chart_text(root: Element) -> str:
    """The title, the series and the values of a chart of the newer kinds, as `chart_text` tells those of the others."""
    titles = [" / ".join(_lines(one)) or _values(one) for one in root.iter("{*}title")]
    names = [_values(one) for one in root.iter("{*}series")]
    lines = [f"[chart] {titles[0] if titles else ''}".strip()]
    for name, data in zip_longest(names, root.iter("{*}data"), fillvalue=None):
        lines.append(f"{name or ''}: {_points(data)}" if data is not None else name or "")
    return "\n".join([*lines, *(f"[axis] {one}" for one in titles[1:] if one)])


def _points(data: Element) -> str:
    labels, values = ([one.text or "" for dimension in data.iter(f"{{*}}{kind}Dim") for one in dimension.iter("{*}pt")]
                      for kind in ("str", "num"))  # fmt: skip
    told = [f"{label} = {value}" if label and value else label or value
            for label, value in zip_longest(labels, values, fillvalue="")]  # fmt: skip
    rest = f", ... {len(told) - _MAX_POINTS} more" if len(told) > _MAX_POINTS else ""
    return ", ".join(told[:_MAX_POINTS]) + rest


def _values(holder: Element) -> str:
    """What a title or the name of a series keeps of a cell."""
    return " ".join(one.text or "" for text in holder.iterchildren("{*}tx") for one in text.iter("{*}v"))


def _lines(holder: Element) -> list[str]:
    """The lines of DrawingML below an element, those without words left out."""
    lines = ("".join(one.text or "" for one in line.iter("{*}t")).strip() for line in holder.iter("{*}p"))
    return [line for line in lines if line]


def _paragraph_of(element: Element) -> Element | None:
    """Word's paragraph around an element; those of DrawingML are others."""
    return next((above for above in element.iterancestors() if name_of(above) == "p"), None)
