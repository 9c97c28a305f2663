"""Parts of a workbook that is being changed: what belongs to a sheet by now, and taking parts out."""

import re
from collections.abc import Callable, Iterator

from agent.documents.package import rels_name, resolved
from agent.documents.package_relations import Relation, content_type_of, relations_in, without_override
from agent.documents.xlsx_draft import TYPES, Draft
from agent.documents.xlsx_sheet import ATTRIBUTES, Sheet, attributes_of
from agent.documents.xlsx_shift_part import PartChange
from agent.documents.xml_text import decoded_xml, encoded_xml

SHEET_TAG = re.compile(rf"<(?:[\w.-]+:)?sheet(?=[\s/>])({ATTRIBUTES})(?:/>|>\s*</[^>]*>)")


def relations_now(draft: Draft, part: str) -> tuple[Relation, ...]:
    """The relationships of a part as they are by now."""
    name = rels_name(part)
    return relations_in(draft.part(name)) if draft.has(name) else ()


def related_now(draft: Draft, part: str, kind: str = "") -> Iterator[str]:
    """The parts that `part` refers to by now, by relationships whose type ends in `kind` (in any case)."""
    for relation in relations_now(draft, part):
        if not relation.external and relation.type.lower().endswith(kind.lower()):
            name = resolved(part, relation.target)
            if draft.has(name):
                yield name


def sheet_names(draft: Draft) -> tuple[str, ...]:
    """The names of all sheets by now, in their order, charts included."""
    text, _ = decoded_xml(draft.part(draft.book.part))
    return tuple(attributes_of(found).get("name", "") for found in SHEET_TAG.findall(text))


def with_outside(sheet: Sheet, encoding: str, change: Callable[[PartChange], None]) -> str:
    """The text of a sheet in which what stands outside of the rows is changed."""
    part = PartChange(encoded_xml(sheet.outside(), encoding))
    change(part)
    after = Sheet(decoded_xml(part.bytes_after())[0])
    return after.text[: after.start] + sheet.text[sheet.start : sheet.end] + after.text[after.end :]


def drop_part(draft: Draft, name: str) -> None:
    """Take a part out, with its relationships and what the content types tell of it."""
    draft.set_part(name, None)
    if draft.has(rels_name(name)):
        draft.set_part(rels_name(name), None)
    if content_type_of(draft.part(TYPES), name):
        draft.set_part(TYPES, without_override(draft.part(TYPES), name))
