"""Workbooks of other programs and times (.xls, .xlsb, .ods): values only, read by calamine."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from agent.core.documents import Content, Difference, Passage, Table, Value
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents.magic import content_of
from agent.documents.opc.encryption import is_locked, unlock
from agent.documents.opc.package import Package
from agent.documents.unseen import hidden_facts, hidden_of
from agent.documents.xlsx import sheet_convert
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, Area, area_of, cell_name, quoted_sheet, split_part
from agent.documents.xlsx.open_documents import plain_copy
from agent.documents.xlsx.read import shown
from agent.documents.xlsx.row_diff import row_differences

__all__ = ["TARGETS", "check", "convert", "diff", "read", "tables", "unlock"]

TARGETS: Mapping[str, frozenset[str]] = {"": sheet_convert.KINDS}

MAX_CELLS = 2_000_000
_SHEETS = Words("{count} {count:sheet|sheets}: {names}", "シート {count} 枚: {names}")
_HIDDEN = Words("hidden: {names}", "非表示: {names}")
_VALUES_ONLY = Words(
    "a {suffix} workbook: values only, formulas are not shown; it cannot be edited, save it as .xlsx",
    "{suffix} 形式のブック: 値のみで数式は表示されません。編集するには .xlsx で保存してください",
)
_ENCRYPTED = Words("The workbook is protected with a password.", "ブックがパスワードで保護されています。")
_BROKEN = Words(
    "The workbook is broken, or of a kind that cannot be read.", "ブックが壊れているか、対応していない形式です。"
)
_TOO_LARGE = Words(
    f"The workbook has more than {MAX_CELLS:,} cells.", f"ブックのセルが {MAX_CELLS:,} 個を超えています。"
)


def read(source: Path, start: int, count: int, part: str) -> Content:
    """A heading for each sheet and a passage for each filled row, with the results of formulas only."""
    with _opened(source) as book:
        passages: list[Passage] = []
        for table in _tables(book, part):
            name = quoted_sheet(table.name)
            passages.append(Passage(name, f"{table.name}: {len(table.rows)} rows", "heading", 1))
            passages += [
                Passage(f"{name}!{cell_name(number, 1)}:{cell_name(number, max(1, len(row)))}", _text(row), "row")
                for number, row in enumerate(table.rows, table.first)
                if any(value is not None for value in row)
            ]
        hidden = [one.name for one in book.sheets_metadata if one.visible != SheetVisibleEnum.Visible]
        facts = (
            _SHEETS.of(count=len(book.sheet_names), names=", ".join(map(repr, book.sheet_names))),
            *hidden_facts(hidden_of(passages)),
            *([_HIDDEN.of(names=", ".join(hidden))] if hidden else []),
            _VALUES_ONLY.of(suffix=source.suffix),
        )
        return Content("xlsx", tuple(passages[start : start + count]), len(passages), facts)


def tables(source: Path, part: str) -> tuple[Table, ...]:
    """Each sheet, or the range of `part`, as typed values."""
    with _opened(source) as book:
        return tuple(_tables(book, part))


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """Values as .xlsx, .csv, .tsv, .md or .html."""
    return sheet_convert.written(tables(source, ""), target, sheet_convert.VALUES_ONLY)


def check(path: Path) -> None:
    """Every sheet must be readable."""
    tables(path, "")


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """Cell by cell, sheets by their names."""
    old, new = ({table.name: table for table in tables(path, "")} for path in (before, after))
    return tuple(
        one
        for name in {**old, **new}
        for one in row_differences(_texts(old.get(name)), _texts(new.get(name)), f"{quoted_sheet(name)}!")
    )


@contextmanager
def _opened(source: Path) -> Iterator[CalamineWorkbook]:
    if content_of(source) == "zip":
        Package.open(source).close()  # its guards against bombs
    try:
        with _loaded(source) as book:
            yield book
    except PasswordError as error:
        raise UnreadableError(_ENCRYPTED, "encrypted") from error
    except (CalamineError, OSError, ValueError) as error:
        # An .xls with the oldest kind of password looks broken to calamine.
        if is_locked(source):
            raise UnreadableError(_ENCRYPTED, "encrypted") from error
        raise UnreadableError(_BROKEN, "broken") from error


def _loaded(source: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(source))
    except CalamineError as error:
        if source.suffix.lower() != ".ods" or isinstance(error, PasswordError):
            raise
        return CalamineWorkbook.from_filelike(plain_copy(source))


def _tables(book: CalamineWorkbook, part: str) -> Iterator[Table]:
    left = MAX_CELLS
    for name, area in _chosen(book, part):
        sheet = book.get_sheet_by_name(name)
        # The rectangle of the filled cells is made whole in memory: a stray cell far out makes it huge.
        left -= sheet.height * max(1, sheet.width)
        if left < 0:
            raise UnreadableError(_TOO_LARGE, "too_large")
        top, indent = sheet.start or (0, 0)
        rows = [(*[None] * indent, *map(_value, row)) for row in sheet.to_python(skip_empty_area=True)]
        first = max(top + 1, area.top)
        kept = rows[first - top - 1 : max(0, area.bottom - top)]
        cells = tuple(row[area.left - 1 : area.right] for row in kept)
        last = cell_name(first + max(0, len(cells) - 1), area.left - 1 + max(1, *map(len, cells), 1))
        anchor = f"{quoted_sheet(name)}!{cell_name(first, area.left)}:{last}"
        yield Table(name, cells, anchor, first, column=area.left)


def _chosen(book: CalamineWorkbook, part: str) -> list[tuple[str, Area]]:
    names = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    if not part:
        return [(name, Area()) for name in names]
    sheet, area = (part, "") if part in names else split_part(part)
    if sheet in names:
        return [(sheet, area_of(area) if area else Area(1, 1, MAX_ROW, MAX_COLUMN))]
    if "!" not in part and len(names) == 1:
        return [(names[0], area_of(part))]
    raise InvalidArgumentsError(f"There is no sheet {sheet!r}. The sheets are: {', '.join(map(repr, names[:50]))}.")


def _value(value: object) -> Value:
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value if isinstance(value, Value) else str(value)


def _text(row: Sequence[Value]) -> str:
    return " | ".join(shown(value) for value in row).rstrip(" |")


def _texts(table: Table | None) -> list[list[str]]:
    if table is None:
        return []
    return [[] for _ in range(table.first - 1)] + [[shown(value) for value in row] for row in table.rows]
