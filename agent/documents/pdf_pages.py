"""PDFs made of other PDFs' pages: taken, turned, put in order, forms filled in. Structure is pypdf's work.

Filling and turning alone are written as an addition behind the untouched bytes of the source.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions
from pypdf.errors import PyPdfError

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents import image, pdf_text
from agent.documents.op_fields import allowed
from agent.documents.page_ranges import page_numbers
from agent.documents.pdf_form import filled

_PROTECTED = Words(
    "The author protected this PDF against changes; it can only be read.",
    "この PDF は作成者によって変更が禁止されています。読み取りのみ可能です。",
)
_DAMAGED = Words(
    "The structure of the PDF is damaged; its text can still be read.",
    "PDF の構造が壊れています。文字の読み取りは可能です。",
)
_PAGES_LOST = Words(
    "The PDF could not be put together without losing pages.", "ページを失わずに PDF をまとめることができませんでした。"
)
_NOT_ENCRYPTED = Words("The result is not encrypted any more.", "できあがった PDF は暗号化されていません。")
_TOOK = Words("Took {pages} of source {index}.", "元の PDF {index} から {pages}を取り込みました。")
_ORDERED = Words("Put {pages} in the order {order}.", "{pages}を {order} の順に並べました。")
_TURNED = Words("Turned {pages} by {degrees} degrees.", "{pages}を {degrees} 度回転しました。")
_FIELDS = {"take": ("source", "pages"), "rotate": ("pages", "degrees"), "order": ("pages",), "fill": ("fields",)}
# What pypdf raises for structures that are damaged, beside its own errors.
_DAMAGE = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RuntimeError, OSError)


def pages(sources: Sequence[Path], ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """Write a PDF of pages of `sources` to `target`; without a "take" all pages of all sources, in their order.

    A source may be a picture.

    Raises:
        UnreadableError: a source is broken, encrypted, or protected against changes.
        InvalidArgumentsError: an op does not fit; the sentence says what would be right.
    """
    _checked(ops)
    if not sources:
        raise InvalidArgumentsError("Name at least one PDF.")
    with _damage_told():
        said: list[Words] = []
        readers = [_reader(source) for source in sources]
        writer = _assembled(readers, ops, said)
        for op in ops:
            writer = _applied(writer, op, said)
        _write(writer, target)
    if any(reader.is_encrypted for reader in readers):
        said.append(_NOT_ENCRYPTED)
    return tuple(said)


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """The same document with its forms filled in, its pages turned, ordered or selected."""
    _checked(ops)
    if any(op["op"] in {"take", "order"} for op in ops):
        return pages([source], ops, target)
    try:
        # An encrypted file cannot be added to, and some files are too odd for it: they are written anew.
        return pages([source], ops, target) if _reader(source).is_encrypted else _added_to(source, ops, target)
    except _DAMAGE:
        return pages([source], ops, target)


def _added_to(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    said: list[Words] = []
    writer = PdfWriter(source, incremental=True)
    for op in ops:
        _applied(writer, op, said)
    _write(writer, target)
    return tuple(said)


def _checked(ops: Sequence[Op]) -> None:
    for op in ops:
        name = str(op.get("op"))
        if name not in _FIELDS:
            raise InvalidArgumentsError(
                f"{name!r} is no operation on a PDF. There are take, rotate, order and fill; "
                "the words of a PDF cannot be edited, but a new document can be made from its text."
            )
        allowed(op, "op", *_FIELDS[name], what=name)


def _reader(source: Path) -> PdfReader:
    """The document to take pages from; a picture is one whose page is the picture."""
    if source.suffix.lower() != ".pdf":
        return PdfReader(io.BytesIO(image.as_pdf(source)))
    with pdf_text.opened(source):
        pass
    with _damage_told():
        reader = PdfReader(source)
        allowed = reader.user_access_permissions if reader.is_encrypted else None
        if allowed is not None and not allowed & (UserAccessPermissions.MODIFY | UserAccessPermissions.ASSEMBLE_DOC):
            raise UnreadableError(_PROTECTED, "encrypted")
        len(reader.pages)
        return reader


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise UnreadableError(_DAMAGED, "broken") from error


def _assembled(readers: Sequence[PdfReader], ops: Sequence[Op], said: list[Words]) -> PdfWriter:
    takes = [op for op in ops if op["op"] == "take"]
    if not takes and len(readers) == 1:
        return PdfWriter(clone_from=readers[0])
    writer = PdfWriter()
    for index, numbers in _taken(readers, takes):
        writer.append(readers[index], pages=[number - 1 for number in numbers])
        said.append(_TOOK.of(pages=_count(len(numbers)), index=index))
    if readers[0].metadata:
        writer.add_metadata({key: str(value) for key, value in readers[0].metadata.items()})
    return writer


def _taken(readers: Sequence[PdfReader], takes: Sequence[Op]) -> Iterator[tuple[int, list[int]]]:
    if not takes:
        for index, reader in enumerate(readers):
            yield index, list(range(1, len(reader.pages) + 1))
    for op in takes:
        source = op.get("source", 0)
        if not isinstance(source, int) or not 0 <= source < len(readers):
            raise InvalidArgumentsError(f"'source' is a number from 0 to {len(readers) - 1}, not {source!r}.")
        yield source, _numbers(op, len(readers[source].pages))


def _numbers(op: Op, total: int) -> list[int]:
    wanted = op.get("pages", "")
    if isinstance(wanted, list):
        wanted = ",".join(map(str, wanted))
    return page_numbers(str(wanted), total) if wanted not in ("", "all") else list(range(1, total + 1))


def _applied(writer: PdfWriter, op: Op, said: list[Words]) -> PdfWriter:
    match op["op"]:
        case "rotate":
            said.append(_rotated(writer, op))
        case "order":
            numbers = _numbers(op, len(writer.pages))
            writer = _ordered(writer, numbers)
            said.append(_ORDERED.of(pages=_count(len(numbers)), order=", ".join(map(str, numbers[:30]))))
        case "fill":
            said.append(filled(writer, op))
    return writer


def _rotated(writer: PdfWriter, op: Op) -> Words:
    degrees = op.get("degrees")
    if not isinstance(degrees, int) or degrees % 90:
        raise InvalidArgumentsError("'degrees' is 90, 180 or 270, clockwise.")
    numbers = _numbers(op, len(writer.pages))
    for number in numbers:
        writer.pages[number - 1].rotate(degrees)
    return _TURNED.of(pages=_count(len(numbers)), degrees=degrees)


def _ordered(writer: PdfWriter, numbers: Sequence[int]) -> PdfWriter:
    if sorted(numbers) != list(range(1, len(writer.pages) + 1)):
        raise InvalidArgumentsError(
            f"'order' names each of the {len(writer.pages)} pages once. To leave pages out or repeat them use 'take'."
        )
    buffer = io.BytesIO()
    writer.write(buffer)
    result = PdfWriter()
    result.append(PdfReader(buffer), pages=[number - 1 for number in numbers])
    if writer.metadata:
        result.add_metadata({key: str(value) for key, value in writer.metadata.items()})
    return result


def _write(writer: PdfWriter, target: Path) -> None:
    expected = len(writer.pages)
    with target.open("wb") as file:
        writer.write(file)
    with pdf_text.opened(target) as document:
        if len(document) != expected:
            raise UnreadableError(_PAGES_LOST, "broken")


def _count(pages: int) -> Words:
    return Words(f"{pages} page{'s' if pages != 1 else ''}", f"{pages} ページ")
