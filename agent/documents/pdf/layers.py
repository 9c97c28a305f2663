"""Layers of a PDF that is put behind another one: ISO 32000-2, 8.11.4. Without them what was off would be seen."""

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from agent.documents.pdf.objects import array_at, dictionary_at

_LISTS = ("/ON", "/OFF", "/Order", "/Locked", "/RBGroups", "/AS")


def add_layers(writer: PdfWriter, reader: PdfReader) -> None:
    """Give `writer`, which took pages of `reader`, the layers of `reader` too."""
    theirs = dictionary_at(reader.root_object, "/OCProperties")
    if theirs is None:
        return
    copy = theirs.clone(writer)
    ours = dictionary_at(writer.root_object, "/OCProperties")
    if ours is None:
        writer.root_object[NameObject("/OCProperties")] = copy
        return
    _extend(ours, copy, "/OCGs")
    mine, other = dictionary_at(ours, "/D"), dictionary_at(copy, "/D")
    if mine is None or other is None:
        return
    for key in _LISTS:
        _extend(mine, other, key)
    if other.get("/BaseState") == "/OFF":
        # Ours are on by default: what is not listed as on there must be listed as off here.
        on = {one.idnum for one in array_at(other, "/ON") if isinstance(one, IndirectObject)}
        off = [one for one in array_at(copy, "/OCGs") if isinstance(one, IndirectObject) and one.idnum not in on]
        _extend(mine, DictionaryObject({NameObject("/OFF"): ArrayObject(off)}), "/OFF")


def _extend(ours: DictionaryObject, theirs: DictionaryObject, key: str) -> None:
    if more := array_at(theirs, key):
        ours[NameObject(key)] = ArrayObject([*array_at(ours, key), *more])
