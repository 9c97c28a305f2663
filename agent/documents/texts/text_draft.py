"""Words of an XML part that change inside of the elements that hold them, so that formatting stays with them."""

from collections.abc import Callable, Sequence

from lxml import etree

from agent.core.errors import InvalidArgumentsError
from agent.documents.docx.tree import Element, Piece
from agent.documents.opc.xml_splice import Layout, Splice

Place = tuple[Piece, int]
KEEP = (
    "A picture, a note, a formula or a line break stands in the words to change. Keep its mark, such as '[picture]', "
    "where it is, or change the words before and after it one at a time."
)


class TextDraft:
    """A part whose text elements ("t" in Word and PowerPoint) get other words. `encoded` writes one with its prefix."""

    def __init__(self, part: bytes, encoded: Callable[[str, str], bytes]) -> None:
        """Raises UnreadableError when the part is broken."""
        self.layout = Layout(part)
        self._encoded = encoded
        self._touched: dict[Element, None] = {}

    def replace(self, shown: Sequence[Piece], span: tuple[int, int], text: str) -> bool:
        """Put `text` in the place of the characters span[0]:span[1] of the pieces `shown`.

        The new words have the formatting of the first of those that they replace, or else of those before.
        Returns False, and does nothing, when no element can take them.

        Raises:
            InvalidArgumentsError: a picture, a note or a formula would be lost.
        """
        start, end = span
        places = _places(shown)
        hit = [(piece, at) for piece, at in places if at < end and at + len(piece.text) > start]
        if any(piece.element is None for piece, _ in hit):
            raise InvalidArgumentsError(KEEP)
        first = next(filter(_has_words, hit), hit[0] if hit else None) or _beside(places, start)
        if first is None:
            return False
        for piece, at in hit:
            if piece is not first[0]:
                self._become(piece, piece.text[: max(0, start - at)] + piece.text[max(0, end - at) :])
        piece, at = first
        self._become(piece, piece.text[: max(0, start - at)] + text + piece.text[max(0, end - at) :])
        return True

    def set_text(self, shown: Sequence[Piece], text: str) -> bool:
        """Change the words of `shown` to `text`; what is equal at the beginning and the end is not touched.

        When more changes than that, `text` must hold the marks of pictures and notes, in their order.
        Returns and raises as `replace`.
        """
        before = "".join(piece.text for piece in shown)
        start, end = differing(before, text)
        new = text[start : len(text) - (len(before) - end)]
        if start == end and not new:
            return True
        if not any(piece.element is None and at < end and at + len(piece.text) > start for piece, at in _places(shown)):
            return self.replace(shown, (start, end), new)
        for words, part in _divided(shown, text):
            if not self.set_text(words, part):
                raise InvalidArgumentsError(KEEP)
        return True

    def text_splices(self) -> list[Splice]:
        """The elements with other words than before."""
        return [self._splice(element) for element in self._touched]

    def _become(self, piece: Piece, text: str) -> None:
        element = piece.element
        if element is not None and piece.text != text:
            # A tab or a line break that gets words, or is to vanish, turns into a text element.
            element.tag = f"{{{etree.QName(element).namespace}}}t"
            element.text = text
            self._touched[element] = None

    def _splice(self, element: Element) -> Splice:
        span = self.layout.span(element)
        return Splice(span.start, span.end, self._encoded(element.text or "", self.layout.prefix(element)))


def differing(before: str, after: str) -> tuple[int, int]:
    """Where `before` differs: start and end of the characters that are not the same at both ends."""
    limit = min(len(before), len(after))
    start = next((i for i in range(limit) if before[i] != after[i]), limit)
    limit -= start
    same = next((i for i in range(limit) if before[-1 - i] != after[-1 - i]), limit)
    return start, len(before) - same


def _divided(shown: Sequence[Piece], text: str) -> list[tuple[list[Piece], str]]:
    """The pieces between those that cannot change, each with the part of `text` that stands there.

    Raises:
        InvalidArgumentsError: `text` has not the marks of all that cannot change.
    """
    divided: list[tuple[list[Piece], str]] = []
    words: list[Piece] = []
    for piece in shown:
        if piece.element is not None or not piece.text:
            words.append(piece)
            continue
        part, mark, text = text.partition(piece.text)
        if not mark:
            raise InvalidArgumentsError(KEEP)
        divided.append((words, part))
        words = []
    return [*divided, (words, text)]


def _places(shown: Sequence[Piece]) -> list[Place]:
    places, at = [], 0
    for piece in shown:
        places.append((piece, at))
        at += len(piece.text)
    return places


def _has_words(place: Place) -> bool:
    element = place[0].element
    return element is not None and etree.QName(element).localname == "t"


def _beside(places: Sequence[Place], at: int) -> Place | None:
    """Where words go that replace nothing: to the end of those before, else to the beginning of those after."""
    words = list(filter(_has_words, places))
    before = [place for place in words if place[1] + len(place[0].text) == at]
    after = [place for place in words if place[1] == at]
    return before[-1] if before else next(iter(after), None)
