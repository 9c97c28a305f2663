"""Code as the small interpreter gets it: what its last expression shows is made there, so that no large value comes."""

import ast

SHOWN = "__deskhand_shown__"
MOST = 12_000
# The middle is left out as `agent.sandbox.inside.showing` does.
PRELUDE = f"""
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
