"""An addition behind the untouched bytes of a PDF: ISO 32000-2, 7.5.6 (incremental updates).

The new cross-reference section is of the kind that the file has, a table or a stream, since readers mix them badly.
"""

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
)

_SECTION = re.compile(rb"\s*(xref\s|\d+\s+\d+\s+obj)")
Entry = tuple[int, int, int]
"""Number of an object, its generation, and the offset where it stands now."""


class NotAddableError(Exception):
    """The cross-reference of the file is not where it says: nothing can be added behind it."""


def with_increment(source: bytes, reader: PdfReader, writer: PdfWriter) -> bytes:
    """`source` and, behind it, every object of `writer` (made with incremental=True) that changed or is new.

    Raises:
        NotAddableError: the end of `source` does not lead to its own cross-reference.
    """
    start = int(reader._startxref)
    section = _SECTION.match(source, start)
    if section is None:
        raise NotAddableError
    numbers = [reference.idnum for reference in writer.list_objects_in_increment()]
    if not numbers:
        return source
    out = io.BytesIO()
    out.write(source)
    if not source.endswith((b"\n", b"\r")):
        out.write(b"\n")
    entries = list(_objects(reader, writer, numbers, out))
    trailer = _trailer(source, reader, writer, numbers)
    if section[1].startswith(b"xref"):
        _write_table(out, entries, trailer)
    else:
        _write_stream(out, entries, trailer)
    return out.getvalue()


def _objects(reader: PdfReader, writer: PdfWriter, numbers: Sequence[int], out: io.BytesIO) -> Iterator[Entry]:
    generations: dict[int, int] = {}
    for generation, some in reader.xref.items():
        for number in some:
            generations[number] = max(generation, generations.get(number, 0))
    for number in numbers:
        generation = generations.get(number, 0)
        one = writer._objects[number - 1]
        if one is not None:
            yield number, generation, out.tell()
            _write_object(out, number, generation, one)


def _write_object(out: io.BytesIO, number: int, generation: int, one: PdfObject) -> None:
    out.write(f"{number} {generation} obj\n".encode())
    one.write_to_stream(out)
    out.write(b"\nendobj\n")


def _trailer(source: bytes, reader: PdfReader, writer: PdfWriter, numbers: Sequence[int]) -> DictionaryObject:
    root = writer.root_object.indirect_reference
    trailer = DictionaryObject({NameObject("/Prev"): NumberObject(int(reader._startxref))})
    if root is not None:
        trailer[NameObject("/Root")] = root
    if writer._info is not None and writer._info.indirect_reference is not None:
        trailer[NameObject("/Info")] = writer._info.indirect_reference
    size = max(int(str(reader.trailer.get("/Size", 0))), len(writer._objects) + 1, max(numbers) + 1)
    trailer[NameObject("/Size")] = NumberObject(size)
    changed = ByteStringObject(hashlib.md5(source + repr(numbers).encode(), usedforsecurity=False).digest())
    known = reader.trailer.get("/ID")
    first = known[0] if isinstance(known, ArrayObject) and known else changed
    first = ByteStringObject(first.original_bytes)
    trailer[NameObject("/ID")] = ArrayObject([first, changed])
    return trailer


def _runs(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Entries whose numbers follow each other."""
    for _, run in groupby(enumerate(sorted(entries)), key=lambda one: one[1][0] - one[0]):
        yield [entry for _, entry in run]


def _write_table(out: io.BytesIO, entries: Sequence[Entry], trailer: DictionaryObject) -> None:
    start = out.tell()
    out.write(b"xref\n")
    for run in _runs(entries):
        out.write(f"{run[0][0]} {len(run)}\n".encode())
        out.writelines(f"{offset:0>10} {generation:0>5} n \n".encode() for _, generation, offset in run)
    out.write(b"trailer\n")
    trailer.write_to_stream(out)
    out.write(f"\nstartxref\n{start}\n%%EOF\n".encode())


def _write_stream(out: io.BytesIO, entries: Sequence[Entry], trailer: DictionaryObject) -> None:
    start, number = out.tell(), int(str(trailer["/Size"]))
    runs = list(_runs([*entries, (number, 0, start)]))
    section = DecodedStreamObject()
    section.update(trailer)
    section[NameObject("/Type")] = NameObject("/XRef")
    section[NameObject("/Size")] = NumberObject(number + 1)
    section[NameObject("/Index")] = ArrayObject(NumberObject(n) for run in runs for n in (run[0][0], len(run)))
    section[NameObject("/W")] = ArrayObject([NumberObject(1), NumberObject(5), NumberObject(2)])
    section.set_data(
        b"".join(
            b"\1" + offset.to_bytes(5, "big") + generation.to_bytes(2, "big")
            for run in runs
            for _, generation, offset in run
        )
    )
    _write_object(out, number, 0, section.flate_encode())
    out.write(f"startxref\n{start}\n%%EOF\n".encode())
