"""The bytes of one file below a Root: opened without following a link, hashed, copied."""

import errno
import hashlib
import os
import stat
from pathlib import Path

from agent.core.errors import NotFoundError, UnreadableError
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace.identities import identity_of
from agent.workspace.openat import step
from agent.workspace.placeholders import is_placeholder
from agent.workspace.reasons import reason
from agent.workspace.roots import Root, Spot, mount, spot

_UNREADABLE = Words("{name!r} cannot be read: {why}.", "「{name}」を読み取れません({why})。")
_NO_FILE = Words("There is no file {name!r}.", "ファイル「{name}」が見つかりません。")
_NOT_REGULAR = Words("{name!r} is no regular file.", "「{name}」は通常のファイルではありません。")
_ELSEWHERE = Words(
    "The contents of {name!r} are in the cloud, not on this computer. It has to be downloaded first.",
    "「{name}」の中身はクラウドにあり、このコンピューターにはありません。先にダウンロードしてください。",
)
_CHUNK = 1024 * 1024


def opened(root: Root, place: Place) -> tuple[int, os.stat_result]:
    """A regular file, open for reading, whether the grant shows it or not. Nothing else is ever opened.

    Raises:
        NotFoundError, UnreadableError: there is none, or it cannot be read: a link, a pipe or device (code "no_file"),
        a file whose contents are in the cloud (code "placeholder").
        OutsideWorkspaceError: as `spot`, also for a file that is mounted (code "mount").
    """
    try:
        with spot(root, place.path) as at:
            before = os.stat(at.name, dir_fd=at.folder, follow_symlinks=False)
            _must_be_file(place, before)
            if is_placeholder(place.name, before):
                raise away(place)
            file = _open(at)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFoundError(_NO_FILE.of(name=shown(str(place)))) from error
    except OSError as error:
        raise mount(place.name) if error.errno == errno.EXDEV else unreadable(place, error) from error
    after = os.fstat(file)
    try:  # it may have been swapped in between; without handles, for a link
        _must_be_file(place, after if at.folder is not None or identity_of(before) == identity_of(after) else None)
    except UnreadableError:
        os.close(file)
        raise
    return file, after


def away(place: Place) -> UnreadableError:
    """The refusal to fetch contents that are not here."""
    return UnreadableError(_ELSEWHERE.of(name=shown(str(place))), "placeholder")


def _must_be_file(place: Place, info: os.stat_result | None) -> None:
    if info is None or not stat.S_ISREG(info.st_mode):
        raise UnreadableError(_NOT_REGULAR.of(name=shown(str(place))), "no_file")


def _open(at: Spot) -> int:
    if at.folder is not None:
        return step(at.folder, at.name)
    return os.open(at.name, os.O_RDONLY | getattr(os, "O_BINARY", 0))


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
    """Copy an open file to a free name and hash what was copied. Nothing is left of a copy that fails."""
    found, size = hashlib.sha256(), 0
    copy = target.open("xb")
    try:
        with copy:
            while chunk := os.read(file, _CHUNK):
                found.update(chunk)
                copy.write(chunk)
                size += len(chunk)
    except OSError:
        target.unlink(missing_ok=True)
        raise
    return found.hexdigest(), size


def digest(file: int) -> str:
    """The SHA-256 of what is left to read of an open file."""
    found = hashlib.sha256()
    while chunk := os.read(file, _CHUNK):
        found.update(chunk)
    return found.hexdigest()
