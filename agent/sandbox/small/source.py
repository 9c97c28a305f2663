"""Code as the small interpreter gets it, and what it gets before.

What its last expression shows is made there, so that no large value comes. `round` is ours: the interpreter's own
multiplies first and says 2.68 for round(2.675, 2), where Python says 2.67; that was wrong for 5 of 100 amounts.
"""

import ast

SHOWN = "__deskhand_shown__"
MOST = 12_000
CARRIED, PLAIN = "__deskhand_carried__", "__deskhand_plain__"
_SHOWN_WHOLE = ("date", "datetime", "time", "timedelta", "Decimal", "PosixPath")
# Nobody goes on with a file that was read, or with its reader.
_LEFT = (
    "TextIOWrapper",
    "BufferedReader",
    "BufferedWriter",
    "BufferedRandom",
    "reader",
    "DictReader",
    "writer",
    "DictWriter",
)
# The middle is left out as `agent.sandbox.inside.showing` does.
LONGEST = 50_000
"""Characters; whoever writes more needs all of Python, and parsing it would take the host's time."""

PRELUDE = f"""
__deskhand_round__ = round
def round(number, ndigits=None):
    if type(number) is float and type(ndigits) is int and 0 <= ndigits < 400:
        return float(f'{{number:.{{ndigits}}f}}')
    return __deskhand_round__(number, ndigits)
def {PLAIN}(value, deep=0):
    kind = type(value)
    if kind in (list, tuple, set, frozenset) or kind.__name__ == 'deque':
        return deep < 20 and all({PLAIN}(one, deep + 1) for one in value)
    if kind is dict or kind.__name__ == 'Counter':
        return deep < 20 and all({PLAIN}(key, deep + 1) and {PLAIN}(one, deep + 1) for key, one in value.items())
    return value is None or value is ... or kind in (bool, int, float, str, bytes) or kind.__name__ in {_SHOWN_WHOLE}
def {CARRIED}(get):
    try:
        value = get()
    except NameError:
        return ''
    if type(value).__name__ in {_LEFT}:
        return ''
    text = repr(value) if {PLAIN}(value) else None
    return text if text is not None and len(text) < 2_000_000 else None
def {SHOWN}(value):
    if value is None:
        return None
    text = repr(value)
    if len(text) <= {MOST}:
        return text
    left_out = '\\n... ' + str(len(text) - {MOST}) + ' characters left out ...\\n'
    return text[:{MOST // 2}] + left_out + text[-{MOST // 2}:]
"""


def with_value(text: str) -> str:
    """The same lines; the last expression goes through SHOWN.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: it cannot be parsed.
    """
    last = next(reversed(ast.parse(text).body), None)
    if not isinstance(last, ast.Expr) or last.value.end_lineno is None or last.value.end_col_offset is None:
        return text
    value = last.value
    lines = text.encode().splitlines(keepends=True)
    # The end first: the beginning may be in the same line.
    _put(lines, value.end_lineno or 1, value.end_col_offset or 0, b"))")
    _put(lines, value.lineno, value.col_offset, f"{SHOWN}((".encode())
    return b"".join(lines).decode()


def _put(lines: list[bytes], line: int, column: int, what: bytes) -> None:
    found = lines[line - 1]
    lines[line - 1] = found[:column] + what + found[column:]
