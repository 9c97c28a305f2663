"""What a PDF says of itself: properties, pages, permissions, signatures, layers, fonts, standards.

ISO 32000-2, 14.3 (metadata), 7.6.4 (permissions), 12.8 (signatures), 8.11 (layers), 9 (fonts); ISO 19005 (PDF/A).
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from pypdf import PdfReader
from pypdf.constants import UserAccessPermissions
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from agent.core.documents import Passage
from agent.documents.pdf.attachments import attachments
from agent.documents.pdf.objects import array_at, dictionary, dictionary_at
from agent.documents.pdf.signatures import signatures
from agent.documents.pdf.space import space_of

_PART = re.compile(rb"pdfaid:part(?:=[\"']|>)\s*(\d)")
_CONFORMANCE = re.compile(rb"pdfaid:conformance(?:=[\"']|>)\s*([A-Za-z])")
_MAX_DEPTH = 6
_ALLOWED = {
    "print": UserAccessPermissions.PRINT,
    "change": UserAccessPermissions.MODIFY,
    "copy": UserAccessPermissions.EXTRACT,
    "annotate": UserAccessPermissions.ADD_OR_MODIFY,
    "fill": UserAccessPermissions.FILL_FORM_FIELDS,
    "assemble": UserAccessPermissions.ASSEMBLE_DOC,
}
_PAPERS = {
    (595, 842): "A4",
    (842, 1191): "A3",
    (420, 595): "A5",
    (612, 792): "Letter",
    (729, 1032): "B4",
    (516, 729): "B5",
}


def properties_of(reader: PdfReader) -> Iterator[Passage]:
    """One passage for each thing that the file says."""
    for anchor, said in (*_document(reader), *_signed(reader), *_inside(reader)):
        yield Passage(anchor, said, "note")


def _document(reader: PdfReader) -> Iterator[tuple[str, str]]:
    for key, value in (reader.metadata or {}).items():
        yield f"property {str(key)[1:]}", str(value)
    for first, last, said in _sizes(reader):
        yield f"p{first}" if first == last else f"p{first}-p{last}", said
    if "/PageLabels" in reader.root_object:
        yield "labels", ", ".join(reader.page_labels[:100])
    if reader.is_encrypted:
        yield "encryption", _permissions(reader)
    if standard := _standard(reader):
        yield "standard", standard


def _signed(reader: PdfReader) -> Iterator[tuple[str, str]]:
    for one in signatures(reader):
        covers = "the whole file" if one.whole else f"the first {one.covers:,} bytes: something was added afterwards"
        told = f"signed by {one.signer or 'an unnamed signer'} {one.date}, covers {covers} (not verified)"
        yield f"signature {one.field}", told


def _inside(reader: PdfReader) -> Iterator[tuple[str, str]]:
    for name, is_on in _layers(reader):
        yield "layer", f"{name} ({'on' if is_on else 'off'})"
    for number, file in enumerate(attachments(reader), 1):
        yield f"attachment {number}", f"{file.name}, {len(file.content()):,} bytes"
    for name, embedded in sorted(fonts_of(reader).items()):
        yield "font", f"{name} ({'embedded' if embedded else 'not embedded'})"


def _sizes(reader: PdfReader) -> Iterator[tuple[int, int, str]]:
    """Runs of pages that have one size and are turned alike."""
    told = []
    for page in reader.pages:
        across, down = (round(side) for side in space_of(page).size)
        paper = _PAPERS.get((min(across, down), max(across, down)), "")
        turned = f", turned by {page.rotation} degrees" if page.rotation else ""
        told.append(f"{across} x {down} points{f' ({paper})' if paper else ''}{turned}")
    at = 1
    for said, some in groupby(told):
        count = len(list(some))
        yield at, at + count - 1, said
        at += count


def _permissions(reader: PdfReader) -> str:
    allowed = reader.user_access_permissions
    names = [name for name, flag in _ALLOWED.items() if allowed is not None and flag in allowed]
    return f"encrypted; allowed without the owner's password: {', '.join(names) or 'nothing'}"


def _layers(reader: PdfReader) -> Iterator[tuple[str, bool]]:
    found = dictionary_at(reader.root_object, "/OCProperties")
    view = dictionary_at(found, "/D")
    off = {one.idnum for one in array_at(view, "/OFF") if isinstance(one, IndirectObject)}
    on = {one.idnum for one in array_at(view, "/ON") if isinstance(one, IndirectObject)}
    base = view is None or view.get("/BaseState") != "/OFF"
    for one in array_at(found, "/OCGs"):
        layer = dictionary(one)
        if layer is not None and isinstance(one, IndirectObject):
            yield str(layer.get("/Name", "")), one.idnum not in off if base else one.idnum in on


def fonts_of(reader: PdfReader) -> dict[str, bool]:
    """The fonts of the pages by name, and whether each is embedded."""
    found: dict[str, bool] = {}
    seen: set[int] = set()
    for page in reader.pages:
        _collect(dictionary_at(page, "/Resources"), found, seen, 0)
    return found


def _collect(resources: DictionaryObject | None, found: dict[str, bool], seen: set[int], depth: int) -> None:
    if resources is None or id(resources) in seen or depth > _MAX_DEPTH:
        return
    seen.add(id(resources))
    for one in (dictionary_at(resources, "/Font") or {}).values():
        font = dictionary(one)
        if font is not None and font.get("/Subtype") != "/Type3":
            name = str(font.get("/BaseFont", "/unnamed"))[1:]
            found[name] = found.get(name, True) and _is_embedded(font)
    for one in (dictionary_at(resources, "/XObject") or {}).values():
        _collect(dictionary_at(one, "/Resources"), found, seen, depth + 1)


def _is_embedded(font: DictionaryObject) -> bool:
    below = dictionary(next(iter(array_at(font, "/DescendantFonts")), None)) or font
    descriptor = dictionary_at(below, "/FontDescriptor")
    return descriptor is not None and any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))


def _standard(reader: PdfReader) -> str:
    packet = dictionary_at(reader.root_object, "/Metadata")
    content = packet.get_data() if isinstance(packet, StreamObject) else b""
    part, level = _PART.search(content), _CONFORMANCE.search(content)
    if part is None:
        return ""
    return f"says it is PDF/A-{part[1].decode()}{level[1].decode().lower() if level else ''} (not verified)"


def sizes_of(reader: PdfReader) -> Counter[tuple[int, int]]:
    """How many pages have which size, whichever way they lie."""
    sizes: Counter[tuple[int, int]] = Counter()
    for page in reader.pages:
        short, long = sorted(round(side) for side in space_of(page).size)
        sizes[short, long] += 1
    return sizes
