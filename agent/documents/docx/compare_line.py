"""A paragraph as a line of text and of things that are no text, to be compared with another one.

A field, a picture, a formula, furigana and a note are each one character of the line; equal keys mean equal things.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from agent.documents.docx.diff_words import tokens
from agent.documents.docx.tracked import parent_of
from agent.documents.docx.tracked_runs import cut_run, cut_text, inline
from agent.documents.docx.tree import Element, child, name_of, value

THING = "\ue000"
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_SILENT = frozenset(
    {"rPr", "lastRenderedPageBreak", "annotationRef", "footnoteRef", "endnoteRef", "commentReference", "separator"}
    | {"continuationSeparator", "fldChar", "instrText", "delInstrText"}
)
# Fields whose result every program draws anew: it says nothing of the text.
_VOLATILE = ("PAGE", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME", "FILENAME", "PAGEREF", "SAVEDATE", "PRINTDATE")
Digest = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line: the text of one element, or one thing. `runs` are what holds it: several for a field.

    `key` tells what a thing is ("" for text): "picture 3f2a", "footnote", "field REF a: four".
    """

    text: str
    runs: tuple[Element, ...]
    element: Element | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The line of a paragraph."""

    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """Its characters, with one for each thing."""
        return "".join(one.text for one in self.segments)

    @property
    def things(self) -> list[str]:
        """What its things are."""
        return [one.key for one in self.segments if one.key]

    @property
    def keys(self) -> list[str]:
        """Its words and things, equal for what is equal."""
        things = iter(self.things)
        return [next(things) if word == THING else word for word in tokens(self.text)]

    def placed(self) -> Iterator[tuple[Segment, int]]:
        """The segments with the place of their first character."""
        at = 0
        for one in self.segments:
            yield one, at
            at += len(one.text)

    def within(self, start: int, end: int) -> Iterator[tuple[Segment, int, int]]:
        """The segments that overlap characters start:end, with the part of each that does."""
        for one, at in self.placed():
            begin, stop = max(start, at), min(end, at + len(one.text))
            if begin < stop:
                yield one, begin - at, stop - at


def line_of(paragraph: Element, digest: Digest) -> Line:
    """The line of a paragraph; `digest` tells of the id of a relationship what its part holds."""
    found: list[Segment] = []
    field: list[Element] = []
    depth = 0
    runs = list(inline(paragraph))
    whole = _fields_whole(runs)
    for run in runs:
        turns = [value(one, "fldCharType") for one in run.iter("{*}fldChar") if name_of(one) == "fldChar"]
        if whole and (depth or "begin" in turns):
            field.append(run)
            depth += turns.count("begin") - turns.count("end")
            if not depth:
                found.append(Segment(THING, tuple(field), None, _field_key(field)))
                field = []
            continue
        found += _segments(run, digest)
    return Line(tuple(found))


def _fields_whole(runs: Sequence[Element]) -> bool:
    """Whether all fields of a paragraph end where they begin; a table of contents goes over many paragraphs."""
    depth = 0
    for run in runs:
        for one in run.iter("{*}fldChar"):
            depth += {"begin": 1, "end": -1}.get(value(one, "fldCharType"), 0)
            if depth < 0:
                return False
    return depth == 0


def _field_key(runs: Sequence[Element]) -> str:
    code = " ".join("".join(one.text or "" for run in runs for one in run.iter("{*}instrText")).split())
    shown = "".join(one.text or "" for run in runs for one in run.iter("{*}t"))
    volatile = code.upper().split(" ")[0] in _VOLATILE
    return f"field {code}" + ("" if volatile else f": {shown}")


def _segments(run: Element, digest: Digest) -> Iterator[Segment]:
    if name_of(run) != "r":
        yield Segment(THING, (run,), None, "math " + "".join(one.text or "" for one in run.iter("{*}t")))
        return
    for one in run:
        name = name_of(one)
        if name == "t":
            if one.text:
                yield Segment(one.text.replace(THING, "\ufffd"), (run,), one)
        elif name in _MARKS and value(one, "type") not in {"page", "column"}:
            yield Segment(_MARKS[name], (run,), one)
        elif name and name not in _SILENT:
            yield Segment(THING, (run,), one, _thing_key(one, name, digest))


def _thing_key(element: Element, name: str, digest: Digest) -> str:
    if name in {"footnoteReference", "endnoteReference"}:
        return name
    if any(name_of(one) == "txbxContent" for one in element.iter("{*}txbxContent")):
        return "box"
    pictures = [key for one in element.iter("{*}blip", "{*}imagedata") for key in _ids(one)]
    if pictures:
        return "picture " + " ".join(digest(one) for one in pictures)
    if name == "ruby":
        return "furigana " + "".join(one.text or "" for one in element.iter("{*}t"))
    attributes = " ".join(str(text) for text in element.attrib.values())
    return f"{name} {attributes}".strip()


def _ids(element: Element) -> list[str]:
    return [str(text) for key, text in element.attrib.items() if "relationships}" in str(key)]


def digest_of(data: bytes) -> str:
    """A short name of what a part holds."""
    return hashlib.sha256(data).hexdigest()[:12]


def cut_line(paragraph: Element, digest: Digest, at: int) -> None:
    """Make a run begin at character `at` of the line of a paragraph."""
    for segment, place in line_of(paragraph, digest).placed():
        if place + len(segment.text) > at:
            if segment.element is not None:
                cut_run(cut_text(segment.element, at - place) if at > place else segment.element)
            return


def runs_within(paragraph: Element, digest: Digest, start: int, end: int) -> list[Element]:
    """The runs that hold exactly the characters start:end, cut out of longer ones."""
    cut_line(paragraph, digest, end)
    cut_line(paragraph, digest, start)
    inside = [one for one, _, _ in line_of(paragraph, digest).within(start, end)]
    covered = {one.element for one in inside if one.element is not None}
    found: dict[Element, None] = {}
    for segment in inside:
        runs = segment.runs if segment.element is None else (_alone(segment.element, covered),)
        for run in runs:
            found[run] = None
    return list(found)


def _alone(element: Element, covered: set[Element]) -> Element:
    """The run of an element of a line, without what is no part of the line."""
    before = next(element.itersiblings("*", preceding=True), None)
    if before is not None and before not in covered and name_of(before) not in {"rPr", "lastRenderedPageBreak"}:
        cut_run(element)
    behind = next(
        (one for one in element.itersiblings("*") if one not in covered and name_of(one) != "lastRenderedPageBreak"),
        None,
    )
    if behind is not None:
        cut_run(behind)
    return parent_of(element)


def look_of(segment: Segment) -> Element | None:
    """The rPr of a piece of text, if it has one."""
    return child(segment.runs[0], "rPr")
