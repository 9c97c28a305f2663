"""One bounded question to a port of this computer. No key, no proxy, no redirect; what is odd counts as nothing."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2

HOST = "127.0.0.1"  # not "localhost", which can be another address, or asks a name server
CONNECT_SECONDS = 0.3
READ_SECONDS = 0.6
LONGEST_BODY = 4_000_000
_SLOWEST = 3  # times the longest silence: a body that drips must not hold up the rest
_LOCKED = (401, 403)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a path answered: a JSON object, or {} for anything else. `open` is False when nobody answers in time."""

    body: Mapping[str, object]
    locked: bool = False
    open: bool = True


class Port:
    """One port of this computer. What was asked once is not asked again."""

    def __init__(self, http: "httpx2.AsyncClient", number: int) -> None:
        self._http = http
        self._heard: dict[str, Heard] = {}
        self.number = number

    @property
    def root(self) -> str:
        """The address without a path."""
        return f"http://{HOST}:{self.number}"

    async def get(self, path: str, seconds: float = READ_SECONDS) -> Heard:
        """Ask for a path; `seconds` is the longest silence."""
        if path not in self._heard:
            self._heard[path] = await self._ask("GET", path, None, seconds)
        return self._heard[path]

    async def post(self, path: str, wanted: Mapping[str, str], seconds: float = READ_SECONDS) -> Heard:
        """Ask with a JSON object."""
        return await self._ask("POST", path, wanted, seconds)

    async def _ask(self, method: str, path: str, wanted: Mapping[str, str] | None, seconds: float) -> Heard:
        import httpx2  # late: as in `client`

        timeout = httpx2.Timeout(seconds, connect=CONNECT_SECONDS)
        try:
            async with (
                asyncio.timeout(seconds * _SLOWEST),
                self._http.stream(method, self.root + path, json=wanted, timeout=timeout) as answer,
            ):
                if answer.status_code != 200:
                    return Heard({}, locked=answer.status_code in _LOCKED)
                return Heard(_object(await _bounded(answer)))
        except (httpx2.ConnectError, httpx2.TimeoutException, TimeoutError):
            return Heard({}, open=False)
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError):
            return Heard({})


def client() -> "httpx2.AsyncClient":
    """What asks. Blocks for a tenth of a second the first time."""
    import httpx2  # late: most starts never look for servers

    agent = {"User-Agent": "deskhand"}
    return httpx2.AsyncClient(trust_env=False, follow_redirects=False, verify=False, headers=agent)  # noqa: S501  no TLS


async def _bounded(answer: "httpx2.Response") -> bytes:
    """The body, b"" when it is longer than any honest one."""
    body = bytearray()
    async for piece in answer.aiter_bytes():
        body += piece
        if len(body) > LONGEST_BODY:
            return b""
    return bytes(body)


def _object(body: bytes) -> Mapping[str, object]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
