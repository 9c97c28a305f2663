"""Carrying out the steps of a record, and taking them back. Decided by what lies on disk, so both may be repeated."""

import errno
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from agent.core.errors import (
    AgentError,
    NotFoundError,
    OutsideWorkspaceError,
    RefusedError,
    StaleError,
    UnreadableError,
)
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace import images
from agent.workspace.checks import STALE
from agent.workspace.contents import digest, hashed
from agent.workspace.durable import durable_file, durable_folder, patiently
from agent.workspace.records import Step
from agent.workspace.roots import HANDLES, Root, Spot, spot
from agent.workspace.vaults import PREPARED

Location = Mapping[str, str]
Identity = list[int]
State = list[int]

_APPEARED = Words(
    "A file of that name has just appeared. Nothing was changed.",
    "同じ名前のファイルが現れたため、何も変更していません。",
)


class Hands:
    """Moves things between places below `roots` and the vault: the Roots as they were when the work began, so that a
    folder that is revoked meanwhile is not left half done.
    """

    def __init__(self, roots: Mapping[str, Root]) -> None:
        self._roots = dict(roots)
        self._touched: set[tuple[int, int]] = set()
        self._kept: set[str] = set()

    def reach(self) -> None:
        """Raises NeedsUserError (code "no_folder") when a Root is not there now."""
        for root in self._roots.values():
            with spot(root, ""):
                pass

    @contextmanager
    def at(self, location: Location) -> Iterator[Spot]:
        """The open folder and the name of a location."""
        if "vault" in location:
            yield Spot(location["vault"], None)
            return
        with spot(self._roots[location["root"]], location["path"]) as found:
            yield found

    def identity(self, location: Location) -> Identity | None:
        """[device, inode] of what is there, or None. Raises what `stat` raises."""
        info = self.stat(location)
        return None if info is None else [info.st_dev, info.st_ino]

    def stat(self, location: Location) -> os.stat_result | None:
        """What is there, or None. That it cannot be reached is no None.

        Raises:
            OSError, NeedsUserError: the system refuses, or the Root is not there now.
        """
        try:
            with self.at(location) as here:
                return os.stat(here.name, dir_fd=here.folder, follow_symlinks=False)
        except (NotFoundError, OutsideWorkspaceError, FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return None
            raise

    def names(self, folder: Location) -> list[str]:
        """What lies in a folder, whether the grant shows it or not; of what is no folder, the empty name."""
        try:
            within = self.at({**folder, "path": f"{folder['path']}/."})
            with within as here, os.scandir(here.name if here.folder is None else here.folder) as items:
                return [item.name for item in items]
        except (OSError, NotFoundError, OutsideWorkspaceError):
            return [""]

    def state(self, location: Location) -> State | None:
        """[device, inode, size, modified, changed] of a file, which is another one whenever somebody saves it."""
        info = self.stat(location)
        return None if info is None or not stat.S_ISREG(info.st_mode) else state_of(info)

    def make_way(self, location: Location) -> None:
        """Make the folders again that should hold it and are gone."""
        if "vault" in location:
            return
        place = Place(location["root"], location["path"]).parent
        above = {"root": place.root, "path": place.path}
        if place.path and self.stat(above) is None:
            self.make_way(above)
            self.apply({"do": "folder", "at": above})

    def sha256(self, location: Location) -> str:
        """The hash of the file there, "" when there is none.

        Raises:
            UnreadableError, NeedsUserError: it cannot be read, or the Root is not there now.
        """
        if "vault" in location:
            with suppress(OSError), Path(location["vault"]).open("rb") as file:
                return digest(file.fileno())
            return ""
        try:
            return hashed(self._roots[location["root"]], Place(location["root"], location["path"]))
        except (NotFoundError, OutsideWorkspaceError):
            return ""
        except UnreadableError as error:
            if error.code == "no_file":
                return ""
            raise

    def modified_ns(self, folder: Location) -> int:
        """The modification time of a folder; 0 when it is not there."""
        try:
            with self.at(folder) as here:
                return os.stat(here.name, dir_fd=here.folder, follow_symlinks=False).st_mtime_ns
        except (OSError, AgentError):
            return 0

    def set_modified(self, folder: Location, modified_ns: int) -> None:
        """Give a folder its modification time back; one that is gone is left."""
        with suppress(OSError, AgentError), self.at(folder) as here:
            info = os.stat(here.name, dir_fd=here.folder, follow_symlinks=False)
            if stat.S_ISDIR(info.st_mode):
                os.utime(here.name, ns=(info.st_atime_ns, modified_ns), dir_fd=here.folder)

    def apply(self, step: Step) -> None:
        """Carry out one step.

        Raises:
            OSError: the system refused; RefusedError: something is where nothing was; StaleError: what the step takes
            away is not what was checked.
        """
        match step["do"]:
            case "folder":
                with self.at(step["at"]) as here:
                    os.mkdir(here.name, dir_fd=here.folder)
                    step["inode"] = self.identity(step["at"])
            case "remove":
                with self.at(step["at"]) as here:
                    os.rmdir(here.name, dir_fd=here.folder)
            case "time":
                self.set_modified(step["at"], step["modified"])
            case "move":
                self._move(step)
            case "swap":
                self._swap(step)

    def applied(self, step: Step) -> bool:
        """Whether a step is done, by what lies on disk."""
        match step["do"]:
            case "folder":
                return self.identity(step["at"]) is not None
            case "remove":
                return self.identity(step["at"]) is None
            case "move":
                return bool(self.identity(step["to"]) == step["inode"])
            case _:
                return bool(self.identity(step["at"]) == step["inode"])

    def sync(self, folders: Sequence[Location]) -> None:
        """Make the names in these folders durable; a location in a vault means the folder that holds it."""
        above = {str(Path(where["vault"]).parent): where for where in folders if "vault" in where}
        for vault in above:
            _make_durable(vault, None)
            _make_durable(str(Path(vault).parent), None)
        if not HANDLES:
            return
        for folder in folders:
            if "root" in folder:
                with suppress(AgentError), self.at(folder) as here:
                    _make_durable(here.name, here.folder)

    def prepare(self, steps: Sequence[Step]) -> None:
        """Keep what will be replaced and make it and the new contents durable, before anything is replaced.

        New names come first, so that a file system with a journal writes all of it in one go.

        Raises:
            OSError, RefusedError, StaleError: as `apply` does; nothing was changed.
        """
        swaps = [step for step in steps if step["do"] == "swap"]
        for step in swaps:
            with self.at(step["at"]) as here, self.at(step["old"]) as old:
                self._keep(step, here, old)
        fresh = [step.get("new") or step.get("from", {}) for step in steps]
        for where in fresh:
            if where.get("vault", "").endswith(PREPARED):
                durable_file(where["vault"])
        self.sync([step["old"] for step in swaps])

    def _move(self, step: Step) -> None:
        source, to = step["from"], step["to"]
        if self.identity(to) is not None and self.identity(to) != self.identity(source):
            raise RefusedError(_APPEARED, "collision")
        with self.at(source) as old, self.at(to) as new:
            if "root" in source:
                self._take(step, old, source)
            patiently(lambda: os.rename(old.name, new.name, src_dir_fd=old.folder, dst_dir_fd=new.folder))

    def _swap(self, step: Step) -> None:
        with self.at(step["at"]) as here, self.at(step["new"]) as new, self.at(step["old"]) as old:
            if old.name not in self._kept:
                self._keep(step, here, old)
            self._take(step, here, step["at"])  # somebody may have saved it since, in place or anew
            patiently(
                lambda: os.replace(new.name, here.name, src_dir_fd=new.folder, dst_dir_fd=here.folder)  # noqa: PTH105
            )

    def _keep(self, step: Step, here: Spot, old: Spot) -> None:
        self._take(step, here, step["at"])  # before a second name goes, which changes its last time too
        with suppress(FileNotFoundError):
            os.unlink(old.name, dir_fd=old.folder)  # left by a commit that was cut off
        if images.keep(here, old) and "spare" in step:
            images.spare(here, Spot(step["spare"]["vault"], None))
        self._kept.add(old.name)

    def _take(self, step: Step, here: Spot, where: Location) -> None:
        """What goes away must be what was checked. Our own renames and links change its last time alone."""
        known = step.get("state") or (step.get("inode") if step["do"] == "move" else None)
        if not known:
            return
        try:
            info = os.stat(here.name, dir_fd=here.folder, follow_symlinks=False)
        except FileNotFoundError as error:
            raise _stale(where) from error
        inode = (info.st_dev, info.st_ino)
        _same(info, known[:4] if inode in self._touched else known, where)
        self._touched.add(inode)


def _make_durable(name: str, above: int | None) -> None:
    """A folder that is gone, and a file system that cannot do it for folders, are no reason to stop; a fault is."""
    try:
        durable_folder(name, above)
    except OSError as error:
        if error.errno in (errno.EIO, errno.ENOSPC, errno.EDQUOT):
            raise


def state_of(info: os.stat_result) -> State:
    """What tells whether somebody saved a file."""
    return [info.st_dev, info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns]


def _same(info: os.stat_result, known: Sequence[int], where: Location) -> None:
    if state_of(info)[: len(known)] != list(known):
        raise _stale(where)


def _stale(where: Location) -> StaleError:
    return StaleError(STALE.of(name=shown(str(Place(where["root"], where["path"])))))


def mirrored(step: Step) -> Step:
    """The step that takes `step` back. What was checked for one way does not hold for the other."""
    step = {key: value for key, value in step.items() if key not in ("state", "spare")}
    match step["do"]:
        case "folder":
            return {**step, "do": "remove"}
        case "remove":
            return {**step, "do": "folder"}
        case "move":
            return {**step, "from": step["to"], "to": step["from"]}
        case _:
            return {**step, "new": step["old"], "old": step["new"], "inode": step["was"], "was": step["inode"],
                    "sha256": step["was_sha256"], "was_sha256": step["sha256"]}  # fmt: skip
