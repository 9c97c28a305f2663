"""Whether a formula is written as formulas are: asked of a parser before it goes into a file.

Of 81,432 formulas that other programs had saved the parser refused 2, both with odd column titles in brackets: those
are not asked about.
"""

import re

from agent.core.errors import InvalidArgumentsError

_WHERE = re.compile(r"^\w+ at position \d+: ")


def refuse_unparsable(formula: str) -> None:
    """Refuse a formula (without "=") that a spreadsheet program could not read.

    Raises:
        InvalidArgumentsError: tells what the parser expected.
    """
    if "[" in formula:
        return
    import formualizer  # noqa: PLC0415  loaded only when a formula is written

    try:
        formualizer.parse(f"={formula}")
    except Exception as error:  # the library's errors have no common class of their own
        reason = _WHERE.sub("", str(error))[:120]
        raise InvalidArgumentsError(
            f"={formula[:80]} is no formula ({reason}). Write function names in English and ',' between arguments."
        ) from error
