"""The identities by which Windows knows a confined process, computed as Windows computes them.

An AppContainer's is S-1-15-2 and seven numbers, a capability's S-1-15-3-1024 and eight: the SHA-256 of its name, small
letters for the one and capitals for the other, in UTF-16. Sources: [MS-DTYP] 2.4.2 for the bytes of a SID;
DeriveAppContainerSidFromAppContainerName and DeriveCapabilitySidsFromName, whose results for known names are in the
tests.
"""

import hashlib
import struct

ALL_PACKAGES = "S-1-15-2-1"
# Well-known capabilities: to connect to the internet, and to connect and be connected to in networks at home and work.
# (WinCapabilityInternetClientSid, WinCapabilityPrivateNetworkClientServerSid.) Loopback is closed whatever they say.
NETWORK = ("S-1-15-3-1", "S-1-15-3-3")


def package(name: str) -> bytes:
    """The SID of an AppContainer."""
    return _sid(2, _numbers(name.lower())[:7])


def capability(name: str) -> bytes:
    """The SID of a capability that is no well-known one. It gives nothing but what names it in its access entries."""
    return _sid(3, (1024, *_numbers(name.upper())))


def binary(text: str) -> bytes:
    """The bytes of a SID that is written "S-1-15-..."."""
    _, revision, authority, *rest = text.split("-")
    numbers = struct.pack(f"<{len(rest)}I", *map(int, rest))
    return bytes((int(revision), len(rest))) + int(authority).to_bytes(6, "big") + numbers


def text(sid: bytes) -> str:
    """A SID as it is written."""
    numbers = struct.unpack_from(f"<{sid[1]}I", sid, 8)
    return "-".join(map(str, ("S", sid[0], int.from_bytes(sid[2:8], "big"), *numbers)))


def _numbers(name: str) -> tuple[int, ...]:
    return struct.unpack("<8I", hashlib.sha256(name.encode("utf-16-le")).digest())


def _sid(first: int, numbers: tuple[int, ...]) -> bytes:
    return binary("-".join(map(str, ("S", 1, 15, first, *numbers))))
