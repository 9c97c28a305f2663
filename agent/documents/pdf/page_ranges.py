"""Lists of pages as people write them: "1-3, 7"."""

import re

from agent.core.errors import InvalidArgumentsError

_PIECE = re.compile(r"(?:p|pages?|slides?)?\s*(\d{1,6})?\s*(-)?\s*(\d{1,6})?", re.IGNORECASE)
_DASHES = {ord(dash): "-" for dash in "–—−‐〜～"}


def page_numbers(text: str, pages: int) -> list[int]:
    """The pages that `text` means, from 1, in its order; "5-" is up to the last one, "3-1" goes backwards.

    Raises:
        InvalidArgumentsError: `text` is no list of pages, or a page is not among the `pages` that there are.
    """
    numbers: list[int] = []
    for piece in re.split("[,;、，]", text.translate(_DASHES)):
        numbers += _numbers(piece.strip(), text, pages)
    if not numbers:
        raise InvalidArgumentsError(f"{text!r} is no list of pages. Write for example '1-3,7'.")
    return numbers


def _numbers(piece: str, text: str, pages: int) -> list[int]:
    found = _PIECE.fullmatch(piece)
    if found is None or not (found[1] or found[3]):
        raise InvalidArgumentsError(f"{text!r} is no list of pages. Write for example '1-3,7'.")
    first = int(found[1] or 1)
    last = int(found[3] or (pages if found[2] else first))
    for number in (first, last):
        if not 1 <= number <= pages:
            raise InvalidArgumentsError(f"There is no page {number}: the document has {pages}.")
    return list(range(first, last + 1)) if first <= last else list(range(first, last - 1, -1))
