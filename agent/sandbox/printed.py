"""What a process prints: kept up to a bound however much it is, with the lines for the person."""

import codecs
import time
from collections.abc import Callable

_PAUSE = 0.3
_LINE = 200
CUT = "\n... {count:,} characters left out here ...\n"


class Printed:
    """Takes bytes as they come, up to `mark`. Holds at most `most` characters of the beginning and `most` of the end,
    and tells `progress` the last line, not more often than every _PAUSE seconds.
    """

    def __init__(self, most: int, mark: bytes, progress: Callable[[str], None]) -> None:
        self._most, self._mark, self._progress = max(most, 200), mark, progress
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest, self._head, self._tail, self._total = b"", "", "", 0
        self._told = time.monotonic()
        self._whole = False

    def over(self) -> bool:
        """Whether the mark was there: nothing more comes."""
        return self._whole

    @property
    def total(self) -> int:
        """How many characters there were."""
        return self._total

    @property
    def flooded(self) -> bool:
        """Whether what comes now is thrown away."""
        return self._total > 2 * self._most

    def feed(self, data: bytes) -> bytes:
        """Take what was printed; gives back what lies behind the mark."""
        if self._whole:
            return data
        data = self._rest + data
        before, mark, behind = data.partition(self._mark)
        if mark:
            self._rest, self._whole = b"", True
            self._take(self._decoder.decode(before, final=True))
            return behind
        kept = _begun(data, self._mark)
        self._rest = data[len(data) - kept :]
        self._take(self._decoder.decode(data[: len(data) - kept]))
        return b""

    def text(self) -> str:
        """All of it, or the beginning and the end with a line in between that says how much is missing."""
        if not self._whole:
            self._take(self._decoder.decode(self._rest, final=True))
            self._rest = b""
        if self._total <= self._most:
            return self._head
        half = self._most // 2
        return self._head[:half] + CUT.format(count=self._total - 2 * half) + (self._head + self._tail)[-half:]

    def _take(self, text: str) -> None:
        self._total += len(text)
        fits = self._most - len(self._head)
        self._head += text[:fits] if fits > 0 else ""
        behind = text[max(fits, 0) :]
        if behind:
            self._tail = (self._tail + behind)[-self._most :]
        if text.strip() and time.monotonic() - self._told >= _PAUSE:
            self._told = time.monotonic()
            self._progress(text.strip()[-_LINE * 4 :].splitlines()[-1][:_LINE])


def _begun(data: bytes, mark: bytes) -> int:
    """How many bytes at the end may be the beginning of the mark."""
    longest = min(len(mark) - 1, len(data))
    return next((count for count in range(longest, 0, -1) if data.endswith(mark[:count])), 0)
