"""Styles added to a workbook: copies of the cells' own styles with some aspects changed, appended and never renumbered.

ECMA-376 part 1: style sheet 18.8.39, cell formats 18.8.10 and 18.8.45, differential formats 18.8.14.
"""

import re
from collections.abc import Sequence

from lxml import etree

from agent.documents.opc.xml_ordered import Ordered
from agent.documents.opc.xml_splice import Layout
from agent.documents.opc.xml_tags import Attributes, tag, with_attributes
from agent.documents.xlsx.change import SIDES, Change

ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
         "colors", "extLst")  # fmt: skip
_FONT_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
               "family", "charset", "scheme")  # fmt: skip
_BUILT_IN = {"General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "0.00E+00": 11,
             "h:mm": 20, "h:mm:ss": 21, "[h]:mm:ss": 46, "@": 49}  # fmt: skip
_FIRST_OWN = 164
MINIMAL = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{space}"><fonts count="1"><font>'
    '<sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/>'
    '<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    '</cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class _List:
    """One of the lists of a style sheet with what is added to it; an item that is there already is used again."""

    def __init__(self, root: Ordered, name: str) -> None:
        node = root.child(name)
        self.items = [root.source(one) for one in node.iterchildren("*")] if node is not None else []
        self.known = len(self.items)
        self._places: dict[str, int] = {}
        for at, item in enumerate(self.items):
            self._places.setdefault(item, at)

    def place(self, item: str) -> int:
        if item not in self._places:
            self._places[item] = len(self.items)
            self.items.append(item)
        return self._places[item]

    @property
    def added(self) -> Sequence[str]:
        return self.items[self.known :]


class StyleDraft:
    """A style sheet that grows."""

    def __init__(self, part: bytes) -> None:
        self._root = Ordered(Layout(part), ORDER)
        self._p = self._root.prefix
        self._lists = {
            name: _List(self._root, name) for name in ("numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs")
        }
        self._ids = {node.get("formatCode", ""): int(node.get("numFmtId", "0")) for node in self._codes()}
        self._made: dict[tuple[int, Change], int] = {}

    def style(self, base: int, change: Change) -> int:
        """The number of a style that is `base` but for the change."""
        if (base, change) not in self._made:
            self._made[base, change] = self._lists["cellXfs"].place(self._xf(base, change))
        return self._made[base, change]

    def differential(self, change: Change) -> int:
        """The number of a differential format (dxf), which tells only what a rule changes."""
        p = self._p
        inner = tag(f"{p}font", None, *self._font_children([], change)) if change.font else ""
        if change.code is not None:
            number = self._format_id(change.code)
            inner += tag(f"{p}numFmt", {"numFmtId": number, "formatCode": change.code})
        if change.fill is not None:
            # Rules paint with the background colour; a solid cell does so with the foreground.
            ground = tag(f"{p}bgColor", {"rgb": change.fill}) if change.fill else ""
            inner += tag(
                f"{p}fill", None, tag(f"{p}patternFill", None if change.fill else {"patternType": "none"}, ground)
            )
        inner += self._border("", change) if change.border else ""
        return self._lists["dxfs"].place(tag(f"{p}dxf", None, inner))

    def result(self) -> bytes:
        """The style sheet with all that was added."""
        for name, one in self._lists.items():
            if one.added:
                self._root.append(name, one.added)
        return self._root.result()

    def _codes(self) -> list[etree._Element]:
        node = self._root.child("numFmts")
        return [] if node is None else list(node.iterchildren("*"))

    def _xf(self, base: int, change: Change) -> str:
        p, formats = self._p, self._lists["cellXfs"].items
        if not formats:
            formats = [tag(f"{p}xf", {"numFmtId": 0, "fontId": 0, "fillId": 0, "borderId": 0, "xfId": 0})]
        source = formats[base if 0 <= base < len(formats) else 0]
        found = re.match(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", source)
        opening = found[0] if found else source
        inner = "" if opening.endswith("/>") else source[len(opening) : source.rindex("</")]
        told: dict[str, str | int | None] = {}
        if change.code is not None:
            told |= {"numFmtId": self._format_id(change.code), "applyNumberFormat": 1}
        if change.font:
            told |= {"fontId": self._with_font(_number(opening, "fontId"), change), "applyFont": 1}
        if change.fill is not None:
            told |= {"fillId": self._with_fill(change.fill), "applyFill": 1}
        if change.border:
            told |= {"borderId": self._with_border(_number(opening, "borderId"), change), "applyBorder": 1}
        if change.align:
            told["applyAlignment"] = 1
            inner = self._with_child(inner, "alignment", dict(change.align))
        if change.protect:
            told["applyProtection"] = 1
            inner = self._with_child(inner, "protection", dict(change.protect))
        opening = with_attributes(opening, told).removesuffix("/>").removesuffix(">").rstrip()
        return f"{opening}>{inner}</{p}xf>" if inner else f"{opening}/>"

    def _with_child(self, inner: str, name: str, told: dict[str, str | None]) -> str:
        """The children of a format with attributes of one of them set; alignment stands before protection."""
        found = re.search(rf"<{self._p}{name}(?=[\s/>])[^<>]*>", inner)
        if found is not None:
            return inner[: found.start()] + with_attributes(found[0], told) + inner[found.end() :]
        made = tag(f"{self._p}{name}", told)
        before = re.match(rf"\s*<{self._p}alignment(?=[\s/>])[^<>]*?(?:/>|>\s*</[^>]*>)", inner)
        at = before.end() if before and name == "protection" else 0
        return inner[:at] + made + inner[at:]

    def _format_id(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        if code not in self._ids:
            self._ids[code] = max([_FIRST_OWN - 1, *self._ids.values()]) + 1
            told: Attributes = {"numFmtId": self._ids[code], "formatCode": code}
            self._lists["numFmts"].place(tag(f"{self._p}numFmt", told))
        return self._ids[code]

    def _with_font(self, base: int, change: Change) -> int:
        fonts = self._lists["fonts"]
        source = fonts.items[base] if base < len(fonts.items) else tag(f"{self._p}font")
        children = re.findall(rf"<{self._p}\w+(?=[\s/>])[^<>]*?(?:/>|>\s*</[^>]*>)", source[len(self._p) + 5 :])
        return fonts.place(tag(f"{self._p}font", None, *self._font_children(children, change)))

    def _font_children(self, children: Sequence[str], change: Change) -> list[str]:
        told = {self._local(one): one for one in children}
        for name, attributes in change.font:
            told.pop(name, None)
            if attributes is not None:
                told[name] = f"<{self._p}{name}{' ' if attributes else ''}{attributes}/>"
        known = {name: at for at, name in enumerate(_FONT_ORDER)}
        return [told[name] for name in sorted(told, key=lambda name: known.get(name, len(known)))]

    def _local(self, source: str) -> str:
        found = re.match(r"<(?:[\w.-]+:)?(\w+)", source)
        return found[1] if found else ""

    def _with_fill(self, colour: str) -> int:
        p = self._p
        if not colour:
            return self._lists["fills"].place(tag(f"{p}fill", None, tag(f"{p}patternFill", {"patternType": "none"})))
        front = tag(f"{p}fgColor", {"rgb": colour}) + tag(f"{p}bgColor", {"indexed": 64})
        return self._lists["fills"].place(
            tag(f"{p}fill", None, tag(f"{p}patternFill", {"patternType": "solid"}, front))
        )

    def _with_border(self, base: int, change: Change) -> int:
        borders = self._lists["borders"]
        source = borders.items[base] if base < len(borders.items) else ""
        return borders.place(self._border(source, change))

    def _border(self, source: str, change: Change) -> str:
        p = self._p
        opening = re.match(r"<[^<>]*>", source)
        told = {}
        # Strict files call left and right by where writing starts and ends.
        names = {"left": "start", "right": "end"} if re.search(rf"<{p}start(?=[\s/>])", source) else {}
        for side in (*SIDES, "diagonal", "vertical", "horizontal"):
            name = names.get(side, side)
            found = re.search(rf"<{p}{name}(?=[\s/>])[^<>]*?(?:/>|>.*?</{p}{name}\s*>)", source, re.DOTALL)
            told[side] = found[0] if found else (tag(p + name) if side in SIDES else "")
        for side, line, colour in change.border:
            paint = tag(f"{p}color", {"rgb": colour} if colour else {"auto": 1})
            name = p + names.get(side, side)
            told[side] = tag(name) if line == "none" else tag(name, {"style": line}, paint)
        head = opening[0].removesuffix("/>").removesuffix(">").rstrip() if opening else f"<{p}border"
        return f"{head}>{''.join(told.values())}</{p}border>"


def _number(opening: str, name: str) -> int:
    found = re.search(rf"\s{name}\s*=\s*[\"'](\d+)[\"']", opening)
    return int(found[1]) if found else 0
