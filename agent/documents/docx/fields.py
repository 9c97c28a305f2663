"""Fields of a Word document, such as tables of contents, page numbers and merge fields (ECMA-376 part 1, 17.16)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from agent.documents.docx.tree import Element, name_of, value

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


@dataclass(slots=True)
class Field:
    """A field: `code` is its instruction ("REF _Ref1 \\h"), `simple` the <w:fldSimple> when it is written as one.

    Else `marks` are its <w:fldChar> (begin, maybe separate, end) and `codes` the elements that hold its instruction.
    """

    code: str = ""
    simple: Element | None = None
    marks: list[Element] = field(default_factory=list)
    codes: list[Element] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """The words of the instruction: its kind in capitals, then its arguments and switches."""
        found = [one[1] or one[2] or "" for one in _WORD.finditer(self.code)]
        return [found[0].upper(), *found[1:]] if found else [""]

    @property
    def kind(self) -> str:
        """What it is: TOC, PAGE, REF, MERGEFIELD..."""
        return self.words[0]

    @property
    def argument(self) -> str:
        """What it is about: the name of a bookmark or of a merge field; "" for none."""
        return next((one for one in self.words[1:] if not one.startswith("\\")), "")

    @property
    def separator(self) -> Element | None:
        """The mark between instruction and result."""
        return next((one for one in self.marks if value(one, "fldCharType") == "separate"), None)


def fields_of(root: Element) -> Iterator[Field]:
    """The fields below an element in the order of their beginnings; one that never ends is none."""
    found: list[Field] = []
    open_fields: list[Field] = []
    for element in root.iter("*"):
        name = name_of(element)
        if name == "fldSimple":
            found.append(Field(value(element, "instr"), element))
        elif name == "instrText" and open_fields:
            open_fields[-1].code += element.text or ""
            open_fields[-1].codes.append(element)
        elif name == "fldChar":
            kind = value(element, "fldCharType")
            if kind == "begin":
                open_fields.append(Field())
                found.append(open_fields[-1])
            if open_fields:
                open_fields[-1].marks.append(element)
            if kind == "end" and open_fields:
                open_fields.pop()
    unfinished = {id(one) for one in open_fields}
    yield from (one for one in found if id(one) not in unfinished)
