"""Which subroutines the charstrings of a CFF font call: Adobe Technical Note 5177 (Type 2 charstring format)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

_STEMS = frozenset({1, 3, 18, 23})
_MASKS = frozenset({19, 20})
_CALL, _CALL_SHARED, _RETURN, _END, _ESCAPE, _SHORT, _FIXED = 10, 29, 11, 14, 12, 28, 255
_MAX_DEPTH = 12


@dataclass(slots=True)
class Calls:
    """The numbers of called subroutines: those of the whole font, and those of each group of glyphs."""

    total: int
    totals: Sequence[int]
    shared: set[int] = field(default_factory=set)
    local: dict[int, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for group in range(len(self.totals)):
            self.local[group] = set()


def called(charstring: bytes, shared: Sequence[bytes], local: Sequence[bytes], calls: Calls, group: int) -> None:
    """Note what a charstring calls. One that computes numbers is not followed: then every subroutine counts."""
    if not _Run(shared, local, calls.shared, calls.local[group]).through(charstring, 0):
        calls.shared.update(range(len(shared)))
        calls.local[group].update(range(len(local)))


def _bias(count: int) -> int:
    return 107 if count < 1240 else 1131 if count < 33900 else 32768


@dataclass(slots=True)
class _Run:
    """Steps through one charstring: numbers and hints are counted, nothing is drawn."""

    shared: Sequence[bytes]
    local: Sequence[bytes]
    shared_calls: set[int]
    local_calls: set[int]
    numbers: list[int] = field(default_factory=list)
    stems: int = 0
    ended: bool = False

    def through(self, code: bytes, depth: int) -> bool:
        """Whether all of it could be followed."""
        at = 0
        while at < len(code) and not self.ended:
            operator = code[at]
            if operator >= 32 or operator == _SHORT:
                at = self._number(code, at)
                continue
            at += 1
            if operator == _ESCAPE:
                # Flex clears the numbers as other lines do; all else computes.
                if not 34 <= code[at] <= 37:
                    return False
                at += 1
            if operator in {_CALL, _CALL_SHARED}:
                if not self._call(operator, depth):
                    return False
                continue
            if operator == _RETURN:
                return True
            at += self._hints(operator)
            self.ended = operator == _END
            self.numbers.clear()
        return True

    def _number(self, code: bytes, at: int) -> int:
        first = code[at]
        if first == _SHORT:
            self.numbers.append(int.from_bytes(code[at + 1 : at + 3], "big", signed=True))
            return at + 3
        if first == _FIXED:
            self.numbers.append(int.from_bytes(code[at + 1 : at + 3], "big", signed=True))
            return at + 5
        if first <= 246:
            self.numbers.append(first - 139)
            return at + 1
        high = (first - 247) * 256 + 108 if first <= 250 else -(first - 251) * 256 - 108
        self.numbers.append(high + code[at + 1] if first <= 250 else high - code[at + 1])
        return at + 2

    def _hints(self, operator: int) -> int:
        """Counts stems; returns how many bytes of a mask follow."""
        if operator in _STEMS or operator in _MASKS:
            self.stems += len(self.numbers) // 2
        return (self.stems + 7) // 8 if operator in _MASKS else 0

    def _call(self, operator: int, depth: int) -> bool:
        subrs = self.shared if operator == _CALL_SHARED else self.local
        calls = self.shared_calls if operator == _CALL_SHARED else self.local_calls
        if not self.numbers or depth >= _MAX_DEPTH:
            return False
        number = self.numbers.pop() + _bias(len(subrs))
        if not 0 <= number < len(subrs):
            return False
        calls.add(number)
        return self.through(subrs[number], depth + 1)
