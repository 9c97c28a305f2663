"""Reading the objects of a PDF without trusting their types: ISO 32000-2, 7.3."""

from collections.abc import Mapping

from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, PdfObject

# ISO 32000-2, table 349.
_STANDARD = frozenset(
    ("/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped")
)


def dictionary(one: object) -> DictionaryObject | None:
    """The dictionary (or stream) that `one` is or refers to."""
    found = one.get_object() if isinstance(one, PdfObject) else None
    return found if isinstance(found, DictionaryObject) else None


def dictionary_at(owner: object, *keys: str) -> DictionaryObject | None:
    """The dictionary that lies at `keys`, one in the other."""
    found = dictionary(owner)
    for key in keys:
        found = dictionary(found.get(key)) if found is not None else None
    return found


def array_at(owner: object, *keys: str) -> ArrayObject:
    """The array that lies at `keys`; an empty one of its own when there is none."""
    parent = dictionary_at(owner, *keys[:-1])
    found = parent.get(keys[-1]) if parent is not None else None
    found = found.get_object() if isinstance(found, PdfObject) else None
    return found if isinstance(found, ArrayObject) else ArrayObject()


def numbers_of(one: object) -> list[float]:
    """The numbers of an array; nothing of what is none."""
    found = one.get_object() if isinstance(one, PdfObject) else None
    return [float(n) for n in found if isinstance(n, (int, float))] if isinstance(found, ArrayObject) else []


def floats(*numbers: float) -> ArrayObject:
    """An array of numbers."""
    return ArrayObject(FloatObject(round(number, 4)) for number in numbers)


def made(entries: Mapping[str, PdfObject]) -> DictionaryObject:
    """A dictionary of these entries."""
    return DictionaryObject({NameObject(key): value for key, value in entries.items()})


def entries_of(one: DictionaryObject | None) -> DictionaryObject:
    """A dictionary with the same entries, references as they are."""
    return DictionaryObject({NameObject(key): one.raw_get(key) for key in one.keys()} if one is not None else {})  # noqa: SIM118  a tree's own iterator gives its children


def children(one: PdfObject | None) -> list[PdfObject]:
    """What lies in a dictionary or an array, references as they are."""
    if isinstance(one, DictionaryObject):
        return [one.raw_get(key) for key in one.keys()]  # noqa: SIM118  see above
    return list(one) if isinstance(one, ArrayObject) else []


def names_of_properties(properties: object) -> list[str]:
    """The names of properties that the standard does not give (14.3.3): somebody chose them."""
    return [key for key in entries_of(dictionary(properties)) if key not in _STANDARD]
