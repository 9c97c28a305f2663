"""Taking away whatever code has left: locked, unreadable, thousands of folders deep, changed while it goes.

A folder in a folder is first moved to the top: so the deepest tree needs two handles and no long path.
Sources: unlinkat(2), renameat(2).
"""

import os
import shutil
import stat
import uuid
from contextlib import suppress
from pathlib import Path

from agent.sandbox.stage.spots import HANDLES, Opened, Spot, into, top, usable

_MOST = 10_000  # names that are read at once
_ROUNDS = 100


def move_out(folder: Path, trash: Path) -> None:
    """Everything in `folder` goes to `trash` under names that are free, in one step each: empty for the next run.

    Raises:
        OSError: something cannot be moved, or code makes more all the time.
    """
    with suppress(OSError):
        usable(Spot(str(folder), None))
    source, target = top(folder), top(trash)
    try:
        for _ in range(_ROUNDS):
            names = source.names(_MOST)
            if not names:
                return
            for name in names:
                _moved(source.spot(name), target.spot(uuid.uuid4().hex))
        raise OSError("the folder fills faster than it can be emptied")
    finally:
        source.close()
        target.close()


def remove_below(folder: Path) -> bool:
    """Delete all that is in a folder of our own. Returns whether nothing is left. Never follows a link."""
    try:
        usable(Spot(str(folder), None))
        if not HANDLES:
            return _removed_by_paths(folder)
        opened = top(folder)
    except OSError:
        return not folder.exists()
    try:
        return _emptied(opened)
    finally:
        opened.close()


def remove(folder: Path) -> bool:
    """Delete a folder of our own and all that is in it. Returns whether it is gone."""
    remove_below(folder)
    with suppress(OSError):
        folder.rmdir()
    return not folder.exists()


def _emptied(folder: Opened) -> bool:
    """Folders whose contents cannot be moved out are tried a few times: code may still be at work in them."""
    stuck = 0
    while names := folder.names(_MOST):
        gone = 0
        for name in names:
            gone += _gone(folder.spot(name), folder)
        stuck = 0 if gone else stuck + 1
        if stuck > 3:
            return False
    return True


def _gone(at: Spot, above: Opened) -> bool:
    """Remove one name; a folder is emptied first, and the folders in it come up to `above`."""
    for again in range(2):
        try:
            _unlink(at)
        except IsADirectoryError:
            return _flattened(at, above)
        except PermissionError:
            if again:
                return False
            with suppress(OSError):
                usable(at)
        except OSError:
            return False
        else:
            return True
    return False


def _unlink(at: Spot) -> None:
    """macOS says EPERM for a folder, so it is asked first. Raises IsADirectoryError for one."""
    try:
        os.unlink(at.name, dir_fd=at.folder)
    except PermissionError as error:
        if stat.S_ISDIR(at.info().st_mode):
            raise IsADirectoryError from error
        raise


def _flattened(at: Spot, above: Opened) -> bool:
    """Whether the folder is gone, or at least something of what was in it."""
    with suppress(OSError):
        usable(at)
    try:
        folder = into(at)
    except OSError:
        return False
    try:
        gone = sum(_lifted(folder.spot(name), above) for name in folder.names(_MOST))
    except OSError:
        return False
    finally:
        folder.close()
    with suppress(OSError):
        os.rmdir(at.name, dir_fd=at.folder)
        return True
    return gone > 0


def _lifted(at: Spot, above: Opened) -> bool:
    """A file is removed, a folder comes up."""
    try:
        _unlink(at)
    except IsADirectoryError:
        with suppress(OSError):
            _moved(at, above.spot(uuid.uuid4().hex))
            return True
    except PermissionError:
        return _gone(at, above)
    except OSError:
        return False
    else:
        return True
    return False


def _moved(at: Spot, to: Spot) -> None:
    """A folder that is moved must itself be changeable: its ".." is another one then. Raises OSError."""
    try:
        os.rename(at.name, to.name, src_dir_fd=at.folder, dst_dir_fd=to.folder)
    except PermissionError:
        usable(at)
        os.rename(at.name, to.name, src_dir_fd=at.folder, dst_dir_fd=to.folder)


def _removed_by_paths(folder: Path) -> bool:
    """Windows, which has no deeper trees than its paths are long."""

    def again(call: object, path: str, _: object) -> None:
        with suppress(OSError):
            usable(Spot(path, None))
            (os.rmdir if Path(path).is_dir() else os.unlink)(path)

    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, onerror=again)
        else:
            with suppress(OSError):
                path.unlink()
    return not any(folder.iterdir())
