"""Column titles of tables: a title stands in its cell and in the table part, and both must say the same.

ECMA-376 part 1, 18.5.1.3 (tableColumn).
"""

import re
from collections.abc import Iterator, Mapping

from agent.documents.opc.xml_text import decoded_xml, encoded_xml, escaped, unescaped
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import area_of
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.sheet import ATTRIBUTES, attributes_of
from agent.documents.xlsx.sheets import FORMULA, NO_FORMULAS

_COLUMN = re.compile(rf"<(?:[\w.-]+:)?tableColumn(?=[\s/>])({ATTRIBUTES})/?>")
_NAME = re.compile(r"(\sname\s*=\s*)(\"[^\"]*\"|'[^']*')")
# Formulas, texts with an apostrophe that a cell loses, and what a cell may take for a number or a date.
_NO_TITLE = re.compile(r"[=']|[\d\s.,:/+-]+$")
Place = tuple[int, int]


def retitled(draft: Draft, entry: SheetEntry, wanted: Mapping[Place, object]) -> frozenset[Place]:
    """Give the tables of a sheet the column titles among `wanted`. Returns the places of those that were given.

    A title is left out, and its cell is refused by `guards`, when it is no text, when another column has it, or when
    a formula names the column.
    """
    done: set[Place] = set()
    for table in draft.tables(entry):
        area = area_of(table["ref"])
        if table.get("headerRowCount", "1") == "0" or table.get("tableType") == "queryTable":
            continue
        fresh = {column: value for (row, column), value in wanted.items()
                 if row == area.top and area.left <= column <= area.right and isinstance(value, str)}  # fmt: skip
        if fresh and _given(draft, table["part"], {column - area.left: title for column, title in fresh.items()}):
            done |= {(area.top, column) for column in fresh}
    return frozenset(done)


def _given(draft: Draft, part: str, fresh: Mapping[int, str]) -> bool:
    """Put titles, by the number of their column, into a table part; False when one of them does not fit."""
    text, encoding = decoded_xml(draft.part(part))
    columns = list(_COLUMN.finditer(text))
    old = [attributes_of(one[1]).get("name", "") for one in columns]
    new = [fresh.get(at, name) for at, name in enumerate(old)]
    titles = [title.strip().casefold() for title in new]
    fits = all(titles) and len(set(titles)) == len(titles) and not any(map(_NO_TITLE.match, fresh.values()))
    changed = [at for at in fresh if at < len(old) and new[at] != old[at]]
    if not fits or any(_is_named(draft, old[at]) for at in changed):
        return False
    for at in sorted(changed, reverse=True):
        start, end = columns[at].span()
        tag = _NAME.sub(lambda found, at=at: f'{found[1]}"{_attribute(new[at])}"', text[start:end])  # type: ignore[misc]  # a default holds the loop's value
        text = text[:start] + tag + text[end:]
    draft.set_part(part, encoded_xml(text, encoding))
    return True


def _attribute(title: str) -> str:
    """A title as Excel writes it there: a line break as its code."""
    return escaped(title.replace("\r\n", "\n").replace("\n", "_x000a_"))


def _is_named(draft: Draft, column: str) -> bool:
    """Whether a formula of the workbook names a column of that title, in whatever table."""
    name = re.sub(r"(['\[\]#@])", r"'\1", column).casefold()
    return any("[" in formula and name in formula.casefold() for formula in _formulas(draft))


def _formulas(draft: Draft) -> Iterator[str]:
    for part in draft.xml_parts(NO_FORMULAS):
        text, _ = decoded_xml(draft.part(part))
        if "[" in text:
            yield from (unescaped(found[3]) for found in FORMULA.finditer(text))
