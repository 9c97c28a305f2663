"""Where things stand on a page: as it is seen (points from its top left corner) and in its own space.

ISO 32000-2, 8.3.2 (default user space, y upwards) and 14.11.2 (boxes); a page may be shown turned (/Rotate).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pypdf import PageObject

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError

Box = tuple[float, float, float, float]
# What viewers take where a page names no size.
_LETTER = (0.0, 0.0, 612.0, 792.0)


@dataclass(frozen=True, slots=True)
class Space:
    """The crop box of a page in its own space (points), and how far it is turned clockwise when it is shown."""

    left: float
    bottom: float
    right: float
    top: float
    turned: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen, in points."""
        across, down = self.right - self.left, self.top - self.bottom
        return (down, across) if self.turned in {90, 270} else (across, down)

    def inside(self, x: float, y: float) -> tuple[float, float]:
        """The point of the page's own space that is seen `x` from the left and `y` from the top."""
        match self.turned:
            case 90:
                return self.left + y, self.bottom + x
            case 180:
                return self.right - x, self.bottom + y
            case 270:
                return self.right - y, self.top - x
            case _:
                return self.left + x, self.top - y

    def inner_box(self, x: float, y: float, width: float, height: float) -> Box:
        """Left, bottom, right, top in the page's own space of what is seen there."""
        one, other = self.inside(x, y), self.inside(x + width, y + height)
        return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])

    def seen(self, box: Box) -> Box:
        """x, y, width, height as seen of left, bottom, right, top in the page's own space."""
        xs, ys = zip(*(self._outside(*corner) for corner in ((box[0], box[1]), (box[2], box[3]))), strict=True)
        return min(xs), min(ys), abs(xs[1] - xs[0]), abs(ys[1] - ys[0])

    def upright(self, x: float, y: float) -> tuple[float, float, float, float, float, float]:
        """The matrix for things that are to be seen upright, their origin `x` from the left and `y` from the top."""
        across, up = self.inside(x, y)
        turns = {
            90: (0.0, 1.0, -1.0, 0.0), 180: (-1.0, 0.0, 0.0, -1.0), 270: (0.0, -1.0, 1.0, 0.0)
        }  # fmt: skip
        return (*turns.get(self.turned, (1.0, 0.0, 0.0, 1.0)), across, up)

    def _outside(self, across: float, up: float) -> tuple[float, float]:
        match self.turned:
            case 90:
                return up - self.bottom, across - self.left
            case 180:
                return self.right - across, up - self.bottom
            case 270:
                return self.top - up, self.right - across
            case _:
                return across - self.left, self.top - up


def space_of(page: PageObject) -> Space:
    """The space of a page: what of its crop box lies within its media box."""
    box, outer = _sides(lambda: page.cropbox), _sides(lambda: page.mediabox)
    lows = [max(min(box[i], box[i + 2]), min(outer[i], outer[i + 2])) for i in (0, 1)]
    highs = [min(max(box[i], box[i + 2]), max(outer[i], outer[i + 2])) for i in (0, 1)]
    if highs[0] <= lows[0] or highs[1] <= lows[1]:
        lows, highs = [min(outer[0], outer[2]), min(outer[1], outer[3])], [max(outer[0::2]), max(outer[1::2])]
    return Space(lows[0], lows[1], highs[0], highs[1], page.rotation % 360)


def _sides(box: Callable[[], Sequence[float]]) -> tuple[float, ...]:
    try:
        return tuple(float(side) for side in box())
    except ValueError:
        return _LETTER


def numbers_in(op: Op, key: str, count: int, form: str) -> tuple[float, ...]:
    """A list of `count` numbers; `form` shows how it is written. Raises InvalidArgumentsError."""
    found = op.get(key)
    if not isinstance(found, Sequence) or isinstance(found, str) or len(found) != count:
        raise InvalidArgumentsError(f"{key!r} is a list of {count} numbers in points: {form}.")
    if not all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in found):
        raise InvalidArgumentsError(f"{key!r} is a list of {count} numbers in points: {form}.")
    return tuple(float(one) for one in found)
