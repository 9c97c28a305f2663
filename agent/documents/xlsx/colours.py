"""Colours of cells as ops name them."""

import re

from agent.core.errors import InvalidArgumentsError

_NAMED = {
    "black": "000000", "white": "FFFFFF", "red": "C00000", "green": "00803C", "blue": "1F4E9E", "yellow": "FFF2CC",
    "orange": "ED7D31", "gray": "808080", "grey": "808080", "lightgray": "D9D9D9", "lightblue": "DDEBF7",
    "lightgreen": "E2F0D9", "lightred": "FCE4E4", "purple": "7030A0",
}  # fmt: skip


def argb_of(value: object, what: str) -> str:
    """A colour as styles hold it ("FF1F4E78"), of "#1F4E78" or a name. Raises InvalidArgumentsError."""
    text = value.strip().lower() if isinstance(value, str) else ""
    found = _NAMED.get(text, text.removeprefix("#").upper())
    if re.fullmatch("[0-9A-F]{6}", found) is None:
        raise InvalidArgumentsError(f"{what} is a colour like '#1F4E78', or one of {', '.join(_NAMED)}.")
    return f"FF{found}"
