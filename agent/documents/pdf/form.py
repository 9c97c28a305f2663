"""Form fields of a PDF filled in with values that fit; fields and notes made a part of their pages."""

import re
from collections.abc import Mapping, Sequence

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import NO_WORDS, Words, joined
from agent.documents.operations import Operation
from agent.documents.pdf.appearance import drawn_field, font_key
from agent.documents.pdf.draft import Draft
from agent.documents.pdf.fields import EDITABLE, MANY, MULTILINE, Field, fields_of, on_states
from agent.documents.pdf.flatten import FLATTEN_OPERATIONS
from agent.documents.pdf.installed import installed
from agent.documents.pdf.objects import array_at, dictionary, dictionary_at
from agent.documents.pdf.stamp import language_of
from agent.documents.pdf.standard_font import StandardFace, standard_face
from agent.documents.pdf.typeface import Typefaces

_YES = {"true", "yes", "on", "1", "x", "はい", "✓"}
_NO = {"false", "no", "off", "0", "", "いいえ"}
_FILLED = Words("Filled in {count} field{s}: {names}.", "入力項目 {count} 個に記入しました: {names}。")
_OVERFLOW = Words("The text is longer than its field can show: {names}.", "記入欄に収まらない文字があります: {names}。")
_COMPUTED = Words(
    "Fields that the form computes from others keep their old values until a viewer computes them.",
    "他の項目から計算される項目は、閲覧ソフトで再計算されるまで以前の値のままです。",
)
_XFA = Words(
    "The form had a second description of itself (XFA), which would have kept the old values: it was taken out.",
    "フォームに以前の値を持つ別の定義(XFA)が含まれていたため、取り除きました。",
)
_UNDRAWN = Words(
    "No installed font has all characters: the viewer draws them with its own.",
    "すべての文字を持つフォントがないため、閲覧ソフトのフォントで表示されます。",
)


def _fill(draft: Draft, op: Op) -> Words:
    wanted = op.get("fields")
    if not isinstance(wanted, Mapping) or not wanted:
        raise InvalidArgumentsError("'fields' is an object of field names and values.")
    fields = {field.name: field for field in fields_of(draft.writer) if field.name}
    if not fields:
        raise InvalidArgumentsError("This PDF has no form fields to fill in.")
    values = [(_named(fields, str(name)), value) for name, value in wanted.items()]
    texts: list[tuple[Field, str]] = []
    for field, value in values:
        match field.kind:
            case "check box" | "radio":
                _switch(field, value)
            case "choice" | "list":
                texts.append((field, _choose(field, value)))
            case _:
                texts.append((field, _write(field, value)))
    said = _draw(draft.writer, texts)
    form = dictionary_at(draft.writer.root_object, "/AcroForm")
    if form is not None:
        said = joined(said, _XFA) if form.pop("/XFA", None) is not None else said
    if array_at(form, "/CO"):
        said = joined(said, _COMPUTED)
    names = ", ".join(field.name for field, _ in values)
    return joined(_FILLED.of(count=len(values), s="" if len(values) == 1 else "s", names=names), said)


def _named(fields: Mapping[str, Field], name: str) -> Field:
    field = fields.get(name)
    if field is None:
        # The last part of a name is enough when no other field ends so.
        like = [one for one in fields.values() if one.name.rpartition(".")[2] == name]
        field = like[0] if len(like) == 1 else None
    if field is None:
        raise InvalidArgumentsError(f"There is no field {name!r}. The fields are: {', '.join(list(fields)[:60])}.")
    if field.is_read_only:
        raise InvalidArgumentsError(f"The field {name!r} is read-only in this form.")
    if field.kind in {"signature", "button"}:
        what = "for a digital signature" if field.kind == "signature" else "a button"
        raise InvalidArgumentsError(f"The field {name!r} is {what} and cannot be filled in.")
    return field


def _switch(field: Field, value: object) -> None:
    """Set the state of a check box or of radio buttons."""
    said = "" if value is None else str(value)
    states = {shown: state for state, shown in field.options} | {state: state for state, _ in field.options}
    if said.removeprefix("/") in states:
        state = states[said.removeprefix("/")]
    elif said.lower() in _NO:
        state = "Off"
    elif said.lower() in _YES and len(field.options) <= 1:
        state = field.options[0][0] if field.options else "Yes"
    else:
        offered = ", ".join([*(shown for _, shown in field.options), "Off"])
        raise InvalidArgumentsError(f"{field.name!r} can be {offered}, not {said!r}.")
    field.entries[NameObject("/V")] = NameObject(f"/{state}")
    for _, widget in field.widgets:
        has = state in on_states(widget) or (not on_states(widget) and len(field.widgets) == 1)
        widget[NameObject("/AS")] = NameObject(f"/{state if has else 'Off'}")


def _choose(field: Field, value: object) -> str:
    """Set what is chosen from a list, found by what is shown or by what is stored; returns what is shown."""
    many = isinstance(value, (list, tuple)) and bool(field.flags & MANY)
    wanted = [str(one) for one in value] if many and isinstance(value, (list, tuple)) else [str(value or "")]
    indexes = [_option(field, one) for one in wanted if one]
    stored = [field.options[at][0] if at is not None else one for at, one in zip(indexes, wanted, strict=False)]
    shown = [field.options[at][1] if at is not None else one for at, one in zip(indexes, wanted, strict=False)]
    entries = field.entries
    if many:
        entries[NameObject("/V")] = ArrayObject(TextStringObject(one) for one in stored)
    else:
        entries[NameObject("/V")] = TextStringObject(stored[0] if stored else "")
    known = sorted(at for at in indexes if at is not None)
    if known and "/I" in entries:
        entries[NameObject("/I")] = ArrayObject(NumberObject(at) for at in known)
    else:
        entries.pop("/I", None)
    return ", ".join(shown)


def _option(field: Field, value: str) -> int | None:
    for index, pair in enumerate(field.options):
        if value in pair:
            return index
    if not field.options or field.flags & EDITABLE:
        return None
    offered = ", ".join(shown for _, shown in field.options[:40])
    raise InvalidArgumentsError(f"{field.name!r} can be {offered}, not {value!r}.")


def _write(field: Field, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float, type(None))):
        raise InvalidArgumentsError(f"{field.name!r} takes a text, not {value!r}.")
    text = "" if value is None else str(value)
    if field.longest and len(text) > field.longest:
        raise InvalidArgumentsError(f"{field.name!r} takes {field.longest} characters at most, not {len(text)}.")
    if not field.flags & MULTILINE and "\n" in text:
        raise InvalidArgumentsError(f"{field.name!r} has one line: leave line breaks out.")
    field.entries[NameObject("/V")] = TextStringObject(text.replace("\n", "\r"))
    field.entries.pop("/RV", None)
    return text


def _draw(writer: PdfWriter, texts: Sequence[tuple[Field, str]]) -> Words:
    """Draw the fields; returns what does not fit."""
    fonts = DictionaryObject()
    resources = writer._add_object(fonts)
    overflowing: list[str] = []
    try:
        written = "".join(text for _, text in texts)
        plain = all(c in "\r\n" or StandardFace("Helvetica").has(c) for c in written)
        others = Typefaces(()) if plain else installed(language=language_of(written))
        shared = {name: standard_face(name) for name in {_font_name(writer, field) for field, _ in texts}}
        for field, text in texts:
            faces = Typefaces((shared[_font_name(writer, field)], *others.faces))
            for _, widget in field.widgets:
                look = drawn_field(writer, field, widget, text, faces, resources)
                widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): look.stream})
                if not look.fits and field.name not in overflowing:
                    overflowing.append(field.name)
    except InvalidArgumentsError:
        _leave_to_viewer(writer)
        return _UNDRAWN
    for face in Typefaces((*shared.values(), *others.faces)).used():
        fonts[NameObject(font_key(face))] = face.written(writer)
    return _OVERFLOW.of(names=", ".join(overflowing)) if overflowing else NO_WORDS


def _font_name(writer: PdfWriter, field: Field) -> str:
    """The name of the font that the form asks for."""
    wanted = re.match(r"\s*(/\S+)", field.appearance)
    fonts = dictionary_at(writer.root_object, "/AcroForm", "/DR", "/Font")
    font = dictionary(fonts.get(wanted[1])) if fonts is not None and wanted else None
    return str(font.get("/BaseFont", ""))[1:] if font is not None else (wanted[1][1:] if wanted else "")


def _leave_to_viewer(writer: PdfWriter) -> None:
    form = dictionary_at(writer.root_object, "/AcroForm")
    (form if form is not None else DictionaryObject())[NameObject("/NeedAppearances")] = BooleanObject(True)


FORM_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "fill": Operation(
        _fill,
        ("fields",),
        '{"op":"fill","fields":{"Name":"山田太郎","Agreed":true,"Size":"M"}} (names and values as part "fields" tells '
        "them; true or false for a check box, the name of a button for radio buttons)",
    ),
    **FLATTEN_OPERATIONS,
}
