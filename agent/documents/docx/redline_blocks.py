"""The paragraphs, tables and rows of a container made those of another with tracked changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from agent.documents.docx.compare_align import Item, aligned
from agent.documents.docx.compare_line import Line
from agent.documents.docx.diff_words import Hunk
from agent.documents.docx.redline_copy import Copier, content_blocks
from agent.documents.docx.redline_paragraph import line_hunks, paragraph_changed
from agent.documents.docx.tracked import Stamp
from agent.documents.docx.tracked_blocks import (
    block_paragraphs,
    delete_paragraph,
    delete_row,
    delete_table,
    insert_behind_block,
    insert_content,
    insert_row,
    insert_table,
    track_mark,
)
from agent.documents.docx.tree import Element, cells_of, child, name_of, rows_of, value


@dataclass(slots=True)
class Comparison:
    """Compares a part of a document with one of another. `notes` gathers the pairs of notes that belong together."""

    copier: Copier
    stamp: Stamp
    notes: list[tuple[str, str, str]] = field(default_factory=list)

    def container(self, old: Element, new: Element) -> None:
        """Track what makes the blocks in `old` those in `new`."""
        mine, theirs = content_blocks(old), content_blocks(new)
        last: Element | None = None
        for a, b in aligned(self._items(mine, own=True), self._items(theirs, own=False)):
            if a is None and b is not None:
                last = self._insert(theirs[b], last, mine[0] if mine else None, old)
            elif a is not None and b is None:
                self._delete(mine[a])
                last = mine[a]
            elif a is not None and b is not None:
                self._pair(mine[a], theirs[b])
                last = mine[a]

    def _items(self, blocks: Sequence[Element], *, own: bool) -> list[Item]:
        return [Item(name_of(one), tuple(self._words(one, own=own))) for one in blocks]

    def _words(self, block: Element, *, own: bool) -> list[str]:
        line = self.copier.own_line if own else self.copier.line
        return [word for one in block_paragraphs(block) for word in (*line(one).keys, _end(one))]

    def _pair(self, old: Element, new: Element) -> None:
        if name_of(old) == "tbl":
            self._rows(old, new)
            return
        boxes, others = _boxes(old), _boxes(new)
        self.notes += _note_pairs(self.copier.own_line(old), self.copier.line(new))
        if len(boxes) == len(others):
            for mine, theirs in zip(boxes, others, strict=True):
                self.container(mine, theirs)
        else:
            self.copier.left["box"] += 1
        paragraph_changed(old, new, self.copier, self.stamp)

    def _insert(self, new: Element, last: Element | None, before: Element | None, holder: Element) -> Element:
        copy = self.copier.block(new)
        if name_of(copy) == "tbl":
            insert_table(copy, self.stamp)
        if last is None:
            if name_of(copy) == "p":
                insert_content(copy, self.stamp)
                track_mark(copy, "ins", self.stamp)
            if before is None:
                holder.insert(0, copy)
            else:
                before.addprevious(copy)
        elif name_of(copy) == "tbl":
            last.addnext(copy)
        else:
            insert_behind_block(last, copy, self.stamp)
        return copy

    def _delete(self, block: Element) -> None:
        if name_of(block) == "tbl":
            delete_table(block, self.stamp)
        else:
            delete_paragraph(block, self.stamp)

    def _rows(self, old: Element, new: Element) -> None:
        mine, theirs = rows_of(old), rows_of(new)
        last: Element | None = None
        for a, b in aligned(self._items(mine, own=True), self._items(theirs, own=False), ends=False):
            cells = cells_of(mine[a]) if a is not None else []
            others = cells_of(theirs[b]) if b is not None else []
            if cells and len(cells) == len(others) and a is not None:
                for cell, other in zip(cells, others, strict=True):
                    self.container(cell, other)
                last = mine[a]
                continue
            if a is not None:
                delete_row(mine[a], self.stamp)
                last = mine[a]
            if b is not None:
                row = self.copier.row(theirs[b])
                insert_row(row, self.stamp)
                if last is None:
                    mine[0].addprevious(row)
                else:
                    last.addnext(row)
                last = row


def _end(paragraph: Element) -> str:
    """What ends a paragraph: one that ends a section stays, so it belongs to no other than such a one."""
    return "\f" if child(paragraph, "pPr", "sectPr") is not None else "\n"


def _boxes(paragraph: Element) -> list[Element]:
    """The text boxes of a paragraph, without those in others; the copies for old versions of Word too."""
    found = [one for one in paragraph.iter("{*}txbxContent") if name_of(one) == "txbxContent"]
    return [one for one in found if next(above for above in one.iterancestors("{*}p")) is paragraph]


def _note_pairs(old: Line, new: Line) -> Iterator[tuple[str, str, str]]:
    """The notes that two paragraphs have at the same words: their kind and their ids."""
    start = new_start = 0
    for hunk in [*line_hunks(old, new), Hunk(len(old.text), len(old.text), len(new.text), len(new.text))]:
        mine, theirs = _notes(old, start, hunk.start), _notes(new, new_start, hunk.new_start)
        yield from ((key, one, other) for (key, one), (_, other) in zip(mine, theirs, strict=True))
        start, new_start = hunk.end, hunk.new_end


def _notes(line: Line, start: int, end: int) -> list[tuple[str, str]]:
    inside = (segment for segment, _, _ in line.within(start, end))
    return [(one.key, value(one.element, "id")) for one in inside if one.key.endswith("noteReference")]
