"""Who tracks a change and when, and the elements that say so (ECMA-376 part 1, 17.13.5: annotations)."""

import datetime
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from agent.documents.docx.tree import Element, child, name_of, value

DEFAULT_AUTHOR = "Deskhand"
# A paragraph mark that is tracked says so by one of these in its rPr.
MARKS = frozenset({"ins", "del", "moveFrom", "moveTo"})
_TRACKED = MARKS | {"cellIns", "cellDel", "cellMerge"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MOST = 2**31 - 1


class RevisionIds:
    """Numbers for annotations that no other one of the document has, in any of its parts."""

    def __init__(self, roots: Callable[[], Iterable[Element]]) -> None:
        """`roots` gives the roots of all parts; they are looked through when the first number is asked for."""
        self._roots = roots
        self._used: set[int] | None = None
        self._next = 1

    def take(self) -> str:
        """A number that was never given out."""
        if self._used is None:
            told = (value(one, "id") for root in self._roots() for one in root.iter("*"))
            self._used = {int(one) for one in told if one.isdecimal() and len(one) < 11}
            self._next = max((one for one in self._used if one < _MOST // 2), default=0) + 1
        while self._next in self._used:
            self._next += 1
        self._used.add(self._next)
        return str(self._next)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who tracks, and when: ISO 8601 in UTC to the second."""

    author: str
    date: str
    ids: RevisionIds

    def made(self, like: Element, name: str) -> Element:
        """A new element `name` ("ins", "rPrChange") that tells of this Stamp, in the namespace of `like`."""
        return made(like, name, id=self.ids.take(), author=self.author, date=self.date)

    def owns(self, element: Element) -> bool:
        """Whether a tracked change is by the same author."""
        return value(element, "author") == self.author


def now() -> str:
    """This moment as Word writes it."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def made(like: Element, name: str, **attributes: str) -> Element:
    """A new element of Word's namespace, as `like` has it, with attributes of the same namespace."""
    namespace = etree.QName(like).namespace
    found = like.makeelement(f"{{{namespace}}}{name}")
    for key, told in attributes.items():
        found.set(f"{{{namespace}}}{key}", told)
    return found


def text_element(like: Element, name: str, text: str) -> Element:
    """A new "t", "delText", "instrText" or "delInstrText"."""
    found = made(like, name)
    found.text = text
    if text != text.strip():
        found.set(_SPACE, "preserve")
    return found


def words_of(like: Element, text: str) -> list[Element]:
    """The contents of a run: text with its tabs and line breaks as Word's elements."""
    found: list[Element] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if number:
            found.append(made(like, "br"))
        for column, piece in enumerate(line.split("\t")):
            if column:
                found.append(made(like, "tab"))
            if piece:
                found.append(text_element(like, "t", piece))
    return found


def run_like(like: Element, properties: Element | None, text: str) -> Element:
    """A new run of words in the formatting `properties` (an rPr, copied without what is tracked in it) or in none."""
    run = made(like, "r")
    own = plain_properties(properties)
    if own is not None:
        run.append(own)
    run.extend(words_of(like, text))
    return run


def plain_properties(properties: Element | None) -> Element | None:
    """A copy of an rPr, pPr, trPr or tcPr without anything that is tracked in it; None when nothing is left."""
    if properties is None:
        return None
    copy = deepcopy(properties)
    copy.tail = None
    for one in list(copy.iterdescendants("*")):
        if name_of(one) in _TRACKED or name_of(one).endswith("Change"):
            parent_of(one).remove(one)
    for inner in [one for one in copy if name_of(one) == "rPr" and not len(one)]:
        copy.remove(inner)
    return copy if len(copy) else None


def parent_of(element: Element) -> Element:
    """The parent of an element that has one."""
    found = element.getparent()
    if found is None:
        raise ValueError("a root has no parent")
    return found


def replace_element(old: Element, new: Element) -> None:
    """Put `new` at the place of `old`."""
    parent = parent_of(old)
    parent.insert(parent.index(old), new)
    parent.remove(old)


def first(parent: Element, made_: Element) -> None:
    """Put an element before all others of `parent`."""
    parent.insert(0, made_)


def mark_properties(paragraph: Element) -> Element:
    """The rPr of a paragraph's mark, made where there is none, at the place that the schema gives it."""
    properties = child(paragraph, "pPr")
    if properties is None:
        properties = made(paragraph, "pPr")
        first(paragraph, properties)
    mark = child(properties, "rPr")
    if mark is None:
        mark = made(paragraph, "rPr")
        behind = next((one for one in properties if name_of(one) in {"sectPr", "pPrChange"}), None)
        if behind is None:
            properties.append(mark)
        else:
            behind.addprevious(mark)
    return mark


def mark_of(paragraph: Element, *names: str) -> Element | None:
    """What is tracked of the mark of a paragraph: its "ins" or "del", if any."""
    mark = child(paragraph, "pPr", "rPr")
    return next((one for one in mark if name_of(one) in names), None) if mark is not None else None
