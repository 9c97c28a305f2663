"""The two dialects of PresentationML (ECMA-376: part 1 Strict, part 4 Transitional), and new XML written in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from agent.documents.docx.tree import Element

_PREFIX = re.compile(r"(?:<|\s)(p|a|r|c):")
# Attributes of the XML that is written here whose values are thousandths of a percent.
_SHARE = re.compile(r'((?:fontScale|lnSpcReduction|\b[lrtb])=|<a:(?:lumMod|lumOff|spcPct) val=)"(\d{2,})"')
_FIRST_TAG = re.compile(r"<[\w:.-]+")


@dataclass(frozen=True, slots=True)
class Dialect:
    """The namespaces of slides, drawings, relationships and charts, and how types of relationships begin."""

    p: str
    a: str
    r: str
    c: str
    base: str

    def fragment(self, xml: str, around: Element | None = None) -> bytes:
        """`xml`, one element with the prefixes p, a, r and c, as it can stand inside of `around` or alone.

        Prefixes that are not bound there, or to something else, are declared at the element itself.
        """
        if self.base == STRICT.base:
            xml = _strict_shares(xml)
        bound = around.nsmap if around is not None else {}
        wanted = {"p": self.p, "a": self.a, "r": self.r, "c": self.c}
        missing = [
            f' xmlns:{prefix}="{wanted[prefix]}"'
            for prefix in sorted(set(_PREFIX.findall(xml)))
            if bound.get(prefix) != wanted[prefix]
        ]
        return _FIRST_TAG.sub(lambda found: found[0] + "".join(missing), xml, count=1).encode("utf-8")

    def part(self, xml: str) -> bytes:
        """A whole new part."""
        return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + self.fragment(xml)


def _strict_shares(xml: str) -> str:
    """Shares as the Strict dialect writes them: "90%" for 90000 (ECMA-376 part 1, 22.9.2.9)."""
    return _SHARE.sub(lambda found: f'{found[1]}"{int(found[2]) / 1000:g}%"', xml)


_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
TRANSITIONAL = Dialect(
    f"{_TRANSITIONAL}presentationml/2006/main",
    f"{_TRANSITIONAL}drawingml/2006/main",
    f"{_TRANSITIONAL}officeDocument/2006/relationships",
    f"{_TRANSITIONAL}drawingml/2006/chart",
    f"{_TRANSITIONAL}officeDocument/2006/relationships",
)
STRICT = Dialect(
    f"{_STRICT}presentationml/main",
    f"{_STRICT}drawingml/main",
    f"{_STRICT}officeDocument/relationships",
    f"{_STRICT}drawingml/chart",
    f"{_STRICT}officeDocument/relationships",
)


def dialect_of(root: Element) -> Dialect:
    """The dialect of a part, by the namespace of its root."""
    return STRICT if "purl.oclc.org" in str(root.tag) else TRANSITIONAL


def relation_id(element: Element, name: str = "id") -> str:
    """The attribute r:id (or r:embed, r:link ...) of an element in either dialect; "" when it has none."""
    return next(iter(relation_ids(element, (name,))), "")


def relation_ids(element: Element, names: Iterable[str] = ()) -> list[str]:
    """All ids of relationships that an element itself names; only those attributes that are called one of `names`."""
    wanted = tuple(names)
    found = []
    for key, value in element.attrib.items():
        namespace, _, local = str(key).rpartition("}")
        if "relationships" in namespace and (not wanted or local in wanted):
            found.append(str(value))
    return found
