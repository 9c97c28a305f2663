"""What leads to pages that are taken out of a PDF goes with them: bookmarks, links, fields, tags.

An indirect reference to nothing is null (ISO 32000-2, 7.3.10), so the pages themselves become null.
"""

from collections.abc import Callable, Iterator, Sequence

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NullObject, NumberObject, PdfObject

from agent.documents.pdf.objects import array_at, children, dictionary, dictionary_at

_MAX_DEPTH = 200


def forget(writer: PdfWriter, gone: Sequence[DictionaryObject]) -> None:
    """Take `gone`, which are no pages of the tree any more, out of everything else, and drop what only they used."""
    drop_fields(writer, gone)
    drop_tags(writer, gone)
    # Whatever still refers to them, they are empty from now on.
    for number in _numbers(gone):
        writer._objects[number - 1] = NullObject()
    _drop_marks(writer)
    for page in writer.pages:
        _drop_annotations(page, lambda note: _leads_to_nothing(note))
    root = writer.root_object
    if "/OpenAction" in root and _is_dead(root["/OpenAction"]):
        del root["/OpenAction"]


def _numbers(pages: Sequence[DictionaryObject]) -> set[int]:
    return {page.indirect_reference.idnum for page in pages if page.indirect_reference is not None}


def strays(writer: PdfWriter) -> list[DictionaryObject]:
    """Pages that are in the file and not among its pages: programs leave them behind when they take pages away."""
    known = _numbers(writer.pages)
    pages = [one for one in writer._objects if isinstance(one, DictionaryObject) and one.get("/Type") == "/Page"]
    return [page for page in pages if not _numbers([page]) & known]


def drop_unreachable(writer: PdfWriter) -> None:
    """Leave out every object that nothing leads to: what was cut off must not stay in the file."""
    reached: set[int] = set()
    waiting: list[PdfObject | None] = [writer.root_object.indirect_reference]
    if writer._info is not None:
        waiting.append(writer._info.indirect_reference)
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in reached or not 0 < one.idnum <= len(writer._objects):
                continue
            reached.add(one.idnum)
            one = writer._objects[one.idnum - 1]
        waiting += children(one)
    for index in range(len(writer._objects)):
        if index + 1 not in reached:
            writer._objects[index] = None


def _drop_annotations(page: PageObject, unwanted: Callable[[DictionaryObject], bool]) -> None:
    notes = array_at(page, "/Annots")
    kept = [one for one in notes if not ((note := dictionary(one)) is not None and unwanted(note))]
    if len(kept) < len(notes):
        page[NameObject("/Annots")] = ArrayObject(kept)


def _leads_to_nothing(note: DictionaryObject) -> bool:
    return note.get("/Subtype") == "/Link" and (_is_dead(note.get("/Dest")) or _is_dead(note.get("/A")))


def _is_dead(target: object) -> bool:
    """Whether a destination, or an action that goes to one, has a page that is not there."""
    target = target.get_object() if isinstance(target, PdfObject) else target
    if isinstance(target, DictionaryObject):
        return target.get("/S") == "/GoTo" and _is_dead(target.get("/D"))
    if not isinstance(target, ArrayObject) or not target:
        return False
    return isinstance(target[0], IndirectObject) and isinstance(target[0].get_object(), (NullObject, type(None)))


def _drop_marks(writer: PdfWriter) -> None:
    """Bookmarks that lead to nothing; those below them move up to their place."""
    top = dictionary_at(writer.root_object, "/Outlines")
    if top is not None:
        _linked(top, _alive(top, 0))


def _alive(parent: DictionaryObject, depth: int) -> list[DictionaryObject]:
    found: list[DictionaryObject] = []
    for mark in _siblings(parent):
        below = _alive(mark, depth + 1) if depth < _MAX_DEPTH else []
        if _is_dead(mark.get("/Dest")) or _is_dead(mark.get("/A")):
            found += below
        else:
            _linked(mark, below)
            found.append(mark)
    return found


def _siblings(parent: DictionaryObject) -> Iterator[DictionaryObject]:
    one, seen = parent.get("/First"), set()
    while one is not None and isinstance(mark := one.get_object(), DictionaryObject) and id(mark) not in seen:
        seen.add(id(mark))
        one = mark.get("/Next")
        yield mark


def _linked(parent: DictionaryObject, marks: Sequence[DictionaryObject]) -> None:
    """Make `marks` the children of `parent`, in their order."""
    for key in ("/First", "/Last"):
        parent.pop(key, None)
    if not marks:
        parent.pop("/Count", None)
        return
    references = [mark.indirect_reference for mark in marks]
    for index, mark in enumerate(marks):
        for key in ("/Prev", "/Next"):
            mark.pop(key, None)
        mark[NameObject("/Parent")] = parent.indirect_reference or NullObject()
        if index:
            mark[NameObject("/Prev")] = references[index - 1] or NullObject()
        if index + 1 < len(marks):
            mark[NameObject("/Next")] = references[index + 1] or NullObject()
    parent[NameObject("/First")], parent[NameObject("/Last")] = (
        references[0] or NullObject(),
        references[-1] or NullObject(),
    )
    is_closed = int(str(parent.get("/Count", 1))) < 0
    parent[NameObject("/Count")] = NumberObject(-len(marks) if is_closed else len(marks))


def drop_fields(writer: PdfWriter, pages: Sequence[DictionaryObject]) -> None:
    """Take the form fields that are shown on `pages` out of the form."""
    form = dictionary_at(writer.root_object, "/AcroForm")
    widgets = {id(dictionary(one)) for page in pages for one in array_at(page, "/Annots")}
    if form is not None:
        form[NameObject("/Fields")] = _remaining(array_at(form, "/Fields"), widgets, 0)


def _remaining(fields: ArrayObject, widgets: set[int], depth: int) -> ArrayObject:
    kept = ArrayObject()
    for one in fields:
        field = dictionary(one)
        if field is None or depth > _MAX_DEPTH:
            kept.append(one)
        elif kids := array_at(field, "/Kids"):
            left = _remaining(kids, widgets, depth + 1)
            field[NameObject("/Kids")] = left
            if left:
                kept.append(one)
        elif id(field) not in widgets:
            kept.append(one)
    return kept


def _page_number(one: DictionaryObject) -> int | None:
    page = one.raw_get("/Pg") if "/Pg" in one else None
    return page.idnum if isinstance(page, IndirectObject) else None


def drop_tags(writer: PdfWriter, pages: Sequence[DictionaryObject]) -> None:
    """Take away the tags of `pages`: their alternative texts are words of those pages."""
    numbers = _numbers(pages)
    tree = dictionary_at(writer.root_object, "/StructTreeRoot")
    waiting: list[tuple[DictionaryObject, int | None]] = [(tree, None)] if tree is not None else []
    seen: set[int] = set()
    while waiting:
        element, page = waiting.pop()
        if id(element) in seen:
            continue
        seen.add(id(element))
        kids = array_at(element, "/K") or ArrayObject([element["/K"]] if "/K" in element else [])
        left = [one for one in kids if not _tags(one, page, numbers)]
        if len(left) < len(kids):
            element[NameObject("/K")] = ArrayObject(left)
        waiting += [(child, _page_number(child) or page) for one in left if (child := dictionary(one)) is not None]


def _tags(one: PdfObject, page: int | None, numbers: set[int]) -> bool:
    """Whether a kid of a tag belongs to a page that is gone; the words of its own go too."""
    child = dictionary(one)
    if child is None:
        return page in numbers
    if _page_number(child) not in numbers:
        return False
    child.clear()
    return True
