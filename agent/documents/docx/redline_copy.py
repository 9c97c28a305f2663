"""Words and blocks of one document copied for another: as plain runs, paragraphs, rows and tables, nothing tracked.

A link becomes the field HYPERLINK, which Word writes for tracked links too: a w:ins holds no w:hyperlink (ECMA-376
part 1, 17.13.5.18). Shapes and charts are not copied; they are counted.
"""

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace

from agent.documents.docx.compare_line import Line, Segment, line_of, look_of
from agent.documents.docx.notes import free_note, notes_part
from agent.documents.docx.redline_import import Import, part_draft, translated
from agent.documents.docx.tracked import made, parent_of, replace_element, text_element, words_of
from agent.documents.docx.tree import Element, cells_of, child, children, name_of, rows_of, value

_KEPT_THINGS = frozenset({"ruby", "sym", "br", "softHyphen", "ptab", "dayLong", "monthLong", "yearLong", "pgNum"})
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "smartTag"})


@dataclass(slots=True)
class Copier:
    """Copies from part `theirs` of one document into part `mine` of another; `like` is an element of that part.

    `left` counts what was not copied, by its kind.
    """

    source: Import
    mine: str
    theirs: str
    like: Element
    left: Counter[str] = field(default_factory=Counter)

    def line(self, paragraph: Element) -> Line:
        """The line of a paragraph of `theirs`."""
        return line_of(paragraph, lambda one: self.source.digest(self.source.after, self.theirs, one))

    def own_line(self, paragraph: Element) -> Line:
        """The line of a paragraph of `mine`."""
        return line_of(paragraph, self.own_digest)

    def own_digest(self, relation: str) -> str:
        """What a relationship of `mine` leads to."""
        return self.source.digest(self.source.before, self.mine, relation)

    def runs(self, line: Line, start: int, end: int, *, links: bool = True) -> list[Element]:
        """New runs that say what characters start:end of a line of `theirs` say."""
        found: list[Element] = []
        inside: Element | None = None
        for segment, begin, stop in line.within(start, end):
            link = _link_of(segment) if links else None
            if link is not inside:
                found += self._link_ends(inside) + self._link_begins(link)
                inside = link
            found += self._segment(segment, begin, stop)
        return found + self._link_ends(inside)

    def paragraph(self, paragraph: Element) -> Element:
        """A new paragraph."""
        new = made(self.like, "p")
        properties = self.source.properties(child(paragraph, "pPr"), self.like)
        if properties is not None:
            new.append(properties)
        line = self.line(paragraph)
        new.extend(self.runs(line, 0, len(line.text)))
        return new

    def table(self, table: Element) -> Element:
        """A new table."""
        new = made(self.like, "tbl")
        for name in ("tblPr", "tblGrid"):
            own = self.source.properties(child(table, name), self.like)
            new.append(own if own is not None else made(self.like, name))
        new.extend(self.row(one) for one in rows_of(table))
        return new

    def row(self, row: Element) -> Element:
        """A new row."""
        new = made(self.like, "tr")
        properties = self.source.properties(child(row, "trPr"), self.like)
        if properties is not None:
            new.append(properties)
        for cell in cells_of(row):
            own = made(self.like, "tc")
            look = self.source.properties(child(cell, "tcPr"), self.like)
            if look is not None:
                own.append(look)
            own.extend(self.block(one) for one in content_blocks(cell))
            new.append(own)
        return new

    def block(self, block: Element) -> Element:
        """A new paragraph or table."""
        return self.table(block) if name_of(block) == "tbl" else self.paragraph(block)

    def look(self, segment: Segment) -> Element | None:
        """The formatting of a piece of `theirs` as `mine` says it."""
        return self.source.properties(look_of(segment), self.like)

    def _segment(self, segment: Segment, begin: int, stop: int) -> list[Element]:
        if segment.key.startswith("math"):
            return [translated(deepcopy(segment.runs[0]), self.like)]
        if segment.element is None:
            return [self._run(one, [translated(deepcopy(kid), self.like) for kid in one if name_of(kid) != "rPr"])
                    for one in segment.runs]  # fmt: skip
        name = name_of(segment.element)
        if not segment.key:
            words = words_of(self.like, segment.text[begin:stop].replace("\u2011", "-")) if name == "t" else (
                [translated(deepcopy(segment.element), self.like)])  # fmt: skip
            return [self._run(segment.runs[0], words)]
        thing = self._thing(segment.element, name)
        if thing is None:
            self.left["note" if name in _NOTES else "picture"] += 1
            return []
        return [self._run(segment.runs[0], [thing])]

    def _run(self, source: Element, content: list[Element]) -> Element:
        run = made(self.like, "r")
        look = self.source.properties(child(source, "rPr"), self.like)
        if look is not None:
            run.append(look)
        run.extend(content)
        return run

    def _thing(self, element: Element, name: str) -> Element | None:
        """A copy of what is no text; None for what cannot be carried over by itself."""
        if name in _NOTES:
            number = self._note(_NOTES[name], value(element, "id"))
            return made(self.like, name, id=number) if number else None
        if name in _KEPT_THINGS:
            return translated(deepcopy(element), self.like)
        kinds = ("{*}txbxContent", "{*}chart", "{*}relIds", "{*}hlinkClick")
        return self._picture(element) if name == "drawing" and not any(True for _ in element.iter(*kinds)) else None

    def _picture(self, element: Element) -> Element | None:
        copy = translated(deepcopy(element), self.like)
        for blip in copy.iter("{*}blip"):
            for key, relation in list(blip.attrib.items()):
                if "relationships}" in str(key):
                    new = self.source.picture(self.mine, self.theirs, str(relation))
                    if new is None:
                        return None
                    blip.set(key, new)
        for one in copy.iter("{*}docPr"):
            one.set("id", self.source.before.ids.take())
        return copy

    def _note(self, kind: str, key: str) -> str:
        """Copy a note of the other document; the id that it gets in this one, "" when there is no such note."""
        before, after = self.source.before, self.source.after
        theirs = part_draft(after, f"/{kind}s")
        notes = children(theirs.layout.root, kind) if theirs is not None else []
        found = next((one for one in notes if value(one, "id") == key), None)
        if theirs is None or found is None:
            return ""
        notes_part(before, kind)
        mine = part_draft(before, f"/{kind}s")
        if mine is None:
            return ""
        mine.grow()
        root = mine.layout.root
        inner = replace(self, mine=before.part_of(mine), theirs=after.part_of(theirs), like=root)
        number = str(free_note(root, kind))
        new = made(root, kind, id=number)
        new.extend(inner.block(one) for one in content_blocks(found))
        inner.mark_note(found, new, f"{kind}Ref")
        root.append(new)
        self.source.notes.append(new)
        return number

    def mark_note(self, note: Element, new: Element, name: str) -> None:
        """Put the sign of a note (its number) before its words, which are copied without it."""
        mark = next(note.iter(f"{{*}}{name}"), None)
        paragraph = next(iter(new), None)
        if mark is not None and paragraph is not None and name_of(paragraph) == "p":
            at = 1 if child(paragraph, "pPr") is not None else 0
            paragraph.insert(at, self._run(parent_of(mark), [made(self.like, name)]))

    def _link_begins(self, link: Element | None) -> list[Element]:
        code = self._code(link) if link is not None else ""
        if not code:
            return []
        instruction = text_element(self.like, "instrText", code)
        return [self._field("begin"), self._plain(instruction), self._field("separate")]

    def _link_ends(self, link: Element | None) -> list[Element]:
        return [self._field("end")] if link is not None and self._code(link) else []

    def _field(self, kind: str) -> Element:
        return self._plain(made(self.like, "fldChar", fldCharType=kind))

    def _plain(self, content: Element) -> Element:
        run = made(self.like, "r")
        run.append(content)
        return run

    def _code(self, link: Element) -> str:
        anchor = value(link, "anchor")
        relation = next((str(text) for key, text in link.attrib.items() if "relationships}" in str(key)), "")
        found = next((one for one in self.source.after.package.relations(self.theirs) if one.id == relation), None)
        address = found.target.replace('"', "%22") if found is not None else ""
        told = (f' "{address}"' if address else "") + (f' \\l "{anchor}"' if anchor else "")
        return f" HYPERLINK{told} " if told else ""


def _link_of(segment: Segment) -> Element | None:
    above = next(segment.runs[0].iterancestors("{*}hyperlink", "{*}p"), None)
    return above if above is not None and name_of(above) == "hyperlink" else None


def content_blocks(container: Element) -> list[Element]:
    """The paragraphs and tables of a body, a cell or a note, those in content controls too, in order."""
    return list(_content_blocks(container))


def _content_blocks(container: Element) -> Iterator[Element]:
    for one in container:
        name = name_of(one)
        if name in {"p", "tbl"}:
            yield one
        elif name in _WRAPPERS:
            yield from _content_blocks(one)


def set_look(run: Element, look: Element | None, change: Element) -> None:
    """Give a run another rPr, with the old one in `change`, an rPrChange."""
    old = child(run, "rPr")
    was = made(run, "rPr")
    new = look if look is not None else made(run, "rPr")
    earlier = child(old, "rPrChange")
    if old is not None:
        was.extend(deepcopy(one) for one in old if name_of(one) != "rPrChange")
        replace_element(old, new)
    else:
        run.insert(0, new)
    change.append(was)
    new.append(change if earlier is None else earlier)


def holder_of(element: Element, name: str) -> Element | None:
    """The nearest `name` that holds an element inside of its paragraph."""
    above = parent_of(element)
    while name_of(above) not in {name, "p"}:
        above = parent_of(above)
    return above if name_of(above) == name else None
