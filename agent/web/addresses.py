"""Addresses that code asks for: which are asked about at all, and which computers a name may lead to.

Only http and https on their own ports, only names of the public web. A number in the place of a name is refused in all
its spellings, and so is a name that leads into the person's own network: what listens there trusts its neighbours.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from agent.core.errors import ToolError
from agent.core.paths import shown
from agent.core.words import Words
from agent.web.faults import fault_of

LONGEST = 2_000
_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
_OWN = (
    ".local",
    ".localhost",
    ".localdomain",
    ".lan",
    ".internal",
    ".home.arpa",
    ".intranet",
    ".corp",
    ".home",
    ".onion",
)
# Addresses of IPv4 in IPv6: what translates them would lead to the IPv4 one.
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
# Where the public internet is in IPv6, and what else is no place of anybody's there: 192.0.0.0/24 is of protocols,
# 192.88.99.0/24 translated, and at 168.63.129.16 a data centre talks to its machines.
_PUBLIC = ipaddress.ip_network("2000::/3")
_CLOSED = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "3fff::/20")))
_KEPT = "/:@!$&*+,;=%~-._?"
_NOT_ASKED = Words("{address} is not fetched: {why}", "{address} は取得しません。{why}")
_NO_ADDRESS = Words("it is no whole http or https address.", "http または https の完全なアドレスではありません。")
_LONG = Words("it is longer than 2,000 characters.", "2,000 文字を超えています。")
_USER = Words("a name or password must not be in it.", "ユーザー名やパスワードを含めることはできません。")
_PORT = Words("only the usual ports of http and https are allowed.", "http と https の標準のポートだけを使えます。")
_NUMBER = Words(
    "its host must be a name on the public web, with no dot at its end.",
    "ホストは公開された Web 上の名前でなければなりません(末尾のドットも不可)。",
)
_NEAR = Words(
    "its host belongs to this computer or its own network.", "このパソコンまたは内部ネットワークのホストです。"
)


@dataclass(frozen=True, slots=True)
class Address:
    """A web address in its one spelling: the host in Punycode, the port "" when it is the usual one, `path` (with its
    query) in ASCII. What stood behind "#" is gone: it never leaves a browser either.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def text(self) -> str:
        """All of it."""
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}{self.path}"

    def beside(self, other: "Address") -> bool:
        """Whether the same server gives both: the same name, on the same port or on the usual ones."""
        return self.host == other.host and (self.port == other.port or {self.port, other.port} <= set(_PORTS.values()))


def is_public(number: str) -> bool:
    """Whether an IP address is one of the public internet, and not of this computer, a neighbour or a translator."""
    try:
        found = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if inner or found not in _PUBLIC or any(found in network for network in _TRANSLATED):
            return False
    if any(found in network for network in _CLOSED):
        return False
    return found.is_global and not found.is_multicast


def is_here(host: str) -> bool:
    """Whether a host, as it is written, is this computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def looked_up(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a name. Blocks. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True, slots=True)
class Reachable:
    """What may be reached; the defaults are the rule. `ports` is None for any of them. `near` are hosts, as they are
    written in an address, that the person granted by name: a number or a name of the own network, on any port.
    """

    look_up: Callable[[str, int], Sequence[str]] = looked_up
    may: Callable[[str], bool] = is_public
    ports: frozenset[int] | None = frozenset(_PORTS.values())
    near: frozenset[str] = frozenset()

    def address(self, text: str) -> Address:
        """The address that a text is.

        Raises:
            ToolError: it is none that may be fetched, and nobody need be asked (code "bad_address").
        """
        if len(text) > LONGEST:
            raise _refused(text, _LONG)
        if not text.isprintable() or " " in text or "\\" in text:
            raise _refused(text, _NO_ADDRESS)
        try:
            parts = urlsplit(text)
            port, named = parts.port, parts.hostname or ""
        except ValueError as error:
            raise _refused(text, _NO_ADDRESS) from error
        if parts.scheme not in _PORTS or not named:
            raise _refused(text, _NO_ADDRESS)
        if "@" in parts.netloc:
            raise _refused(text, _USER)
        near = named in self.near
        if not near and self.ports is not None and port is not None and port != _PORTS[parts.scheme]:
            raise _refused(text, _PORT)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host = named if near else _host(text, named)
        return Address(parts.scheme, host, port or _PORTS[parts.scheme], _plain(path))

    def numbers(self, address: Address) -> tuple[str, ...]:
        """Its IP addresses, looked up once: these are connected to, so that nobody can answer otherwise in between.

        Blocks.

        Raises:
            ToolError: there is none, or one of them may not be reached (codes "not_found", "bad_address").
        """
        try:
            found = tuple(self.look_up(address.host, address.port))
        except (OSError, UnicodeError) as error:
            raise fault_of(address.host, address.port, socket.gaierror()) from error
        if not found:
            raise fault_of(address.host, address.port, socket.gaierror())
        if address.host not in self.near and not all(map(self.may, found)):
            raise _refused(address.text, _NEAR)
        return found


def _host(text: str, named: str) -> str:
    try:
        host = named.encode("idna").decode("ascii").casefold()
    except UnicodeError as error:
        raise _refused(text, _NUMBER) from error
    labels = host.split(".")
    if len(host) > 253 or len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or not _TOP.fullmatch(labels[-1]):
        raise _refused(text, _NUMBER)
    if host.endswith(_OWN):
        raise _refused(text, _NEAR)
    return host


def _plain(path: str) -> str:
    """A path with its query in ASCII; what is encoded stays so, a "%" that encodes nothing is encoded."""
    whole = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", path)
    return quote(whole, safe=_KEPT)


def _refused(text: str, why: Words) -> ToolError:
    return ToolError(_NOT_ASKED.of(address=shown(text[:200]), why=why), "bad_address")
