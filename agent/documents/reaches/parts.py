"""What single parts of a package reach beside relationships, formulas and fields."""

import re
from collections.abc import Iterator

from lxml import etree

from agent.core.documents import Reach
from agent.documents.opc.xml_text import unescaped
from agent.documents.reaches.formula import formula_reaches
from agent.documents.reaches.markup import OUTSIDE
from agent.documents.xlsx.sheet import attributes_of

_ATTRIBUTE = re.compile(
    r"\s((?:[\w.-]+:)?(?:src|href|url|source|sourceFile|target|connection|connectString|address|"
    r"webUrl|linkTarget|action))\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"
)
_DDE = re.compile(r"<(?:[\w.-]+:)?ddeLink(?=[\s/>])([^<>]*)>")
_MERGE = re.compile(r"<(?:[\w.-]+:)?(?:connectString|query)\s[^<>]*?val\s*=\s*[\"']([^\"']*)")
_EXTENSION = re.compile(r"<(?:[\w.-]+:)?reference(?=[\s/>])([^<>]*)>")
_MASHUP = re.compile(r"<(?:[\w.-]+:)?DataMashup(?=[\s/>])")
_SPACE = re.compile(r"^\s*(?:xmlns|xsi)")
_FORMULA = re.compile(r"\s(?:[\w.-]+:)?(?:formula|condition|expression|content-validation)\s*=\s*\"([^\"]*)\"")
_OPEN_DDE = re.compile(r"<(?:[\w.-]+:)?(?:dde-source|dde-connection-decl)(?=[\s/>])([^<>]*)>")
_OPEN_LINK = re.compile(r"<((?:[\w.-]+:)?[\w-]+)(?=\s)([^<>]*?\bxlink:href\s*=\s*\"([^\"]*)\"[^<>]*)>")
_EVENT = re.compile(r"<(?:[\w.-]+:)?event-listener(?=[\s/>])([^<>]*)>")


def part_reaches(name: str, text: str) -> Iterator[Reach]:
    """Programs called by DDE, data for form letters, extensions, queries, actions, addresses in attributes."""
    for found in _DDE.findall(text):
        told = attributes_of(found)
        yield Reach(name, "dde", f"{told.get('ddeService', '')}|{told.get('ddeTopic', '')}", True)
    lower = name.lower()
    if lower.endswith("/settings.xml"):
        yield from (Reach(name, "mail merge", unescaped(one), True) for one in _MERGE.findall(text))
    if "webextension" in lower and "<" in text:
        for found in _EXTENSION.findall(text):
            told = attributes_of(found)
            yield Reach(name, "web extension", f"{told.get('store', '')} {told.get('id', '')}".strip(), True)
    if _MASHUP.search(text):
        yield Reach(name, "power query", "", True)
    for key, one, two in _ATTRIBUTE.findall(text):
        value = unescaped(one or two).strip()
        if OUTSIDE.match(value) and not _SPACE.match(key) and "schemas." not in value[:40]:
            yield _attribute(name, key.rpartition(":")[2], value)


def _attribute(name: str, key: str, value: str) -> Reach:
    if key == "action":
        # ppaction://hlinkshowjump moves in the show; programs and macros run at a click.
        return Reach(name, "action", value, False)
    return Reach(name, f"attribute {key}", value, True)


def connection_reaches(root: etree._Element) -> Iterator[Reach]:
    """The connections of a workbook to outside data: databases, web pages, text files, cubes."""
    for node in root.iter("{*}connection"):
        told = [
            str(child.get(key))
            for child in node.iter("*")
            for key in ("connection", "url", "sourceFile", "odcFile", "localConnection", "command")
            if child.get(key)
        ]
        yield Reach(f"connection {node.get('name', '')}".strip(), "connection", " ".join(told), True)


def open_document_reaches(name: str, text: str) -> Iterator[Reach]:
    """Formulas, links, DDE and macros in a part of an OpenDocument file."""
    for formula in _FORMULA.findall(text):
        yield from formula_reaches(name, unescaped(formula).partition("=")[2] or unescaped(formula))
    for found in _OPEN_DDE.findall(text):
        told = [value for key, value in attributes_of(found).items() if "dde-" in key]
        yield Reach(name, "dde", " ".join(told), True)
    for tag, _, address in _OPEN_LINK.findall(text):
        if OUTSIDE.match(unescaped(address)):
            clicked = tag.rpartition(":")[2] == "a"
            yield Reach(name, "link" if clicked else tag.rpartition(":")[2], unescaped(address), not clicked)
    for found in _EVENT.findall(text):
        yield Reach(name, "macro", attributes_of(found).get("xlink:href", ""), True)
