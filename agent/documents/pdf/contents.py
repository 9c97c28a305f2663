"""What is drawn on a page, kept apart from what is drawn over or under it: ISO 32000-2, 7.8.2 (content streams)."""

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from agent.documents.pdf.objects import dictionary_at, entries_of

_MAX_DEPTH = 100


def enclosed(writer: PdfWriter, page: PageObject, before: bytes = b"", over: bytes = b"", under: bytes = b"") -> None:
    """Draw `under`, then what the page has (behind the operators `before`), then `over`, none touching the other.

    The streams of the page stay as they are; new ones are put around them.
    """
    streams = contents_of(page)
    # Some programs leave states open, or close what they did not open: what follows must not stand in them.
    opened, closed = _balance(page) if streams else (0, 0)
    head = under + b"q\n" * (1 + closed) + before
    tail = b"\nQ" * (1 + opened) + b"\n" + over
    page[NameObject("/Contents")] = ArrayObject([_stream(writer, head), *streams, _stream(writer, tail)])


def contents_of(page: PageObject) -> list[PdfObject]:
    """References to the streams of a page."""
    raw = page.raw_get("/Contents") if "/Contents" in page else None
    found = raw.get_object() if raw is not None else None
    if isinstance(found, ArrayObject):
        return [one for one in found if isinstance(one, IndirectObject)]
    return [raw] if isinstance(raw, IndirectObject) and isinstance(found, StreamObject) else []


def own_resources(page: PageObject) -> DictionaryObject:
    """The resources of a page in a dictionary of its own, so that a change of them touches no other page."""
    own = entries_of(dictionary_at(page, "/Resources"))
    page[NameObject("/Resources")] = own
    return own


def named_resource(page: PageObject, kind: str, name: str, one: PdfObject) -> str:
    """Put `one` among the resources of `kind` ("/Font"), and return the name that it got."""
    resources = own_resources(page)
    some = entries_of(dictionary_at(resources, kind))
    free, number = f"/{name}", 1
    while free in some and some.raw_get(free) != one:
        number += 1
        free = f"/{name}{number}"
    some[NameObject(free)] = one
    resources[NameObject(kind)] = some
    return free


def _stream(writer: PdfWriter, code: bytes) -> IndirectObject:
    stream = DecodedStreamObject()
    stream.set_data(code)
    return writer._add_object(stream.flate_encode() if len(code) > 200 else stream)


def _balance(page: PageObject) -> tuple[int, int]:
    """How many states a page leaves open, and how many it closes that it never opened."""
    contents = page.get_contents()
    if not isinstance(contents, ContentStream):
        return 0, 0
    data = contents.get_data()
    if data.count(b"q") < 1 and data.count(b"Q") < 1:
        return 0, 0
    depth = lowest = 0
    for _, operator in contents.operations:
        depth += (operator == b"q") - (operator == b"Q")
        lowest = min(lowest, depth)
    return min(_MAX_DEPTH, depth - lowest), min(_MAX_DEPTH, -lowest)
