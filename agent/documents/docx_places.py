"""Where the elements of a part are after its bytes were changed."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from agent.documents.docx_tree import Element
from agent.documents.xml_splice import Layout, Splice


@dataclass(frozen=True, slots=True)
class Move:
    """The bytes start:end of the part before are what `splice` puts in at its place, from its byte `at` on."""

    start: int
    end: int
    splice: Splice
    at: int = 0


def kept_places(
    before: Layout, splices: Sequence[Splice], moves: Sequence[Move], after: Layout
) -> Callable[[Element], Element | None]:
    """Tells of an element of `before` which one it is in `after`, or None when it is gone."""
    ordered = sorted(splices, key=lambda one: (one.start, one.end))
    ends = [one.end for one in ordered]
    grown = [0, *accumulate(len(one.new) - (one.end - one.start) for one in ordered)]
    at_start = {after.span(element).start: element for element in after.root.iter("*")}

    def place_of(start: int) -> int:
        return start + grown[bisect_right(ends, start)]

    def kept(element: Element) -> Element | None:
        start = before.span(element).start
        for move in moves:
            if move.start <= start < move.end:
                # Those that come in at the same place and before it are counted by their order.
                index = ordered.index(move.splice)
                return at_start.get(move.splice.start + grown[index] + move.at + start - move.start)
        index = bisect_right(ends, start)
        over = ordered[index] if index < len(ordered) and ordered[index].start <= start < ordered[index].end else None
        if over is not None and (over.start != start or not over.new):
            return None
        found = at_start.get(place_of(start))
        return found if found is not None and found.tag == element.tag else None

    return kept
