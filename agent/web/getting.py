"""One request over a connection of its own: to an IP address that was checked, for the name that was asked about.

A bare GET unless somebody says otherwise. No cookies, no proxy (it would look the name up itself), no redirect
followed: who asks decides about the next address. Blocks, and ends when it is stopped from another thread.
"""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from agent.core.errors import ToolError
from agent.core.words import Words
from agent.web.addresses import Address
from agent.web.faults import fault_of

LARGEST = 32 * 1024**2
CONNECT_SECONDS, SILENT_SECONDS = 15.0, 30.0
_TRIED = 3
_PIECE = 65_536
_CHOICES = 300
_BARE = frozenset({"GET", "HEAD", "PROPFIND", "REPORT", "DELETE", "OPTIONS"})
_MOVED = frozenset({301, 302, 303, 307, 308})
_BROKEN = Words("The answer of {host} broke off.", "{host} からの応答が途中で途切れました。")
_LARGE = Words("The answer of {host} is larger than {size} MB.", "{host} からの応答が {size} MB を超えています。")
_SAID = Words("{host} answered {status}.", "{host} の応答: {status}")
_QUOTA = Words(
    "{host} answered {status}: wait a while, or look there at what your account may still use.",
    "{host} の応答: {status}。しばらく待つか、アカウントの利用上限を確認してください。",
)
_FULL = Words(
    "{host} answered {status}: there is no room left, so delete something there first.",
    "{host} の応答: {status}。容量が不足しているため、不要なものを削除してください。",
)
_REMEDIES = {402: _QUOTA, 429: _QUOTA, 413: _FULL, 507: _FULL}


@dataclass(frozen=True, slots=True)
class Answered:
    """`moved` is where the server says that it lies, "" when the bytes are here. `tag` is the version that it names."""

    kind: str = ""
    data: bytes = b""
    moved: str = ""
    tag: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of an address: a method with headers (a key is one of them) and a body."""

    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


PLAIN = Request()


def head(address: Address, request: Request = PLAIN) -> dict[str, str]:
    """All headers that leave."""
    port = "" if address.port in (80, 443) else f":{address.port}"
    size = {"Content-Length": str(len(request.body))} if request.body or request.method not in _BARE else {}
    return {
        "Host": f"{address.host}{port}",
        "User-Agent": "deskhand",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
        **size,
        **request.headers,
    }


def leaves(address: Address, request: Request = PLAIN) -> int:
    """How many bytes leave for it, besides those of TCP and TLS."""
    first = f"{request.method} {address.path} HTTP/1.1"
    lines = [first, *(f"{name}: {value}" for name, value in head(address, request).items()), "", ""]
    return len("\r\n".join(lines).encode()) + len(request.body)


class Get:
    """One request. `trust` says whose certificates are believed; an answer has at most `largest` bytes."""

    def __init__(
        self,
        address: Address,
        numbers: tuple[str, ...],
        trust: Callable[[], ssl.SSLContext],
        request: Request = PLAIN,
        largest: int = LARGEST,
    ) -> None:
        self._address, self._numbers, self._trust, self._request = address, numbers, trust, request
        self._largest = largest
        self._socket: socket.socket | None = None
        self._stopped = threading.Event()

    def run(self) -> Answered:
        """Do it. Blocks.

        Raises:
            ToolError: no answer, a bad certificate, an error of the server, too large (those of `agent.web.faults`,
                "http_404", "broken_off", "too_large").
        """
        try:
            return self._answer(self._connected())
        except http.client.HTTPException as error:
            raise self._failed(_BROKEN, "broken_off") from error
        except (OSError, ValueError) as error:
            raise fault_of(self._address.host, self._address.port, error) from error
        finally:
            self.stop()

    def stop(self) -> None:
        """End it: whoever waits in `run` is woken. From any thread; twice is once."""
        self._stopped.set()
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()

    def _connected(self) -> socket.socket:
        last: OSError = OSError("stopped")
        for number in self._numbers[:_TRIED]:
            if self._stopped.is_set():
                break
            try:
                bare = socket.create_connection((number, self._address.port), CONNECT_SECONDS)
            except OSError as error:
                last = error
                continue
            self._socket = bare
            bare.settimeout(SILENT_SECONDS)
            if self._stopped.is_set():
                self.stop()
            if self._address.scheme == "https":
                self._socket = self._trust().wrap_socket(bare, server_hostname=self._address.host)
            return self._socket
        raise last

    def _answer(self, connected: socket.socket) -> Answered:
        connection = http.client.HTTPConnection(self._address.host, self._address.port)
        connection.sock = connected
        connection.putrequest(self._request.method, self._address.path, skip_host=True, skip_accept_encoding=True)
        for name, value in head(self._address, self._request).items():
            connection.putheader(name, value)
        connection.endheaders(self._request.body or None)
        response = connection.getresponse()
        moved = response.getheader("Location", "")
        if response.status in _MOVED and moved:
            return Answered(moved=moved)
        if not self._is_good(response.status):
            status = f"{response.status} {http.client.responses.get(response.status, '')}".strip()
            words = _REMEDIES.get(response.status, _SAID)
            raise ToolError(words.of(host=self._address.host, status=status), f"http_{response.status}")
        kind, tag = response.getheader("Content-Type", ""), response.getheader("ETag", "")
        return Answered(_kind(kind), self._body(response), tag=_kind(tag), status=response.status)

    def _is_good(self, status: int) -> bool:
        """A page is there or it is not; other methods have more ways to succeed."""
        return status == http.client.OK or (self._request.method != "GET" and http.client.OK <= status < _CHOICES)

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        found = bytearray()
        while piece := response.read(_PIECE):
            found += piece
            if len(found) > self._largest:
                words = _LARGE.of(host=self._address.host, size=self._largest // 1024**2)
                raise ToolError(words, "too_large")
        if response.length:  # it promised more
            raise self._failed(_BROKEN, "broken_off")
        return bytes(found)

    def _failed(self, words: Words, code: str) -> ToolError:
        return ToolError(words.of(host=self._address.host), code)


def _kind(said: str) -> str:
    """A Content-Type as a word: whatever else a server says there is left out."""
    kind = "".join(letter for letter in said[:100] if letter.isascii() and letter.isprintable())
    return kind.strip()
