"""A part of a CFF font with the glyphs that are used: Adobe Technical Notes 5176 (CFF) and 5177 (Type 2 charstrings).

The result is keyed by CID, and the CID of a glyph is its number, as ISO 32000-2, 9.7.4.2 wants it. Subroutines keep
their numbers, so that no charstring has to be changed; those that nobody calls are empty.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from agent.documents.pdf.charstrings import Calls, called
from agent.documents.pdf.sfnt import Face, FontError

_CHARSET, _CHARSTRINGS, _PRIVATE, _SUBRS = 15, 17, 18, 19
_ROS, _FD_ARRAY, _FD_SELECT, _CID_COUNT = 1230, 1236, 1237, 1234
_MATRIX, _BOX = 1207, 5
# Behind the standard strings (5176, appendix A) come those of the font.
_FIRST_STRING = 391
Entry = tuple[int, bytes, tuple[int, ...]]
"""An operator, its operands as they are written, and those of them that are whole numbers."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Glyphs of one private dictionary: an FD of a CID font, or the only one of another font."""

    entries: list[Entry]
    private: list[Entry]
    subrs: Sequence[bytes]


def cff_subset(face: Face, glyphs: Sequence[int]) -> bytes:
    """A font program whose CID n is glyph `glyphs[n]` of `face`; the first must be 0 (.notdef).

    Raises:
        FontError: the face is damaged.
    """
    try:
        return _subset(face.table(b"CFF "), glyphs)
    except (struct.error, IndexError, KeyError) as error:
        raise FontError("the font is damaged") from error


def _subset(table: bytes, glyphs: Sequence[int]) -> bytes:
    at = table[2]
    _, at = _index(table, at)
    tops, at = _index(table, at)
    _, at = _index(table, at)
    global_subrs, _ = _index(table, at)
    top = {operator: numbers for operator, _, numbers in _entries(tops[0])}
    raw = {operator: operands for operator, operands, _ in _entries(tops[0])}
    charstrings, _ = _index(table, top[_CHARSTRINGS][0])
    selected, groups = _groups(table, top, glyphs)
    used = sorted(set(selected))
    calls = Calls(len(global_subrs), [len(groups[group].subrs) for group in range(len(groups))])
    for glyph, group in zip(glyphs, selected, strict=True):
        called(charstrings[glyph], global_subrs, groups[group].subrs, calls, group)
    kept = [_kept(groups[group].subrs, calls.local[group]) for group in used]
    return _font(
        {key: raw[key] for key in (_MATRIX, _BOX) if key in raw},
        _kept(global_subrs, calls.shared),
        [charstrings[glyph] for glyph in glyphs],
        bytes(used.index(group) for group in selected),
        [(groups[group], subrs) for group, subrs in zip(used, kept, strict=True)],
    )


def _kept(subrs: Sequence[bytes], used: set[int]) -> list[bytes]:
    return [subr if number in used else b"" for number, subr in enumerate(subrs)]


def _groups(table: bytes, top: Mapping[int, tuple[int, ...]], glyphs: Sequence[int]) -> tuple[list[int], list[_Group]]:
    """The group of each glyph, and all groups."""
    if _ROS not in top:
        size, offset = top[_PRIVATE]
        return [0] * len(glyphs), [_group(table, [], size, offset)]
    dictionaries, _ = _index(table, top[_FD_ARRAY][0])
    groups = []
    for one in dictionaries:
        entries = list(_entries(one))
        size, offset = next(numbers for operator, _, numbers in entries if operator == _PRIVATE)
        groups.append(_group(table, [entry for entry in entries if entry[0] == _MATRIX], size, offset))
    return [_selected(table, top[_FD_SELECT][0], glyph) for glyph in glyphs], groups


def _group(table: bytes, entries: list[Entry], size: int, offset: int) -> _Group:
    private = list(_entries(table[offset : offset + size]))
    starts = [numbers[0] for operator, _, numbers in private if operator == _SUBRS]
    subrs = _index(table, offset + starts[0])[0] if starts else []
    return _Group(entries, [entry for entry in private if entry[0] != _SUBRS], subrs)


def _selected(table: bytes, at: int, glyph: int) -> int:
    """The FD of a glyph: FDSelect, formats 0 and 3."""
    if table[at] == 0:
        return table[at + 1 + glyph]
    (count,) = struct.unpack_from(">H", table, at + 1)
    low, high = 0, count
    while high - low > 1:
        middle = (low + high) // 2
        (first,) = struct.unpack_from(">H", table, at + 3 + 3 * middle)
        low, high = (middle, high) if first <= glyph else (low, middle)
    return table[at + 5 + 3 * low]


@dataclass(frozen=True, slots=True)
class _Objects(Sequence[bytes]):
    """The objects of an INDEX (5176, section 5), cut out of the table when they are asked for."""

    table: bytes
    total: int
    size: int
    base: int

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, index: int) -> bytes: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[bytes]: ...

    def __getitem__(self, index: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(self.total))]
        if not 0 <= index < self.total:
            raise IndexError(index)
        return self.table[self._end(index) : self._end(index + 1)]

    def end(self) -> int:
        """Where the INDEX ends."""
        return self._end(self.total) if self.total else self.base

    def _end(self, index: int) -> int:
        at = self.base + self.size * index
        behind = self.base + self.size * (self.total + 1) - 1
        return behind + int.from_bytes(self.table[at : at + self.size], "big")


def _index(table: bytes, at: int) -> tuple[Sequence[bytes], int]:
    """The objects of an INDEX, and where it ends."""
    (count,) = struct.unpack_from(">H", table, at)
    found = _Objects(table, count, table[at + 2] if count else 1, at + 3 if count else at + 2)
    return found, found.end()


def _entries(code: bytes) -> Iterator[Entry]:
    """The entries of a DICT (5176, section 4)."""
    at = start = 0
    numbers: list[int] = []
    while at < len(code):
        first = code[at]
        if first <= 21:
            size = 2 if first == 12 else 1
            yield (1200 + code[at + 1] if first == 12 else first), code[start:at], tuple(numbers)
            at += size
            start, numbers = at, []
        elif first == 30:
            while code[at] & 0x0F != 0x0F and code[at] >> 4 != 0x0F:
                at += 1
            at += 1
        else:
            number, at = _whole(code, at)
            numbers.append(number)


def _whole(code: bytes, at: int) -> tuple[int, int]:
    first = code[at]
    if first == 28:
        return int.from_bytes(code[at + 1 : at + 3], "big", signed=True), at + 3
    if first == 29:
        return int.from_bytes(code[at + 1 : at + 5], "big", signed=True), at + 5
    if first <= 246:
        return first - 139, at + 1
    if first <= 250:
        return (first - 247) * 256 + code[at + 1] + 108, at + 2
    return -(first - 251) * 256 - code[at + 1] - 108, at + 2


def _font(
    copied: Mapping[int, bytes],
    global_subrs: Sequence[bytes],
    charstrings: Sequence[bytes],
    selected: bytes,
    groups: Sequence[tuple[_Group, Sequence[bytes]]],
) -> bytes:
    count = len(charstrings)
    strings = _written_index([b"Adobe", b"Identity"])
    head = b"\1\0\4\4" + _written_index([b"Subset"])
    size = len(head) + len(_written_index([_top(copied, count, (0, 0, 0, 0))])) + len(strings)
    behind = _written_index(global_subrs)
    charset = b"\2" + struct.pack(">HH", 1, count - 2) if count > 1 else b"\0"
    select = b"\0" + selected
    glyphs = _written_index(charstrings)
    at = size + len(behind)
    offsets = [at, at + len(charset), at + len(charset) + len(select)]
    dictionaries, privates = _private_parts(groups, offsets[2] + len(glyphs))
    array = offsets[2] + len(glyphs) + sum(map(len, privates))
    top = _written_index([_top(copied, count, (offsets[0], offsets[1], offsets[2], array))])
    return b"".join([head, top, strings, behind, charset, select, glyphs, *privates, _written_index(dictionaries)])


def _top(copied: Mapping[int, bytes], count: int, offsets: tuple[int, int, int, int]) -> bytes:
    charset, select, charstrings, array = map(_number, offsets)
    registry = _number(_FIRST_STRING) + _number(_FIRST_STRING + 1) + _number(0) + _operator(_ROS)
    return b"".join(
        [
            registry,
            *(operands + _operator(operator) for operator, operands in copied.items()),
            _number(count) + _operator(_CID_COUNT),
            charset + _operator(_CHARSET),
            charstrings + _operator(_CHARSTRINGS),
            array + _operator(_FD_ARRAY),
            select + _operator(_FD_SELECT),
        ]
    )


def _private_parts(groups: Sequence[tuple[_Group, Sequence[bytes]]], at: int) -> tuple[list[bytes], list[bytes]]:
    """The font dictionaries of the groups, and their private dictionaries with subroutines, which begin at `at`."""
    dictionaries: list[bytes] = []
    privates: list[bytes] = []
    for group, subrs in groups:
        private = b"".join(operands + _operator(operator) for operator, operands, _ in group.private)
        size = len(private)
        if subrs:
            # The offset of the subroutines counts from the dictionary: they stand right behind it.
            size += 6
            private += _number(size) + _operator(_SUBRS)
        own = b"".join(operands + _operator(operator) for operator, operands, _ in group.entries)
        dictionaries.append(own + _number(size) + _number(at) + _operator(_PRIVATE))
        privates.append(private + (_written_index(subrs) if subrs else b""))
        at += len(privates[-1])
    return dictionaries, privates


def _number(number: int) -> bytes:
    """Five bytes, whatever the number: so offsets are known before they are written."""
    return b"\x1d" + number.to_bytes(4, "big", signed=True)


def _operator(operator: int) -> bytes:
    return bytes([12, operator - 1200]) if operator >= 1200 else bytes([operator])


def _written_index(objects: Sequence[bytes]) -> bytes:
    if not objects:
        return b"\0\0"
    ends = [1]
    for one in objects:
        ends.append(ends[-1] + len(one))
    size = (ends[-1].bit_length() + 7) // 8
    return b"".join([struct.pack(">HB", len(objects), size), *(end.to_bytes(size, "big") for end in ends), *objects])
