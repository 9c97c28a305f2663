"""Which item of a list became which item of another, in a time that grows little faster than the lists."""

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

_MAX_COMPARED = 4_000_000  # pairs of items that may be looked at where nothing is unique

Pair = tuple[int, int]


def aligned(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int | None, int | None]]:
    """Pairs of indexes of the items that differ; None where a side has no such item."""
    at_old = at_new = 0
    for i, j in [*matched(old, new), (len(old), len(new))]:
        yield from _by_place(range(at_old, i), range(at_new, j))
        at_old, at_new = i + 1, j + 1


def matched(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Indexes of items that are equal and in the same order in both, in that order.

    Equal beginnings and ends first, then items that are there once in both (patience), then what is left between them.
    """
    found: list[Pair] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        low, high, begin, end = waiting.pop()
        while low < high and begin < end and old[low] == new[begin]:
            found.append((low, begin))
            low, begin = low + 1, begin + 1
        while low < high and begin < end and old[high - 1] == new[end - 1]:
            high, end = high - 1, end - 1
            found.append((high, end))
        if low == high or begin == end:
            continue
        anchors = _anchors(old, new, (low, high, begin, end))
        if not anchors:
            found += _compared(old, new, (low, high, begin, end))
            continue
        for i, j in [*anchors, (high, end)]:
            waiting.append((low, i, begin, j))
            low, begin = i + 1, j + 1
        found += anchors
    return sorted(found)


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], part: tuple[int, int, int, int]) -> list[Pair]:
    """Items that are there once on each side, as many as are in the same order."""
    low, high, begin, end = part
    olds, news = Counter(old[low:high]), Counter(new[begin:end])
    places = {new[j]: j for j in range(begin, end)}
    once = [(i, places[old[i]]) for i in range(low, high) if olds[old[i]] == 1 and news.get(old[i]) == 1]
    return increasing(once)


def increasing(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest choice of pairs, sorted by their first, whose seconds grow too."""
    tails: list[int] = []
    heads: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        before.append(heads[place - 1] if place else -1)
        if place == len(tails):
            tails.append(j)
            heads.append(at)
        else:
            tails[place], heads[place] = j, at
    chosen: list[Pair] = []
    at = heads[-1] if heads else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]


def _compared(old: Sequence[Hashable], new: Sequence[Hashable], part: tuple[int, int, int, int]) -> list[Pair]:
    low, high, begin, end = part
    if (high - low) * (end - begin) > _MAX_COMPARED:
        return [
            (low + at, begin + at) for at in range(min(high - low, end - begin)) if old[low + at] == new[begin + at]
        ]
    blocks = difflib.SequenceMatcher(None, old[low:high], new[begin:end], autojunk=False).get_matching_blocks()
    return [(low + one.a + at, begin + one.b + at) for one in blocks for at in range(one.size)]


def _by_place(a: range, b: range) -> Iterator[tuple[int | None, int | None]]:
    for step in range(max(len(a), len(b))):
        yield (a[step] if step < len(a) else None), (b[step] if step < len(b) else None)


def most_alike(like: Sequence[Sequence[float]], least: float) -> list[Pair]:
    """The pairs in order that are most alike in all; `like[i][j]` is 0 to 1, and less than `least` is no pair."""
    count = len(like[0]) if like else 0
    best = [[0.0] * (count + 1) for _ in range(len(like) + 1)]
    for i in range(len(like) - 1, -1, -1):
        for j in range(count - 1, -1, -1):
            take = like[i][j] + best[i + 1][j + 1] if like[i][j] >= least else -1.0
            best[i][j] = max(take, best[i + 1][j], best[i][j + 1])
    pairs: list[Pair] = []
    i = j = 0
    while i < len(like) and j < count:
        if like[i][j] >= least and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
