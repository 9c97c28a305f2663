"""Pages as people write them: "1-3,5,8-,last", each piece a group."""

import re
import unicodedata

from agent.core.errors import InvalidArgumentsError
from agent.core.paths import shown
from agent.core.words import Words

_PIECE = re.compile(r"(\d{0,6})(-?)(\d{0,6})")
_WORDS = {"last": "{last}", "end": "{last}", "最後": "{last}", "末尾": "{last}"}


def page_groups(text: str, pages: int) -> list[list[int]]:
    """The groups of pages in `text`, from 1 to `pages`; "5-" is up to the last, "5-3" counts down, "" is no group.

    Raises:
        InvalidArgumentsError: a piece is no range, or a page is not there.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"[~〜–—−‐]|から", "-", plain)
    plain = re.sub(r"\bp(?:ages?|p)?\.?\s*(?=\d)|ページ|頁|\s", "", plain)
    for word, number in _WORDS.items():
        plain = plain.replace(word, number.format(last=pages))
    return [_group(piece, text, pages) for piece in re.split(r"[,;、，と]|and", plain) if piece]


def _group(piece: str, text: str, pages: int) -> list[int]:
    found = _PIECE.fullmatch(piece)
    if found is None or not (found[1] or found[3]):
        words = Words(
            f"{shown(text)!r} is no list of pages. Write for example '1-3,5,8-'.",
            f"「{shown(text)}」はページの指定として読めません。「1-3,5,8-」のように指定してください。",
        )
        raise InvalidArgumentsError(words)
    first = int(found[1] or 1)
    last = int(found[3] or (pages if found[2] else first))
    for number in (first, last):
        if not 1 <= number <= pages:
            words = Words(
                f"There is no page {number}: the PDF has {pages}.", f"{number} ページはありません(全 {pages} ページ)。"
            )
            raise InvalidArgumentsError(words)
    return list(range(first, last + 1)) if first <= last else list(range(first, last - 1, -1))
