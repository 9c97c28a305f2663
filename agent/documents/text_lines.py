"""Lines of a text that keep their ends and, where nothing changed, their bytes."""

import re
from collections import Counter

from agent.core.errors import InvalidArgumentsError
from agent.documents.charset import Decoded

_ENDS = re.compile(r"\r\n|\n|\r")
_PIECES = re.compile(r"[^\r\n]+|[\r\n]+")
_BYTES_KEEP = ("cp932", "euc_jp", "cp1252", "utf-8", "latin-1")


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


def rewritten(data: bytes, before: Decoded, text: str) -> bytes:
    """The bytes of `text` in the encoding of `before`; lines that were in `data` keep their exact bytes.

    Raises:
        InvalidArgumentsError: `text` has characters that the encoding of the file lacks.
    """
    try:
        if before.encoding not in _BYTES_KEEP or before.text.encode(before.encoding) == data[len(before.mark) :]:
            return before.mark + text.encode(before.encoding)
        # Some characters of cp932 have two codes; the file may hold the one that Python would not write.
        rests = data[len(before.mark) :].replace(b"\r", b"\n").split(b"\n")
        kept = dict(zip(before.text.replace("\r", "\n").split("\n"), rests, strict=True))
        pieces = _PIECES.findall(text)
        return before.mark + b"".join(kept[one] if one in kept else one.encode(before.encoding) for one in pieces)
    except UnicodeEncodeError as error:
        wrong = error.object[error.start : error.end][:20]
        raise InvalidArgumentsError(
            f"The file is in {before.label}, which has no {wrong!r}. Use other characters, or create a new file."
        ) from error
