"""What a document takes over of another one: styles, lists and pictures that it has not, in its own dialect."""

import posixpath
import re
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from agent.documents.docx.addresses import Addresses
from agent.documents.docx.compare_line import digest_of
from agent.documents.docx.draft import Draft
from agent.documents.docx.tracked import made, parent_of, plain_properties
from agent.documents.docx.tracked_blocks import told
from agent.documents.docx.tree import Element, child, children, name_of, value

_NUMBER_OWN = frozenset({"nsid", "tmpl"})
_STRICT = "http://purl.oclc.org/ooxml/"
_FAMILIES = "(wordprocessingml|drawingml|officeDocument)"
_OPEN_FAMILY = re.compile(rf"^{{http://schemas\.openxmlformats\.org/{_FAMILIES}/2006/")
_STRICT_FAMILY = re.compile(rf"^{{{re.escape(_STRICT)}{_FAMILIES}/")


@dataclass(slots=True)
class Import:
    """Takes things of `after` into `before`, each once; `notes` are the new footnotes and endnotes."""

    before: Addresses
    after: Addresses
    styles: dict[str, str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    pictures: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: list[Element] = field(default_factory=list)

    def properties(self, properties: Element | None, like: Element) -> Element | None:
        """A pPr, rPr, tblPr... of `after` as `before` says it: its styles and lists there, nothing tracked."""
        plain = plain_properties(properties)
        if plain is None:
            return None
        for one in list(plain.iter("*")):
            name = name_of(one)
            if name in {"pStyle", "rStyle", "tblStyle"}:
                self._rename(one, self._style(value(one)))
            elif name == "numId" and value(one) != "0":
                self._rename(one, self._list(value(one)))
            elif name == "sectPr":
                parent_of(one).remove(one)
        return translated(plain, like) if len(plain) else None

    def picture(self, part: str, other: str, relation: str) -> str | None:
        """The id by which part `part` of `before` knows the picture that `other` of `after` knows as `relation`."""
        key = (part, relation)
        if key not in self.pictures:
            found = next((one for one in self.after.package.relations(other) if one.id == relation), None)
            if found is None or found.external:
                return None
            data = self.after.package.read(self.after.package.target(other, found))
            extension = posixpath.splitext(found.target)[1].lstrip(".").lower()
            mime = {"jpg": "jpeg", "svg": "svg+xml", "emf": "x-emf", "wmf": "x-wmf"}.get(extension, extension)
            name = self.before.package.add_beside("media/image", extension, data, f"image/{mime}")
            self.pictures[key] = self.before.package.relate(part, "image", name)
        return self.pictures[key]

    def digest(self, addresses: Addresses, part: str, relation: str) -> str:
        """A short name of what a relationship leads to."""
        found = next((one for one in addresses.package.relations(part) if one.id == relation), None)
        if found is None or found.external:
            return found.target if found else relation
        name = addresses.package.target(part, found)
        return digest_of(addresses.package.read(name)) if name in addresses.package else name

    def _rename(self, element: Element, name: str) -> None:
        if not name:
            parent_of(element).remove(element)
            return
        key = next(key for key in element.attrib if str(key).rpartition("}")[2] == "val")
        element.set(key, name)

    def _style(self, key: str) -> str:
        """The id that a style of `after` has in `before`, where it is put when it is not there; "" for none."""
        if key not in self.styles:
            self.styles[key] = self._known_style(key) or self._new_style(key)
        return self.styles[key]

    def _known_style(self, key: str) -> str:
        mine, name = (
            self.before.styles.by_id,
            self.after.styles.by_id[key].name if key in self.after.styles.by_id else "",
        )
        if key in mine:
            return key
        return next((one for one, style in mine.items() if name and style.name.lower() == name.lower()), "")

    def _new_style(self, key: str) -> str:
        draft, theirs = part_draft(self.before, "/styles"), part_draft(self.after, "/styles")
        if draft is None or theirs is None:
            return ""
        found = next((one for one in children(theirs.layout.root, "style") if value(one, "styleId") == key), None)
        if found is None:
            return ""
        self.styles[key] = key
        copy = translated(deepcopy(found), draft.layout.root)
        for one in list(copy.iter("*")):
            if name_of(one) in {"basedOn", "next", "link"}:
                self._rename(one, self._style(value(one)))
            elif name_of(one) == "numId":
                self._rename(one, self._list(value(one)))
        draft.grow()
        draft.layout.root.append(copy)
        return key

    def _list(self, number: str) -> str:
        """The numId that a list of `after` has in `before`; "" for one that `after` itself does not know."""
        if number not in self.lists:
            self.lists[number] = self._known_list(number)
        return self.lists[number]

    def _known_list(self, number: str) -> str:
        theirs, mine = part_draft(self.after, "/numbering"), part_draft(self.before, "/numbering")
        wanted = _definition(theirs, number)
        if wanted is None or theirs is None:
            return ""
        if mine is None:
            return ""
        signature = _signature(wanted)
        same = [value(one, "numId") for one in children(mine.layout.root, "num")]
        for one in sorted(same, key=lambda one: one != number):
            known = _definition(mine, one)
            if known is not None and _signature(known) == signature:
                return one
        return _add_list(mine, wanted)


def part_draft(addresses: Addresses, kind: str) -> Draft | None:
    """The part of that kind ("/styles") as it is by now, if the document has one."""
    name = addresses.package.related(addresses.package.main, kind)
    if name is None:
        return None
    if name not in addresses.drafts:
        addresses.drafts[name] = Draft(addresses.package.read(name))
    return addresses.drafts[name]


def _definition(draft: Draft | None, number: str) -> tuple[Element, Element] | None:
    """The num of that id and the abstractNum that it uses."""
    if draft is None:
        return None
    root = draft.layout.root
    found = next((one for one in children(root, "num") if value(one, "numId") == number), None)
    wanted = value(child(found, "abstractNumId"))
    abstract = next((one for one in children(root, "abstractNum") if value(one, "abstractNumId") == wanted), None)
    return (found, abstract) if found is not None and abstract is not None else None


def _signature(definition: tuple[Element, Element]) -> str:
    number, abstract = definition
    levels = [told(one) for one in abstract if isinstance(one.tag, str) and name_of(one) not in _NUMBER_OWN]
    return "".join([*levels, *(told(one) for one in children(number, "lvlOverride"))])


def _add_list(draft: Draft, definition: tuple[Element, Element]) -> str:
    """Put a list into word/numbering.xml, where all abstractNum stand before all num (ECMA-376 part 1, 17.9.15)."""
    draft.grow()
    root = draft.layout.root
    number, abstract = (translated(deepcopy(one), root) for one in definition)
    taken = {int(text) for one in root.iter("*") for text in (value(one, "numId"), value(one, "abstractNumId"))
             if text.isdecimal()}  # fmt: skip
    new = str(max(taken, default=0) + 1)
    for element, key in ((abstract, "abstractNumId"), (number, "numId")):
        element.set(next(one for one in element.attrib if str(one).rpartition("}")[2] == key), new)
    for one in [one for one in abstract if name_of(one) in _NUMBER_OWN]:
        abstract.remove(one)
    old = child(number, "abstractNumId")
    if old is not None:
        number.replace(old, made(root, "abstractNumId", val=new))
    first = next(iter(children(root, "num")), None)
    if first is None:
        root.append(abstract)
    else:
        first.addprevious(abstract)
    root.append(number)
    return new


def translated(copy: Element, like: Element) -> Element:
    """A copied element in the dialect of the part of `like`, transitional or strict. Session ids go."""
    strict = str(etree.QName(like).namespace).startswith(_STRICT)
    for one in copy.iter("*"):
        one.tag = _said_in(str(one.tag), strict=strict)
        for key, text in list(one.attrib.items()):
            del one.attrib[key]
            if "rsid" not in str(key) and not str(key).endswith(("}paraId", "}textId")):
                told = _said_in(f"{{{text!s}}}", strict=strict)[1:-1] if key == "uri" else str(text)
                one.set(_said_in(str(key), strict=strict), told)
    copy.tail = None
    return copy


def _said_in(name: str, *, strict: bool) -> str:
    """A name of an element or attribute in the namespace that a dialect has for it (ISO 29500 part 4, 10)."""
    if strict:
        return _OPEN_FAMILY.sub(rf"{{{_STRICT}\1/", name)
    return _STRICT_FAMILY.sub(r"{http://schemas.openxmlformats.org/\1/2006/", name)
