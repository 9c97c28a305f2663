"""Files in a PDF: which there are, put in, taken out. ISO 32000-2, 7.11.4 (embedded files)."""

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_words import text_in
from agent.documents.operations import Operation
from agent.documents.pdf.draft import Draft
from agent.documents.pdf.objects import array_at, dictionary, dictionary_at

_ATTACHED = Words("Attached {name} ({size:,} B).", "「{name}」({size:,} B)を添付しました。")
_TAKEN_OUT = Words("Removed the attached file {name}.", "添付ファイル「{name}」を削除しました。")
_MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a PDF: its name, and the dictionary that specifies it."""

    name: str
    specification: DictionaryObject

    def content(self) -> bytes:
        """Its bytes; none when the PDF only names it."""
        for key in ("/UF", "/F"):
            stream = dictionary_at(self.specification, "/EF", key)
            if isinstance(stream, StreamObject):
                return stream.get_data()
        return b""


def attachments(document: PdfReader | PdfWriter) -> list[Attachment]:
    """The files of the document, then those of the notes on its pages, then those that belong to it or a page alone."""
    found = [Attachment(_name(one) or name, one) for name, one in _named(document)]
    for page in document.pages:
        for note in array_at(page, "/Annots"):
            file = dictionary_at(note, "/FS")
            if file is not None:
                found.append(Attachment(_name(file), file))
    known = {id(one.specification) for one in found}
    # Associated files (14.13) are mostly among the others, too; invoices and PDF/A-3 have them.
    for owner in (document.root_object, *document.pages):
        files = [file for one in array_at(owner, "/AF") if (file := dictionary(one)) is not None]
        found += [Attachment(_name(file), file) for file in files if id(file) not in known]
        known |= set(map(id, files))
    return found


def _tree(document: PdfReader | PdfWriter) -> DictionaryObject | None:
    return dictionary_at(document.root_object, "/Names", "/EmbeddedFiles")


def _named(document: PdfReader | PdfWriter) -> Iterator[tuple[str, DictionaryObject]]:
    for name, value in _pairs(_tree(document), 0):
        if (one := dictionary(value)) is not None:
            yield name, one


def _pairs(node: PdfObject | None, depth: int) -> Iterator[tuple[str, PdfObject]]:
    """Keys and values of a name tree (7.9.6)."""
    if depth > _MAX_DEPTH:
        return
    for kid in array_at(node, "/Kids"):
        yield from _pairs(kid, depth + 1)
    flat = array_at(node, "/Names")
    for name, value in zip(flat[::2], flat[1::2], strict=False):
        yield str(name.get_object()), value


def _name(specification: DictionaryObject) -> str:
    return str(specification.get("/UF") or specification.get("/F") or "")


def _attach(draft: Draft, op: Op) -> Words:
    index = draft.source_in(op)
    if not index:
        raise InvalidArgumentsError("'source' is the number of the file to attach among the sources, from 1.")
    name = text_in(op, "name")
    if PurePosixPath(name).name != name or "\\" in name:
        raise InvalidArgumentsError(f"'name' is the name of a file without folders, not {name!r}.")
    if any(one.name == name for one in attachments(draft.writer)):
        raise InvalidArgumentsError(
            f"There is an attached file {name!r} already: remove it first or take another name."
        )
    content = draft.sources[index].read_bytes()
    _set_tree(draft.writer, [*_pairs(_tree(draft.writer), 0), (name, _specification(draft.writer, name, content))])
    return _ATTACHED.of(name=name, size=len(content))


def _specification(writer: PdfWriter, name: str, content: bytes) -> PdfObject:
    stream = DecodedStreamObject()
    stream.set_data(content)
    packed = stream.flate_encode()
    packed[NameObject("/Type")] = NameObject("/EmbeddedFile")
    now = datetime.datetime.now(datetime.UTC).strftime("D:%Y%m%d%H%M%SZ")
    packed[NameObject("/Params")] = DictionaryObject(
        {
            NameObject("/Size"): NumberObject(len(content)),
            NameObject("/ModDate"): TextStringObject(now),
            NameObject("/CheckSum"): ByteStringObject(hashlib.md5(content, usedforsecurity=False).digest()),
        }
    )
    reference = writer._add_object(packed)
    files = DictionaryObject({NameObject("/F"): reference, NameObject("/UF"): reference})
    return writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Filespec"),
                NameObject("/F"): TextStringObject(name),
                NameObject("/UF"): TextStringObject(name),
                NameObject("/AFRelationship"): NameObject("/Unspecified"),
                NameObject("/EF"): files,
            }
        )
    )


def _set_tree(writer: PdfWriter, pairs: list[tuple[str, PdfObject]]) -> None:
    """A tree of one node: its names are sorted (7.9.6)."""
    names = dictionary_at(writer.root_object, "/Names")
    if names is None:
        names = DictionaryObject()
        writer.root_object[NameObject("/Names")] = names
    flat = [one for name, value in sorted(pairs, key=lambda pair: pair[0]) for one in (TextStringObject(name), value)]
    if flat:
        names[NameObject("/EmbeddedFiles")] = DictionaryObject({NameObject("/Names"): ArrayObject(flat)})
    else:
        names.pop("/EmbeddedFiles", None)


def _remove_attachment(draft: Draft, op: Op) -> Words:
    name = text_in(op, "name")
    known = [one.name for one in attachments(draft.writer)]
    if name not in known:
        raise InvalidArgumentsError(f"No file {name!r} is attached. There are: {', '.join(known[:40]) or 'none'}.")
    remove_attachments(draft.writer, {name})
    return _TAKEN_OUT.of(name=name)


def remove_attachments(writer: PdfWriter, names: set[str]) -> None:
    """Take the files of these names out, with the notes that hold them."""
    gone = {id(one.specification) for one in attachments(writer) if one.name in names}
    _set_tree(writer, [(name, value) for name, value in _pairs(_tree(writer), 0) if id(value.get_object()) not in gone])
    for owner in (writer.root_object, *writer.pages):
        if some := array_at(owner, "/AF"):
            owner[NameObject("/AF")] = ArrayObject(one for one in some if id(one.get_object()) not in gone)
    for page in writer.pages:
        if notes := array_at(page, "/Annots"):
            kept = [one for one in notes if id(dictionary_at(one, "/FS")) not in gone]
            page[NameObject("/Annots")] = ArrayObject(kept)


ATTACHMENT_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "attach": Operation(
        _attach,
        ("source", "name"),
        '{"op":"attach","source":1,"name":"list.xlsx"} (a source that is not the PDF itself)',
    ),
    "remove_attachment": Operation(_remove_attachment, ("name",), '{"op":"remove_attachment","name":"list.xlsx"}'),
}
