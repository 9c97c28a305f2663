"""Ops that change words, paragraphs and rows of a Word document with tracked changes."""

from collections.abc import Sequence

from agent.core.documents import Op
from agent.core.words import NO_WORDS, Words
from agent.documents.docx.addresses import Addresses, Spot
from agent.documents.docx.grown import fragment
from agent.documents.docx.rows import cell_asked, row_asked, row_like, row_words
from agent.documents.docx.tracked import DEFAULT_AUTHOR, Stamp
from agent.documents.docx.tracked_blocks import (
    delete_content,
    delete_paragraph,
    delete_row,
    delete_table,
    insert_behind_block,
    insert_row,
    track_mark,
)
from agent.documents.docx.tracked_text import text_set
from agent.documents.docx.tree import child, is_on, name_of, value
from agent.documents.op_words import flag_in, text_in

TRACK = ("track", "author")
_TRACKED = Words(" Tracked as a change by {author}{why}.", "変更履歴(作成者: {author})に記録しました{why}。")
_ASKED = Words(", as the document asks", "(文書の設定によります)")
_UNTRACKED = Words(
    " The document asks for tracked changes; this one is not tracked, as you said.",
    "この文書は変更履歴を記録する設定ですが、指定どおり履歴を残さずに変更しました。",
)


def stamp_of(addresses: Addresses, op: Op) -> Stamp | None:
    """Who tracks the op: as it says, else as the document asks; None when it is not tracked.

    What the ops before it changed is settled so far that this one can begin.
    """
    if not flag_in(op, "track", default=tracks(addresses)):
        addresses.settle()
        return None
    addresses.settle(grown=False)
    author = text_in(op, "author") if "author" in op else DEFAULT_AUTHOR
    return Stamp(author, addresses.moment, addresses.ids)


def tracks(addresses: Addresses) -> bool:
    """Whether the document says that changes are tracked, or allows no others."""
    settings = addresses.settings()
    limit = child(settings, "documentProtection")
    only = value(limit, "edit") == "trackedChanges" and value(limit, "enforcement") in {"1", "true", "on"}
    return only or is_on(child(settings, "trackRevisions"))


def with_tracking(said: Words, addresses: Addresses, op: Op, stamp: Stamp | None) -> Words:
    """The sentence of an op with what is to be known of its tracking."""
    asked = tracks(addresses)
    if stamp is None:
        more = _UNTRACKED if asked else NO_WORDS
    else:
        more = _TRACKED.of(author=stamp.author, why=_ASKED if asked and "track" not in op else NO_WORDS)
    return Words(said.en + more.en, said.ja + more.ja)


def paragraph_set(spot: Spot, text: str, stamp: Stamp) -> None:
    """Track the new text of a paragraph. Raises InvalidArgumentsError."""
    spot.draft.grow()
    text_set(spot.element, text, stamp)


def inserted(spot: Spot, paragraphs: Sequence[bytes], stamp: Stamp) -> None:
    """Track new paragraphs behind a paragraph or a table, and behind those that were put there before."""
    spot.draft.grow()
    behind = spot.element
    following = behind.getnext()
    while following is not None and name_of(following) == "p" and following not in spot.draft.layout:
        behind, following = following, following.getnext()
    for xml in paragraphs:
        (paragraph,) = fragment(spot.element, xml)
        insert_behind_block(behind, paragraph, stamp)
        behind = paragraph


def deleted(spot: Spot, stamp: Stamp) -> bool:
    """Track the deletion of a paragraph, a table or a row; False when a paragraph stays and only its words go."""
    spot.draft.grow()
    match name_of(spot.element):
        case "tbl":
            delete_table(spot.element, stamp)
        case "tr":
            delete_row(spot.element, stamp)
        case _:
            return delete_paragraph(spot.element, stamp)
    return True


def table_cell_set(addresses: Addresses, op: Op, stamp: Stamp) -> Words:
    """Track the new words of a cell. Raises InvalidArgumentsError."""
    table, paragraphs, lines, said = cell_asked(addresses, op)
    table.draft.grow()
    for paragraph, line in zip(paragraphs, lines, strict=False):
        text_set(paragraph, line, stamp)
    for before, paragraph in zip(paragraphs[len(lines) - 1 :], paragraphs[len(lines) :], strict=False):
        delete_content(paragraph, stamp)
        track_mark(before, "del", stamp)
    return said


def row_inserted(addresses: Addresses, op: Op, stamp: Stamp) -> Words:
    """Track a new row in the likeness of another. Raises InvalidArgumentsError."""
    table, row, words = row_asked(addresses, op)
    table.draft.grow()
    (new,) = fragment(row, row_like(table.draft.layout, row, words))
    insert_row(new, stamp)
    row.addnext(new)
    return row_words(table, row)
