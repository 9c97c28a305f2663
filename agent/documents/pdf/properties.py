"""Ops on what a PDF says of itself: properties, bookmarks. ISO 32000-2, 14.3 (metadata) and 12.3.3 (outline)."""

import re
from collections.abc import Mapping, Sequence

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, Fit, IndirectObject, NameObject, StreamObject, TextStringObject

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import object_of
from agent.documents.op_words import flag_in, number_in, text_in
from agent.documents.operations import Operation
from agent.documents.pdf.draft import Draft
from agent.documents.pdf.objects import dictionary_at

_NAMES = {"title": "/Title", "author": "/Author", "subject": "/Subject", "keywords": "/Keywords"}
_SET = Words("Set {names} in the properties.", "文書のプロパティを設定しました: {names}。")
_REMOVED = Words(
    "Removed the properties (title, author, programs, dates) and what programs keep of their own.",
    "文書のプロパティ(タイトル、作成者、アプリケーション、日付)とアプリケーション固有の情報を削除しました。",
)
_MARKED = Words("Added {count} {count:bookmark|bookmarks}.", "しおりを {count} 個追加しました。")
_REPLACED = Words(
    "Replaced all bookmarks by {count} new {count:one|ones}.", "すべてのしおりを新しい {count} 個に置き換えました。"
)
_MAX_MARKS = 5_000


def _set_metadata(draft: Draft, op: Op) -> Words:
    values = object_of(op, "properties")
    wrong = [name for name in values if name not in _NAMES]
    if wrong or not values or not all(isinstance(value, str) for value in values.values()):
        raise InvalidArgumentsError(f"'properties' is an object of texts for {', '.join(_NAMES)}.")
    entries = _entries(draft.writer)
    for name, value in values.items():
        if value:
            entries[NameObject(_NAMES[name])] = TextStringObject(str(value))
        else:
            entries.pop(_NAMES[name], None)
    # A copy of the same properties, which would tell the old ones: what is not changed of it is not worth the lie.
    if _contradicts(draft.writer):
        del draft.writer.root_object["/Metadata"]
    return _SET.of(names=", ".join(values))


def _entries(writer: PdfWriter) -> DictionaryObject:
    if writer._info is None:
        writer._info = DictionaryObject()
    return writer._info


def _contradicts(writer: PdfWriter) -> bool:
    """Whether there is an XMP packet that names a title, authors or words; PDF/A needs one, so others stay."""
    packet = dictionary_at(writer.root_object, "/Metadata")
    if not isinstance(packet, StreamObject):
        return False
    return bool(re.search(rb"dc:(title|creator|description|subject)|pdf:Keywords", packet.get_data()))


def _remove_metadata(draft: Draft, op: Op) -> Words:  # noqa: ARG001  every op has the same form
    forget_metadata(draft.writer)
    return _REMOVED


def forget_metadata(writer: PdfWriter) -> None:
    """Take away the properties, XMP packets, and what programs keep for themselves, of the document and its pages."""
    writer._info = None
    for one in (writer.root_object, *writer.pages):
        for key in ("/Metadata", "/PieceInfo", "/LastModified"):
            one.pop(key, None)


def _add_outline(draft: Draft, op: Op) -> Words:
    marks = op.get("bookmarks")
    if not isinstance(marks, Sequence) or isinstance(marks, str) or not 0 < len(marks) <= _MAX_MARKS:
        raise InvalidArgumentsError('\'bookmarks\' is a list: [{"title":"Chapter 1","page":3,"level":1}].')
    replace = flag_in(op, "replace", default=False)
    if replace:
        draft.writer.root_object.pop("/Outlines", None)
    above: list[IndirectObject] = []
    for mark in marks:
        if not isinstance(mark, Mapping):
            raise InvalidArgumentsError('A bookmark is {"title":"Chapter 1","page":3,"level":1}.')
        level = number_in(mark, "level", len(above) + 1, "levels here") if "level" in mark else 1
        page = number_in(mark, "page", len(draft.writer.pages), "pages")
        del above[level - 1 :]
        parent = above[-1] if above else None
        title = text_in(mark, "title")
        above.append(draft.writer.add_outline_item(title=title, page_number=page - 1, parent=parent, fit=Fit.fit()))
    return (_REPLACED if replace else _MARKED).of(count=len(marks))


PROPERTY_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "set_metadata": Operation(
        _set_metadata,
        ("properties",),
        '{"op":"set_metadata","properties":{"title":"...","author":"...","subject":"...","keywords":"..."}} '
        '("" removes one)',
    ),
    "remove_metadata": Operation(_remove_metadata, (), '{"op":"remove_metadata"}'),
    "add_bookmarks": Operation(
        _add_outline,
        ("bookmarks", "replace"),
        '{"op":"add_bookmarks","bookmarks":[{"title":"Chapter 1","page":3,"level":1}]} ("replace":true drops the old)',
    ),
}
