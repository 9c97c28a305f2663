"""Which item of a list became which item of another."""

import difflib
from collections.abc import Hashable, Iterator, Sequence

_MAX_ALIGNED = 5_000


def aligned(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int | None, int | None]]:
    """Pairs of indexes of the items that differ; None where a side has no such item.

    Equal beginnings and ends are left out first. A middle of more than 5,000 items is compared place by place, because
    the time for an alignment grows with the square.
    """
    begin, end = _same_ends(old, new)
    a, b = range(begin, len(old) - end), range(begin, len(new) - end)
    if max(len(a), len(b)) > _MAX_ALIGNED:
        yield from (pair for pair in _by_place(a, b) if None in pair or old[pair[0] or 0] != new[pair[1] or 0])
        return
    middles = [old[at] for at in a], [new[at] for at in b]
    for tag, i, j, k, m in difflib.SequenceMatcher(None, *middles, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _by_place(a[i:j], b[k:m])


def _by_place(a: range, b: range) -> Iterator[tuple[int | None, int | None]]:
    for step in range(max(len(a), len(b))):
        yield (a[step] if step < len(a) else None), (b[step] if step < len(b) else None)


def _same_ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    begin, end, shorter = 0, 0, min(len(old), len(new))
    while begin < shorter and old[begin] == new[begin]:
        begin += 1
    while end < shorter - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    return begin, end
