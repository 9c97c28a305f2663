"""A workbook while it is edited: which parts have a new text, and what has to follow from that."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from agent.documents.opc.package import rels_name
from agent.documents.opc.package_draft import dropped
from agent.documents.opc.package_relations import Relation, relations_in
from agent.documents.opc.xml_text import decoded_xml, encoded_xml
from agent.documents.opc.zip_copy import Streamed
from agent.documents.xlsx.book import Book, SheetEntry, entry_named
from agent.documents.xlsx.cell_names import Area, cell_name, cell_of
from agent.documents.xlsx.chain import After, chained
from agent.documents.xlsx.compute_on_load import computed_on_load
from agent.documents.xlsx.facts import tables_of
from agent.documents.xlsx.patch import NewCell, patched
from agent.documents.xlsx.sheet import Sheet, sheet_of
from agent.documents.xlsx.stream import LARGE, spliced
from agent.documents.xlsx.window import View, windowed

TYPES = "[Content_Types].xml"


class Draft:
    """Changes to an open Book that are not written yet."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._parts: dict[str, bytes | Streamed | None] = {}
        self._sheets: dict[str, tuple[Sheet, str]] = {}
        self._before: dict[str, Sheet] = {}
        self._parts_before: dict[str, bytes | Streamed | None] = {}
        self._settling: Callable[[Sheet], Sheet] = lambda sheet: sheet
        self.doubts: frozenset[str] = frozenset()  # formulas whose results may be wrong since `settle`
        self._certain = False
        self.worksheets_before = list(book.worksheets)
        self._views: dict[str, View] = {}
        self._drift: dict[str, list[Area]] = {}  # of worksheets: what was changed in views that are no more
        self._drifted: set[str] = set()  # those whose rows were changed without being seen
        self._unchained: set[tuple[str, str]] = set()
        self.results_change = False  # whether something was done by which formulas may have other results
        self.worksheets = list(book.worksheets)

    def entry(self, name: str) -> SheetEntry:
        """A worksheet by its name by now; the first one for "". Raises InvalidArgumentsError."""
        return entry_named(self.worksheets, name)

    def tables(self, entry: SheetEntry) -> list[dict[str, str]]:
        """See `tables_of`, as they are by now."""
        return tables_of(self.related(entry.part, "/table"), self.part)

    def relations(self, name: str) -> tuple[Relation, ...]:
        """The relationships of a part by now."""
        part = rels_name(name)
        return relations_in(self.part(part)) if self.has(part) else ()

    def target(self, name: str, relation: Relation) -> str:
        """The part to which a relationship of a part leads."""
        return self.book.package.target(name, relation)

    def related(self, name: str, kind: str) -> tuple[str, ...]:
        """The parts to which a part leads by now, by relationships whose type ends in `kind`."""
        return self._led_to(name, kind, self.relations(name), self.has)

    def part(self, name: str) -> bytes:
        """A part as it is by now. Raises UnreadableError."""
        return self._bytes_of(name, self._parts)

    def _bytes_of(self, name: str, parts: Mapping[str, bytes | Streamed | None]) -> bytes:
        changed = parts.get(name)
        if isinstance(changed, Streamed):
            return b"".join(changed.chunks())
        return self.book.package.read(name) if changed is None else changed

    def has(self, name: str) -> bool:
        """Whether there is such a part by now."""
        return self._parts[name] is not None if name in self._parts else name in self.book.package

    def xml_parts(self, without: tuple[str, ...]) -> list[str]:
        """The names of all XML parts by now, but for those that end in `without`."""
        names = [*self.book.package.names, *(name for name in self._parts if name not in self.book.package)]
        return [
            name
            for name in names
            if name.lower().endswith(".xml") and not name.lower().endswith(without) and self.has(name)
        ]

    def set_part(self, name: str, data: bytes | None) -> None:
        """Give a part new bytes, add it, or take it out (None)."""
        if self.has(name) and data is not None and data == self.part(name):
            return
        self._parts[name] = data

    def sheet(self, entry: SheetEntry) -> Sheet:
        """A worksheet as it is by now, with all its rows. Raises UnreadableError."""
        if entry.part not in self._sheets:
            if self._views.pop(entry.part, None) is not None or entry.part in self._drifted:
                self._before.pop(entry.part, None)
                self._drifted.discard(entry.part)
            self._sheets[entry.part] = sheet_of(self.part(entry.part))
        return self._sheets[entry.part][0]

    def view(self, entry: SheetEntry, rows: Collection[int] = ()) -> Sheet:
        """A worksheet as it is by now. Of a large one only the `rows`, the last filled ones and those with formulas.

        Raises:
            UnreadableError: it is broken.
        """
        known = self._views.get(entry.part)
        if known is not None and known.rows >= set(rows):
            return known.sheet
        if entry.part in self._sheets or not self._is_large(entry):
            return self.sheet(entry)
        base = self._stream(entry, self._parts)
        window = windowed(base(), {*rows, *(known.rows if known is not None else ())})
        if window is None:
            return self.sheet(entry)
        if known is not None:
            self._drift.setdefault(entry.part, []).extend(known.edits())
        if known is not None and entry.part not in self._drifted:
            original = windowed(self.chunks_before(entry), window.rows)
            told = original.sheet if original is not None else sheet_of(self.part_before(entry.part))[0]
            self._before[entry.part] = self._settling(told)
        self._views[entry.part] = View(window, window.sheet, base, self._parts.get(entry.part))
        return window.sheet

    def chunks(self, entry: SheetEntry) -> Iterable[bytes]:
        """The bytes of a worksheet part as it is by now."""
        return self._stream(entry, self._parts)()

    def chunks_before(self, entry: SheetEntry) -> Iterable[bytes]:
        """As `chunks`, when the results of all formulas were right."""
        return self._stream(entry, self._parts_before)()

    def _stream(self, entry: SheetEntry, parts: Mapping[str, bytes | Streamed | None]) -> Callable[[], Iterable[bytes]]:
        changed = parts.get(entry.part)
        if isinstance(changed, Streamed):
            return changed.chunks
        if changed is not None:
            return lambda: (changed,)
        return lambda: self.book.package.chunks(entry.part)

    def is_partial(self, entry: SheetEntry) -> bool:
        """Whether `view` lacks rows of this worksheet."""
        return entry.part in self._views

    def byte_order_mark(self, entry: SheetEntry) -> bytes:
        """With what the part of a worksheet begins of which `view` lacks rows."""
        return self._views[entry.part].window.mark

    def alike(self, entry: SheetEntry) -> bool:
        """Whether the rows that `view` lacks are as they were when the results of all formulas were right."""
        return self.is_partial(entry) and self._views[entry.part].part is self._parts_before.get(entry.part)

    def drift(self, entry: SheetEntry) -> list[Area] | None:
        """Where a worksheet of which `view` lacks rows may hold something else than when the results of all formulas
        were right; None when the rows tell it that both views show.
        """
        if not self.is_partial(entry) or entry.part not in self._drifted:
            return None
        return [*self._drift.get(entry.part, ()), *self._views[entry.part].edits()]

    def formulas_missing(self) -> bool:
        """Whether some `view` lacks rows with formulas, because there are too many."""
        return any(not one.window.whole_formulas for one in self._views.values())

    def formulas_shown(self, entry: SheetEntry) -> bool:
        """Whether `view` shows all formulas of this worksheet."""
        return not self.is_partial(entry) or self._views[entry.part].window.whole_formulas

    def encoding(self, entry: SheetEntry) -> str:
        """The encoding of a worksheet part that is held as a whole, for `encoded_xml`."""
        self.sheet(entry)
        return self._sheets[entry.part][1]

    def _is_large(self, entry: SheetEntry) -> bool:
        if entry.part in self._parts:
            return isinstance(self._parts[entry.part], Streamed)
        return self.book.package.size(entry.part) >= LARGE

    def set_cells(self, entry: SheetEntry, cells: dict[tuple[int, int], NewCell]) -> None:
        """Put cells into a worksheet. Formulas that go are taken out of the order of calculation."""
        rows = {row for row, _ in cells}
        sheet = self.view(entry, rows)
        self.results_change = True
        for row in sheet.rows:
            if row.number in rows:
                self._unchained |= {
                    (entry.id, cell_name(cell.row, cell.column))
                    for cell in sheet.cells(row)
                    if cell.formula is not None and (cell.row, cell.column) in cells
                }
        self.set_text(entry, patched(sheet, cells))

    def view_before(self, entry: SheetEntry) -> Sheet:
        """A worksheet when the results of all formulas were right, without those of which that is not known.

        The same object as `view` while nothing was changed and all are known. Raises UnreadableError.
        """
        part = entry.part
        if part not in self._before:
            untouched = self._parts.get(part) is self._parts_before.get(part)
            sheet = self.view(entry) if untouched else sheet_of(self.part_before(part))[0]
            self._before[part] = self._settling(sheet)
        return self._before[part]

    def part_before(self, name: str) -> bytes:
        """A part as it was when the results of all formulas were right. Raises UnreadableError."""
        return self._bytes_of(name, self._parts_before)

    def related_before(self, name: str, kind: str) -> tuple[str, ...]:
        """As `related`, when the results of all formulas were right."""
        part = rels_name(name)
        relations = relations_in(self.part_before(part)) if self._had(part) else ()
        return self._led_to(name, kind, relations, self._had)

    def _led_to(
        self, name: str, kind: str, relations: Iterable[Relation], there: Callable[[str], bool]
    ) -> tuple[str, ...]:
        targets = (self.target(name, one) for one in relations if one.type.endswith(kind) and not one.external)
        return tuple(target for target in targets if there(target))

    def _had(self, name: str) -> bool:
        known = self._parts_before
        return known[name] is not None if name in known else name in self.book.package

    @property
    def settled(self) -> bool:
        """Whether nothing was changed since the results of all formulas were right."""
        return self._parts == self._parts_before

    @property
    def certain(self) -> bool:
        """Whether the results of all formulas are right as they are."""
        return self._certain and self.settled

    def is_touched(self, entry: SheetEntry) -> bool:
        """Whether a worksheet is not as the file has it."""
        return entry.part in self._parts

    def settle(self, settling: Callable[[Sheet], Sheet], doubts: frozenset[str], *, certain: bool) -> None:
        """Take the workbook by now as one whose results are right, but for formulas that `settling` takes out of a
        sheet: those of `doubts` among others. `certain`: there are none.
        """
        self._before.clear()
        self._drift.clear()
        self._drifted.clear()
        self._parts_before = dict(self._parts)
        self._settling, self.doubts, self._certain = settling, doubts, certain
        self.worksheets_before = list(self.worksheets)

    def set_text(self, entry: SheetEntry, text: str) -> None:
        """Give a worksheet a new text, of all that `view` shows of it."""
        if entry.part in self.book.package:
            self.view_before(entry)
        if entry.part not in self._views:
            encoding = self._sheets[entry.part][1]
            self._sheets[entry.part] = Sheet(text), encoding
            self.set_part(entry.part, encoded_xml(text, encoding))
            return
        seen = self._views[entry.part]
        self._views[entry.part] = replace(seen, sheet=Sheet(text))
        splices = seen.window.splices(text)
        self._parts[entry.part] = Streamed(lambda: spliced(seen.base(), splices))

    def set_stream(self, entry: SheetEntry, stream: Streamed, area: Area) -> None:
        """Give a large worksheet new bytes, of which nothing is held as a text; `area` may hold something else then."""
        self.view_before(entry)
        self._let_go(entry.part)
        self._drift[entry.part].append(area)
        self._parts[entry.part] = stream

    def forget_texts(self) -> None:
        """Read the worksheets again from their parts, which were changed as bytes: no values, though."""
        self._sheets.clear()
        for part in list(self._views):
            self._let_go(part)

    def _let_go(self, part: str) -> None:
        """Forget a view; what it changed is known on."""
        seen = self._views.pop(part, None)
        self._drift.setdefault(part, []).extend(seen.edits() if seen is not None else ())
        self._drifted.add(part)

    def save(self, target: Path, *, compute_on_load: bool) -> None:
        """Write the workbook; `compute_on_load` asks the program that opens it to compute all formulas."""
        self._unchain()
        if compute_on_load:
            self.set_part(self.book.part, computed_on_load(self.part(self.book.part)))
        self.book.package.save(target, self._parts)

    def follow_chain(self, sheet: str, after: Callable[[tuple[int, int]], tuple[int, int] | None]) -> None:
        """Let the order of calculation follow: `after` says where the formulas of a sheet (its id) are now."""
        self._unchain()  # the cells that lost their formulas are named as they stand before

        def place(told: str, cell: str) -> str | None:
            if told != sheet:
                return cell
            to = after(cell_of(cell))
            return cell_name(*to) if to is not None else None

        self._rechain(place)

    def _unchain(self) -> None:
        gone, self._unchained = self._unchained, set()
        if gone:
            self._rechain(lambda sheet, cell: None if (sheet, cell) in gone else cell)

    def _rechain(self, after: After) -> None:
        for name in self.related(self.book.part, "/calcChain"):
            text, encoding = decoded_xml(self.part(name))
            fresh = chained(text, after)
            if fresh is not None:
                self.set_part(name, encoded_xml(fresh, encoding))
                continue
            ids = [one.id for one in self.relations(self.book.part) if self.target(self.book.part, one) == name]
            dropped(self, self.book.part, name, ids)
