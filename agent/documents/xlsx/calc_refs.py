"""Which cells a formula reads, and the formula as a calculating library takes it.

ECMA-376 part 1, 18.17 (formulas) and 18.5 (structured references). What is not known exactly is told too large.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from agent.core.errors import InvalidArgumentsError
from agent.documents.xlsx.calc_functions import LISTING, OPAQUE, RESIZED, VOLATILE, bare_name
from agent.documents.xlsx.calc_tables import CalcTable, table_areas
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, Area, area_of, column_letters, quoted_sheet
from agent.documents.xlsx.formula import moved

_CELL = r"\$?[A-Za-z]{1,3}\$?\d{1,7}"
_EDGES = rf"{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?\d{{1,7}}:\$?\d{{1,7}}"
_PLAIN_SHEET = r"[^\W\d][\w.]*(?::[^\W\d][\w.]*)?"
_WORD = r"[^\W\d][\w.\\?]*|\\[\w.\\?]+"
_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_TOKEN = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*\")"
    rf"|(?P<outside>'\[(?:[^']|'')*'!|\[\d+\](?:{_PLAIN_SHEET})?!)"
    rf"|(?P<sheet>'(?:[^']|'')*'!|(?<![\w.]){_PLAIN_SHEET}!)"
    rf"|(?P<table>(?<![\w.\\])(?:{_WORD}){_BRACKETS}|{_BRACKETS})"
    rf"|(?P<area>(?<![\w.$])(?:{_EDGES})(?![\w.(!]))"
    r"|(?P<error>#(?:REF!|N/A|NAME\?|DIV/0!|VALUE!|NUM!|NULL!))"
    rf"|(?P<word>(?<![\w.\\])(?:{_WORD}))(?P<call>\s*\()?"
)
_REFERENCE = re.compile(rf"(?:'(?:[^']|'')*'!|{_PLAIN_SHEET}!)?(?:{_EDGES})")
_COMPUTED_EDGE = re.compile(r"\)\s*:|:\s*[^\W\d][\w.]*\s*\(")
_DEEPEST = 8
# They give names to values within a formula.
_BINDING = frozenset({"LET", "LAMBDA"})


Place = tuple[int, int, int]
"""A cell: the number of its sheet, its row and its column."""


class Region(NamedTuple):
    """A rectangle of cells on a sheet, which is told by its number in the workbook."""

    sheet: int
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a formula reads: `regions`; `plain` is its text with names and tables replaced by their cells.

    `volatile`: its result changes by itself. `opaque`: it reads cells that it does not name. `foreign`: it reads
    another workbook. `lost`: sheets, names and tables that it names and that are not there.
    """

    plain: str
    regions: tuple[Region, ...] = ()
    volatile: bool = False
    opaque: bool = False
    foreign: bool = False
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What the words in formulas mean: sheets by their names, defined names and tables.

    Keys are casefolded. `names` has (sheet number or -1 for the workbook, name) to the formula that it stands for.
    """

    sheets: Sequence[str]
    names: Mapping[tuple[int, str], str]
    tables: Mapping[str, CalcTable]
    numbers: Mapping[str, int] = field(default_factory=dict)

    def number(self, sheet: str) -> int:
        """The number of a sheet, -1 for one that is not there."""
        return self.numbers.get(sheet.casefold(), -1)


@dataclass(slots=True)
class _Found:
    regions: list[Region] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)
    foreign: bool = False


def reading_of(formula: str, scope: Scope, place: Place) -> Reading:
    """What `formula` (without "=") reads in the cell at `place`."""
    found = _Found()
    plain = _read(formula, scope, place, found, 0)
    regions = _resized(found.regions) if found.words & RESIZED else found.regions
    return Reading(
        plain,
        tuple(dict.fromkeys(regions)),
        volatile=bool(found.words & VOLATILE),
        opaque=bool(found.words & OPAQUE) or _COMPUTED_EDGE.search(plain) is not None,
        foreign=found.foreign,
        lost=tuple(dict.fromkeys(found.lost)),
    )


def _read(formula: str, scope: Scope, place: Place, found: _Found, depth: int) -> str:
    out: list[str] = []
    at = 0
    before: re.Match[str] | None = None
    for token in _TOKEN.finditer(formula):
        out.append(formula[at : token.start()])
        named = _sheets(before["sheet"], scope, found) if before and token.start() == at else None
        at = token.end()
        if token["sheet"]:
            out.append(token[0])
            before = token
            continue
        fresh = _token(token, scope, (named[0], *place[1:]) if named else place, named, found, depth)
        if named is not None and token["word"] and fresh != token[0]:
            out[-2] = ""  # a name of that sheet has become what it stands for
        elif named is not None and len(named) > 1 and token["area"] and _is_listed(out, formula[at:]):
            out[-2] = ""
            fresh = ",".join(f"{quoted_sheet(scope.sheets[number])}!{fresh}" for number in named)
        out.append(fresh)
        before = None
    return "".join([*out, formula[at:]])


def _is_listed(out: Sequence[str], behind: str) -> bool:
    """Whether a reference through several sheets may be told as one to each: libraries do not know the former.

    `out` ends with the function, what stands before the sheets, the sheets, and what stands behind them.
    """
    function = bare_name(out[-4].removesuffix("(").strip()) if len(out) > 3 else ""
    return function in LISTING and not out[-3].strip() and behind.lstrip()[:1] in {")", ","}


def _token(
    token: re.Match[str], scope: Scope, place: Place, named: Sequence[int] | None, found: _Found, depth: int
) -> str:
    if token["outside"]:
        found.foreign = True
    elif token["area"]:
        _read_area(token["area"], named if named is not None else place[:1], found)
    elif token["table"]:
        return _table(token["table"], scope, place, found)
    elif token["error"] == "#REF!":
        found.lost.append("#REF!")
    elif token["word"] and token["call"]:
        found.words.add(bare_name(token["word"]))
    elif token["word"]:
        return _name(token["word"], scope, place, found, depth)
    return token[0]


def _read_area(text: str, sheets: Sequence[int], found: _Found) -> None:
    try:
        area = area_of(text)
    except InvalidArgumentsError:  # A0, or a column beyond XFD: Excel reads no cell there
        found.lost.append(text)
        return
    found.regions += [_region(sheet, area) for sheet in sheets]


def _sheets(token: str, scope: Scope, found: _Found) -> Sequence[int]:
    """The numbers of the sheets that "Sheet1!" or "'First:Last'!" means; none for those that are not there."""
    names = token[:-1].removeprefix("'").removesuffix("'").replace("''", "'")
    numbers = [scope.number(name) for name in (names, *names.split(":"))[-2:]]
    if (whole := scope.number(names)) >= 0:
        return (whole,)
    if ":" not in names or min(numbers) < 0:
        found.lost.append(names)
        return ()
    return range(min(numbers), max(numbers) + 1)


def _name(word: str, scope: Scope, place: Place, found: _Found, depth: int) -> str:
    key = word.casefold()
    formula = scope.names.get((place[0], key), scope.names.get((-1, key)))
    if formula is not None and depth < _DEEPEST:
        # References of a name that are not fixed count from A1.
        plain = _read(moved(formula, place[1] - 1, place[2] - 1), scope, place, found, depth + 1)
        return plain if _REFERENCE.fullmatch(plain) else f"({plain})"
    if key in scope.tables:
        return _table(f"{word}[]", scope, place, found)
    if key not in {"true", "false"} and not key.startswith("_xl") and not found.words & _BINDING:
        found.lost.append(word)
    return word


def _table(token: str, scope: Scope, place: Place, found: _Found) -> str:
    name, _, inner = token.partition("[")
    tables = scope.tables.values()
    table = scope.tables.get(name.casefold()) if name else _around(tables, place)
    areas = table_areas(table, inner.removesuffix("]"), place[1]) if table is not None else ()
    if table is None or not areas:
        found.lost.append(token)
        return token
    found.regions += [_region(table.sheet, area) for area in areas]
    sheet = quoted_sheet(scope.sheets[table.sheet])
    told = ",".join(f"{sheet}!{area_name(area)}" for area in areas)
    return told if len(areas) == 1 else f"({told})"


def _around(tables: Iterable[CalcTable], place: Place) -> CalcTable | None:
    """The table that holds the formula: "[@Price]" without a name means that one."""
    sheet, row, column = place
    for table in tables:
        area = table.area
        if table.sheet == sheet and area.top <= row <= area.bottom and area.left <= column <= area.right:
            return table
    return None


def area_name(area: Area) -> str:
    """An Area with fixed edges: "$A$1:$C$9", so that it stays when a formula is moved."""
    first = f"${column_letters(area.left)}${area.top}"
    last = f"${column_letters(area.right)}${area.bottom}"
    return first if first == last else f"{first}:{last}"


def _region(sheet: int, area: Area) -> Region:
    return Region(sheet, area.top, area.left, area.bottom, area.right)


def _resized(regions: Sequence[Region]) -> list[Region]:
    """Every region as high and wide as the largest one."""
    high = max((one.bottom - one.top for one in regions), default=0)
    wide = max((one.right - one.left for one in regions), default=0)
    return [
        one._replace(
            bottom=min(MAX_ROW, max(one.bottom, one.top + high)),
            right=min(MAX_COLUMN, max(one.right, one.left + wide)),
        )
        for one in regions
    ]
