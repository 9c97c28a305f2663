"""Standing permissions that outlive a task: one file in the state folder, which no tool can reach."""

import json
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.actions import Effect, Grant
from agent.core.codec import built, plain
from agent.core.errors import NeedsUserError
from agent.core.events import RootGranted
from agent.core.words import Words
from agent.policy.grants import at_root, rooted
from agent.workspace.durable import durable, durable_folder
from agent.workspace.lock import locked

_OUTWARD = (Effect.SEND, Effect.CONNECT)
_NEVER = (Effect.DELETE, Effect.EXECUTE)
_TOO_MUCH = Words(
    "Deleting files and running programs cannot be allowed for always.",
    "ファイルの削除とプログラムの実行は、常に許可することができません。",
)
_EACH_TIME = Words("Allow it for this task, or each time.", "このタスクの間だけ、またはその都度許可してください。")
_NO_ROOT = Words(
    "This permission is for a folder that is not granted here.",
    "この許可の対象フォルダーは、このタスクでは許可されていません。",
)
_GRANT_FIRST = Words("Add the folder first.", "先にフォルダーを追加してください。")


@dataclass(frozen=True, slots=True)
class Standing:
    """A Grant for always. `root` is the absolute path of its folder, "" for what leaves this computer; the pattern is
    relative to that folder, whatever the Root is called in a Session.
    """

    root: str
    grant: Grant


class GrantStore:
    """The standing permissions in the file at `path`; `locks` is the folder of locks between processes.

    The file is read again whenever it changed, so that a permission that is taken back counts no more, at once, in
    every process. A broken file permits nothing.
    """

    def __init__(self, path: Path, locks: Path) -> None:
        self._path = path
        self._locks = locks
        self._stamp: tuple[int, int, int] | None = None
        self._kept: tuple[Standing, ...] = ()
        self._thread = threading.Lock()

    def list(self) -> tuple[Standing, ...]:
        """All of them, as the file says now."""
        with self._thread:
            stamp = _stamp(self._path)
            if stamp != self._stamp:
                self._kept, self._stamp = _read(self._path), stamp
            return self._kept

    def add(self, standing: Standing) -> None:
        """Keep one more.

        Raises:
            NeedsUserError: it is for deleting or running programs (code "not_always").
            RefusedError: another process writes for longer than half a minute (code "busy").
        """
        if standing.grant.effect in _NEVER:
            raise NeedsUserError(_TOO_MUCH, _EACH_TIME, "not_always")
        with self._alone():
            self._write(tuple(dict.fromkeys((*_read(self._path), standing))))

    def remove(self, standing: Standing) -> None:
        """Take one back. Raises RefusedError as `add`."""
        with self._alone():
            self._write(tuple(kept for kept in _read(self._path) if kept != standing))

    def _alone(self) -> AbstractContextManager[None]:
        """By the folder: a lock goes by what lies at a path, and the file is another one after each write."""
        return locked({self._path.parent}, self._locks)

    def _write(self, kept: Sequence[Standing]) -> None:
        """Replace the file as a whole, durably: after a power cut it is the old or the new one."""
        draft = self._path.with_suffix(".new")
        with draft.open("w", encoding="utf-8") as file:
            json.dump([plain(one) for one in kept], file, indent=1)
            file.flush()
            durable(file.fileno())
        draft.replace(self._path)
        durable_folder(str(self._path.parent))


def standing(grant: Grant, roots: Sequence[RootGranted]) -> Standing:
    """The Grant, bound to the folder that its pattern is about.

    Raises:
        NeedsUserError: no such Root is granted (code "no_folder").
    """
    if grant.effect in _OUTWARD:
        return Standing("", grant)
    name, pattern = rooted(grant.pattern)
    root = next((root for root in roots if root.name == name), None)
    if root is None:
        raise NeedsUserError(_NO_ROOT, _GRANT_FIRST, "no_folder")
    return Standing(root.path, replace(grant, pattern=pattern))


def here(kept: Sequence[Standing], roots: Sequence[RootGranted]) -> tuple[Grant, ...]:
    """The Grants that count where these Roots are granted, by the names that the Roots have there."""
    found = [one.grant for one in kept if not one.root and one.grant.effect in _OUTWARD]
    for root in roots:
        found += [
            replace(one.grant, pattern=at_root(root.name, one.grant.pattern)) for one in kept if one.root == root.path
        ]
    return tuple(grant for grant in found if grant.effect not in _NEVER)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        info = path.stat()
    except OSError:
        return None
    return info.st_mtime_ns, info.st_size, info.st_ino


def _read(path: Path) -> tuple[Standing, ...]:
    try:
        return tuple(built(Standing, one) for one in json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, AttributeError):
        return ()
