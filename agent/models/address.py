"""Addresses of models: what is this machine, what is near, and what may be used at all."""

import ipaddress
import socket
from urllib.parse import urlsplit

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words

_NEAR = (".local", ".lan", ".internal", ".home.arpa")
_EXAMPLE = Words(
    "Give it like https://api.example.com/v1 or http://127.0.0.1:11434/v1.",
    "https://api.example.com/v1 や http://127.0.0.1:11434/v1 のように入力してください。",
)


def host_of(base_url: str) -> str:
    """The host name in an address, in lower case; "" when there is none."""
    try:
        return urlsplit(base_url).hostname or ""
    except ValueError:
        return ""


def is_local(base_url: str) -> bool:
    """Whether an address is this machine, so that words sent to it do not leave it."""
    host = host_of(base_url)
    address = _number(host)
    if address is None:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def without_credentials(address: str) -> str:
    """The address as it may be shown and written down: what could be a password or a key in it is "..."."""
    scheme, mark, rest = address.partition("://")
    if not mark:
        scheme, rest = "", address
    if "@" in rest:
        rest = f"...@{rest.rpartition('@')[2]}"
    cut = min((at for at in map(rest.find, "?#") if at >= 0), default=None)
    return scheme + mark + (rest if cut is None else f"{rest[: cut + 1]}...")


def checked_address(base_url: str) -> str:
    """The address without blanks and slashes around it.

    Raises:
        NeedsUserError: "bad_address" when it is no http(s) address, carries a password (which would be written to a
            file), or would send the person's words through the open internet without encryption.
    """
    address = base_url.strip().rstrip("/")
    if reason := _wrong_with(address):
        told = shown(without_credentials(address))
        words = Words(
            f"The address {told!r} cannot be used: {reason.en}.", f"アドレス「{told}」は使用できません。{reason.ja}"
        )
        raise NeedsUserError(words, _EXAMPLE, "bad_address")
    return address


def _wrong_with(address: str) -> Words | None:
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return Words("it is not complete", "アドレスが最後まで入力されていません。")
    if parts.scheme not in ("http", "https") or not parts.hostname or not address.isprintable() or " " in address:
        return Words("it is not a web address", "Web のアドレスの形式ではありません。")
    if parts.username or parts.password or parts.query or parts.fragment:
        return Words("a password or a query must not be in it", "パスワードや検索条件を含めることはできません。")
    if parts.scheme == "http" and not _is_near(parts.hostname):
        return Words(
            "without https everyone on the way could read your words",
            "https でない場合、通信の内容を第三者に読まれるおそれがあります。",
        )
    return None


def _is_near(host: str) -> bool:
    """This machine or its own network, where servers often have no certificate."""
    address = _number(host)
    if address is None:
        return ("." not in host and not _is_packed(host)) or host.endswith((".localhost", *_NEAR))
    return address.is_private or address.is_loopback


def _is_packed(host: str) -> bool:
    """Whether it is an IPv4 address as one number, such as 134744072, which systems take for 8.8.8.8."""
    try:
        socket.inet_aton(host)
    except OSError:
        return False
    return True


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
