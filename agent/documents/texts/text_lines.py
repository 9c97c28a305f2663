"""Lines of a text that keep their ends and, where nothing changed, their bytes."""

import codecs
import re
from collections import Counter, defaultdict, deque
from collections.abc import Sequence

from agent.core.errors import InvalidArgumentsError
from agent.documents.texts.charset import Decoded

_ENDS = re.compile(r"\r\n|\n|\r")
_NUL = "\0"


def lines_of(text: str) -> list[str]:
    """The lines with their ends; only CR and LF end a line, not the rarer signs of Unicode."""
    return list(re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+", text))


def newline_of(text: str) -> str:
    """The line end that is used most; "\\n" in a text without one."""
    counted = Counter(_ENDS.findall(text)).most_common(1)
    return counted[0][0] if counted else "\n"


def with_newlines(text: str, newline: str) -> str:
    """`text` with all its line ends as `newline`."""
    return _ENDS.sub(lambda _: newline, text)


def refuse_nul(text: str) -> None:
    """Raises InvalidArgumentsError: with that character no program takes a file for a text any more."""
    if _NUL in text:
        raise InvalidArgumentsError("The character NUL (U+0000) stands in no text file. Leave it out.")


def rewritten(data: bytes, before: Decoded, text: str, *, apart: str = "") -> bytes:
    """The bytes of `text` in the encoding of `before`; pieces of it that were in `data` keep their exact bytes.

    Some encodings have two codes for a character (cp932) or several ways to change their alphabet (ISO-2022): the file
    may hold the one that Python would not write. Pieces are lines, or what stands between the characters of `apart`.

    Raises:
        InvalidArgumentsError: `text` has characters that the encoding of the file lacks.
    """
    if _NUL not in before.text:
        refuse_nul(text)
    try:
        rest = data[len(before.mark) :]
        if before.text.encode(before.encoding) == rest:
            return before.mark + text.encode(before.encoding)
        signs = re.escape("\r\n" + ("" if before.encoding.startswith("iso2022") else apart))
        pieces = re.compile(f"[^{signs}]+|[{signs}]+")
        kept = _odd_bytes(rest, pieces.findall(before.text), before.encoding)
        return before.mark + b"".join(
            kept[one].popleft() if kept.get(one) else one.encode(before.encoding) for one in pieces.findall(text)
        )
    except UnicodeEncodeError as error:
        wrong = error.object[error.start : error.end][:20]
        raise InvalidArgumentsError(
            f"The file is in {before.label}, which has no {wrong!r}. Use other characters, or create a new file."
        ) from error


def _odd_bytes(rest: bytes, pieces: Sequence[str], encoding: str) -> dict[str, deque[bytes]]:
    """The bytes of each piece, in their order, for pieces that stand somewhere in bytes that Python would not write."""
    found: dict[str, deque[bytes]] = defaultdict(deque)
    odd: set[str] = set()
    at = 0
    for piece in pieces:
        plain = piece.encode(encoding)
        end = at + len(plain) if rest.startswith(plain, at) else _end(rest, at, len(piece), encoding)
        found[piece].append(rest[at:end])
        odd |= {piece} if rest[at:end] != plain else set()
        at = end
    return {piece: found[piece] for piece in odd}


def _end(rest: bytes, at: int, characters: int, encoding: str) -> int:
    """Where `characters` that begin at `at` end."""
    decoder, seen = codecs.getincrementaldecoder(encoding)(), 0
    while seen < characters and at < len(rest):
        seen += len(decoder.decode(rest[at : at + 1]))
        at += 1
    # A line of ISO-2022 ends with the escape back to ASCII, which is no character.
    return at + 3 if encoding.startswith("iso2022") and rest[at : at + 2] == b"\x1b(" else at
