"""What code made of a Room, taken out by copies: nothing that it does later changes what the person is shown."""

import errno
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from agent.core.errors import ToolError
from agent.core.running import Bounds, Harvest, Leftover
from agent.core.words import Words
from agent.sandbox.stage import refusing
from agent.sandbox.stage.facts import Facts, fact
from agent.sandbox.stage.settling import settled
from agent.sandbox.stage.spots import reading
from agent.sandbox.stage.telling import Telling
from agent.sandbox.stage.walking import Seen, below

_TOO_MUCH = Words(
    "The code made more than {files:,} {files:file|files} or {disk:,} MB, so no file was changed.",
    "プログラムの作成したファイルが {files:,} 個または {disk:,} MB を超えたため、ファイルは変更していません。",
)
_CHUNK = 1024 * 1024
_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_BEGINNING = 4096
_LONGEST = 32  # characters of an extension


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that differs, with its private copy and the hash of that."""

    name: str
    path: Path
    sha256: str
    identity: tuple[int, int]


@dataclass(slots=True)
class _Found:
    """What the walk has come upon so far."""

    made: list[Taken] = field(default_factory=list)
    left: dict[str, Words] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    folders: list[str] = field(default_factory=list)


class Harvesting:
    """One harvest of the folder `work`. `before` is what it held, `known` the hashes of what was put in."""

    def __init__(self, work: Path, before: Facts, how: Telling, known: Mapping[str, str]) -> None:
        self._work, self._before, self._how, self._known = work, before, how, known
        self._found = _Found()
        self._bytes = 0

    def gathered(self, stage: Callable[[str], Path], bounds: Bounds) -> Harvest:
        """See Room. Raises ToolError (code "too_much") and OSError; no copy stays then."""
        found = self._found
        try:
            for seen in self._reachable(bounds):
                self._look(seen, stage, bounds)
        except BaseException:
            for one in found.made:
                one.path.unlink(missing_ok=True)
            raise
        made, twins = settled(found.made, found.files, found.folders, tuple(found.left), self._before, self._known)
        used = {one.path for one in made}
        for one in found.made:
            if one.path not in used:
                one.path.unlink(missing_ok=True)
        left = [*found.left.items(), *((name, refusing.TWIN) for name in twins)]
        return Harvest(made, tuple(Leftover(name, why) for name, why in sorted(left, key=lambda one: one[0])))

    def _reachable(self, bounds: Bounds) -> Iterator[Seen]:
        """All that lies there, but for what is in a folder that stays. Raises ToolError: more than could be looked at,
        so that it is never said of a file that was not come upon that it is gone.
        """
        stays = ""
        most = bounds.files + len(self._before.files) + len(self._before.folders)
        for number, seen in enumerate(below(self._work, most)):
            if number >= most:
                raise _too_much(bounds)
            if not (stays and seen.name.startswith(stays)):
                yield seen
                stays = f"{seen.name}/" if seen.name in self._found.left else stays

    def _look(self, seen: Seen, stage: Callable[[str], Path], bounds: Bounds) -> None:
        if (why := self._refused(seen)) is not None:
            self._found.left[seen.name] = why
        elif seen.is_folder:
            self._found.folders.append(seen.name)
        elif self._may_differ(seen):
            try:
                self._take(seen, stage, bounds)
            except FileNotFoundError:
                return  # it is gone by now
            except OSError as error:
                if error.errno in _DISK:
                    raise
                self._found.left[seen.name] = refusing.BUSY
        else:
            self._found.files.add(seen.name)

    def _refused(self, seen: Seen) -> Words | None:
        if (why := refusing.kind_refused(seen.info)) is not None:
            return why
        if seen.is_closed:
            return refusing.CLOSED
        if seen.is_folder:
            is_new = seen.name not in self._before.folders
        else:
            is_new = seen.name not in self._before.files
            if seen.name in self._before.folders:
                return refusing.WAS_FOLDER
        return refusing.name_refused(PurePosixPath(seen.name).name) if is_new else None

    def _may_differ(self, seen: Seen) -> bool:
        was = self._before.files.get(seen.name)
        return was is None or not self._how.by_time or was != fact(seen.info)

    def _take(self, seen: Seen, stage: Callable[[str], Path], bounds: Bounds) -> None:
        if self._bytes + seen.info.st_size > bounds.disk:
            raise _too_much(bounds)
        suffix = PurePosixPath(seen.name).suffix
        path = stage(suffix if len(suffix) <= _LONGEST else "")
        try:
            with reading(seen.at, seen.info) as file:
                sha256, size, beginning = _copied(file, path, bounds.disk - self._bytes)
                now = os.fstat(file)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        if self._bytes + size > bounds.disk:
            path.unlink()
            raise _too_much(bounds)
        was = self._before.files.get(seen.name)
        runs = self._how.by_mode and fact(now).runs and not (was is not None and was.runs)
        if sha256 == self._known.get(seen.name):
            path.unlink()
            self._found.files.add(seen.name)
        elif (why := refusing.kind_refused(now)) is not None or runs or refusing.is_program(beginning):
            path.unlink()
            self._found.left[seen.name] = why or refusing.PROGRAM
        else:
            self._bytes += size
            self._found.files.add(seen.name)
            self._found.made.append(Taken(seen.name, path, sha256, fact(now).identity))


def _copied(file: int, target: Path, most: int) -> tuple[str, int, bytes]:
    """Copy an open file, as far as one chunk beyond `most` bytes: its hash, its size, its beginning."""
    found, size, beginning = hashlib.sha256(), 0, b""
    with target.open("xb") as copy:
        while size <= most and (chunk := os.read(file, _CHUNK)):
            beginning = beginning or chunk[:_BEGINNING]
            found.update(chunk)
            copy.write(chunk)
            size += len(chunk)
    return found.hexdigest(), size, beginning


def _too_much(bounds: Bounds) -> ToolError:
    return ToolError(_TOO_MUCH.of(files=bounds.files, disk=bounds.disk // 1024**2), "too_much")
