"""Words taken out of what is not drawn on the pages of a PDF: properties, bookmarks, notes, fields, names."""

from collections.abc import Sequence

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from agent.core.words import Words
from agent.documents.pdf.attachments import attachments, remove_attachments
from agent.documents.pdf.find import Needle, occurs, without
from agent.documents.pdf.objects import array_at, dictionary, dictionary_at, names_of_properties

_MARK = "■"
_FILES = Words(
    "Removed the attached files, which may hold the words: {names}.",
    "同じ語句を含む可能性があるため、添付ファイルを削除しました: {names}。",
)
_NOTES = Words(
    "Removed {count} {count:note that holds|notes that hold} the words.", "語句を含む注釈を {count} 件削除しました。"
)
_STRINGS = Words(
    "Blacked the words out in {count} {count:place that is|places that are} not on pages (properties, bookmarks, "
    "names).",
    "ページ外(プロパティ、しおり、名前など)の {count} か所でも語句を伏せました。",
)
_PACKETS = frozenset({"/Metadata", "/JS", "/RC"})
_BINARY = frozenset({"/ID", "/O", "/U", "/OE", "/UE", "/Perms", "/CheckSum"})


def scrubbed(writer: PdfWriter, needles: Sequence[Needle]) -> list[Words]:
    """Take the words out of everything beside the contents of pages; returns what was done.

    Attached files go in any case, and what XFA forms and programs keep of their own: nobody can see into all of them.
    """
    said: list[Words] = []
    names = [one.name for one in attachments(writer)]
    if names:
        remove_attachments(writer, set(names))
        said.append(_FILES.of(names=", ".join(names[:20])))
    form = dictionary_at(writer.root_object, "/AcroForm")
    for owner in (one for one in (*writer._objects, form) if isinstance(one, DictionaryObject)):
        for key in ("/PieceInfo", "/Thumb", "/XFA", "/AF"):
            owner.pop(key, None)
    if needles and (notes := _drop_notes(writer, needles)):
        said.append(_NOTES.of(count=notes))
    if needles and (count := _drop_strings(writer, needles)):
        said.append(_STRINGS.of(count=count))
    return said


def _drop_strings(writer: PdfWriter, needles: Sequence[Needle]) -> int:
    properties = dictionary(writer._info) or DictionaryObject()
    named = [key for key in names_of_properties(properties) if occurs(key, needles)]
    for key in named:
        del properties[key]
    count = len(named)
    for index, one in enumerate(writer._objects):
        if isinstance(one, TextStringObject) and occurs(str(one), needles):
            # A string may be an object of its own, to which others refer.
            writer._objects[index] = TextStringObject(without(str(one), needles, _MARK))
            count += 1
        elif one is not None:
            count += _object(one, needles)
    return count


def note_holds(note: DictionaryObject, needles: Sequence[Needle]) -> bool:
    """Whether what a note or a field shows has the words."""
    owners = [note]
    while (parent := dictionary_at(owners[-1], "/Parent")) is not None and len(owners) < 20:
        owners.append(parent)
    keys = ("/Contents", "/RC", "/V", "/DV") if note.get("/Subtype") == "/Widget" else ("/Contents", "/RC")
    return any(occurs(text, needles) for owner in owners for key in keys for text in _texts(owner.get(key)))


def _texts(value: object) -> list[str]:
    value = value.get_object() if isinstance(value, PdfObject) else value
    if isinstance(value, ArrayObject):
        return [text for one in value for text in _texts(one)]
    if isinstance(value, StreamObject):
        return [value.get_data().decode("utf-8", "replace")]
    return [str(value)] if isinstance(value, (str, TextStringObject)) else []


def _drop_notes(writer: PdfWriter, needles: Sequence[Needle]) -> int:
    count = 0
    for page in writer.pages:
        notes = array_at(page, "/Annots")
        kept = ArrayObject()
        for one in notes:
            note = dictionary(one)
            wanted = note is not None and note.get("/Subtype") != "/Widget" and note_holds(note, needles)
            count += wanted
            if not wanted:
                kept.append(one)
        if len(kept) < len(notes):
            page[NameObject("/Annots")] = kept
    return count


def _object(one: PdfObject, needles: Sequence[Needle]) -> int:
    """Take the words out of the strings of an object; returns in how many there were some."""
    if isinstance(one, DictionaryObject):
        return sum(_entry(one, key, needles) for key in list(one.keys()))
    if not isinstance(one, ArrayObject):
        return 0
    count = 0
    for index, value in enumerate(one):
        if isinstance(value, TextStringObject) and occurs(str(value), needles):
            one[index] = TextStringObject(without(str(value), needles, _MARK))
            count += 1
        elif isinstance(value, (DictionaryObject, ArrayObject)):
            count += _object(value, needles)
    return count


def _entry(owner: DictionaryObject, key: str, needles: Sequence[Needle]) -> int:
    value = owner.raw_get(key)
    if isinstance(value, (DictionaryObject, ArrayObject)):
        return _object(value, needles)
    if key in _BINARY or not occurs(_said(value, key), needles):
        return 0
    if isinstance(value, TextStringObject):
        owner[NameObject(key)] = TextStringObject(without(str(value), needles, _MARK))
    else:
        del owner[key]
    return 1


def _said(value: PdfObject, key: str) -> str:
    """What a string says, or a stream that holds text."""
    if isinstance(value, TextStringObject):
        return str(value)
    if isinstance(value, ByteStringObject):
        return value.decode("utf-8", "replace")
    stream = dictionary(value) if key in _PACKETS else None
    return stream.get_data().decode("utf-8", "replace") if isinstance(stream, StreamObject) else ""
