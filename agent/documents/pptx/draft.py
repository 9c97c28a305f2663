"""A slide, or the notes of one, while its words are edited."""

import re
from collections.abc import Sequence

from agent.core.errors import InvalidArgumentsError
from agent.documents.docx.tree import Element, Piece
from agent.documents.opc.xml_splice import Splice, text_bytes
from agent.documents.pptx.tree import depth_of, first, local, paragraphs_of, pieces
from agent.documents.texts.text_draft import TextDraft


class SlideDraft:
    """One part. Words change inside of their runs; paragraphs are added and taken away at the end of a body."""

    def __init__(self, part: bytes) -> None:
        """Raises UnreadableError when the part is broken."""
        self._text = TextDraft(part, _text_element)
        self.layout = self._text.layout
        self._bodies: dict[Element, list[Splice]] = {}

    @property
    def changed(self) -> bool:
        """Whether `written` would differ from what was given."""
        return bool(self._text.text_splices() or self._bodies)

    def replace(self, shown: Sequence[Piece], span: tuple[int, int], text: str) -> None:
        """See TextDraft.replace."""
        self._text.replace(shown, span, text)

    def set_body(self, body: Element, text: str) -> None:
        """Give a text body the lines of `text` as its paragraphs; two spaces before a line indent it by one level.

        A line takes the formatting of the paragraph that it replaces, a new one that of the last paragraph.
        """
        there = paragraphs_of(body)
        lines = text.split("\n")
        splices: list[Splice] = []
        for paragraph, line in zip(there, lines, strict=False):
            splices += self._line_set(paragraph, line)
        if not there:
            raise InvalidArgumentsError("The text to set is in a shape without any paragraph: it is broken.")
        last = self.layout.span(there[-1])
        more = b"".join(self._paragraph(there[-1], line) for line in lines[len(there) :])
        splices.append(Splice(last.end, last.end, more))
        for paragraph in there[len(lines) :]:
            span = self.layout.span(paragraph)
            splices.append(Splice(span.start, span.end, b""))
        self._bodies[body] = splices

    def with_text(self, holder: Element, text: str) -> bytes:
        """The bytes of a shape or a cell as a copy with the lines of `text`, in the looks of its first paragraph."""
        there = paragraphs_of(holder)
        span, body = self.layout.span(holder), [self.layout.span(one) for one in there]
        if not body:
            return self.layout.source(holder)
        lines = b"".join(self._paragraph(there[0], line) for line in text.split("\n"))
        return self.layout.xml[span.start : body[0].start] + lines + self.layout.xml[body[-1].end : span.end]

    def written(self) -> bytes:
        """The part with all changes; every byte that no change touches is as it was."""
        splices = [splice for body in self._bodies.values() for splice in body]
        gone = [one for one in splices if one.end > one.start]
        words = [
            one
            for one in self._text.text_splices()
            if not any(other.start <= one.start and one.end <= other.end for other in gone)
        ]
        return self.layout.spliced([*splices, *words])

    def _line_set(self, paragraph: Element, line: str) -> list[Splice]:
        words = line.lstrip(" ")
        depth = (len(line) - len(words)) // 2
        before = pieces(paragraph)
        fixed = any(piece.element is None for piece in before)
        if depth == depth_of(paragraph) and not fixed and self._text.set_text(before, words):
            return []
        span = self.layout.span(paragraph)
        return [Splice(span.start, span.end, self._paragraph(paragraph, line))]

    def _paragraph(self, model: Element, line: str) -> bytes:
        """A paragraph of one run that looks like `model`."""
        words = line.lstrip(" ")
        prefix = self.layout.prefix(model)
        inside = self._properties(model, (len(line) - len(words)) // 2)
        if words:
            run = self._run_properties(model) + _text_element(words, prefix)
            inside += f"<{prefix}r>".encode() + run + f"</{prefix}r>".encode()
        return f"<{prefix}p>".encode() + inside + f"</{prefix}p>".encode()

    def _properties(self, model: Element, depth: int) -> bytes:
        own = first(model, "pPr")
        level = b' lvl="%d"' % depth if depth else b""
        if own is None:
            prefix = self.layout.prefix(model)
            return f"<{prefix}pPr".encode() + level + b"/>" if depth else b""
        name, rest = re.match(rb"(<[\w:.-]+)(.*)", self.layout.source(own), re.DOTALL).groups()  # type: ignore[union-attr]
        return bytes(name) + level + re.sub(rb"""\slvl\s*=\s*("\d*"|'\d*')""", b"", rest, count=1)

    def _run_properties(self, model: Element) -> bytes:
        """The formatting of the first words; of the end of the paragraph when there are none."""
        run = next((child for child in model if local(child) in {"r", "fld"}), None)
        own = first(run, "rPr")
        if own is not None or run is not None:
            return self.layout.source(own) if own is not None else b""
        end = first(model, "endParaRPr")
        return self.layout.source(end).replace(b"endParaRPr", b"rPr") if end is not None else b""


def _text_element(text: str, prefix: str) -> bytes:
    return f"<{prefix}t>".encode() + text_bytes(text) + f"</{prefix}t>".encode()
