"""No file names a package registry or a path of one computer: a clone works everywhere, or it works by chance."""

import re
from pathlib import Path

# In pieces, so that this file does not name them itself.
_REGISTRIES = ("p" + "ypi.org", "python" + "hosted.org", "registry.n" + "pmjs.org", "deb.deb" + "ian.org")
_MACHINE = (
    r"/w"
    + r"ork/(main|shared|steering|venv|brief|\.)|/r"
    + r"oot/\.|/Us"
    + r"ers/[a-z]+/|[A-Z]:\\Us"
    + r"ers\\[a-z]+\\"
)
FORBIDDEN = re.compile("|".join([*map(re.escape, _REGISTRIES), _MACHINE]))


def bound(name: str, text: str) -> list[str]:
    return [f"{name}: {found[0]}" for found in FORBIDDEN.finditer(text)]


def test_no_file_names_a_registry_or_a_path_of_a_computer(repo: Path, files: list[str]):
    found = []
    for name in files:
        found += bound(name, (repo / name).read_bytes().decode("utf-8", "replace"))
    assert found == []


def test_a_registry_and_a_path_are_found():
    assert bound("x", "https://" + _REGISTRIES[0] + "/simple")
    assert bound("x", "see /w" + "ork/main/a.py")
    assert bound("x", "/r" + "oot/.cache")
    assert not bound("x", "homework/maintenance and 'C:\\Windows'")
