"""The columns of two versions of a sheet, by what stands in them, so that an inserted column is one difference."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from agent.documents.alignment import Pair, most_alike
from agent.documents.xlsx.diff_rows import Side

_ROWS = 200
_MOST = 200
_LIKE = 0.5
_EQUAL = 0.9
_FEW = 0.6


@dataclass(frozen=True, slots=True)
class ColumnAlignment:
    """Numbers of columns, from 1: which became which in order, which elsewhere; which went, which came."""

    same: tuple[Pair, ...]
    shifted: tuple[Pair, ...]
    gone: tuple[int, ...]
    come: tuple[int, ...]

    def numbers(self) -> tuple[Mapping[int, int], Mapping[int, int]]:
        """For each side the numbers that its columns have for both; columns without a partner have none."""
        pairs = [*self.same, *self.shifted]
        return dict(pairs), {new: new for _, new in pairs}


def columns_aligned(old: Side, new: Side) -> ColumnAlignment | None:
    """The alignment, or None when columns are where they were, or cannot be told apart."""
    one, two = _contents(old), _contents(new)
    if not one or not two or max(len(one), len(two)) > _MOST:
        return None
    still = all(_likeness(one[column], two.get(column, Counter())) > _FEW for column in one)
    if still and len(one) == len(two):
        return None
    ones, twos = list(one), list(two)
    like = [[_likeness(one[a], two[b]) for b in twos] for a in ones]
    pairs = [(ones[i], twos[j]) for i, j in most_alike(like, _LIKE)]
    shifted = _elsewhere(one, two, pairs)
    known = [*pairs, *shifted]
    if len(known) < _LIKE * min(len(one), len(two)) or (all(a == b for a, b in known) and len(one) == len(two)):
        return None
    gone = tuple(column for column in one if column not in {a for a, _ in known})
    come = tuple(column for column in two if column not in {b for _, b in known})
    last = max(one)
    if all(a == b for a, b in known) and all(column > last for column in come) and not gone:
        return None  # what was added behind the last column shifts nothing
    return ColumnAlignment(tuple(pairs), tuple(shifted), gone, come)


def _contents(side: Side) -> dict[int, Counter[str]]:
    """What stands in each column of the first rows; a formula counts as one, whatever it says."""
    found: dict[int, Counter[str]] = {}
    for at in range(min(_ROWS, len(side.rows))):
        for column, cell in side.cells(at).items():
            text = "=" if cell.formula is not None else side.text(cell)
            found.setdefault(column, Counter())[text] += 1
    return dict(sorted(found.items()))


def _likeness(one: Counter[str], two: Counter[str]) -> float:
    return (one & two).total() / max(one.total(), two.total(), 1)


def _elsewhere(one: Mapping[int, Counter[str]], two: Mapping[int, Counter[str]], pairs: list[Pair]) -> list[Pair]:
    have = {a for a, _ in pairs}, {b for _, b in pairs}
    found: list[Pair] = []
    for a in (column for column in one if column not in have[0]):
        for b in (column for column in two if column not in have[1]):
            if one[a].total() > 1 and _likeness(one[a], two[b]) >= _EQUAL:
                found.append((a, b))
                have[1].add(b)
                break
    return found
