"""One GET over a connection of its own: to an IP address that was checked, for the name that was asked about.

No cookies, no key, no proxy (it would look the name up itself), no redirect followed: who asks decides about the next
address. Blocks, and ends when it is stopped from another thread.
"""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass

from agent.core.errors import ToolError
from agent.core.words import Words
from agent.tools.web.addresses import Address

LARGEST = 32 * 1024**2
CONNECT_SECONDS, SILENT_SECONDS = 15.0, 30.0
_TRIED = 3
_PIECE = 65_536
_MOVED = frozenset({301, 302, 303, 307, 308})
_AWAY = Words("{host} does not answer.", "{host} から応答がありません。")
_UNTRUSTED = Words(
    "The certificate of {host} is not valid, so nothing was fetched.",
    "{host} の証明書が正しくないため、取得していません。",
)
_BROKEN = Words("The answer of {host} broke off.", "{host} からの応答が途中で途切れました。")
_LARGE = Words("The answer of {host} is larger than {size} MB.", "{host} からの応答が {size} MB を超えています。")
_SAID = Words("{host} answered {status}.", "{host} の応答: {status}")


@dataclass(frozen=True, slots=True)
class Answered:
    """`moved` is where the server says that it lies, "" when the bytes are here."""

    kind: str = ""
    data: bytes = b""
    moved: str = ""


def head(address: Address) -> dict[str, str]:
    """All headers that leave."""
    port = "" if address.port in (80, 443) else f":{address.port}"
    return {
        "Host": f"{address.host}{port}",
        "User-Agent": "deskhand",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def leaves(address: Address) -> int:
    """How many bytes leave for it, besides those of TCP and TLS."""
    lines = [f"GET {address.path} HTTP/1.1", *(f"{name}: {value}" for name, value in head(address).items()), "", ""]
    return len("\r\n".join(lines).encode())


class Get:
    """One GET. `trust` says whose certificates are believed."""

    def __init__(self, address: Address, numbers: tuple[str, ...], trust: Callable[[], ssl.SSLContext]) -> None:
        self._address, self._numbers, self._trust = address, numbers, trust
        self._socket: socket.socket | None = None
        self._stopped = threading.Event()

    def run(self) -> Answered:
        """Do it. Blocks.

        Raises:
            ToolError: no answer, a bad certificate, an error of the server, too large ("away", "untrusted", "http_404",
                "broken_off", "too_large").
        """
        try:
            return self._answer(self._connected())
        except ssl.SSLCertVerificationError as error:
            raise self._failed(_UNTRUSTED, "untrusted") from error
        except http.client.HTTPException as error:
            raise self._failed(_BROKEN, "broken_off") from error
        except (OSError, ValueError) as error:
            raise self._failed(_AWAY, "away") from error
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
        connection.putrequest("GET", self._address.path, skip_host=True, skip_accept_encoding=True)
        for name, value in head(self._address).items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        moved = response.getheader("Location", "")
        if response.status in _MOVED and moved:
            return Answered(moved=moved)
        if response.status != http.client.OK:
            status = f"{response.status} {http.client.responses.get(response.status, '')}".strip()
            raise ToolError(_SAID.of(host=self._address.host, status=status), f"http_{response.status}")
        return Answered(_kind(response.getheader("Content-Type", "")), self._body(response))

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        found = bytearray()
        while piece := response.read(_PIECE):
            found += piece
            if len(found) > LARGEST:
                words = _LARGE.of(host=self._address.host, size=LARGEST // 1024**2)
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
