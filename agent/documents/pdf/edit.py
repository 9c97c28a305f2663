"""Edits of a PDF, and PDFs made of other PDFs' pages, op by op.

What only adds is written behind the untouched bytes of the source. What must be gone from the file, and what puts
pages together, is written anew.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents.op_fields import allowed
from agent.documents.operations import Operation, carried_out
from agent.documents.pdf.attachments import ATTACHMENT_OPERATIONS
from agent.documents.pdf.draft import PROTECTED, Draft, damage_told, reader_of
from agent.documents.pdf.forget import drop_unreachable
from agent.documents.pdf.form import FORM_OPERATIONS
from agent.documents.pdf.frame import FRAME_OPERATIONS
from agent.documents.pdf.increment import NotAddableError
from agent.documents.pdf.lock import LOCK_OPERATIONS
from agent.documents.pdf.notes import NOTE_OPERATIONS
from agent.documents.pdf.pages import PAGE_OPERATIONS
from agent.documents.pdf.properties import PROPERTY_OPERATIONS
from agent.documents.pdf.redact import REDACT_OPERATIONS
from agent.documents.pdf.signatures import signatures
from agent.documents.pdf.stamp import STAMP_OPERATIONS
from agent.documents.pdf.structure import DAMAGE, MendedReader

OPERATIONS: Mapping[str, Operation[Draft]] = {
    **PAGE_OPERATIONS,
    **FRAME_OPERATIONS,
    **FORM_OPERATIONS,
    **STAMP_OPERATIONS,
    **NOTE_OPERATIONS,
    **REDACT_OPERATIONS,
    **PROPERTY_OPERATIONS,
    **ATTACHMENT_OPERATIONS,
    **LOCK_OPERATIONS,
}
# What these take away or put together must not lie in an older version inside the same file.
_ANEW = {
    "take",
    "delete_pages",
    "insert_pages",
    "remove_metadata",
    "remove_attachment",
    "remove_notes",
    "encrypt",
    "redact",
}
# What an author allows who allows that pages are put together and nothing else.
_ASSEMBLES = frozenset(
    ("take", "order", "rotate", "delete_pages", "insert_pages", "insert_blank", "add_bookmarks", "remove_metadata")
)
# Sources that an op names are not pages to put together.
_USES = {"insert_pages", "attach", "watermark"}
_NOT_ENCRYPTED = Words("The result is not encrypted any more.", "できあがった PDF は暗号化されていません。")
_MENDED = Words(
    "The structure of the file was damaged: it was written anew, with what could be found of it.",
    "ファイルの構造が壊れていたため、読み取れた内容で作り直しました。",
)
_ADDED = Words(
    "The digital signature stays and covers the version before this change; viewers say that something was added.",
    "電子署名は変更前の版に対するものとして残ります。閲覧ソフトには、署名後に変更があったと表示されます。",
)
_CERTIFIED = Words(
    "The author's certification allows no such change: viewers call the signature invalid now.",
    "作成者の認証ではこの変更が許可されていないため、閲覧ソフトでは署名が無効と表示されます。",
)
_UNSIGNED = Words(
    "The digital signature of source {index} is not valid for the result.",
    "元の PDF {index} の電子署名は、できあがった PDF では有効ではありません。",
)


def pages(sources: Sequence[Path], ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """Write a PDF of pages of `sources` to `target`; without a "take" all pages of all sources, in their order.

    A source may be a picture; one that an op attaches may be any file.

    Raises:
        UnreadableError: a source is broken, encrypted, or protected against changes.
        InvalidArgumentsError: an op does not fit; the sentence says what would be right.
    """
    _checked(ops)
    if not sources:
        raise InvalidArgumentsError("Name at least one PDF.")
    takes = [op for op in ops if op["op"] == "take"]
    used = [op.get("source") for op in ops if op["op"] in _USES]
    merged = [{"op": "take", "source": index} for index in range(len(sources)) if not index or index not in used]
    with damage_told():
        readers = {index: reader_of(sources[index]) for index in _taken(takes or merged, len(sources))}
        for reader in readers.values():
            _allowed(reader, ops)
        draft = Draft(sources, PdfWriter())
        draft.said += [carried_out(OPERATIONS, draft, op, "a PDF") for op in takes or merged]
        if not takes and len(merged) == 1:
            draft.said.clear()
        draft.said += [carried_out(OPERATIONS, draft, op, "a PDF") for op in ops if op["op"] != "take"]
        drop_unreachable(draft.writer)
        draft.save(target)
    if not draft.locks and any(reader.is_encrypted for reader in readers.values()):
        draft.said.append(_NOT_ENCRYPTED)
    draft.said += [_MENDED] if any(isinstance(one, MendedReader) for one in readers.values()) else []
    draft.said += [_UNSIGNED.of(index=index) for index, reader in readers.items() if signatures(reader)]
    return tuple(draft.said)


def _allowed(reader: PdfReader, ops: Sequence[Op]) -> None:
    """Who allows only that pages are put together allows no other change of them. Raises UnreadableError."""
    may = reader.user_access_permissions if reader.is_encrypted else None
    if may is not None and UserAccessPermissions.MODIFY not in may and any(op["op"] not in _ASSEMBLES for op in ops):
        raise UnreadableError(PROTECTED, "encrypted")


def _taken(takes: Sequence[Op], sources: int) -> list[int]:
    named = [op.get("source", 0) for op in takes]
    return list(dict.fromkeys(index for index in named if isinstance(index, int) and 0 <= index < sources))


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """The same document, changed by `ops`: see OPERATIONS and README.md.

    Raises:
        UnreadableError: it is broken, encrypted, or protected against changes.
        InvalidArgumentsError: an op does not fit; nothing is written.
    """
    _checked(ops)
    reader = reader_of(source)
    anew = [str(op["op"]) for op in ops if op["op"] in _ANEW]
    signed = _signed(reader)
    destroys = [*anew, *(str(op["op"]) for op in ops if op["op"] == "flatten")]
    if destroys and signed:
        raise InvalidArgumentsError(
            f"The PDF is digitally signed; {destroys[0]!r} would destroy the signature. Make a new PDF from its pages."
        )
    if anew or reader.is_encrypted or isinstance(reader, MendedReader):
        return pages([source], ops, target)
    try:
        return _added_to(source, ops, target)
    except (*DAMAGE, NotAddableError):
        # Some files are too odd to be added to: they are written anew, unless that would destroy a signature.
        if signed:
            raise
        return pages([source], ops, target)


def _signed(reader: PdfReader) -> bool:
    try:
        return bool(signatures(reader))
    except DAMAGE:
        return False


def _added_to(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    writer = PdfWriter(source, incremental=True)
    draft = Draft([source], writer, base=PdfReader(source), adds=True)
    draft.said += [carried_out(OPERATIONS, draft, op, "a PDF") for op in ops]
    draft.save(target)
    found = signatures(PdfReader(source))
    if found:
        fills = all(op["op"] == "fill" for op in ops)
        locked = any(one.changes == 1 or (one.changes in {2, 3} and not fills) for one in found)
        draft.said.append(_CERTIFIED if locked else _ADDED)
    return tuple(draft.said)


def _checked(ops: Sequence[Op]) -> None:
    for op in ops:
        name = str(op.get("op"))
        if name not in OPERATIONS:
            raise InvalidArgumentsError(
                f"{name!r} is no operation on a PDF. There are {', '.join(OPERATIONS)}; "
                "the words of a PDF cannot be edited, but a new document can be made from its text."
            )
        allowed(op, "op", *OPERATIONS[name].fields, what=name)
