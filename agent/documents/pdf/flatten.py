"""Fields and notes made a part of what their pages draw: ISO 32000-2, 12.5.5 (appearance streams)."""

from collections.abc import Iterator, Mapping

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import is_one
from agent.documents.operations import Operation
from agent.documents.pdf.contents import enclosed, named_resource
from agent.documents.pdf.draft import Draft
from agent.documents.pdf.forget import drop_fields
from agent.documents.pdf.objects import array_at, dictionary, dictionary_at, numbers_of

_FLATTENED = Words(
    "Made {count} {what} a part of the pages: they can be read and printed and not changed any more.",
    "{what} {count} 件をページの一部にしました。表示と印刷はできますが、編集はできなくなりました。",
)
_WHAT = {"fields": Words("form fields", "入力項目"), "all": Words("form fields and notes", "入力項目と注釈")}
_UNDRAWN = Words(" {count} without a look of their own are gone.", "表示内容のない {count} 件は削除しました。")
_HIDDEN = 0x02 | 0x20
# What leads somewhere stays what it is, and what only opens a note has no place on the page.
_KEPT = {"/Link", "/Popup"}


def _flatten(draft: Draft, op: Op) -> Words:
    what = op.get("what", "fields")
    if not is_one(what, _WHAT):
        raise InvalidArgumentsError("'what' is 'fields' or 'all' (fields and notes).")
    drawn = undrawn = 0
    if what == "fields" and dictionary_at(draft.writer.root_object, "/AcroForm") is None:
        raise InvalidArgumentsError("This PDF has no form fields.")
    drop_fields(draft.writer, draft.writer.pages)
    for page in draft.writer.pages:
        some = list(_wanted(page, str(what)))
        code = [one for note in some if (one := _drawn(draft.writer, page, note)) is not None]
        drawn += len(code)
        undrawn += len(some) - len(code)
        if some:
            gone = set(map(id, some))
            kept = [one for one in array_at(page, "/Annots") if id(dictionary(one)) not in gone]
            page[NameObject("/Annots")] = ArrayObject(kept)
        if code:
            enclosed(draft.writer, page, over=b"".join(code))
    draft.writer.root_object.pop("/AcroForm", None)
    told = _FLATTENED.of(count=drawn, what=_WHAT[str(what)])
    more = _UNDRAWN.of(count=undrawn) if undrawn else Words("", "")
    return Words(told.en + more.en, told.ja + more.ja)


def _wanted(page: PageObject, what: str) -> Iterator[DictionaryObject]:
    for one in array_at(page, "/Annots"):
        note = dictionary(one)
        if note is None or note.get("/Subtype") in _KEPT:
            continue
        if note.get("/Subtype") == "/Widget" or what == "all":
            yield note


def _drawn(writer: PdfWriter, page: PageObject, note: DictionaryObject) -> bytes | None:
    """Operators that draw a note's appearance in its rectangle; None when nothing of it is seen."""
    flags = note.get("/F", 0)
    reference = _appearance(note)
    look = dictionary(reference)
    rectangle = numbers_of(note.get("/Rect"))
    if (isinstance(flags, int) and flags & _HIDDEN) or not isinstance(look, StreamObject) or len(rectangle) != 4:
        return None
    box = numbers_of(look.get("/BBox"))
    if len(box) != 4:
        return None
    a, b, c, d, e, f = numbers_of(look.get("/Matrix")) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    corners = [(x, y) for x in box[::2] for y in box[1::2]]
    xs, ys = zip(*((a * x + c * y + e, b * x + d * y + f) for x, y in corners), strict=True)
    across, down = max(xs) - min(xs), max(ys) - min(ys)
    left, bottom = min(rectangle[0::2]), min(rectangle[1::2])
    width, height = abs(rectangle[2] - rectangle[0]), abs(rectangle[3] - rectangle[1])
    if not across or not down:
        return None
    right, up = width / across, height / down
    look[NameObject("/Type")], look[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    placed = reference if isinstance(reference, IndirectObject) else writer._add_object(look)
    name = named_resource(page, "/XObject", "DhFm", placed)
    matrix = (right, up, left - min(xs) * right, bottom - min(ys) * up)
    return "q {:.5f} 0 0 {:.5f} {:.4f} {:.4f} cm ".format(*matrix).encode() + f"{name} Do Q\n".encode()


def _appearance(note: DictionaryObject) -> PdfObject | None:
    """The stream of its normal appearance, in the state that it has."""
    looks = dictionary_at(note, "/AP")
    if looks is None or "/N" not in looks:
        return None
    normal = dictionary_at(looks, "/N")
    state = str(note.get("/AS", "/Off"))
    found: PdfObject | None = None
    if isinstance(normal, StreamObject):
        found = looks.raw_get("/N")
    elif normal is not None and state in normal:
        found = normal.raw_get(state)
    return found


FLATTEN_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "flatten": Operation(_flatten, ("what",), '{"op":"flatten","what":"fields"} (or "all": notes too)')
}
