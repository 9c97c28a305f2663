"""The pages of a PDF in another order, with some left out or repeated: ISO 32000-2, 7.7.3 (page tree).

The document around them stays as it is; labels move with their pages.
"""

from collections.abc import Iterator, Sequence

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NullObject, NumberObject, PdfObject

from agent.documents.pdf.forget import forget
from agent.documents.pdf.objects import array_at, dictionary, dictionary_at, entries_of

_MAX_DEPTH = 50


def select(writer: PdfWriter, numbers: Sequence[int]) -> None:
    """Make the pages `numbers` (from 1) the pages of the document, in this order; one may come twice."""
    old = list(writer.pages)
    labels = _labels(writer, len(old))
    used: set[int] = set()
    pages: list[PageObject] = []
    for number in numbers:
        page = old[number - 1]
        pages.append(_copied(writer, page) if number in used else page)
        used.add(number)
    _set_pages(writer, pages)
    if labels:
        _set_labels(writer, [labels[number - 1] for number in numbers])
    gone = [page for number, page in enumerate(old, 1) if number not in used]
    if gone:
        forget(writer, gone)


def _set_pages(writer: PdfWriter, pages: list[PageObject]) -> None:
    """One flat tree; pypdf has given every page what it inherits."""
    tree = dictionary_at(writer.root_object, "/Pages")
    if tree is None:
        raise ValueError("the tree of pages is no dictionary")
    top = writer.root_object.raw_get("/Pages")
    tree[NameObject("/Kids")] = ArrayObject(page.indirect_reference for page in pages)
    tree[NameObject("/Count")] = NumberObject(len(pages))
    for page in pages:
        page[NameObject("/Parent")] = top
    writer.flattened_pages = pages


def _copied(writer: PdfWriter, page: PageObject) -> PageObject:
    copy = PageObject(writer)
    copy.update({key: page.raw_get(key) for key in page if key not in {"/Annots", "/B", "/StructParents"}})
    copy.indirect_reference = writer._add_object(copy)
    if notes := array_at(page, "/Annots"):
        copy[NameObject("/Annots")] = ArrayObject(_copied_notes(writer, notes, copy))
    return copy


def _copied_notes(writer: PdfWriter, notes: ArrayObject, page: PageObject) -> Iterator[PdfObject]:
    for one in notes:
        note = dictionary(one)
        if note is None or note.get("/Subtype") == "/Popup":
            continue
        copy = DictionaryObject({key: note.raw_get(key) for key in note if key not in {"/Popup", "/StructParent"}})
        copy[NameObject("/P")] = page.indirect_reference or NullObject()
        reference = writer._add_object(copy)
        if note.get("/Subtype") == "/Widget":
            # Fields of the same name are one field (12.7.4.2): both places show its value.
            parent = dictionary_at(note, "/Parent")
            siblings = array_at(parent, "/Kids") if parent else array_at(writer.root_object, "/AcroForm", "/Fields")
            siblings.append(reference)
        yield reference


def _labels(writer: PdfWriter, total: int) -> list[tuple[DictionaryObject, int]]:
    """For each page the entry of /PageLabels that numbers it, and how many pages after its first; [] without labels."""
    starts = sorted(_entries(writer.root_object.get("/PageLabels"), 0), key=lambda one: one[:2])
    if not starts or starts[0][0] != 0:
        return []
    found: list[tuple[DictionaryObject, int]] = []
    at = 0
    for number in range(total):
        while at + 1 < len(starts) and starts[at + 1][0] <= number:
            at += 1
        found.append((starts[at][2], number - starts[at][0]))
    return found


def _entries(node: PdfObject | None, depth: int) -> Iterator[tuple[int, int, DictionaryObject]]:
    """First page, a number to sort by, and entry of a number tree."""
    if depth > _MAX_DEPTH:
        return
    for kid in array_at(node, "/Kids"):
        yield from _entries(kid, depth + 1)
    pairs = array_at(node, "/Nums")
    for index, (first, entry) in enumerate(zip(pairs[::2], pairs[1::2], strict=False)):
        if (found := dictionary(entry)) is not None:
            yield int(first), index, found


def _set_labels(writer: PdfWriter, labels: Sequence[tuple[DictionaryObject, int]]) -> None:
    pairs = ArrayObject()
    for number, (entry, after) in enumerate(labels):
        if number and labels[number - 1] == (entry, after - 1):
            continue
        begun = entries_of(entry)
        begun[NameObject("/St")] = NumberObject(int(str(entry.get("/St", 1))) + after)
        pairs += [NumberObject(number), begun]
    writer.root_object[NameObject("/PageLabels")] = DictionaryObject({NameObject("/Nums"): pairs})
