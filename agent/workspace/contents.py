"""The bytes of one file below a Root: opened without following a link, hashed, copied."""

import hashlib
import os
import stat
from pathlib import Path

from agent.core.errors import NotFoundError, UnreadableError
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace.reasons import reason
from agent.workspace.roots import Root, spot

_UNREADABLE = Words("{name!r} cannot be read: {why}.", "「{name}」を読み取れません({why})。")
_NO_FILE = Words("There is no file {name!r}.", "ファイル「{name}」が見つかりません。")
_NOT_REGULAR = Words("{name!r} is no regular file.", "「{name}」は通常のファイルではありません。")
_CHUNK = 1024 * 1024
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def opened(root: Root, place: Place) -> tuple[int, os.stat_result]:
    """A regular file, open for reading, whether the grant shows it or not.

    Raises:
        NotFoundError, UnreadableError: there is none, or it cannot be read.
    """
    try:
        with spot(root, place.path) as at:
            before = os.stat(at.name, dir_fd=at.folder, follow_symlinks=False)
            if not stat.S_ISREG(before.st_mode):
                raise UnreadableError(_NOT_REGULAR.of(name=shown(str(place))), "no_file")
            file = os.open(at.name, os.O_RDONLY | _NO_FOLLOW, dir_fd=at.folder)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFoundError(_NO_FILE.of(name=shown(str(place)))) from error
    except OSError as error:
        raise unreadable(place, error) from error
    return file, os.fstat(file)


def hashed(root: Root, place: Place) -> str:
    """The SHA-256 of a file in hex. Raises what `opened` raises."""
    file, _ = opened(root, place)
    try:
        return digest(file)
    except OSError as error:
        raise unreadable(place, error) from error
    finally:
        os.close(file)


def unreadable(place: Place, error: OSError) -> UnreadableError:
    """What the system's refusal to read is called."""
    return UnreadableError(_UNREADABLE.of(name=shown(str(place)), why=reason(error)))


def copied(file: int, target: Path) -> tuple[str, int]:
    """Copy an open file and hash what was copied."""
    found, size = hashlib.sha256(), 0
    with target.open("xb") as copy:
        while chunk := os.read(file, _CHUNK):
            found.update(chunk)
            copy.write(chunk)
            size += len(chunk)
    return found.hexdigest(), size


def digest(file: int) -> str:
    """The SHA-256 of what is left to read of an open file."""
    found = hashlib.sha256()
    while chunk := os.read(file, _CHUNK):
        found.update(chunk)
    return found.hexdigest()
