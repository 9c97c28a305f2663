"""Values of ops as rules hold them: numbers, texts in quotes, dates as the numbers that stand for them."""

import datetime

from agent.core.errors import InvalidArgumentsError
from agent.documents.xlsx.formula import writable
from agent.documents.xlsx.styles import serial_of


def formula_value(value: object, since_1904: bool) -> str:
    """12, "2026-11-26", "14:30", "words" or "=A1" as a formula. Raises InvalidArgumentsError."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise InvalidArgumentsError(f'{value!r} is no value for a rule: a number, a date, a text, or "=A1".')
    if isinstance(value, (int, float)):
        return f"{value:.15g}"
    if value.startswith("="):
        return writable(value)
    moment = _moment(value)
    if moment is not None:
        return f"{serial_of(moment, since_1904):.12g}"
    return '"' + value.replace('"', '""') + '"'


def _moment(text: str) -> datetime.date | datetime.time | None:
    parse = datetime.time.fromisoformat if ":" in text and "-" not in text else datetime.date.fromisoformat
    try:
        return parse(text)
    except ValueError:
        return None
