"""References in the text of a Word document that lead nowhere: fields, links, notes, styles, lists."""

import re
from collections.abc import Iterator

from agent.core.documents import Problem
from agent.core.words import Words
from agent.documents.docx.fields import fields_of
from agent.documents.docx.text import related_root
from agent.documents.docx.tree import child, children, name_of, value
from agent.documents.docx.whole import Place, Whole

_NO_BOOKMARK = Words(
    "{kind} refers to the bookmark {name}, which does not exist.",
    "{kind} が参照するブックマーク {name} が存在しません。",
)
_ERROR = Words("A field shows an error: {text}.", "フィールドがエラーを表示しています: {text}")
_NO_NOTE = Words("A reference to {kind} {key} has no note.", "{kind} {key} への参照に対応する注がありません。")
_NO_STYLE = Words(
    "The style {key} is not defined: the text looks like plain text.",
    "スタイル {key} が定義されていないため、標準の書式で表示されます。",
)
_NO_LIST = Words(
    "The list {key} is not defined: its numbers are not shown.",
    "リスト {key} が定義されておらず、番号が表示されません。",
)
_LINK = Words("A link", "リンク")
_KINDS = frozenset({"REF", "PAGEREF", "NOTEREF"})
_SHOWN_ERROR = re.compile(
    r"(?:Error|エラー)\s*[!！].{0,60}?"
    r"(?:not (?:found|defined)|No .{0,40}?(?:found|text)|見つかりません|定義されていません)[.。]?"
)
_NOTES = {"footnoteReference": ("footnotes", "footnote"), "endnoteReference": ("endnotes", "endnote")}
# Word makes these itself where they are asked for.
_OWN = frozenset({"_GoBack", "_top", "top", ""})


def reference_problems(whole: Whole) -> Iterator[Problem]:
    """What is referred to and is not there."""
    bookmarks = {
        value(one, "name").casefold() for root in whole.roots.values() for one in root.iter("{*}bookmarkStart")
    }
    notes = {name: _ids(whole, part, note) for name, (part, note) in _NOTES.items()}
    lists = _lists(whole)
    for place in whole.places:
        yield from _fields(place, bookmarks)
        yield from _notes(place, notes)
        yield from _looks(whole, place, lists)
        error = _SHOWN_ERROR.search(place.text)
        if error:
            yield Problem(place.anchor, "broken_reference", _ERROR.of(text=error[0][:80]))


def _ids(whole: Whole, part: str, note: str) -> set[str]:
    root = related_root(whole.package, f"/{part}")
    return {value(one, "id") for one in children(root, note)} if root is not None else set()


def _lists(whole: Whole) -> set[str]:
    root = related_root(whole.package, "/numbering")
    return {value(one, "numId") for one in children(root, "num")} if root is not None else set()


def _fields(place: Place, bookmarks: set[str]) -> Iterator[Problem]:
    for one in fields_of(place.paragraph):
        known = one.argument.casefold() in bookmarks | {name.casefold() for name in _OWN}
        if one.kind in _KINDS and not known:
            yield Problem(place.anchor, "broken_reference", _NO_BOOKMARK.of(kind=one.kind, name=one.argument[:60]))
    for link in place.paragraph.iter("{*}hyperlink"):
        anchor = value(link, "anchor")
        outside = any(str(key).endswith("}id") for key in link.attrib)
        if name_of(link) == "hyperlink" and not outside and anchor not in _OWN and anchor.casefold() not in bookmarks:
            words = _NO_BOOKMARK.of(kind=_LINK, name=anchor[:60])
            yield Problem(place.anchor, "broken_reference", words, grave=False)


def _notes(place: Place, notes: dict[str, set[str]]) -> Iterator[Problem]:
    for element in place.paragraph.iter("{*}footnoteReference", "{*}endnoteReference"):
        kind = name_of(element)
        if value(element, "id") not in notes.get(kind, set()):
            words = _NO_NOTE.of(kind=kind.removesuffix("Reference"), key=value(element, "id"))
            yield Problem(place.anchor, "invalid", words)


def _looks(whole: Whole, place: Place, lists: set[str]) -> Iterator[Problem]:
    key = value(child(place.paragraph, "pPr", "pStyle"))
    # Programs write comments in styles that they leave to Word.
    if key and key not in whole.styles.by_id and whole.styles.by_id and not place.anchor.startswith("comment "):
        yield Problem(place.anchor, "invalid", _NO_STYLE.of(key=key[:60]), grave=False)
    number = value(child(place.paragraph, "pPr", "numPr", "numId"))
    if number not in {"", "0"} and number not in lists:
        yield Problem(place.anchor, "invalid", _NO_LIST.of(key=number[:20]), grave=False)
