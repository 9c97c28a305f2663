"""What Python itself needs to read on Linux, wherever it lies: system, pyenv, uv, conda, a virtual environment."""

import sys
from collections.abc import Iterable
from pathlib import Path

import agent

_TOPS = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
# Where libraries are found, what time it is here, which of several libraries or fonts is the one; and what Python's
# `mimetypes` opens if it sees it.
_ETC = (
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/alternatives", "/etc/fonts",
    "/etc/mime.types", "/etc/httpd/mime.types", "/etc/httpd/conf/mime.types", "/etc/apache/mime.types",
    "/etc/apache2/mime.types", "/etc/nginx/mime.types",
)  # fmt: skip
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_STORES = ("/nix/store", "/gnu/store")  # everything there needs the rest of it, and nothing there is the person's


def system() -> tuple[Path, ...]:
    """Folders and files of the system, those that are there. Links are left as they are (/lib is often one)."""
    return tuple(path for path in map(Path, ("/usr", *_TOPS, *_ETC, *_STORES)) if path.exists())


def interpreter() -> tuple[Path, ...]:
    """The installation of Python with its packages, and our own package; nothing twice, nothing below `system`."""
    found = [Path(sys.prefix), Path(sys.base_prefix), Path(sys.exec_prefix), *_installations(Path(sys.executable))]
    found += [Path(one) for one in sys.path if one.endswith(("site-packages", "dist-packages"))]
    found.append(Path(agent.__file__).parent)
    return _outermost([path for path in found if path.is_dir() and not too_wide(path)], system())


def _installations(executable: Path) -> list[Path]:
    """The prefix of every step of the links that lead to the interpreter."""
    found = []
    for _ in range(10):
        if executable.parent.name == "bin":
            found.append(executable.parent.parent)
        if not executable.is_symlink():
            break
        executable = executable.parent / executable.readlink()
    found.append(executable.resolve().parent.parent)
    return found


def too_wide(path: Path) -> bool:
    """A folder that is never given whole: the root, the home folder and those above it."""
    whole = path.resolve()
    return whole == Path("/") or Path.home().resolve().is_relative_to(whole)


def _outermost(paths: Iterable[Path], given: Iterable[Path]) -> tuple[Path, ...]:
    kept: list[Path] = []
    for path in sorted(set(paths), key=lambda one: len(one.parts)):
        if not any(path.is_relative_to(one) for one in (*given, *kept)):
            kept.append(path)
    return tuple(kept)
