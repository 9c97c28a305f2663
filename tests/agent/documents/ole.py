"""An OLE file (MS-CFB, version 3) of storages and streams, all of them in the mini stream, for tests."""

import struct

_SECTOR, _MINI, _END, _FREE, _NONE = 512, 64, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF


def ole_file(tree):
    """`tree` holds streams as bytes and storages as trees, by their names."""
    entries, mini = [["Root Entry", 5, _NONE, _NONE, 0, 0]], b""
    mini_fat: list[int] = []

    def place(storage, inner):
        before = None
        for name, held in inner.items():
            at = len(entries)
            entries.append([name, 1 if isinstance(held, dict) else 2, _NONE, _NONE, _END, 0])
            # A list instead of a tree: each entry is the right neighbour of the one before.
            entries[storage if before is None else before][3 if before is None else 2] = at
            before = at
            if isinstance(held, dict):
                place(at, held)
            elif held:
                entries[at][4:] = [len(mini_fat), len(held)]
                stream(held)

    def stream(held):
        nonlocal mini
        count = -(-len(held) // _MINI)
        first = len(mini_fat)
        mini_fat.extend([*range(first + 1, first + count), _END])
        mini += held.ljust(count * _MINI, b"\0")

    place(0, tree)
    folders = b"".join(_entry(*one) for one in entries)
    table = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    runs = [_padded(folders), _padded(table, b"\xff"), _padded(mini)]
    fat, starts = [0xFFFFFFFD], []
    for run in runs:
        starts.append(len(fat))
        count = len(run) // _SECTOR
        fat.extend([*range(len(fat) + 1, len(fat) + count), _END])
    root = _entry("Root Entry", 5, _NONE, entries[0][3], starts[2], len(mini))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, starts[0], 0, 4096, starts[1], len(runs[1]) // _SECTOR,
        _END, 0, 0,
    )  # fmt: skip
    head += struct.pack("<I", _FREE) * 108
    return head + _padded(struct.pack(f"<{len(fat)}I", *fat), b"\xff") + root + runs[0][128:] + runs[1] + runs[2]


def _entry(name, kind, right, child, start, size):
    told = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII36xIQ", told, len(told), kind, 1, _NONE, right, child, start, size)


def _padded(data, filler=b"\0"):
    return data + filler * (-len(data) % _SECTOR)
