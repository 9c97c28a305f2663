"""Column titles of tables: a title stands in its cell and in the table part, and both must say the same.

ECMA-376 part 1, 18.5.1.3 (tableColumn).
"""

import re
from collections.abc import Collection, Mapping

from agent.documents.opc.xml_text import decoded_xml, encoded_xml, escaped, unescaped
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import area_of
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.formula import mentions
from agent.documents.xlsx.formula_columns import UnfollowedError, folded, with_columns
from agent.documents.xlsx.sheet import ATTRIBUTES, attributes_of
from agent.documents.xlsx.sheets import FORMULA, NO_FORMULAS

_COLUMN = re.compile(rf"<(?:[\w.-]+:)?tableColumn(?=[\s/>])({ATTRIBUTES})/?>")
_NAME = re.compile(r"(\sname\s*=\s*)(\"[^\"]*\"|'[^']*')")
Place = tuple[int, int]
Title = dict[str, str]
"""A text that is taken as it stands: {"text": "2026"}."""


def retitled(draft: Draft, entry: SheetEntry, wanted: Mapping[Place, object]) -> dict[Place, Title]:
    """Give the tables of a sheet the column titles among `wanted`; formulas that name a column follow.

    Returns what the cells of those that were given are to hold: a number or a day is a text there. A title is left out,
    and its cell is refused by `guards`, when it is a formula or empty, when another column has it, or when a formula
    may name the column in a way that cannot be followed.
    """
    done: dict[Place, Title] = {}
    for table in draft.tables(entry):
        area = area_of(table["ref"])
        if table.get("headerRowCount", "1") == "0" or table.get("tableType") == "queryTable":
            continue
        fresh = {column: _title(value) for (row, column), value in wanted.items()
                 if row == area.top and area.left <= column <= area.right}  # fmt: skip
        if fresh and _given(draft, table, {column - area.left: title for column, title in fresh.items()}):
            done |= {(area.top, column): {"text": title} for column, title in fresh.items()}
    return done


def _title(value: object) -> str:
    """A value as a title; "" when it is none."""
    match value:
        case {"text": str(text), **rest} if not rest:
            return text
        case str(text) if not text.startswith("="):
            return text.removeprefix("'")
        case int() | float() if not isinstance(value, bool):
            return str(value)
    return ""


def _given(draft: Draft, table: Mapping[str, str], fresh: Mapping[int, str]) -> bool:
    """Put titles, by the number of their column, into a table and into formulas; False when one does not fit."""
    text, encoding = decoded_xml(draft.part(table["part"]))
    columns = list(_COLUMN.finditer(text))
    old = [attributes_of(one[1]).get("name", "") for one in columns]
    new = [fresh.get(at, name) for at, name in enumerate(old)]
    titles = [title.strip().casefold() for title in new]
    changed = [at for at in fresh if at < len(old) and new[at] != old[at]]
    if not all(titles) or len(set(titles)) < len(titles):
        return False
    for at in sorted(changed, reverse=True):
        start, end = columns[at].span()
        tag = _NAME.sub(lambda found, at=at: f'{found[1]}"{_attribute(new[at])}"', text[start:end])  # type: ignore[misc]  # a default holds the loop's value
        text = text[:start] + tag + text[end:]
    names = {name for name in (table.get("name", ""), table.get("displayName", "")) if name}
    parts = _followed(draft, {table["part"]: (text, encoding)}, names, {folded(old[at]): new[at] for at in changed})
    if parts is None:
        return False
    for part, data in parts.items():
        draft.set_part(part, data)
    if len(parts) > 1:
        draft.forget_texts()
    return True


def _attribute(title: str) -> str:
    """A title as Excel writes it there: a line break as its code."""
    return escaped(title.replace("\r\n", "\n").replace("\n", "_x000a_"))


def _followed(
    draft: Draft, retold: Mapping[str, tuple[str, str]], names: Collection[str], titles: Mapping[str, str]
) -> dict[str, bytes] | None:
    """The parts that change, with the formulas in which columns have new titles; None when one cannot be followed.

    `retold` are the texts, with their encodings, of parts that are changed already.
    """
    found = {part: encoded_xml(*text) for part, text in retold.items()}
    try:
        for part in draft.xml_parts(NO_FORMULAS) if titles else ():
            text, encoding = retold.get(part) or decoded_xml(draft.part(part))
            fresh = FORMULA.sub(lambda one: one[1] + _formula(one[3], names, titles), text) if "[" in text else text
            if fresh != text:
                found[part] = encoded_xml(fresh, encoding)
    except UnfollowedError:
        return None
    return found


def _formula(told: str, names: Collection[str], titles: Mapping[str, str]) -> str:
    before = formula = unescaped(told)
    for name in names:
        formula = with_columns(formula, name, titles)
    if mentions(before, {"INDIRECT"}) and any(folded(one) in before.casefold() for one in titles):
        raise UnfollowedError  # it makes a reference of texts
    return told if formula == before else escaped(formula)
