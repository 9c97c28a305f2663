"""A part of a Word document by its addresses: "P12", "P10-P20", "T1", "T1 R2", "header1"."""

import re
from collections.abc import Sequence

from agent.core.documents import Passage
from agent.core.errors import InvalidArgumentsError

_RANGE = re.compile(r"P?(\d+)\s*[-–:]\s*P?(\d+)", re.IGNORECASE)
_BODY = re.compile(r"P(\d+)\b")


def part_of(passages: Sequence[Passage], part: str) -> tuple[Passage, ...]:
    """The passages that `part` means; a range of paragraphs has the tables between them too.

    Raises:
        InvalidArgumentsError: nothing has such an address; the sentence says which there are.
    """
    wanted = part.strip()
    ends = _RANGE.fullmatch(wanted)
    found = _between(passages, int(ends[1]), int(ends[2])) if ends else _at(passages, wanted)
    if not found:
        raise InvalidArgumentsError(
            f"Nothing stands at {part!r}. A part of this document is an address or a range of paragraphs from "
            f"{_first(passages)}: 'P12', 'P10-P20', 'T1', 'T1 R2'."
        )
    return found


def _at(passages: Sequence[Passage], wanted: str) -> tuple[Passage, ...]:
    address = wanted.casefold()
    return tuple(one for one in passages if f"{one.anchor.casefold()} ".startswith(f"{address} "))


def _between(passages: Sequence[Passage], first: int, last: int) -> tuple[Passage, ...]:
    numbers = [_number(one) for one in passages]
    inside = [at for at, number in enumerate(numbers) if number is not None and first <= number <= last]
    return tuple(passages[inside[0] : inside[-1] + 1]) if inside else ()


def _number(passage: Passage) -> int | None:
    found = _BODY.match(passage.anchor)
    return int(found[1]) if found else None


def _first(passages: Sequence[Passage]) -> str:
    numbered = [one.anchor for one in passages if _number(one) is not None]
    return f"{numbered[0]} to {numbered[-1]}" if numbered else "none"
