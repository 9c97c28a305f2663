"""Lists of a Word document: their definitions in word/numbering.xml, new ones and restarts (ECMA-376 part 1, 17.9)."""

from agent.documents.docx.addresses import Addresses
from agent.documents.docx.dialect import dialect_of
from agent.documents.docx.ops_properties import last, with_room
from agent.documents.docx.tree import Element, child, children, value
from agent.documents.opc.xml_splice import Layout, Splice

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_EMPTY = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:numbering xmlns:w="{}"></w:numbering>'
_SIGNS = ("•", "◦", "▪")
_FORMS = (("decimal", "%{}."), ("lowerLetter", "%{}."), ("lowerRoman", "%{}."))
_STEP = 360
BULLETS, NUMBERS = "bullets", "numbers"


def new_list(addresses: Addresses, kind: str, *, style: str = "", start: int = 1) -> str:
    """The id of a list of "bullets" or "numbers" in the look of a style, or else in that which the document uses.

    Numbers begin at `start`.
    """
    part = _part(addresses)
    layout = with_room(Layout(addresses.package.read(part)))
    abstract = _of_style(addresses, layout.root, style) if style else _used(addresses, layout.root, kind)
    splices: list[Splice] = []
    if abstract is None:
        abstract = str(_free(layout.root, "abstractNum", "abstractNumId", 0))
        first = next(iter(children(layout.root, "num", "numIdMacAtCleanup")), None)
        new = dialect_of(layout, layout.root).xml(_abstract(abstract, kind))
        place = layout.span(first).start if first is not None else None
        splices.append(last(layout, layout.root, new) if place is None else Splice(place, place, new))
    number = str(_free(layout.root, "num", "numId", 1))
    restart = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if kind == NUMBERS else ""
    text = f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{restart}</w:num>'
    end = next(iter(children(layout.root, "numIdMacAtCleanup")), None)
    new = dialect_of(layout, layout.root).xml(text)
    place = layout.span(end).start if end is not None else None
    splices.append(last(layout, layout.root, new) if place is None else Splice(place, place, new))
    addresses.package.put(part, layout.spliced(splices))
    return number


def _part(addresses: Addresses) -> str:
    package = addresses.package
    found = package.related(package.main, "/numbering")
    if found is not None:
        return found
    root = addresses.drafts[package.main].layout.root
    part = package.add_beside("numbering", "xml", _EMPTY.format(root.nsmap.get(root.prefix, "")).encode(), _TYPE)
    package.relate(package.main, "numbering", part)
    return part


def _of_style(addresses: Addresses, root: Element, style: str) -> str | None:
    """The definition of the list that a style has."""
    told = addresses.styles.by_id[style].numbering
    found = (
        value(child(one, "abstractNumId")) for one in children(root, "num") if told and value(one, "numId") == told[0]
    )
    return next(found, None)


def _used(addresses: Addresses, root: Element, kind: str) -> str | None:
    """The definition of the first list of that kind in the text, if it has one."""
    by_number = {value(one, "numId"): value(child(one, "abstractNumId")) for one in children(root, "num")}
    wanted = {value(one, "abstractNumId") for one in children(root, "abstractNum") if _kind(one) == kind}
    for spot in addresses.paragraphs:
        named = child(spot.element, "pPr", "numPr")
        if named is not None and value(child(named, "ilvl")) in {"0", ""}:
            found = by_number.get(value(child(named, "numId")), "")
            if found in wanted:
                return found
    return None


def _kind(abstract: Element) -> str:
    """Which kind its first level is; headings and outlines with a style of their own are neither."""
    level = next((one for one in children(abstract, "lvl") if value(one, "ilvl") == "0"), None)
    if level is None or child(level, "pStyle") is not None:
        return ""
    return {"bullet": BULLETS, "decimal": NUMBERS}.get(value(child(level, "numFmt")), "")


def _free(root: Element, name: str, key: str, least: int) -> int:
    """An id that is not taken, above all others, since the list of them may be in any order."""
    taken = [int(text) for one in children(root, name) if (text := value(one, key)).isdecimal()]
    return max(taken, default=least - 1) + 1


def _abstract(number: str, kind: str) -> str:
    levels = "".join(_level(depth, kind) for depth in range(9))
    head = f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/>'
    return f"{head}{levels}</w:abstractNum>"


def _level(depth: int, kind: str) -> str:
    form, text = _FORMS[depth % 3]
    form, text = ("bullet", _SIGNS[depth % 3]) if kind == BULLETS else (form, text.format(depth + 1))
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{_STEP * (depth + 1)}" w:hanging="{_STEP}"/></w:pPr></w:lvl>'
    )
