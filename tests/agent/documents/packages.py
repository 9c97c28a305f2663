"""Packages with a part changed or added, as no library writes them."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path


def rewritten(source: Path, target: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy in which the part `name` is changed; it must differ."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            data = old.read(one)
            if one == name:
                assert change(data) != data, "nothing was changed"
                data = change(data)
            new.writestr(one, data)
    return target


def replacing(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """A change for `rewritten`: `old` becomes `new`."""
    return lambda part: part.replace(old, new)


def with_parts(source: Path, target: Path, parts: Mapping[str, bytes]) -> Path:
    """A copy with more parts."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one not in parts:
                new.writestr(one, old.read(one))
        for one, data in parts.items():
            new.writestr(one, data)
    return target
