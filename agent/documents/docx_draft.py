"""A part of a Word document while it is edited: words change in the tree, and only the touched elements are written.

Every address is one of the document as it was read, whatever was changed before.
"""

from collections.abc import Sequence

from agent.core.errors import InvalidArgumentsError
from agent.documents.docx_tree import Element, Piece, child, children, name_of, pieces, value
from agent.documents.xml_splice import Layout, Splice, text_bytes

_RANGES = (("bookmarkStart", "bookmarkEnd"), ("commentRangeStart", "commentRangeEnd"), ("permStart", "permEnd"))


class Draft:
    """One part. Its changes are kept until `written`."""

    def __init__(self, xml: bytes) -> None:
        """Raises UnreadableError when the part cannot be edited."""
        self.layout = Layout(xml)
        self._touched: dict[Element, None] = {}
        self._fills: dict[Element, str] = {}
        self._splices: list[Splice] = []
        self._removed: list[Splice] = []

    @property
    def changed(self) -> bool:
        """Whether `written` would differ from what was given."""
        return bool(self._touched or self._fills or self._splices or self._removed)

    def set_text(self, paragraph: Element, text: str) -> None:
        """Change the shown text of a paragraph to `text`; what is equal at its beginning and end stays as it is.

        Raises:
            InvalidArgumentsError: a picture, a note or a formula would be lost.
        """
        shown = shown_pieces(paragraph)
        before = "".join(piece.text for piece in shown)
        start, end = _differing(before, text)
        self.replace(paragraph, shown, (start, end), text[start : len(text) - (len(before) - end)])

    def replace(self, paragraph: Element, shown: Sequence[Piece], span: tuple[int, int], text: str) -> None:
        """Put `text` in the place of the characters span[0]:span[1] of the pieces `shown` of `paragraph`.

        The new words have the formatting of the first of those that they replace.

        Raises:
            InvalidArgumentsError: a picture, a note or a formula would be lost.
        """
        start, end = span
        if start == end and not text:
            return
        places = _places(shown)
        hit = [(piece, at) for piece, at in places if at < end and at + len(piece.text) > start]
        if any(piece.element is None for piece, _ in hit):
            raise InvalidArgumentsError(
                "A picture, a note or a formula stands in the words to change. Keep its mark, such as '[picture]', "
                "where it is, or change the words before and after it one at a time."
            )
        first = _first(hit) or _beside(places, start)
        if first is None:
            self._fills[paragraph] = text
            return
        rest = [(piece, at) for piece, at in hit if piece.element is not first[0].element]
        for piece, at in rest:
            self._become(piece, piece.text[: max(0, start - at)] + piece.text[max(0, end - at) :])
        piece, at = first
        self._become(piece, piece.text[: max(0, start - at)] + text + piece.text[max(0, end - at) :])

    def insert_after(self, element: Element, new: bytes) -> None:
        """Put `new` behind an element; several insertions there keep their order."""
        end = self.layout.span(element).end
        self._splices.append(Splice(end, end, new))

    def remove(self, element: Element) -> None:
        """Take an element out, but for the marks of bookmarks and comments that reach beyond it.

        Raises:
            InvalidArgumentsError: a field such as a table of contents begins or ends in it.
        """
        ends = [value(mark, "fldCharType") for mark in element.iter("{*}fldChar")]
        if ends.count("begin") != ends.count("end"):
            raise InvalidArgumentsError("A field, such as a table of contents, begins or ends there: it must stay.")
        span = self.layout.span(element)
        self._removed.append(Splice(span.start, span.end, b"".join(map(self.layout.source, _open_ranges(element)))))

    def written(self) -> bytes:
        """The part with all changes; every byte that no change touches is as it was."""
        splices = [*self._splices]
        splices += [self._text_splice(element) for element in self._touched]
        splices += [self._fill_splice(paragraph, text) for paragraph, text in self._fills.items()]
        gone = list(dict.fromkeys(self._removed))
        gone = [one for one in gone if not any(_within(one, other) for other in gone if other != one)]
        kept = [one for one in splices if not any(_within(one, other) for other in gone)]
        return self.layout.spliced([*kept, *gone])

    def _become(self, piece: Piece, text: str) -> None:
        element = piece.element
        if element is None or piece.text == text:
            return
        element.tag = element.tag[: element.tag.index("}") + 1] + "t"
        element.text = text
        self._touched[element] = None

    def _text_splice(self, element: Element) -> Splice:
        span = self.layout.span(element)
        return Splice(span.start, span.end, run_text(element.text or "", self.layout.prefix(element)))

    def _fill_splice(self, paragraph: Element, text: str) -> Splice:
        """A run at the end of a paragraph that had no words, in the formatting of its mark."""
        span, prefix = self.layout.span(paragraph), self.layout.prefix(paragraph)
        mark = child(paragraph, "pPr", "rPr")
        run = run_bytes(text, prefix, self.layout.source(mark) if mark is not None else b"")
        if span.inner == span.end:
            start = self.layout.xml[span.start : span.end].removesuffix(b"/>").rstrip()
            return Splice(span.start, span.end, start + b">" + run + f"</{prefix}p>".encode())
        return Splice(span.close, span.close, run)


def shown_pieces(paragraph: Element, state: str = "shown") -> list[Piece]:
    """The pieces of one state: what a search sees. Text hidden by a character style counts as shown here."""
    return [piece for piece in pieces(paragraph) if piece.state == state]


def run_text(text: str, prefix: str) -> bytes:
    """The contents of a run: text with its tabs and line breaks as Word's elements."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return f"<{prefix}br/>".encode().join(
        f"<{prefix}tab/>".encode().join(_word_text(piece, prefix) for piece in line.split("\t")) for line in lines
    )


def run_bytes(text: str, prefix: str, properties: bytes) -> bytes:
    """A whole run; `properties` is an rPr element or nothing."""
    return f"<{prefix}r>".encode() + properties + run_text(text, prefix) + f"</{prefix}r>".encode()


def _word_text(text: str, prefix: str) -> bytes:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<{prefix}t{space}>".encode() + text_bytes(text) + f"</{prefix}t>".encode()


def _differing(before: str, after: str) -> tuple[int, int]:
    """Where `before` differs: start and end of the characters that are not the same at both ends."""
    limit = min(len(before), len(after))
    start = next((i for i in range(limit) if before[i] != after[i]), limit)
    limit -= start
    same = next((i for i in range(limit) if before[-1 - i] != after[-1 - i]), limit)
    return start, len(before) - same


def _places(shown: Sequence[Piece]) -> list[tuple[Piece, int]]:
    places, at = [], 0
    for piece in shown:
        places.append((piece, at))
        at += len(piece.text)
    return places


def _first(hit: Sequence[tuple[Piece, int]]) -> tuple[Piece, int] | None:
    """The first place with words; a tab or a line break only when there are none."""
    words = (place for place in hit if place[0].element is not None and name_of(place[0].element) == "t")
    return next(words, hit[0] if hit else None)


def _beside(places: Sequence[tuple[Piece, int]], at: int) -> tuple[Piece, int] | None:
    """Where words are put in that replace nothing: at the end of those before, else at the beginning of those after."""
    words = [place for place in places if place[0].element is not None and name_of(place[0].element) == "t"]
    before = [place for place in words if place[1] + len(place[0].text) == at]
    after = [place for place in words if place[1] == at]
    return before[-1] if before else next(iter(after), None)


def _open_ranges(element: Element) -> list[Element]:
    """The marks in an element whose other half stands outside of it."""
    left: list[Element] = []
    for start, end in _RANGES:
        starts = {value(mark, "id"): mark for mark in element.iter(f"{{*}}{start}")}
        ends = {value(mark, "id"): mark for mark in element.iter(f"{{*}}{end}")}
        left += [mark for key, mark in (starts | ends).items() if (key in starts) != (key in ends)]
    return left


def _within(inner: Splice, outer: Splice) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and not inner.start == inner.end == outer.end


def first_properties(layout: Layout, paragraph: Element) -> bytes:
    """The formatting of the first words of a paragraph as an rPr element, or nothing."""
    for run in paragraph.iter("{*}r"):
        properties = child(run, "rPr")
        if name_of(run) == "r" and children(run, "t"):
            return layout.source(properties) if properties is not None else b""
    return b""
