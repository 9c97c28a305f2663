"""A table as text that is being edited: rows whose fields no op names keep their characters as they are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import NO_WORDS, Words
from agent.documents.pdf.page_ranges import page_numbers
from agent.documents.texts.csv_records import Sheet, raw_field, raw_fields
from agent.documents.texts.text_lines import newline_of
from agent.documents.xlsx.cell_names import MAX_COLUMN, cell_name, column_letters, column_number

_LETTERS = re.compile(r"[A-Za-z]{1,3}")
_NUMBER = re.compile(r"[-+]?[\d.,]+%?")
_BEGINS = tuple("=+-@\t\r＝＋－＠")
_COMPUTED = Words(
    "A spreadsheet program would compute {cells}, because it begins with = + - @ or a tab. "
    'With "guard": true an apostrophe is written before it.',
    "{cells} は = + - @ かタブで始まるため、表計算ソフトで数式として計算されます。"
    '"guard": true を指定すると、先頭にアポストロフィを付けて書き込みます。',
)
_GUARDED = Words("An apostrophe stands before {cells}.", "{cells} の先頭にアポストロフィを付けました。")


@dataclass(frozen=True, slots=True)
class Record:
    """A row: its text with its line end, and its values."""

    raw: str
    values: tuple[str, ...]


class Draft:
    """The rows of a table. Ops change `records`; `text` is the whole when all is done."""

    def __init__(self, sheet: Sheet, records: Iterable[Record]) -> None:
        self.delimiter = sheet.delimiter
        self.newline = newline_of(sheet.text.text)
        self.records = list(records)
        self._open_end = bool(self.records) and not self.records[-1].raw.endswith(("\r", "\n"))

    @classmethod
    def of(cls, sheet: Sheet) -> Self:
        """Raises UnreadableError, also when a quotation mark never ends: what is a row is not certain then."""
        records = [Record(raw, tuple(values)) for values, raw in sheet.records()]
        sheet.refuse_open_quote(records[-1].raw if records else "")
        return cls(sheet, records)

    def text(self) -> str:
        """The whole table; its last row ends without a line end when it did before."""
        last = len(self.records) - 1
        pieces = [one.raw if one.raw.endswith(("\r", "\n")) else one.raw + self.newline for one in self.records]
        if pieces and self._open_end:
            pieces[last] = pieces[last].removesuffix(self.newline)
        return "".join(pieces)

    def column(self, name: object) -> int:
        """The number of a column, from 1, by its title in the first row or by its letters.

        Raises:
            InvalidArgumentsError: there is none, or there are several of that title.
        """
        titles = [title.strip() for title in self.records[0].values] if self.records else []
        found = [number for number, title in enumerate(titles, 1) if title == str(name).strip()]
        if len(found) > 1:
            letters = ", ".join(map(column_letters, found))
            raise InvalidArgumentsError(
                f"{len(found)} columns are called {name!r}: name one by its letters, {letters}."
            )
        if found:
            return found[0]
        number = column_number(str(name)) if _LETTERS.fullmatch(str(name)) else 0
        if not 1 <= number <= max(self.width, 1):
            told = ", ".join(map(repr, titles[:40]))
            raise InvalidArgumentsError(f"There is no column {name!r}. The titles in row 1 are {told}.")
        return number

    @property
    def width(self) -> int:
        """The number of fields of the widest row."""
        return max((len(one.values) for one in self.records), default=0)

    def rows(self, op: Op) -> list[int]:
        """The numbers of the rows that "rows" ("3-5,9" or [3, 9]) or "where" ({"Name": "Sato"}) mean, each once.

        Raises:
            InvalidArgumentsError: neither or both are told, or there is no such row.
        """
        rows, where = op.get("rows"), op.get("where")
        if isinstance(where, Mapping) and where and rows is None:
            return self._matching(where)
        if where is not None or rows is None:
            raise InvalidArgumentsError('Name the rows by "rows": "3-5,9" or by "where": {"title": "value"}.')
        told = ",".join(map(str, rows)) if isinstance(rows, (list, tuple)) else str(rows)
        return sorted(set(page_numbers(told, len(self.records))))

    def _matching(self, where: Mapping[str, object]) -> list[int]:
        wanted = [(self.column(name) - 1, field_text(value)) for name, value in where.items()]
        found = [
            number
            for number, one in enumerate(self.records[1:], 2)
            if all(column < len(one.values) and one.values[column] == text for column, text in wanted)
        ]
        if not found:
            raise InvalidArgumentsError(f"No row below the titles has {dict(where)!r}. Values are compared as texts.")
        return found

    def set_field(self, number: int, column: int, text: str) -> None:
        """Give row `number` another value in `column`; a short row grows."""
        fields, end = raw_fields(self.records[number - 1].raw, self.delimiter)
        values = list(self.records[number - 1].values)
        missing = column - len(fields)
        fields += [""] * missing
        values += [""] * (len(fields) - len(values))
        like = fields[column - 1] if missing <= 0 else fields[0]
        fields[column - 1], values[column - 1] = raw_field(text, like, self.delimiter), text
        self.records[number - 1] = Record(self.delimiter.join(fields) + end, tuple(values))

    def fresh(self, values: Sequence[str], near: int) -> Record:
        """A new row with the quotation marks that row `near` has (0: the last one)."""
        known = 0 < near <= len(self.records) or (near == 0 and self.records)
        likes = raw_fields(self.records[near - 1].raw, self.delimiter)[0] if known else []
        quoted = bool(likes) and all(one.startswith('"') for one in likes)
        likes += ['""' if quoted else ""] * (len(values) - len(likes))
        fields = [raw_field(value, like, self.delimiter) for value, like in zip(values, likes, strict=False)]
        return Record(self.delimiter.join(fields) + self.newline, tuple(values))

    def values_of(self, row: object) -> list[str]:
        """The fields of a new row: a list of values, or an object with titles and values.

        Raises:
            InvalidArgumentsError: it is neither, or a title is none of the table.
        """
        if isinstance(row, Mapping):
            values = [""] * (len(self.records[0].values) if self.records else 0)
            for name, value in row.items():
                values[self.column(name) - 1] = field_text(value)
            return values
        if not isinstance(row, (list, tuple)):
            raise InvalidArgumentsError('A row is a list of values, or an object: {"Name": "Sato", "Amount": 3}.')
        return [field_text(value) for value in row]


def field_text(value: object) -> str:
    """A value as the text of a field."""
    if isinstance(value, Mapping):
        value = value.get("text", value.get("value"))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value)


def computed(text: str) -> bool:
    """Whether a spreadsheet program would take a field for a formula; numbers with a sign are none."""
    return text.startswith(_BEGINS) and not _NUMBER.fullmatch(text)


class Guard:
    """What was written that a spreadsheet program would compute; when it is `on`, with an apostrophe before it."""

    def __init__(self, *, on: bool) -> None:
        self._on = on
        self._cells: list[str] = []

    def kept(self, text: str, row: int, column: int) -> str:
        """The text to write at a cell."""
        if not computed(text):
            return text
        self._cells.append(cell_name(row, min(column, MAX_COLUMN)))
        return f"'{text}" if self._on else text

    def row(self, values: Sequence[str], number: int) -> list[str]:
        """The texts to write in a row."""
        return [self.kept(text, number, column) for column, text in enumerate(values, 1)]

    def words(self) -> Words:
        """What the person should know of it."""
        if not self._cells:
            return NO_WORDS
        told = ", ".join([*self._cells[:10], *(["..."] if len(self._cells) > 10 else [])])
        return (_GUARDED if self._on else _COMPUTED).of(cells=told)
