"""Files of a Room for the host's functions: copied out before they are read, put in whole. No link is followed."""

import os
import shutil
import stat
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath

from agent.sandbox.small.worker import ROOM
from agent.sandbox.stage.spots import Opened, Spot, into, reading, top

_MOST = 1024**3


class Places:
    """Names below `work`, and private copies below `private`, which code cannot reach."""

    def __init__(self, work: Path, private: Path) -> None:
        self._work, self._private = work, private

    @contextmanager
    def copy(self, name: object) -> Iterator[Path]:
        """A private copy with the same name. Raises ValueError: there is no such regular file."""
        parts = parts_of(name)
        with self.fresh(name) as target, self._folder(parts[:-1], make=False) as folder:
            at = folder.spot(parts[-1])
            try:
                seen = at.info()
                if not stat.S_ISREG(seen.st_mode) or seen.st_nlink != 1 or seen.st_size > _MOST:
                    raise ValueError(f"{str(name)!r} is no plain file, or too large")
                with reading(at, seen) as file, os.fdopen(os.dup(file), "rb") as source, target.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
            except OSError as error:
                raise _missing(name) from error
            yield target

    @contextmanager
    def fresh(self, name: object) -> Iterator[Path]:
        """A private place of that name with nothing there; what lies there later is deleted at the end."""
        folder = self._private / uuid.uuid4().hex
        folder.mkdir(mode=0o700)
        try:
            yield folder / parts_of(name)[-1]
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def put(self, source: Path, name: object) -> None:
        """What lies at `source` takes the name in the Room, in the place of what was there. Raises ValueError."""
        parts = parts_of(name)
        with self._folder(parts[:-1], make=True) as folder:
            at = folder.spot(parts[-1])
            try:
                source.chmod(0o600)
                os.replace(source, at.name, dst_dir_fd=at.folder)
            except OSError as error:
                raise ValueError(f"{str(name)!r} cannot be written: {error.strerror}") from error

    @contextmanager
    def _folder(self, parts: tuple[str, ...], *, make: bool) -> Iterator[Opened]:
        """The folder of these names, open. Raises ValueError."""
        opened = [top(self._work)]
        try:
            for part in parts:
                opened.append(_below(opened[-1].spot(part), make=make))
            yield opened[-1]
        except OSError as error:
            raise _missing("/".join(parts)) from error
        finally:
            for one in opened:
                one.close()


def _below(at: Spot, *, make: bool) -> Opened:
    if make:
        with suppress(FileExistsError):
            os.mkdir(at.name, 0o700, dir_fd=at.folder)
    return into(at)


def parts_of(name: object) -> tuple[str, ...]:
    """The parts of a name below the working directory, as code gives it. Raises ValueError: it leads out of it."""
    if not isinstance(name, str | PurePath):
        raise ValueError(f"a path must be a text, not {type(name).__name__}")
    text = str(name)
    text = text.removeprefix(f"{ROOM}/") if text.startswith(f"{ROOM}/") else text
    parts = tuple(part for part in text.split("/") if part not in ("", "."))
    if not parts or text.startswith("/") or ".." in parts or "\0" in text or "\\" in text or Path(text).drive:
        raise ValueError(f"{text[:200]!r} is no file below the working directory: use relative names")
    return parts


def _missing(name: object) -> ValueError:
    return ValueError(f"there is no file {str(name)[:200]!r} here: name it among the inputs of the call")
