"""What code gets from outside while it runs: it asks by a line, and the host answers with a line and the bytes."""

import contextlib
import json
import time
from collections.abc import Iterator

from agent.core.errors import ToolError
from agent.core.running import Fetching

_LEAST = 0.05
_NOBODY = "Nothing can be fetched here: there is nobody who could be asked. Say in your answer what is needed."


class Clock:
    """The time that code has, in seconds; it stands still while the code waits for the person or a server."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._since: float | None = None

    def left(self) -> float:
        """Seconds until it must be over; never 0 while it stands still."""
        if self._since is not None:
            return max(self._ends - self._since, _LEAST)
        return self._ends - time.monotonic()

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """While this lasts."""
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._ends += time.monotonic() - self._since
            self._since = None


async def bring(address: str, fetching: Fetching | None) -> bytes:
    """The answer to code that wants what lies at `address`: a line of JSON, and then as many bytes as it says.

    A refusal is an answer too: code can go on without.
    """
    if fetching is None:
        return _line({"failed": _NOBODY, "code": "nobody"})
    try:
        found = await fetching(address)
    except ToolError as error:
        return _line({"failed": str(error), "code": error.code})
    return _line({"size": len(found.data), "address": found.address, "kind": found.kind}) + found.data


def _line(answer: dict[str, object]) -> bytes:
    return json.dumps(answer).encode() + b"\n"
