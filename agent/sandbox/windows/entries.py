"""Lists of access entries (ACL) as bytes: read, added to, taken from. Source: [MS-DTYP] 2.4.4 and 2.4.5."""

import struct
from collections.abc import Iterable

# What a file or a folder is given: FILE_GENERIC_READ, _WRITE and _EXECUTE with or without DELETE. Without
# FILE_EXECUTE (0x20) a library cannot be loaded from a file.
READ = 0x1200A9
FOLDER = 0x1201BF
BELOW = 0x1301BF
FILE = 0x13019F
# On which objects an entry counts: OBJECT_INHERIT, CONTAINER_INHERIT, INHERIT_ONLY.
FILES, FOLDERS, ONLY_BELOW = 0x1, 0x2, 0x8
INHERITED = 0x10
_ALLOWED, _DENIED = 0, 1
_HEAD = struct.Struct("<BBHHH")  # ACL: revision, 0, size, number of entries, 0
_ENTRY = struct.Struct("<BBHI")  # kind, flags, size, rights; then the SID
_REVISION = 2


def entry(sid: bytes, rights: int, flags: int = 0) -> bytes:
    """One that allows."""
    return _ENTRY.pack(_ALLOWED, flags, _ENTRY.size + len(sid), rights) + sid


def change(sid: bytes) -> tuple[bytes, ...]:
    """What lets somebody change all below a folder, but neither delete the folder itself nor run what lies in it."""
    return (
        entry(sid, FOLDER),
        entry(sid, BELOW, FOLDERS | ONLY_BELOW),
        entry(sid, FILE, FILES | ONLY_BELOW),
    )


def split(acl: bytes) -> tuple[bytes, ...]:
    """The entries of a list, each as its bytes."""
    found, at = [], _HEAD.size
    for _ in range(_HEAD.unpack_from(acl)[3]):
        size = _ENTRY.unpack_from(acl, at)[2]
        found.append(acl[at : at + size])
        at += size
    return tuple(found)


def listed(entries: Iterable[bytes], revision: int = _REVISION) -> bytes:
    """A list of entries."""
    found = tuple(entries)
    return _HEAD.pack(revision, 0, _HEAD.size + sum(map(len, found)), len(found), 0) + b"".join(found)


def added(acl: bytes, new: Iterable[bytes]) -> bytes:
    """The list with more entries, in the order that Windows wants: what denies, what allows; what is inherited is left
    out, because Windows adds it again.
    """
    own = [one for one in split(acl) if not one[1] & INHERITED]
    denying = [one for one in own if one[0] == _DENIED]
    allowing = [one for one in own if one[0] != _DENIED]
    return listed([*denying, *new, *allowing], acl[0])


def without(acl: bytes, sid: bytes) -> bytes:
    """The list without what allows `sid` anything, and without what is inherited."""
    own = [one for one in split(acl) if not one[1] & INHERITED]
    return listed([one for one in own if not (one[0] == _ALLOWED and one[_ENTRY.size :] == sid)], acl[0])


def allows(acl: bytes, sid: bytes) -> int:
    """Rights that the entries of `sid` give to the object itself, inherited ones too."""
    rights = 0
    for one in split(acl):
        kind, flags, _, mask = _ENTRY.unpack_from(one)
        if kind == _ALLOWED and not flags & ONLY_BELOW and one[_ENTRY.size :] == sid:
            rights |= mask
    return rights
