"""Paragraphs, rows and tables that are tracked as inserted or deleted (ECMA-376 part 1, 17.13.5.15 to 17.13.5.20).

The mark at the end of a paragraph is tracked by itself: without it a paragraph goes on into the next one and takes its
properties. So a paragraph at the end of a cell or of the document is inserted or deleted by the mark of the one before.
"""

from collections.abc import Iterator
from copy import deepcopy

from agent.documents.docx.names import is_within
from agent.documents.docx.tracked import (
    MARKS,
    Stamp,
    first,
    made,
    mark_of,
    mark_properties,
    parent_of,
    plain_properties,
)
from agent.documents.docx.tracked_runs import delete, inline
from agent.documents.docx.tree import Element, child, children, name_of, rows_of, value

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml"})
_KEPT = frozenset({"rPr", "sectPr", "pPrChange"})


def block_paragraphs(block: Element) -> Iterator[Element]:
    """The paragraphs of a paragraph, a row or a table, those of tables in cells too, not those of text boxes."""
    if name_of(block) == "p":
        yield block
        return
    for one in block:
        if isinstance(one.tag, str):
            yield from block_paragraphs(one)


def next_block(element: Element, *, preceding: bool = False) -> Element | None:
    """The paragraph or table behind (or before) a block; content controls around it are left and entered."""
    for one in element.itersiblings("*", preceding=preceding):
        name = name_of(one)
        if name in {"p", "tbl"}:
            return one
        if name in _WRAPPERS:
            inside = [block for block in one.iter("{*}p", "{*}tbl") if name_of(block) in {"p", "tbl"}]
            if inside:
                return inside[-1 if preceding else 0]
    above = element.getparent()
    return next_block(above, preceding=preceding) if above is not None and name_of(above) in _WRAPPERS else None


def insert_content(paragraph: Element, stamp: Stamp) -> None:
    """Track all runs of a new paragraph as inserted."""
    for run in inline(paragraph):
        before = next(run.itersiblings("*", preceding=True), None)
        if before is None or name_of(before) != "ins":
            before = stamp.made(paragraph, "ins")
            run.addprevious(before)
        before.append(run)


def track_mark(paragraph: Element, name: str, stamp: Stamp) -> None:
    """Track the mark of a paragraph as "ins" or "del"; what is tracked of it already stays."""
    if mark_of(paragraph, name) is None:
        mark = mark_properties(paragraph)
        mark.insert(sum(name_of(one) == "ins" for one in mark) if name == "del" else 0, stamp.made(paragraph, name))


def insert_behind_block(block: Element, paragraph: Element, stamp: Stamp) -> None:
    """Put a new paragraph behind a paragraph or a table, as a tracked insertion."""
    insert_content(paragraph, stamp)
    block.addnext(paragraph)
    if next_block(paragraph) is not None or name_of(block) != "p":
        track_mark(paragraph, "ins", stamp)
        return
    _take_mark(paragraph, child(block, "pPr", "rPr"))
    track_mark(block, "ins", stamp)
    change_properties(paragraph, _untracked(block, stamp), stamp)


def _take_mark(paragraph: Element, look: Element | None) -> None:
    """Give the mark of a paragraph the formatting `look`: it is the mark that was there before."""
    mark = mark_properties(paragraph)
    for one in list(mark):
        mark.remove(one)
    plain = plain_properties(look)
    mark.extend(list(plain) if plain is not None else [])


def _untracked(paragraph: Element, stamp: Stamp) -> Element | None:
    """The pPr that a paragraph had before this Stamp changed it."""
    properties = child(paragraph, "pPr")
    change = child(properties, "pPrChange")
    own = change is not None and stamp.owns(change) and value(change, "date") == stamp.date
    return child(change, "pPr") if own else properties


def change_properties(paragraph: Element, old: Element | None, stamp: Stamp) -> None:
    """Track that a paragraph had the properties of the pPr `old` (of another paragraph, or its own as they were)."""
    was = made(paragraph, "pPr")
    was.extend(deepcopy(one) for one in (old if old is not None else ()) if name_of(one) not in _KEPT)
    properties = child(paragraph, "pPr")
    if child(properties, "pPrChange") is not None or same_properties(properties, was):
        return
    if properties is None:
        properties = made(paragraph, "pPr")
        first(paragraph, properties)
    change = stamp.made(paragraph, "pPrChange")
    change.append(was)
    properties.append(change)


def same_properties(one: Element | None, other: Element | None) -> bool:
    """Whether two pPr say the same of their paragraph, whatever they say of its mark and of sections."""
    return told_properties(one) == told_properties(other)


def told_properties(properties: Element | None) -> tuple[str, ...]:
    """What a pPr or an rPr says, but for what is tracked, in an order that does not matter."""
    kept = [one for one in (properties if properties is not None else ()) if isinstance(one.tag, str)]
    return tuple(sorted(told(one) for one in kept if name_of(one) not in _KEPT | MARKS | {"rPrChange"}))


def told(element: Element) -> str:
    """An element as a text that is equal for what says the same; session ids of Word are no part of it."""
    told_of = {str(key).rpartition("}")[2]: str(text) for key, text in element.attrib.items()}
    attributes = sorted(f"{key}={text}" for key, text in told_of.items() if not key.startswith("rsid"))
    inner = "".join(told(one) for one in element if isinstance(one.tag, str))
    return f"<{name_of(element)} {' '.join(attributes)}>{inner or (element.text or '').strip()}</>"


def delete_content(paragraph: Element, stamp: Stamp) -> None:
    """Track the deletion of everything that stands in a paragraph, but for a field that goes on in others."""
    turns = [value(one, "fldCharType") for one in paragraph.iter("{*}fldChar") if name_of(one) == "fldChar"]
    fields = () if turns.count("begin") == turns.count("end") else ("fldChar", "instrText")
    for run in inline(paragraph):
        if not children(run, *fields):
            delete(run, stamp)


def delete_paragraph(paragraph: Element, stamp: Stamp) -> bool:
    """Track the deletion of a paragraph; False when only its words go, because it ends a section or is alone there."""
    delete_content(paragraph, stamp)
    if child(paragraph, "pPr", "sectPr") is not None:
        return False
    own = mark_of(paragraph, "ins")
    if own is not None and stamp.owns(own) and not list(inline(paragraph)) and not _tracked_inside(paragraph):
        parent_of(paragraph).remove(paragraph)
        return True
    if next_block(paragraph) is not None:
        track_mark(paragraph, "del", stamp)
        return True
    before = next_block(paragraph, preceding=True)
    while before is not None and name_of(before) == "p" and _goes(before):
        before = next_block(before, preceding=True)
    if before is None or name_of(before) != "p" or child(before, "pPr", "sectPr") is not None:
        return False
    track_mark(before, "del", stamp)
    become_like(paragraph, before, stamp)
    return True


def _tracked_inside(paragraph: Element) -> bool:
    return any(name_of(one) in {"ins", "del"} for one in paragraph)


def _goes(paragraph: Element) -> bool:
    """Whether a paragraph is deleted with its mark and all."""
    return mark_of(paragraph, "del") is not None and all(is_within(one, "del") for one in paragraph.iter("{*}r"))


def become_like(paragraph: Element, other: Element, stamp: Stamp) -> None:
    """Track that a paragraph gets the properties of another one, which goes on into it."""
    set_properties(paragraph, child(other, "pPr"), stamp)


def set_properties(paragraph: Element, new: Element | None, stamp: Stamp) -> None:
    """Track that a paragraph gets the properties of the pPr `new`; its mark and its section stay."""
    old = child(paragraph, "pPr")
    if same_properties(old, new):
        return
    was = deepcopy(old) if old is not None else None
    properties = made(paragraph, "pPr")
    properties.extend(deepcopy(one) for one in (new if new is not None else ()) if name_of(one) not in _KEPT)
    if old is not None:
        properties.extend([one for one in old if name_of(one) in _KEPT])
        parent_of(old).remove(old)
    first(paragraph, properties)
    change_properties(paragraph, was, stamp)


def insert_row(row: Element, stamp: Stamp) -> None:
    """Track a new row as inserted, with all that stands in it."""
    _row_properties(row).append(stamp.made(row, "ins"))
    for paragraph in block_paragraphs(row):
        insert_content(paragraph, stamp)
        track_mark(paragraph, "ins", stamp)


def delete_row(row: Element, stamp: Stamp) -> bool:
    """Track the deletion of a row; one that the same author inserted simply goes. Returns whether it is still there."""
    properties = child(row, "trPr")
    own = child(properties, "ins")
    if own is not None and stamp.owns(own):
        parent_of(row).remove(row)
        return False
    if child(properties, "del") is None:
        change = child(properties, "trPrChange")
        mark = stamp.made(row, "del")
        if change is not None:
            change.addprevious(mark)
        else:
            _row_properties(row).append(mark)
    for paragraph in block_paragraphs(row):
        delete_content(paragraph, stamp)
        track_mark(paragraph, "del", stamp)
    return True


def _row_properties(row: Element) -> Element:
    properties = child(row, "trPr")
    if properties is None:
        properties = made(row, "trPr")
        exceptions = child(row, "tblPrEx")
        if exceptions is None:
            first(row, properties)
        else:
            exceptions.addnext(properties)
    return properties


def delete_table(table: Element, stamp: Stamp) -> None:
    """Track the deletion of a table: of all its rows."""
    for row in rows_of(table):
        delete_row(row, stamp)


def insert_table(table: Element, stamp: Stamp) -> None:
    """Track a new table as inserted: all its rows."""
    for row in rows_of(table):
        insert_row(row, stamp)
