"""The view of a workbook in words: what is beside its cells, in short, or all of one kind when a part asks for it."""

from collections.abc import Callable, Iterator

from agent.core.documents import Passage
from agent.documents.xlsx.book import Book, SheetEntry
from agent.documents.xlsx.cell_names import split_part
from agent.documents.xlsx.sheet import Sheet
from agent.documents.xlsx.view_objects import controls, furigana, lying, pivots, sparklines
from agent.documents.xlsx.view_rules import colours, filters, tables, validations
from agent.documents.xlsx.view_sheet import (
    hidden,
    links,
    merged,
    panes,
    printing,
    protection,
    tab_colour,
    widths,
)
from agent.documents.xlsx.view_things import VIEWS, SeenSheet, Thing

ALL = "objects"
_MAKERS: tuple[Callable[[SeenSheet], Iterator[Thing]], ...] = (
    tables, panes, tab_colour, merged, hidden, widths, filters, validations, colours, lying, pivots, links, printing,
    protection, controls, sparklines,
)  # fmt: skip
# What says something that the cells do not, and stands in every reading; of each as many as fit on a screen.
_USUAL = (filters, validations, colours, lying, pivots, controls)
_SHOWN = ("filters", "validations", "rules", "charts", "pivots", "controls")
_MOST = 8


def things_of(book: Book, entry: SheetEntry, sheet: Sheet) -> list[Thing]:
    """Everything beside the cells of a sheet but for the readings of words."""
    seen = SeenSheet(book, entry, sheet)
    return [thing for make in _MAKERS for thing in make(seen)]


def usual_things(book: Book, entry: SheetEntry, sheet: Sheet) -> Iterator[Passage]:
    """What every reading tells of a sheet; the first few of a kind, and how to get the others."""
    seen = SeenSheet(book, entry, sheet)
    counts: dict[str, int] = {}
    for make in _USUAL:
        for thing in make(seen):
            if thing.hidden:
                continue  # these words come with all others that nobody sees
            counts[thing.view] = counts.get(thing.view, 0) + 1
            if thing.view in _SHOWN and counts[thing.view] <= _MOST:
                yield _passage(thing)
    for view, count in counts.items():
        if view in _SHOWN and count > _MOST:
            yield Passage(
                f"{seen.name}!{view}", f"{count - _MOST} more {view}: read the part '{seen.name}!{view}'", "note"
            )


def view_in(book: Book, part: str) -> tuple[str, list[SheetEntry]] | None:
    """The view that a part asks for ("Sheet1!charts", "objects") and of which sheets; None when it asks for cells."""
    name, word = split_part(part)
    if "!" not in part:
        name, word = "", part
    word = word.strip().lower()
    if word not in {*VIEWS, ALL} or any(entry.name.casefold() == part.casefold() for entry in book.worksheets):
        return None
    return word, [book.entry(name)] if name else list(book.worksheets)


def viewed(book: Book, entry: SheetEntry, view: str) -> Iterator[Passage]:
    """All things of a view on a sheet."""
    sheet = book.sheet(entry)
    seen = SeenSheet(book, entry, sheet)
    things = list(furigana(seen)) if view == "furigana" else things_of(book, entry, sheet)
    for thing in things:
        if view in {ALL, thing.view} and (view != ALL or thing.view != "widths"):
            yield _passage(thing)


def _passage(thing: Thing) -> Passage:
    return Passage(thing.anchor, thing.text, "note", hidden=thing.hidden)
