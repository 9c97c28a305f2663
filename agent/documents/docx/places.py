"""Where the elements of a part are after its bytes were changed."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from agent.documents.docx.tree import Element
from agent.documents.opc.xml_splice import Layout, Splice


@dataclass(frozen=True, slots=True)
class Move:
    """The bytes start:end of the part before are what `splice` puts in at its place."""

    start: int
    end: int
    splice: Splice


class Places:
    """The ways from the elements and bytes of `before` to those of `after`, which is `before` with `splices`."""

    def __init__(self, before: Layout, splices: Sequence[Splice], moves: Sequence[Move], after: Layout) -> None:
        self._before, self._moves = before, moves
        self._ordered = sorted(splices, key=lambda one: (one.start, one.end))
        self._ends = [one.end for one in self._ordered]
        self._grown = [0, *accumulate(len(one.new) - (one.end - one.start) for one in self._ordered)]
        self._at_start = {after.span(element).start: element for element in after.root.iter("*")}

    def offset(self, byte: int) -> int:
        """Where a byte is that no splice takes out; what comes in at its place stands before it."""
        return byte + self._grown[bisect_right(self._ends, byte)]

    def is_moved(self, element: Element) -> bool:
        """Whether a move carries an element to another place."""
        return self._move(self._before.span(element).start) is not None

    def kept(self, element: Element) -> Element | None:
        """The same element in `after`, or None when it is gone."""
        start = self._before.span(element).start
        move = self._move(start)
        if move is not None:
            # What comes in at the same place and before it counts by its order.
            index = self._ordered.index(move.splice)
            return self._at_start.get(move.splice.start + self._grown[index] + start - move.start)
        index = bisect_right(self._ends, start)
        over = self._ordered[index] if index < len(self._ordered) else None
        if over is not None and over.start <= start < over.end and (over.start != start or not over.new):
            return None
        found = self._at_start.get(self.offset(start))
        return found if found is not None and found.tag == element.tag else None

    def _move(self, start: int) -> Move | None:
        return next((one for one in self._moves if one.start <= start < one.end), None)
