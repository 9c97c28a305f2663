"""Names of WordprocessingML in both its dialects, and the ways from an element to those in it."""

from functools import cache

from lxml import etree

Element = etree._Element

_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic:",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic:",
}


@cache
def _short(tag: str) -> str:
    namespace, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    return _NAMESPACES.get(namespace, f"{namespace}:" if namespace else "") + local


def name_of(element: Element) -> str:
    """ "p" for a Word paragraph, "m:t" for text in a formula, "" for comments and instructions."""
    tag = element.tag
    return _short(tag) if isinstance(tag, str) else ""


def children(element: Element, *names: str) -> list[Element]:
    """The children with one of `names`, in order."""
    return [child for child in element if name_of(child) in names]


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along `path` of names, or None."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if name_of(one) == name), None)
    return element


def value(element: Element | None, attribute: str = "val") -> str:
    """The attribute of Word's namespace with that local name, or ""."""
    if element is None:
        return ""
    for key, text in element.attrib.items():
        if str(key).rpartition("}")[2] == attribute:
            return str(text)
    return ""


def is_on(element: Element | None) -> bool:
    """Whether a switch like <w:vanish/> is on."""
    return element is not None and value(element) not in {"0", "false", "off", "none"}


def is_within(element: Element, *names: str) -> bool:
    """Whether an element stands below one of a local name ("Fallback"), at any depth."""
    return next(element.iterancestors(*(f"{{*}}{name}" for name in names)), None) is not None
