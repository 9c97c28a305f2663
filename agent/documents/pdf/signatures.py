"""Who signed a PDF, when, and what of it: ISO 32000-2, 12.8 (digital signatures). Nothing is verified here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, TextStringObject

from agent.documents.pdf.objects import array_at, dictionary, dictionary_at, numbers_of

_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?")
_MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that was given. `signer` and `date` are what it says of itself, "" when it does not.

    `covers` is the number of bytes from the start of the file that it covers, `whole` whether that is all of it.
    `changes` is what a certification allows: 1 nothing, 2 filling in, 3 notes too; 0 for an ordinary signature.
    """

    field: str
    signer: str
    date: str
    covers: int
    whole: bool
    changes: int


def signatures(reader: PdfReader) -> tuple[Signature, ...]:
    """All signatures of a document, in the order of its fields."""
    form = dictionary_at(reader.root_object, "/AcroForm")
    if form is None:
        return ()
    reader.stream.seek(0, 2)
    size = reader.stream.tell()
    found = _given(array_at(form, "/Fields"), "/", 0)
    return tuple(_signature(name, value, size) for name, value in found)


def _given(fields: ArrayObject, kind: str, depth: int) -> Iterator[tuple[str, DictionaryObject]]:
    for one in fields:
        field = dictionary(one)
        if field is None or depth > _MAX_DEPTH:
            continue
        own = str(field.get("/FT", kind))
        value = dictionary_at(field, "/V")
        if own == "/Sig" and value is not None:
            yield str(field.get("/T", "")), value
        yield from _given(array_at(field, "/Kids"), own, depth + 1)


def _signature(field: str, value: DictionaryObject, size: int) -> Signature:
    ranges = numbers_of(value.get("/ByteRange"))
    ends = [int(start + length) for start, length in zip(ranges[::2], ranges[1::2], strict=False)]
    covers = max(ends, default=0)
    date = _DATE.match(str(value.get("/M", "")))
    told = "-".join(part for part in date.groups()[:3] if part) if date else ""
    signer = str(value.get("/Name", "")).strip() or _certified(value.get("/Contents"))
    return Signature(field, signer, told, covers, covers >= size > 0, _changes(value))


def _certified(contents: object) -> str:
    """The name in the certificate of the signer, the first that has an issuer other than itself or the only one."""
    if isinstance(contents, TextStringObject):
        contents = contents.original_bytes
    if not isinstance(contents, (ByteStringObject, bytes)):
        return ""
    try:
        certificates = pkcs7.load_der_pkcs7_certificates(_der(bytes(contents)))
    except ValueError:
        return ""
    own = [one for one in certificates if one.subject != one.issuer] or certificates
    names = own[0].subject.get_attributes_for_oid(NameOID.COMMON_NAME) if own else []
    return _plain(names[0]) if names else ""


def _plain(name: x509.NameAttribute[str | bytes]) -> str:
    return name.value if isinstance(name.value, str) else name.value.decode("utf-8", "replace")


def _der(padded: bytes) -> bytes:
    """The contents without the zeros behind them: the length of the outermost DER value says where it ends."""
    if len(padded) < 2 or padded[1] < 0x80:
        return padded[: 2 + padded[1]] if len(padded) >= 2 else padded
    count = padded[1] & 0x7F
    return padded[: 2 + count + int.from_bytes(padded[2 : 2 + count], "big")]


def _changes(value: DictionaryObject) -> int:
    for one in array_at(value, "/Reference"):
        reference = dictionary(one)
        if reference is not None and reference.get("/TransformMethod") == "/DocMDP":
            parameters = dictionary_at(reference, "/TransformParams")
            return int(str(parameters.get("/P", 2))) if parameters is not None else 2
    return 0
