"""Which paragraph, table or row of one document became which of another."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from agent.documents.docx.diff_words import Hunk, hunks

Pair = tuple[int | None, int | None]
_LIKE = 0.4
_MOST_PAIRS = 40_000


@dataclass(frozen=True, slots=True)
class Item:
    """What is compared: `kind` must be equal ("p", "tbl", "tr"), `words` are its words and things."""

    kind: str
    words: tuple[str, ...]


def aligned(old: Sequence[Item], new: Sequence[Item], *, ends: bool = True) -> list[Pair]:
    """Pairs of places in their order, with None for what a side lacks; equal items, and those that are alike.

    `ends`: the last paragraphs of both belong together, since the mark at the end of a cell or a document stays.
    """
    pairs: list[Pair] = []
    a = b = 0
    for hunk in hunks(old, new):
        pairs += zip(range(a, hunk.start), range(b, hunk.new_start), strict=True)
        pairs += _alike(old, new, hunk)
        a, b = hunk.end, hunk.new_end
    pairs += zip(range(a, len(old)), range(b, len(new)), strict=True)
    return _with_ends(pairs, old, new) if ends else pairs


def _with_ends(pairs: list[Pair], old: Sequence[Item], new: Sequence[Item]) -> list[Pair]:
    last = (len(old) - 1, len(new) - 1)
    if not old or not new or old[-1].kind != "p" or new[-1].kind != "p":
        return pairs
    if (last[0], None) in pairs and (None, last[1]) in pairs:
        return [*(one for one in pairs if one not in {(last[0], None), (None, last[1])}), last]
    return pairs


def _alike(old: Sequence[Item], new: Sequence[Item], hunk: Hunk) -> list[Pair]:
    """The pairs of a stretch that differs: those that are most alike, in their order (a longest common path)."""
    rows, columns = range(hunk.start, hunk.end), range(hunk.new_start, hunk.new_end)
    if len(rows) == len(columns) == 1 and old[rows[0]].kind == new[columns[0]].kind:
        return [(rows[0], columns[0])]
    if len(rows) * len(columns) > _MOST_PAIRS:
        return [*((one, None) for one in rows), *((None, one) for one in columns)]
    mine, theirs = ([_bag(items[at]) for at in places] for items, places in ((old, rows), (new, columns)))
    scores = [[_likeness(one, other) for other in theirs] for one in mine]
    best = [[0.0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for i in range(len(rows) - 1, -1, -1):
        for j in range(len(columns) - 1, -1, -1):
            together = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    return _path(rows, columns, scores, best)


def _path(rows: range, columns: range, scores: list[list[float]], best: list[list[float]]) -> list[Pair]:
    found: list[Pair] = []
    i = j = 0
    while i < len(rows) and j < len(columns):
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            found.append((rows[i], columns[j]))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            found.append((rows[i], None))
            i += 1
        else:
            found.append((None, columns[j]))
            j += 1
    return [*found, *((one, None) for one in rows[i:]), *((None, one) for one in columns[j:])]


_Bag = tuple[str, Counter[str], int]


def _bag(item: Item) -> _Bag:
    """The kind of an item, how often it has each of its words, and how many characters they are."""
    words = Counter(word for word in item.words if not word.isspace())
    return item.kind, words, sum(len(word) * count for word, count in words.items())


def _likeness(one: _Bag, other: _Bag) -> float:
    """The share of common words, 0 when it is too small to be the same thing."""
    (kind, words, length), (other_kind, others, other_length) = one, other
    total = length + other_length
    if kind != other_kind or not total or 2 * min(length, other_length) < _LIKE * total:
        return 0.0
    share = 2 * sum(len(word) * min(count, others[word]) for word, count in words.items() if word in others) / total
    return share if share >= _LIKE else 0.0
