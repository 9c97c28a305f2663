"""Paragraphs of a Word document as words with looks, links, notes and pictures, to be carried to other formats."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from posixpath import splitext

from agent.documents.docx.furigana import reading_of
from agent.documents.docx.math import math_text
from agent.documents.docx.names import is_within
from agent.documents.docx.stories import stories
from agent.documents.docx.styles import Styles
from agent.documents.docx.symbols import symbol_text
from agent.documents.docx.tree import SIGN, Element, child, is_on, name_of, pieces, shown_text, value
from agent.documents.opc.package import Package
from agent.documents.texts.markdown_blocks import Span, Spans

_INSIDE = frozenset({"ins", "moveTo", "sdt", "sdtContent", "smartTag", "fldSimple", "customXml", "dir", "bdo"}) | {
    "mc:AlternateContent",
    "mc:Choice",
}
_WORDS = {"tab": "\t", "ptab": "\t", "cr": "\v", "noBreakHyphen": "-"}
_SHOWN = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif"}
_MOST = 2 * 1024**2


@dataclass(slots=True)
class Carried:
    """What is needed beside a paragraph: styles, notes and comments by their keys. `lost` counts what stays behind."""

    package: Package
    styles: Styles
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)

    def lose(self, what: str) -> None:
        """Note that something is not carried over."""
        self.lost[what] = self.lost.get(what, 0) + 1


def carried_from(package: Package, styles: Styles, roots: Mapping[str, Element]) -> Carried:
    """The notes and comments of a package, whose parts are parsed in `roots`."""
    found: dict[tuple[str, str], list[str]] = {}
    for story in stories(package, lambda name: roots[name]):
        if story.kind in {"note", "comment"}:
            kind, key = story.prefix.split()
            words = [shown_text(pieces(one)).strip() for one in story.container.iter("{*}p")]
            by = value(story.container, "author") if story.kind == "comment" else ""
            found[kind, key] = [f"{by}: " if by else "", " ".join(filter(None, words))]
    return Carried(package, styles, {key: "".join(texts) for key, texts in found.items()})


class SpanReader:
    """Reads the paragraphs of one part; a field that makes a link may reach over several runs."""

    def __init__(self, part: str, carried: Carried, *, pictures: bool = False) -> None:
        self._part, self._carried, self._pictures = part, carried, pictures
        self._targets = {one.id: one for one in carried.package.relations(part)}
        self._code = self._link = ""

    def spans(self, paragraph: Element) -> Spans:
        """The words of a paragraph, without those of text boxes; neighbours of one look are one."""
        found = [one for one in self._inside(paragraph, Span("")) if one.text or one.note or one.picture]
        joined: list[Span] = []
        for look, group in groupby(found, lambda one: replace(one, text="")):
            same = list(group)
            joined += same if look.note or look.picture else [replace(look, text="".join(one.text for one in same))]
        return tuple(joined)

    def _inside(self, parent: Element, look: Span) -> Iterator[Span]:
        for element in parent:
            name = name_of(element)
            if name == "r":
                yield from self._run(element, look)
            elif name == "hyperlink":
                yield from self._inside(element, replace(look, link=self._address(element)))
            elif name in {"m:oMath", "m:oMathPara"}:
                yield replace(look, text=math_text(element))
            elif name in _INSIDE:
                yield from self._inside(element, look)

    def _address(self, link: Element) -> str:
        key = next((str(text) for name, text in link.attrib.items() if str(name).endswith("}id")), "")
        anchor = value(link, "anchor")
        target = self._targets[key].target if key in self._targets else ""
        return target + (f"#{anchor}" if anchor else "")

    def _run(self, run: Element, look: Span) -> Iterator[Span]:
        properties = child(run, "rPr")
        if is_on(child(properties, "vanish")):
            self._carried.lose("hidden text")
            return
        style = self._carried.styles.by_id.get(value(child(properties, "rStyle")))
        name = style.name.lower() if style else ""
        look = replace(
            look,
            bold=is_on(child(properties, "b")) or name == "strong",
            italic=is_on(child(properties, "i")) or name == "emphasis",
            strike=is_on(child(properties, "strike")),
            link=look.link or self._link,
        )
        for element in run:
            yield from self._piece(element, name_of(element), look)

    def _piece(self, element: Element, name: str, look: Span) -> Iterator[Span]:
        match name:
            case "fldChar" | "instrText":
                self._field(element, name)
            case "footnoteReference" | "endnoteReference" | "commentReference":
                yield from self._note(name.removesuffix("Reference"), value(element, "id"))
            case "drawing" | "pict" | "object":
                yield from self._drawn(element)
            case "mc:AlternateContent" | "mc:Choice":
                for inner in element:
                    yield from self._piece(inner, name_of(inner), look)
            case "ruby":
                yield from self._inside(base, look) if (base := child(element, "rubyBase")) is not None else ()
                # Furigana stand above the words; where there is no above, they are said in brackets behind them.
                yield replace(look, text=reading_of(element))
            case _:
                yield replace(look, text=_text_of(element, name))

    def _note(self, kind: str, key: str) -> Iterator[Span]:
        text = self._carried.notes.get((kind, key), "")
        if text:
            yield Span("", note=text)

    def _field(self, element: Element, name: str) -> None:
        """A HYPERLINK field is a link from its separator to its end."""
        if name == "instrText":
            self._code += element.text or ""
            return
        match value(element, "fldCharType"):
            case "begin":
                self._code = ""
            case "separate":
                words = self._code.split('"')
                if words[0].strip().upper().startswith("HYPERLINK") and len(words) > 1:
                    self._link = f"#{words[1]}" if "\\l" in words[0] else words[1]
            case _:
                self._code = self._link = ""

    def _drawn(self, drawing: Element) -> Iterator[Span]:
        for blip in drawing.iter("{*}blip", "{*}imagedata"):
            if is_within(blip, "Fallback"):
                continue
            keys = [str(text) for name, text in blip.attrib.items() if str(name).endswith(("}embed", "}id"))]
            alt = next((one.get("descr", "") or one.get("title", "") for one in drawing.iter("{*}docPr")), "")
            shown = self._data(keys[0]) if keys and self._pictures else ""
            if not shown:
                self._carried.lose("pictures")
            yield Span(f"[picture: {alt}]" if alt else "[picture]", picture=shown)

    def _data(self, key: str) -> str:
        relation = self._targets.get(key)
        name = (
            self._carried.package.target(self._part, relation) if relation is not None and not relation.external else ""
        )
        kind = _SHOWN.get(splitext(name.lower())[1])
        if kind is None or name not in self._carried.package or self._carried.package.size(name) > _MOST:
            return ""
        contents = base64.b64encode(self._carried.package.read(name)).decode()
        return f"data:image/{kind};base64,{contents}"


def _text_of(element: Element, name: str) -> str:
    """The words of an element of a run, "" for what has none."""
    if name == "t":
        return element.text or ""
    if name in {"sym", SIGN}:
        return symbol_text(element)
    breaks = name == "br" and value(element, "type") not in {"page", "column"}
    return "\v" if breaks else _WORDS.get(name, "")
