"""A part of a Word document while it is edited: words change in the tree, and only the touched elements are written.

Every address is one of the document as it was read, whatever was changed before.
"""

from collections.abc import Sequence

from agent.core.errors import InvalidArgumentsError
from agent.documents.docx.grown import fresh, grown
from agent.documents.docx.tracked import plain_properties
from agent.documents.docx.tree import Element, Piece, child, children, name_of, pieces, value
from agent.documents.opc.xml_splice import Layout, Splice, text_bytes
from agent.documents.texts.text_draft import TextDraft, differing

_RANGES = (("bookmarkStart", "bookmarkEnd"), ("commentRangeStart", "commentRangeEnd"), ("permStart", "permEnd"))


class Draft:
    """One part. Its changes are kept until `written`."""

    def __init__(self, part: bytes) -> None:
        """Raises UnreadableError when the part is broken."""
        self.part = part
        self._text = TextDraft(part, run_text)
        self.layout = self._text.layout
        self._fills: dict[Element, str] = {}
        self._inserted: list[Splice] = []
        self._removed: dict[Splice, None] = {}
        self._grown = False

    @property
    def changed(self) -> bool:
        """Whether `written` would differ from what was given."""
        return self.grown or bool(self._text.text_splices() or self._fills or self._inserted or self._removed)

    @property
    def grown(self) -> bool:
        """Whether the tree itself was changed: then there are no splices, and all is told by `written`."""
        return self._grown

    def grow(self) -> None:
        """Say that the tree is about to be changed, which is done when nothing else is pending."""
        self._grown = True

    def set_text(self, paragraph: Element, text: str) -> None:
        """Change the shown text of a paragraph to `text`; what is equal at its beginning and end stays as it is.

        Raises:
            InvalidArgumentsError: a picture, a note or a formula would be lost.
        """
        if not self._text.set_text(shown_pieces(paragraph), text):
            self._fills[paragraph] = text

    def replace(self, shown: Sequence[Piece], span: tuple[int, int], text: str) -> None:
        """See TextDraft.replace; the characters span[0]:span[1] must be there.

        What is equal at both ends of the old and the new words stays as it is, with its formatting and its marks.
        """
        old = "".join(piece.text for piece in shown)[slice(*span)]
        start, end = differing(old, text)
        inner = text[start : len(text) - (len(old) - end)]
        if not self._text.replace(shown, (span[0] + start, span[0] + end), inner):
            self._text.replace(shown, span, text)

    def insert_after(self, element: Element, new: bytes) -> None:
        """Put `new` behind an element; several insertions there keep their order."""
        end = self.layout.span(element).end
        self._inserted.append(Splice(end, end, new))

    def remove(self, element: Element) -> None:
        """Take an element out, but for the marks of bookmarks and comments that reach beyond it.

        Raises:
            InvalidArgumentsError: a field such as a table of contents begins or ends in it.
        """
        ends = [value(mark, "fldCharType") for mark in element.iter("{*}fldChar")]
        if ends.count("begin") != ends.count("end"):
            raise InvalidArgumentsError("A field, such as a table of contents, begins or ends there: it must stay.")
        span = self.layout.span(element)
        left = b"".join(map(self.layout.source, open_ranges(element)))
        self._removed[Splice(span.start, span.end, left)] = None

    def written(self) -> bytes:
        """The part with all changes; every byte that no change touches is as it was."""
        return grown(self.layout) if self.grown else self.layout.spliced(self.splices())

    def splices(self) -> list[Splice]:
        """All changes as splices of the part that do not overlap."""
        splices = [*self._inserted, *self._text.text_splices()]
        splices += [self._fill_splice(paragraph, text) for paragraph, text in self._fills.items()]
        gone = [one for one in self._removed if not any(_within(one, other) for other in self._removed if other != one)]
        kept = [one for one in splices if not any(_within(one, other) for other in gone)]
        return [*kept, *gone]

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


def open_ranges(element: Element) -> list[Element]:
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
        if name_of(run) == "r" and children(run, "t"):
            return copied(layout, child(run, "rPr"))
    return b""


def copied(layout: Layout, properties: Element | None) -> bytes:
    """Properties (pPr, rPr, trPr...) for another place: without what is tracked in them; b"" when nothing is left."""
    plain = plain_properties(properties)
    return fresh(plain, layout.root.nsmap) if plain is not None else b""
