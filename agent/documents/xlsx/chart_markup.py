"""Pieces of charts as XML, with the look that Office gives to new ones. ECMA-376 part 1, 21.2 and 20.1."""

from agent.documents.opc.xml_tags import tag
from agent.documents.opc.xml_text import escaped

GREY = '<a:schemeClr val="tx1"><a:lumMod val="65000"/><a:lumOff val="35000"/></a:schemeClr>'
LINE_COLOUR = "D9D9D9"
NO_LINE = "<a:ln><a:noFill/></a:ln>"


def title_xml(text: str, size: int, *, turned: bool = False) -> str:
    """A title in the usual look; `size` in hundredths of a point."""
    told = f'sz="{size}" b="0"'
    paint = f"<a:solidFill>{GREY}</a:solidFill>"
    look = f"<a:defRPr {told}>{paint}</a:defRPr>"
    run = f"<a:r><a:rPr {told}>{paint}</a:rPr>{tag('a:t', None, escaped(text))}</a:r>"
    body = '<a:bodyPr rot="-5400000" vert="horz"/>' if turned else "<a:bodyPr/>"
    rich = f"<c:rich>{body}<a:lstStyle/><a:p><a:pPr>{look}</a:pPr>{run}</a:p></c:rich>"
    return f"<c:title><c:tx>{rich}</c:tx>{value('overlay', 0)}</c:title>"


def text_look(size: int, paint: str = GREY) -> str:
    """The look of words; `size` in hundredths of a point."""
    look = f'<a:defRPr sz="{size}"><a:solidFill>{paint}</a:solidFill></a:defRPr>'
    return f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{look}</a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'


def accent(at: int) -> str:
    """The colours of the theme, then darker ones of them."""
    dark = '<a:lumMod val="60000"/>' if at % 12 > 5 else ""
    return f'<a:solidFill><a:schemeClr val="accent{at % 6 + 1}">{dark}</a:schemeClr></a:solidFill>'


def solid(colour: str) -> str:
    """A fill in RRGGBB."""
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def value(name: str, told: str | int) -> str:
    """An element that is a value."""
    return tag(f"c:{name}", {"val": told})
