"""What the fields of a Word document would fetch or run: ECMA-376 part 1, 17.16."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from agent.core.documents import Reach
from agent.documents.docx.tree import Element, name_of, value

# Command to how, and at which argument (from 0) its address stands; None: all arguments are.
_FIELDS: dict[str, tuple[str, int | None]] = {
    "HYPERLINK": ("link", 0),
    "MACROBUTTON": ("macro button", 0),
    "DDE": ("dde", None),
    "DDEAUTO": ("dde", None),
    "LINK": ("field LINK", 1),
    "EMBED": ("field EMBED", 0),
    "INCLUDEPICTURE": ("field INCLUDEPICTURE", 0),
    "INCLUDETEXT": ("field INCLUDETEXT", 0),
    "INCLUDE": ("field INCLUDE", 0),
    "IMPORT": ("field IMPORT", 0),
    "DATABASE": ("field DATABASE", None),
    "RD": ("field RD", 0),
}
_CLICKED = frozenset({"HYPERLINK", "MACROBUTTON", "EMBED"})
_WORDS = re.compile(r"[\"“”„]([^\"“”„]*)[\"“”„]|(\\[a-zA-Z@#*!])(?=\s|$)|(\S+)")


@dataclass(slots=True)
class _Field:
    pieces: list[str] = field(default_factory=list)
    computed: bool = False
    instructing: bool = True


def field_reaches(anchor: str, root: Element) -> Iterator[Reach]:
    """What the fields of a part reach, those in pieces over many runs too."""
    opened: list[_Field] = []
    for element in root.iter("*"):
        name = name_of(element)
        if name == "fldSimple":
            yield from instruction_reaches(anchor, value(element, "instr"))
        elif opened and (name in {"instrText", "delInstrText"} or (name == "t" and opened[-1].instructing)):
            opened[-1].pieces.append(element.text or "")
        elif name == "fldChar":
            yield from _turn(anchor, value(element, "fldCharType"), opened)
    for left in opened:
        yield from _told(anchor, left)


def _turn(anchor: str, kind: str, opened: list[_Field]) -> Iterator[Reach]:
    if kind == "begin":
        if opened and opened[-1].instructing:
            opened[-1].computed = True  # what the inner field results in becomes a part of this one
        opened.append(_Field())
    elif kind == "separate" and opened:
        opened[-1].instructing = False
    elif kind == "end" and opened:
        yield from _told(anchor, opened.pop())


def _told(anchor: str, one: _Field) -> Iterator[Reach]:
    yield from instruction_reaches(anchor, "".join(one.pieces), computed=one.computed)


def instruction_reaches(anchor: str, instruction: str, *, computed: bool = False) -> Iterator[Reach]:
    """What one instruction reaches; `computed` when a field stands inside of it."""
    command, rest = (*instruction.split(None, 1), "", "")[:2]
    told = _FIELDS.get(command.upper())
    if told is None:
        if computed and not command:
            yield Reach(anchor, "field computed", "", True)  # even its name is made by another field
        return
    how, at = told
    words = _arguments(rest)
    address = " ".join(words) if at is None else "".join(words[at : at + 1])
    fetches = command.upper() not in _CLICKED
    if computed:
        yield Reach(anchor, f"{how} computed", "", fetches, instruction)
    elif address:
        yield Reach(anchor, how, address, fetches)


def _arguments(rest: str) -> list[str]:
    r"""The arguments without switches; what follows \l, \o, \t (a place, a tip, a frame) is none either."""
    words: list[str] = []
    skipped = False
    for quoted, switch, bare in _WORDS.findall(rest):
        if switch:
            skipped = switch.lower() in {r"\l", r"\o", r"\t", r"\*", r"\f", r"\#", r"\@"}
        elif skipped:
            skipped = False
        else:
            words.append((quoted or bare).replace("\\\\", "\\"))
    return words
