"""New shapes as XML with the prefixes p, a and r: paragraphs, placeholders, text boxes, pictures, frames."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.documents.opc.xml_text import escaped
from agent.documents.pptx.places import Area

EMPTY_TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" '
    'y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)


def language_of(text: str) -> str:
    """The language in which a text is to be proofread: Japanese when it has letters of it."""
    return "ja-JP" if any("\u3040" <= one <= "\u30ff" or "\u4e00" <= one <= "\u9fff" for one in text) else "en-US"


def depth_and_words(line: str) -> tuple[int, str]:
    """How deep a line is indented (two spaces a level, at most 8), and its words."""
    words = line.lstrip(" ")
    return min((len(line) - len(words)) // 2, 8), words


def paragraphs(lines: Sequence[str], properties: str = "", run: str = "") -> str:
    """Paragraphs of one run each; two spaces before a line indent it by one level.

    `properties` and `run` are more attributes and children of a:pPr and a:rPr: ' algn="ctr">...' without the end.
    """
    return "".join(_paragraph(line, properties, run) for line in lines or [""])


def _paragraph(line: str, properties: str, run: str) -> str:
    depth, words = depth_and_words(line)
    level = f' lvl="{depth}"' if depth else ""
    told = f"<a:pPr{level}{_closed(properties, 'a:pPr')}" if level or properties else ""
    if not words:
        return f"<a:p>{told}</a:p>"
    look = f'<a:rPr lang="{language_of(words)}"{_closed(run, "a:rPr")}'
    return f"<a:p>{told}<a:r>{look}<a:t>{escaped(words)}</a:t></a:r></a:p>"


def _closed(inside: str, name: str) -> str:
    """Attributes alone, or attributes, ">" and children, as the rest of an element."""
    return f"{inside}</{name}>" if ">" in inside else f"{inside}/>"


def body(lines: Sequence[str], box: str = "<a:bodyPr/>", properties: str = "", run: str = "") -> str:
    """A text body of a shape."""
    return f"<p:txBody>{box}<a:lstStyle/>{paragraphs(lines, properties, run)}</p:txBody>"


def placeholder(number: int, name: str, mark: str, text: str, place: str = "") -> str:
    """A placeholder; `mark` are the attributes of p:ph, `text` its body. Its place is that of its layout."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{escaped(name)}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph{mark}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>{text}</p:sp>"
    )


def frame_place(area: Area, prefix: str = "a") -> str:
    """Where a shape ("a") or a frame ("p") lies."""
    return (
        f'<{prefix}:xfrm><a:off x="{area.left}" y="{area.top}"/><a:ext cx="{area.width}" cy="{area.height}"/>'
        f"</{prefix}:xfrm>"
    )


def text_box(number: int, name: str, area: Area, text: str) -> str:
    """A text box with a body."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{escaped(name)}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{frame_place(area)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>{text}</p:sp>'
    )


@dataclass(frozen=True, slots=True)
class Image:
    """An image to draw: the id of its relationship, what it shows in words, and the XML of what is cut off of it."""

    relation: str
    alt: str
    crop: str = ""


def picture(number: int, name: str, image: Image, area: Area, mark: str = "") -> str:
    """A picture; `mark` are the attributes of p:ph when it fills a placeholder."""
    holder = f"<p:nvPr><p:ph{mark}/></p:nvPr>" if mark else "<p:nvPr/>"
    locks = ' noGrp="1"' if mark else ""
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{number}" name="{escaped(name)}" descr="{escaped(image.alt)}"/><p:cNvPicPr>'
        f'<a:picLocks{locks} noChangeAspect="1"/></p:cNvPicPr>{holder}</p:nvPicPr><p:blipFill><a:blip '
        f'r:embed="{image.relation}"/>{image.crop}<a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>{frame_place(area)}'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def graphic_frame(number: int, name: str, area: Area, kind: str, graphic: str) -> str:
    """A frame for a table or a chart; `kind` is the address of the kind of graphic."""
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name="{escaped(name)}"/><p:cNvGraphicFramePr>'
        f'<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{frame_place(area, "p")}'
        f'<a:graphic><a:graphicData uri="{kind}">{graphic}</a:graphicData></a:graphic></p:graphicFrame>'
    )
