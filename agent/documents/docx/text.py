"""The words of a Word document with their addresses, those that other readers miss too."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.documents import Content, Passage, Table
from agent.core.words import Words
from agent.documents.docx.comments_read import comment_facts, comment_heads
from agent.documents.docx.drawn import DrawnWords
from agent.documents.docx.facts import composition_facts
from agent.documents.docx.furigana import readings
from agent.documents.docx.part import part_of
from agent.documents.docx.stories import Story, stories
from agent.documents.docx.styles import Numbering, styles_of
from agent.documents.docx.tracked_read import revision_facts, revision_passages
from agent.documents.docx.tree import (
    Block,
    Element,
    Piece,
    blocks,
    cells_of,
    child,
    hidden_texts,
    name_of,
    paragraphs_of,
    pieces,
    rows_of,
    shown_text,
    value,
)
from agent.documents.docx.unseen import Sight, alternative_texts, place_reason
from agent.documents.facts import MACROS, SIGNED
from agent.documents.opc.outside import outside_facts
from agent.documents.opc.package import Package
from agent.documents.opc.package_properties import properties_of
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.unseen import hidden_facts, hidden_of

_COUNT = Words("{what}: {count}", "{what} {count} 件")
_COUNTED = {
    "ins": Words("tracked insertions, shown as text", "変更履歴の挿入(本文として表示)"),
    "del": Words("tracked deletions, shown as [deleted: ...]", "変更履歴の削除([deleted: ...] と表示)"),
    "txbxContent": Words("text boxes", "テキストボックス"),
}
_KINDS = {
    "comment": Words("comments", "コメント"),
}


def related_root(package: Package, kind: str) -> Element | None:
    """The root of the one part of that kind ("/styles", "/settings") that the document has, or None."""
    names = package.related(package.main_part("document"), kind)
    return parsed_xml(package.read(names[0])) if names else None


def protection(package: Package) -> str:
    """What the author allows at most ("readOnly", "forms", "comments", "trackedChanges"), "" for everything."""
    root = related_root(package, "/settings")
    found = child(root, "documentProtection")
    return (value(found, "edit") or "readOnly") if value(found, "enforcement") in {"1", "true", "on"} else ""


class Reader:
    """Reads one document. Its numbering counts, so that a Reader reads once: `content`, `passages` or `tables`."""

    def __init__(self, package: Package) -> None:
        """Raises UnreadableError when the package holds no Word document."""
        self._package = package
        self._roots: dict[str, Element] = {}
        self._stories = list(stories(package, self._root))
        self._styles = styles_of(related_root(package, "/styles"))
        self._hidden = self._styles.hidden
        main = self._stories[0].container.getparent()
        self._sight = Sight(
            related_root(package, "/styles"),
            related_root(package, "/theme"),
            main if main is not None else self._stories[0].container,
        )
        self._numbering = Numbering(related_root(package, "/numbering"), self._styles)
        self._drawn = DrawnWords(package, lambda name: parsed_xml(package.read(name)))

    def _root(self, name: str) -> Element:
        self._roots[name] = parsed_xml(self._package.read(name))
        return self._roots[name]

    def content(self, start: int, count: int, part: str = "") -> Content:
        """Passages `start`.. of the document, or of `part`."""
        found = tuple(self.passages())
        chosen = part_of(found, part) if part else found
        return Content("docx", chosen[start : start + count], len(chosen), tuple(self._facts(found)))

    def passages(self) -> Iterator[Passage]:
        """Everything that the document says, the body first; then its properties."""
        heads = comment_heads(self._package, self._stories)
        for story in self._stories:
            by = heads.get(story.prefix, "")
            for block in blocks(story.container, story.prefix):
                found = self._rows(block, story) if block.is_table else self._paragraph(block, story)
                for passage in found:
                    yield replace(passage, text=f"{by}: {passage.text}", kind="comment") if by else passage
                    by = value(story.container, "author") if by else ""
        yield from revision_passages(self._stories)
        yield from properties_of(self._package)

    def tables(self) -> tuple[Table, ...]:
        """The tables of the body, of text boxes too."""
        found = [block for block in blocks(self._stories[0].container) if block.is_table]
        return tuple(
            Table(block.anchor, tuple(tuple(self._cells(row)) for row in rows_of(block.element)), block.anchor)
            for block in found
        )

    def _paragraph(self, block: Block, story: Story) -> Iterator[Passage]:
        found = self._pieces(block.element)
        mark = self._numbering.mark(block.element)
        text = shown_text(found).strip("\n")
        if text.strip():
            level = self._styles.level(block.element) if story.kind == "text" else None
            kind = story.kind if level is None else "heading"
            yield Passage(block.anchor, mark + text, kind, level or 0, place_reason(block.element))
        yield from _hidden(block.anchor, found)
        yield from self._drawings(block.anchor, [block.element], story)

    def _drawings(self, anchor: str, paragraphs: Sequence[Element], story: Story) -> Iterator[Passage]:
        """Readings above words, the words of charts, diagrams and WordArt, and what all drawings say to the blind."""
        above = ", ".join(text for one in paragraphs for text in readings(one))
        if above:
            yield Passage(f"{anchor} furigana", above, story.kind)
        words = (text for one in paragraphs for text in self._drawn.of(one, story.part))
        for number, text in enumerate(words, 1):
            yield Passage(f"{anchor} drawing {number}", text, story.kind)
        for text in (text for one in paragraphs for text in alternative_texts(one)):
            yield Passage(f"{anchor} picture", text, "note", hidden="alt text")

    def _rows(self, block: Block, story: Story) -> Iterator[Passage]:
        for number, row in enumerate(rows_of(block.element), 1):
            anchor = f"{block.anchor} R{number}"
            cells = [" / ".join(cell.split("\n")) for cell in self._cells(row)]
            if any(cells):
                reasons = {place_reason(one) for cell in cells_of(row) for one in paragraphs_of(cell)} - {""}
                kind = "row" if story.kind == "text" else story.kind
                yield Passage(anchor, " | ".join(cells), kind, hidden=min(reasons, default=""))
            inside = [paragraph for cell in cells_of(row) for paragraph in paragraphs_of(cell)]
            yield from _hidden(anchor, [piece for one in inside for piece in self._pieces(one)])
            yield from self._drawings(anchor, inside, story)

    def _cells(self, row: Element) -> Iterator[str]:
        for cell in cells_of(row):
            lines = (self._numbering.mark(one) + shown_text(self._pieces(one)) for one in paragraphs_of(cell))
            yield "\n".join(lines).strip()

    def _pieces(self, paragraph: Element) -> list[Piece]:
        return pieces(paragraph, self._hidden, self._sight.reason)

    def _facts(self, found: tuple[Passage, ...]) -> Iterator[Words]:
        body = self._stories[0].container
        kinds = [block.is_table for block in blocks(body)]
        paragraphs, tables = kinds.count(False), kinds.count(True)
        yield Words(
            f"paragraphs: {paragraphs}" + (f", tables: {tables}" if tables else ""),
            f"段落 {paragraphs}" + (f"、表 {tables}" if tables else ""),
        )
        for element_name, words in _COUNTED.items():
            count = sum(name_of(element) == element_name for element in body.iter(f"{{*}}{element_name}"))
            if count:
                yield _COUNT.of(what=words, count=count)
        for kind, words in _KINDS.items():
            count = sum(passage.kind == kind for passage in found)
            if count:
                yield _COUNT.of(what=words, count=count)
        yield from comment_facts(self._package)
        yield from revision_facts(self._stories)
        yield from composition_facts(self._roots, body, self._styles)
        yield from hidden_facts(hidden_of(found))
        if self._package.macros:
            yield MACROS
        if self._package.signed:
            yield SIGNED
        allowed = protection(self._package)
        if allowed:
            yield Words(f"protected against editing ({allowed})", f"編集が制限されています({allowed})")
        yield from outside_facts(self._package, *dict.fromkeys(story.part for story in self._stories))


def _hidden(anchor: str, found: Sequence[Piece]) -> Iterator[Passage]:
    for reason, text in hidden_texts(found).items():
        yield Passage(anchor, text, "hidden", hidden=reason)
