"""The form fields of a PDF: ISO 32000-2, 12.7 (AcroForm). What a field does not say itself it has from its parents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject

from agent.documents.pdf.objects import array_at, dictionary, dictionary_at

READ_ONLY, REQUIRED = 1, 1 << 1
MULTILINE, PASSWORD, RADIO, PUSH = 1 << 12, 1 << 13, 1 << 15, 1 << 16
COMBO, EDITABLE, MANY, COMB = 1 << 17, 1 << 18, 1 << 21, 1 << 24
_INHERITED = ("/FT", "/Ff", "/V", "/DA", "/Q", "/MaxLen", "/Opt")
_MAX_DEPTH = 40
_MAX_FIELDS = 20_000


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its full name. `kind` is text, check box, radio, choice, list, signature or button.

    `options` are pairs of what is stored and what is shown; for check boxes and radio buttons the names of their states
    that are on. `widgets` are the places where it is shown, with the number of the page (0: on none).
    """

    name: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...]
    flags: int
    longest: int
    entries: DictionaryObject
    appearance: str
    align: int
    widgets: tuple[tuple[int, DictionaryObject], ...]

    @property
    def is_required(self) -> bool:
        """Whether the form asks for a value."""
        return bool(self.flags & REQUIRED)

    @property
    def is_read_only(self) -> bool:
        """Whether the form lets nobody fill it in."""
        return bool(self.flags & READ_ONLY)


def fields_of(document: PdfReader | PdfWriter) -> list[Field]:
    """All fields that hold a value, in the order of the form."""
    pages: dict[int, int] = {}
    for number, page in enumerate(document.pages, 1):
        for one in array_at(page, "/Annots"):
            if (widget := dictionary(one)) is not None:
                pages.setdefault(id(widget), number)
    form = dictionary_at(document.root_object, "/AcroForm")
    inherited = {"/DA": form["/DA"]} if form is not None and "/DA" in form else {}
    found = _terminal(array_at(form, "/Fields"), "", inherited, pages, 0)
    return [field for _, field in zip(range(_MAX_FIELDS), found, strict=False)]


def _terminal(
    fields: ArrayObject, above: str, inherited: Mapping[str, PdfObject], pages: Mapping[int, int], depth: int
) -> Iterator[Field]:
    for one in fields:
        entries = dictionary(one)
        if entries is None or depth > _MAX_DEPTH:
            continue
        own = {**inherited, **{key: entries[key] for key in _INHERITED if key in entries}}
        name = ".".join(part for part in (above, str(entries.get("/T", ""))) if part)
        kids = [kid for one in array_at(entries, "/Kids") if (kid := dictionary(one)) is not None]
        if any("/T" in kid for kid in kids):
            yield from _terminal(array_at(entries, "/Kids"), name, own, pages, depth + 1)
        elif "/FT" in own:
            yield _field(name, entries, own, [(pages.get(id(kid), 0), kid) for kid in kids or [entries]])


def _field(
    name: str, entries: DictionaryObject, own: Mapping[str, PdfObject], widgets: list[tuple[int, DictionaryObject]]
) -> Field:
    flags, longest, align = (_whole(own.get(key)) for key in ("/Ff", "/MaxLen", "/Q"))
    kind = _kind(str(own["/FT"]), flags)
    states = _states(widgets, own) if kind in {"check box", "radio"} else _options(own.get("/Opt"))
    value = said(own.get("/V"))
    if kind in {"check box", "radio"}:
        value = dict(states).get(value, value)
    appearance = str(own.get("/DA") or widgets[0][1].get("/DA", ""))
    return Field(name, kind, value, states, flags, longest, entries, appearance, align, tuple(widgets))


def _kind(said_kind: str, flags: int) -> str:
    match said_kind:
        case "/Btn":
            return "button" if flags & PUSH else "radio" if flags & RADIO else "check box"
        case "/Ch":
            return "choice" if flags & COMBO else "list"
        case "/Sig":
            return "signature"
        case _:
            return "text"


def _whole(one: object) -> int:
    return int(one) if isinstance(one, (int, float)) else 0


def said(value: object) -> str:
    """What a value says: a text, a name without its slash, several texts divided by commas."""
    value = value.get_object() if isinstance(value, PdfObject) else value
    if isinstance(value, NameObject):
        return "" if value == "/Off" else value[1:]
    if isinstance(value, ArrayObject):
        return ", ".join(said(one) for one in value)
    return str(value) if isinstance(value, str) else ""


def _states(widgets: list[tuple[int, DictionaryObject]], own: Mapping[str, PdfObject]) -> tuple[tuple[str, str], ...]:
    """Names of states that are on, and what they are called: a form may give buttons longer names in /Opt."""
    names = list(dict.fromkeys(state for _, widget in widgets for state in on_states(widget)))
    called = own.get("/Opt")
    called = called.get_object() if called is not None else None
    labels = [str(one) for one in called] if isinstance(called, ArrayObject) else []
    numbered = len(labels) == len(names) and all(name.isdigit() and int(name) < len(labels) for name in names)
    return tuple((name, labels[int(name)] if numbered else name) for name in names)


def on_states(widget: DictionaryObject) -> list[str]:
    """The states of a button but "Off", without their slash."""
    normal = dictionary_at(widget, "/AP", "/N")
    return [key[1:] for key in normal.keys() if key != "/Off"] if normal is not None else []  # noqa: SIM118  see entries_of


def _options(some: PdfObject | None) -> tuple[tuple[str, str], ...]:
    found = some.get_object() if some is not None else None
    pairs = (one.get_object() for one in found) if isinstance(found, ArrayObject) else ()
    return tuple(
        (str(one[0]), str(one[-1])) if isinstance(one, ArrayObject) and one else (str(one), str(one)) for one in pairs
    )
