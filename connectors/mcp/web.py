"""The way to a server on the web: only to addresses that were checked, over https but on this computer, bounded.

Each name is looked up once for a connection, and the connection goes to the number that was checked. No proxy, no
environment, no redirect to another host. What OAuth needs besides (metadata, tokens) may be on other hosts of the
public web; a server on this computer may name others on it.
"""

import asyncio
import ipaddress
import re
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from mcp.client._transport import TransportStreams
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamable_http_client

from agent.core.errors import ToolError
from agent.core.words import Words
from agent.web.addresses import Address, Reachable
from connectors.mcp.starting import Web

LARGEST = 32 * 1024**2
_CONNECT, _SILENT = 15.0, 300.0
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_PLAIN = Words(
    "{host} is not asked without https: everyone on the way could read what is sent.",
    "{host} には https 以外では接続しません。通信の途中で内容を読み取られるおそれがあります。",
)
# A name without a dot, or below one of those that no registry gives out; no number in another spelling.
_NAME = re.compile(
    r"(?!0x)(?=[a-z0-9-]*[a-z])[a-z0-9-]+|([a-z0-9_-]+\.)+(local|lan|internal|home\.arpa|intranet|corp|home)"
)
_PACKED = "the answer is packed, which was not asked for"
_ENDS = (b"\n\n", b"\r\n\r\n", b"\r\r")
_LARGE = f"the answer is longer than {LARGEST // 1024**2} MB"
Trust = Callable[[], ssl.SSLContext]


def reachable(address: str, *, near: bool = False) -> Reachable:
    """What may be reached for a server at `address`: the public web on any port, and its own host as the person wrote
    it, where that is on this computer or in their network by its spelling, or they said so (`near`).
    """
    host = httpx2.URL(address).host
    own = frozenset({host}) if near or _is_near(host) else frozenset[str]()
    return Reachable(ports=None, near=own | _HERE if own & _HERE else own)


def _is_near(host: str) -> bool:
    """Whether a host is of this computer or the own network by its spelling. Never what only looks odd (a number in
    other spellings, a dot at the end), nor what tells a machine in a data centre its keys (169.254.0.0/16).
    """
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return host in _HERE or _NAME.fullmatch(host) is not None
    plain = str(number) == host and not number.is_unspecified and getattr(number, "ipv4_mapped", None) is None
    return plain and number.is_private and not number.is_link_local


def allowed(rule: Reachable, url: str) -> Address:
    """The address of a request, which `rule` lets pass, over https or in the person's own network.

    Raises:
        ToolError: it is another one (code "bad_address").
    """
    address = rule.address(url)
    if address.scheme != "https" and address.host not in rule.near:
        raise ToolError(_PLAIN.of(host=address.host), "bad_address")
    return address


class CheckedTransport(httpx2.AsyncBaseTransport):
    """Sends requests that `rule` allows. Each host has connections of its own."""

    def __init__(self, rule: Reachable, trust: Trust) -> None:
        self._rule, self._trust = rule, trust
        self._ways: dict[tuple[str, str], httpx2.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it to a number that was checked, for the name that it is for.

        Raises:
            httpx2.ConnectError: it may not be reached, or nobody answers.
        """
        try:
            address = allowed(self._rule, str(request.url))
            numbers = await asyncio.to_thread(self._rule.numbers, address)
        except ToolError as error:
            raise httpx2.ConnectError(str(error), request=request) from error
        way = self._way(address.host, numbers[0])
        headers = httpx2.Headers(request.headers)
        headers["Accept-Encoding"] = "identity"  # what is unpacked is bounded by nobody
        sent = httpx2.Request(
            request.method, request.url.copy_with(host=numbers[0]), headers=headers, stream=request.stream,
            extensions={**request.extensions, "sni_hostname": address.host},
        )  # fmt: skip
        response = await way.handle_async_request(sent)
        if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
            await response.aclose()
            raise httpx2.RemoteProtocolError(_PACKED, request=request)
        events = response.headers.get("content-type", "").startswith("text/event-stream")
        response.stream = _Bounded(response.stream, events=events)
        return response

    async def aclose(self) -> None:
        """Close every connection."""
        for way in self._ways.values():
            await way.aclose()

    def _way(self, host: str, number: str) -> httpx2.AsyncHTTPTransport:
        """One for each name and number: a connection that was checked for one name never serves another."""
        key = (host, number)
        if key not in self._ways:
            self._ways[key] = httpx2.AsyncHTTPTransport(verify=self._trust(), trust_env=False)
        return self._ways[key]


class _Bounded(httpx2.AsyncByteStream):
    """A body in one piece, or each event of a stream of `events`, up to LARGEST."""

    def __init__(self, stream: Any, *, events: bool) -> None:
        self._stream, self._events = stream, events

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        async for piece in self._stream:
            ends = max((piece.rfind(end) + len(end) for end in _ENDS if end in piece), default=0) if self._events else 0
            seen = len(piece) - ends if ends else seen + len(piece)
            if seen > LARGEST:
                raise httpx2.ReadError(_LARGE)
            yield piece

    async def aclose(self) -> None:
        """Close the connection below."""
        await self._stream.aclose()


@asynccontextmanager
async def reaching(
    web: Web, trust: Trust, auth: httpx2.Auth | None, *, near: bool = False
) -> AsyncIterator[TransportStreams]:
    """The streams of the SDK to a server on the web.

    Raises:
        httpx2.HTTPError, OSError: it cannot be reached.
    """

    def client(
        headers: dict[str, str] | None = None,
        timeout: httpx2.Timeout | None = None,
        auth: httpx2.Auth | None = None,
    ) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(
            headers={**(headers or {}), "User-Agent": "deskhand"}, auth=auth, trust_env=False, follow_redirects=False,
            timeout=timeout or httpx2.Timeout(_CONNECT, read=_SILENT),
            transport=CheckedTransport(reachable(web.address, near=near), trust),
        )  # fmt: skip

    headers = dict(web.headers)
    if web.sse:
        async with sse_client(web.address, headers, _CONNECT, _SILENT, client, auth) as (read, write):
            yield read, write
        return
    async with (
        client(headers, None, auth) as one,
        streamable_http_client(web.address, http_client=one, max_sse_event_size=LARGEST) as (read, write),
    ):
        yield read, write
