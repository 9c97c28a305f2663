"""What stands beside the cells in two versions: rules, tables, charts, widths, comments, pictures, names."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from agent.core.documents import Difference
from agent.documents.opc.package import Package
from agent.documents.xlsx.book import Book
from agent.documents.xlsx.cell_names import Area, quoted_sheet
from agent.documents.xlsx.diff_cells import SheetPair
from agent.documents.xlsx.drawing import lying_on
from agent.documents.xlsx.line_map import BookMap
from agent.documents.xlsx.notes import notes_of
from agent.documents.xlsx.view import things_of
from agent.documents.xlsx.view_things import SeenSheet

_BYTES = "bytes"
_KINDS = {"pictures": "picture"}
# Told by their words, or follow from what was told.
_QUIET = ("sharedstrings.xml", "styles.xml", "calcchain.xml", "workbook.xml", "app.xml", "core.xml",
          "[content_types].xml", "metadata.xml")  # fmt: skip
_TOLD = (
    "/drawings/",
    "/comments",
    "/threadedcomments/",
    "/persons/",
    "/tables/",
    "/worksheets/",
    "/media/",
    "/charts/",
)


@dataclass(frozen=True, slots=True)
class _Said:
    """Words about a thing, at its place; `view` keeps apart what has the same place."""

    anchor: str
    text: str
    kind: str
    view: str


def thing_differences(pair: SheetPair, book: BookMap) -> Iterator[Difference]:
    """Things of a sheet that came, went or changed; what only went along with its cells is none."""
    home = pair.old.entry.name
    olds: dict[_Said, _Said] = {}
    for one in _things(pair.old.book, pair, old=True):
        moved = _Said(_followed_place(one.anchor, home, pair, book), book.followed(one.text, home), one.kind, one.view)
        olds.setdefault(moved, one)
    news = dict.fromkeys(_things(pair.new.book, pair, old=False))
    gone = [one for moved, one in olds.items() if moved not in news]
    come = [one for one in news if one not in olds]
    told = {one.anchor for one in [*gone, *come] if one.view != _BYTES}  # its words say it already
    yield from _changes(
        *([one for one in some if one.view != _BYTES or one.anchor not in told] for some in (gone, come))
    )


def _followed_place(anchor: str, home: str, pair: SheetPair, book: BookMap) -> str:
    """The address of a thing in the new version; "Sheet1 chart 1" has the name of the sheet only."""
    old, new = quoted_sheet(home), quoted_sheet(pair.new.entry.name)
    if anchor.startswith(f"{old}!"):
        areas = anchor.removeprefix(f"{old}!").split()
        return f"{new}!{' '.join(book.followed(one, home) for one in areas)}"
    return new + anchor.removeprefix(old)


def _changes(gone: Iterable[_Said], come: Iterable[_Said]) -> Iterator[Difference]:
    """What is gone and what came at the same place is one change."""
    left = list(come)
    for one in gone:
        same = next((two for two in left if (two.anchor, two.view) == (one.anchor, one.view)), None)
        if same is not None:
            left.remove(same)
            if same.text == one.text:  # "portrait; A4" looked like a cell that moved along
                continue
        yield Difference(one.anchor, one.text, "" if same is None else same.text, one.kind)
    for two in left:
        yield Difference(two.anchor, "", two.text, two.kind)


def _things(book: Book, pair: SheetPair, *, old: bool) -> Iterator[_Said]:
    side = pair.old if old else pair.new
    for thing in things_of(book, side.entry, side.sheet):
        named = thing.text.partition(" ")[0] if thing.view == "print" else ""  # three things of one sheet
        view = f"{thing.view} {thing.hidden} {named if named.startswith('print') else ''}"
        yield _Said(thing.anchor, thing.text, _KINDS.get(thing.view, "property"), view)
    for note in notes_of(book, side.entry, Area()):
        yield _Said(note.anchor, note.text, "comment" if note.kind == "comment" else "property", note.kind)
    yield from _redrawn(SeenSheet(book, side.entry, side.sheet), (pair.new if old else pair.old).book.package)


def _redrawn(seen: SeenSheet, other: Package) -> Iterator[_Said]:
    """Charts and pictures whose parts differ though their words may be the same: by how many bytes they have."""
    package = seen.book.package
    for one in lying_on(seen, seen.entry):
        there = one.kind in {"picture", "chart"} and one.part in package and one.part in other
        if there and package.read(one.part) != other.read(one.part):
            kind = "picture" if one.kind == "picture" else "property"
            yield _Said(f"{seen.name} {one.kind} {one.number}", f"{package.size(one.part):,} B", kind, _BYTES)


def name_differences(old: Book, new: Book, book: BookMap) -> Iterator[Difference]:
    """Defined names that came, went or stand for something else."""
    one, two = _names(old), _names(new)
    for name in [*one, *(name for name in two if name not in one)]:
        before, after = one.get(name, ""), two.get(name, "")
        if book.followed(before, "") != after and before != after:
            yield Difference(f"name {name}", before, after, "property")


def _names(book: Book) -> Mapping[str, str]:
    found = {}
    for node in book.root.iterfind("{*}definedNames/{*}definedName"):
        name, local = node.get("name", ""), node.get("localSheetId", "")
        if not name.startswith("_xlnm."):
            sheet = book.sheets[int(local)].name if local.isdigit() and int(local) < len(book.sheets) else ""
            found[f"{quoted_sheet(sheet)}!{name}" if sheet else name] = node.text or ""
    return found


def part_differences(old: Book, new: Book) -> Iterator[Difference]:
    """Other parts that hold no cells and differ, by their names: macros, embedded files, properties."""
    told = {entry.part.lower() for book in (old, new) for entry in book.worksheets}
    names = {name.lower(): name for book in (old, new) for name in book.package.names}
    for lower, name in names.items():
        quiet = posixpath.basename(lower) in _QUIET or lower.endswith((".rels", "/"))
        if lower in told or quiet or any(folder in f"/{lower}" for folder in _TOLD):
            continue
        before = old.package.read(name) if name in old.package else None
        after = new.package.read(name) if name in new.package else None
        if before != after:
            yield Difference(name, _size(before), _size(after), "property")


def _size(data: bytes | None) -> str:
    return "" if data is None else f"{len(data):,} B"
