"""Comments of a sheet that is edited: their texts, and the yellow boxes in which programs show them.

ECMA-376 part 1, 18.7 (comments); part 4, 19.1 and 19.4 (VML, which holds the boxes).
"""

import re

from lxml import etree

from agent.documents.opc.package_draft import dropped, with_new_part
from agent.documents.opc.xml_ordered import Ordered
from agent.documents.opc.xml_splice import Layout
from agent.documents.opc.xml_tags import DECLARATION, tag
from agent.documents.opc.xml_text import decoded_xml, encoded_xml, escaped
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import cell_name
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.frame import Frame
from agent.documents.xlsx.style_part import space

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_NEW_VML = '<xml{spaces}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/></o:shapelayout></xml>'
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:{width}px;height:{height}px;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_ORDER = ("authors", "commentList", "extLst")
_OLD_SHAPE = re.compile(r"<(?P<p>[\w.-]+:)shape(?=[\s>]).*?</(?P=p)shape\s*>", re.DOTALL)


class Comments:
    """The comments of one sheet of a draft. Each change is in the draft at once."""

    def __init__(self, draft: Draft, entry: SheetEntry) -> None:
        self._draft, self._entry = draft, entry

    @property
    def _part(self) -> str:
        parts = self._draft.related(self._entry.part, "/comments")
        return parts[0] if parts else ""

    def text(self, cell: str) -> str | None:
        """What the comment of a cell says; None without one."""
        if not self._part:
            return None
        node = _comment(self._read(), cell)
        return None if node is None else "".join(words.text or "" for words in node.iter("{*}t"))

    def author(self, cell: str) -> str:
        """Who wrote the comment of a cell."""
        root = self._read()
        node = _comment(root, cell)
        authors = [one.text or "" for one in root.root.iterfind("{*}authors/{*}author")]
        place = node.get("authorId", "") if node is not None else ""
        return authors[int(place)] if place.isdigit() and int(place) < len(authors) else ""

    def set(self, place: tuple[int, int], text: str, author: str) -> None:
        """Write the comment of a cell, in place of the one that is there."""
        if not self._part:
            fresh = tag("comments", {"xmlns": space(self._draft)}, tag("authors"), tag("commentList"))
            pattern = "xl/comments{}.xml"
            with_new_part(
                self._draft, self._entry.part, "comments", pattern, _COMMENTS, f"{DECLARATION}{fresh}".encode()
            )
        root = self._read()
        cell = cell_name(*place)
        number = self._author_number(root, author)
        if number is None:
            root.append("authors", [root.tag("author", None, escaped(author))], counted=False)
            number = len(root.root.findall("{*}authors/{*}author"))
        words = f'<{root.prefix}t xml:space="preserve">{escaped(text)}</{root.prefix}t>'
        inner = root.tag("text", None, root.tag("r", None, words))
        old = _comment(root, cell)
        if old is None:
            made = root.tag("comment", {"ref": cell, "authorId": number}, inner)
            root.append("commentList", [made], counted=False)
        else:
            root.replace(old, root.remade(old, {"authorId": number}, inner))
        self._draft.set_part(self._part, root.result())
        if not self._has_box(place):
            self._add_box(place, text)

    def delete(self, place: tuple[int, int]) -> None:
        """Take the comment of a cell away with its box; the part of a sheet without comments goes."""
        root = self._read()
        node = _comment(root, cell_name(*place))
        if node is not None:
            root.replace(node, "")
            left = len(root.root.findall("{*}commentList/{*}comment")) - 1
            part = self._part
            self._draft.set_part(part, root.result())
            if not left:
                ids = [one.id for one in self._draft.relations(self._entry.part) if one.type.endswith("/comments")]
                dropped(self._draft, self._entry.part, part, ids)
        if vml := self._vml():
            text, encoding = decoded_xml(self._draft.part(vml))
            text = _OLD_SHAPE.sub(lambda found: "" if _is_box(found[0], place) else found[0], text)
            self._draft.set_part(vml, encoded_xml(text, encoding))

    def _read(self) -> Ordered:
        return Ordered(Layout(self._draft.part(self._part)), _ORDER)

    @staticmethod
    def _author_number(root: Ordered, author: str) -> int | None:
        known = [one.text or "" for one in root.root.iterfind("{*}authors/{*}author")]
        return known.index(author) if author in known else None

    def _vml(self) -> str:
        """The part with the boxes, which the sheet names itself: headers have another one of the same kind."""
        node = Frame(self._draft.sheet(self._entry)).child("legacyDrawing")
        told = "" if node is None else next((v for k, v in node.attrib.items() if str(k).endswith("}id")), "")
        for one in self._draft.relations(self._entry.part):
            if one.id == told:
                return self._draft.target(self._entry.part, one)
        return ""

    def _has_box(self, place: tuple[int, int]) -> bool:
        vml = self._vml()
        text = decoded_xml(self._draft.part(vml))[0] if vml else ""
        return any(_is_box(found[0], place) for found in _OLD_SHAPE.finditer(text))

    def _add_box(self, place: tuple[int, int], words: str) -> None:
        vml = self._vml() or self._new_vml()
        text, encoding = decoded_xml(self._draft.part(vml))
        ids = [int(found) for found in re.findall(r"_x0000_s(\d+)", text)]
        block = re.search(r"<\w+:idmap[^<>]*\sdata=[\"'](\d+)", text)
        number = max([1024 * int(block[1] if block else 1), *ids]) + 1
        box = _SHAPE.format(number=number, row=place[0] - 1, column=place[1] - 1, **_size(place, words))
        kind = "" if '_x0000_t202"' in text.replace("'", '"').replace("#_x0000_t202", "") else _SHAPE_TYPE
        box, kind = (_with_spaces(one, text) for one in (box, kind))
        end = text.rindex("</xml")
        self._draft.set_part(vml, encoded_xml(text[:end] + kind + box + text[end:], encoding))

    def _new_vml(self) -> str:
        number = next(at for at in range(1, 10_000) if not self._draft.has(f"xl/drawings/vmlDrawing{at}.vml"))
        part = _NEW_VML.format(number=number, spaces=_declared("")).encode()
        made = with_new_part(self._draft, self._entry.part, "vmlDrawing", "xl/drawings/vmlDrawing{}.vml", _VML, part)
        frame = Frame(self._draft.sheet(self._entry))
        frame.put("legacyDrawing", frame.tag("legacyDrawing", frame.related(made.id)))
        self._draft.set_text(self._entry, frame.text())
        return made.name


def _comment(root: Ordered, cell: str) -> etree._Element | None:
    return next((one for one in root.root.iterfind("{*}commentList/{*}comment") if one.get("ref") == cell), None)


def _declared(root: str) -> str:
    """The namespaces that a root does not declare yet; some programs give them to each shape."""
    return "".join(f' xmlns:{name}="{space}"' for name, space in _SPACES.items() if f"xmlns:{name}=" not in root)


def _with_spaces(shape: str, vml: str) -> str:
    root = re.search(r"<xml\b[^<>]*>", vml)
    return re.sub(r"^<v:\w+", lambda found: found[0] + _declared(root[0] if root else ""), shape)


def _is_box(shape: str, place: tuple[int, int]) -> bool:
    row, column = re.search(r"<\w+:Row>\s*(\d+)", shape), re.search(r"<\w+:Column>\s*(\d+)", shape)
    note = re.search(r"ObjectType=[\"']Note", shape)
    return bool(note and row and column and (int(row[1]) + 1, int(column[1]) + 1) == place)


def _size(place: tuple[int, int], words: str) -> dict[str, object]:
    """A box beside the cell, as large as its words need: about 20 wide characters a line."""
    lines = sum(1 + len(line.encode("utf-16-le")) // 48 for line in words.split("\n"))
    rows = min(max(4, lines + 1), 20)
    row, column = place[0] - 1, place[1] - 1
    top = max(0, row - 1)
    anchor = f"{column + 1}, 15, {top}, 10, {column + 4}, 15, {top + rows}, 4"
    return {"width": 208, "height": 20 * rows, "anchor": anchor}
