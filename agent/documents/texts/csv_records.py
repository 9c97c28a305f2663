"""Records and fields of tables as text (RFC 4180, as Excel writes it), with the text of each as it stands."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.texts.charset import Decoded
from agent.documents.texts.text_lines import lines_of
from agent.documents.texts.text_source import loaded

DELIMITERS = {
    ",": Words("comma", "カンマ"),
    "\t": Words("tab", "タブ"),
    ";": Words("semicolon", "セミコロン"),
    "|": Words("bar", "縦線"),
}
_BROKEN = Words("The table is broken at line {line}: {error}.", "表が {line} 行目で壊れています。")
_OPEN_QUOTE = Words(
    'The table is broken: the quotation mark (") in line {line} never ends. All lines from there on would be one cell.',
    '表が壊れています。{line} 行目の引用符（"）が閉じられておらず、以降の行がすべて 1 つのセルになります。',
)
_SAMPLE_RECORDS = 200
_FIELD_LIMIT = 10 * 1024**2
# Excel takes the sign between cells from such a first line.
_DIVIDED = re.compile(r"sep=([,;|\t])\r?\n?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file: its records as they stand in the text, with the delimiter between their fields."""

    text: Decoded
    data: bytes
    delimiter: str
    lines: list[str]

    def records(self) -> Iterator[tuple[list[str], str]]:
        """The fields and the raw text of each record."""
        csv.field_size_limit(_FIELD_LIMIT)
        rows = csv.reader(iter(self.lines), delimiter=self.delimiter)
        done = 0
        try:
            for row in rows:
                yield row, "".join(self.lines[done : rows.line_num])
                done = rows.line_num
        except csv.Error as error:
            raise UnreadableError(_BROKEN.of(line=rows.line_num, error=error), "broken") from error

    def open_quote(self, last: str) -> int:
        """The line whose quotation mark never ends, so that `last`, the last record, holds all lines from there on; 0
        when all is well.
        """
        lines = len(lines_of(last))
        if lines > 1:
            try:
                list(csv.reader(iter([last]), delimiter=self.delimiter, strict=True))
            except csv.Error as error:
                return len(self.lines) - lines + 1 if "end of data" in str(error) else 0
        return 0

    def refuse_open_quote(self, last: str) -> None:
        """Raises UnreadableError "open_quote" when one of all rows never ends; `last` is the last record."""
        if open_at := self.open_quote(last):
            raise UnreadableError(_OPEN_QUOTE.of(line=open_at), "open_quote")


def opened(source: Path) -> Sheet:
    """The open table. Raises UnreadableError."""
    text, data = loaded(source)
    lines = lines_of(text.text)
    return Sheet(text, data, _delimiter(lines, source.suffix.lower()), lines)


def _delimiter(lines: Sequence[str], suffix: str) -> str:
    """The one that gives the most rows of one and the same number of fields; the extension's own when in doubt."""
    told = _DIVIDED.fullmatch(lines[0]) if lines else None
    if told:
        return told[1]
    usual = "\t" if suffix == ".tsv" else ","
    sample = lines[:_SAMPLE_RECORDS]
    return max(DELIMITERS, key=lambda one: (_evenness(sample, one), one == usual))


def _evenness(sample: Sequence[str], delimiter: str) -> float:
    try:
        widths = [len(row) for row in csv.reader(iter(sample), delimiter=delimiter) if row]
    except csv.Error:
        return 0.0
    usual = max(set(widths), key=widths.count, default=1)
    return widths.count(usual) / len(widths) if usual > 1 else 0.0


def raw_fields(raw: str, delimiter: str) -> tuple[list[str], str]:
    """The fields of a record with the quotation marks that they have, and the line end behind them.

    They are divided where `csv` divides them: a quotation mark counts at the beginning of a field only.
    """
    # Line ends inside of quotation marks are no line ends.
    body = raw[:-2] if raw.endswith("\r\n") else raw[:-1] if raw.endswith(("\r", "\n")) else raw
    pattern, found, at = _field_pattern(delimiter), list[str](), -1
    while at < len(body):
        # The pattern always matches: a field may be empty.
        one = pattern.match(body, at + 1)
        found.append(one[0] if one else "")
        at = one.end() if one else len(body)
    return found, raw[len(body) :]


@cache
def _field_pattern(delimiter: str) -> re.Pattern[str]:
    sign = re.escape(delimiter)
    return re.compile(rf'"(?:[^"]++|"")*+(?:"[^{sign}\r\n]*|\Z)|[^{sign}\r\n]*')


def raw_field(text: str, like: str, delimiter: str) -> str:
    """A field as text: in quotation marks when it needs them, or when `like`, what stood there, has them."""
    needs = delimiter in text or '"' in text or "\r" in text or "\n" in text
    if needs or (like.startswith('"') and len(like) > 1):
        return '"' + text.replace('"', '""') + '"'
    return text
