"""The packages that the person installed, and the quarantine of what is only looked at.

    packages/NAME/record.json       what was approved: written last, in one piece, so it says which version counts
    packages/NAME/DIGEST/BASE/...   the files of that version, as they were approved (16 digits of it); BASE is the
                                    name of their folder in the archive, which a skill is called by
    packages/NAME/data/             what its servers may keep (`${PLUGIN_DATA}`)
    quarantine/ID/                  unpacked, looked at, not approved; nothing looks for skills there

    packages.lock                   held while packages and what was entered of them are put in order

A crash at any point leaves the old version or the new one: files are moved in by one rename, then the record is
replaced, then what it does not name is cleared away (also at the next start: `sweep`). The record says whether what the
package brings was entered elsewhere (`Record.due`).
"""

import os
import re
import shutil
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path

from agent.core.codec import built, plain
from agent.core.errors import NeedsUserError, keeping
from agent.core.words import Words
from agent.packages.archive import unpack
from agent.packages.bounds import BOUNDS, Bounds
from agent.packages.members import digest_of, files_below, members_of
from agent.packages.names import is_clutter, member_name
from agent.packages.naming import is_kept_name
from agent.packages.origins import same_place
from agent.packages.package import Format, Member, Package, Signature, Update
from agent.packages.written import BrokenFileError, JsonFile

_RECORD, _LOCK, _DATA, _SHORT = "record.json", "record.lock", "data", 16
_DIGEST = re.compile("[0-9a-f]{64}")
_DAY = 86_400.0
_ENTRY = "marketplace.json (what it says of this plugin)"
_UNSIGNED = Signature()
_NOT_SHOWN = Words(
    "The files are not the ones that were shown, so nothing was installed.",
    "ファイルが、確認画面に表示されたものと異なるため、インストールしていません。",
)
_LOOK_AGAIN = Words("Open it again, and look at what it is now.", "もう一度開いて、現在の内容をご確認ください。")
_NO_PACKAGE = Words(
    "No package called {name!r} is installed.", "「{name}」というパッケージはインストールされていません。"
)
_SEE_LIST = Words("Choose one of the list.", "一覧から選んでください。")
_NAME = Words(
    "{name!r} is no name that a package can be kept as.", "「{name}」は、パッケージの名前として使用できません。"
)


class State(StrEnum):
    """How an installed package stands. What is not WELL is set aside: nothing of it is used until it is approved again.

    A server that writes beside its own program (`__pycache__`) makes it CHANGED, so it must be kept from doing so.
    """

    WELL = "well"
    CHANGED = "changed"
    BROKEN = "broken"


class Due(StrEnum):
    """What is still to be done for a package whose record is written. ANEW: it is another package than the one before,
    which had its name: nothing that was filled in for that one may come to it.
    """

    NOTHING = "nothing"
    ENTER = "enter"
    ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Record:
    """What the person approved. `folder` holds the files, `base` is its name; `at` is when, in seconds since 1970.

    `entry` is that of the list of plugins it was chosen from. `due`: its connectors wait to be entered.
    """

    name: str
    format: Format
    folder: Path
    origin: str
    digest: str
    members: tuple[Member, ...]
    at: float
    title: str = ""
    version: str = ""
    publisher: str = ""
    signature: Signature = _UNSIGNED
    base: str = ""
    entry: Mapping[str, object] = field(default_factory=dict)
    due: Due = Due.NOTHING


class Store:
    """Packages below one folder of ours, which only this user may read."""

    def __init__(self, packages: Path, quarantine: Path, bounds: Bounds = BOUNDS) -> None:
        self._packages, self._quarantine, self._bounds = packages, quarantine, bounds

    def unpack(self, source: Path, into: Path, *, size: int | None = None) -> None:
        """What is in an archive or a folder into `into`, a new folder below the quarantine; see `archive.unpack`."""
        unpack(source, into, self._bounds, size=size)

    def quarantined(self) -> Path:
        """A path in the quarantine where nothing is yet. Raises NeedsUserError ("records")."""
        with keeping(self._quarantine):
            self._quarantine.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._quarantine / uuid.uuid4().hex

    def discard(self, folder: Path) -> None:
        """Forget something in the quarantine. What lies elsewhere is left alone."""
        if folder.parent == self._quarantine:
            shutil.rmtree(folder, ignore_errors=True)

    def install(self, package: Package, digest: str) -> Record:
        """Keep a package of the quarantine, because the person approved `digest`. What it brings is due: see `entered`.

        Raises:
            NeedsUserError: "other_digest": the files are not what was shown; "bad_name"; "hostile_package"; "records".
        """
        if not is_kept_name(package.name):
            raise NeedsUserError(_NAME.of(name=package.name), _LOOK_AGAIN, "bad_name")
        members = members_of(package.folder)
        if not digest == package.digest == digest_of(members, package.entry):
            raise NeedsUserError(_NOT_SHOWN, _LOOK_AGAIN, "other_digest")
        home = self._packages / package.name
        folder = home / digest[:_SHORT] / package.folder.name
        record = Record(
            package.name, package.format, folder, package.origin, digest, members, time.time(),
            package.title, package.version, package.publisher, package.signature, package.folder.name, package.entry,
            _due(self.find(package.name), package),
        )  # fmt: skip
        with keeping(home), self._file(package.name).alone():
            if not record.folder.exists() or self.state(record) is not State.WELL:
                self._put(package.folder, record.folder)
            self._write(record)
            self._clear(home, record)
        return record

    def entered(self, record: Record) -> Record:
        """What it brings was entered. Raises NeedsUserError ("records")."""
        done = replace(record, due=Due.NOTHING)
        with keeping(self._packages / record.name), self._file(record.name).alone():
            self._write(done)
        return done

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other process of ours puts packages in order meanwhile. Waits. Raises NeedsUserError ("records")."""
        with keeping(self._packages), JsonFile(self._packages.with_suffix(".json")).alone():
            yield

    def is_gone(self, name: str) -> bool:
        """Whether nothing of that name is installed. One whose record nobody can read is not gone."""
        return is_kept_name(name) and not (self._packages / name).exists()

    def list(self) -> tuple[Record, ...]:
        """All packages by name, also those that are set aside. What has no readable record is left out."""
        if not self._packages.is_dir():
            return ()
        found = (self._read(path.name) for path in sorted(self._packages.iterdir()) if is_kept_name(path.name))
        return tuple(record for record in found if record is not None)

    def find(self, name: str) -> Record | None:
        """The package of that name."""
        return self._read(name) if is_kept_name(name) else None

    def named(self, name: str) -> Record:
        """The package of that name. Raises NeedsUserError ("no_package")."""
        if (record := self.find(name)) is None:
            raise NeedsUserError(_NO_PACKAGE.of(name=name), _SEE_LIST, "no_package")
        return record

    def state(self, record: Record) -> State:
        """Whether its files are what was approved. Every byte is read."""
        try:
            found = digest_of(members_of(record.folder, is_clutter), record.entry)
        except (OSError, NeedsUserError):
            return State.BROKEN
        return State.WELL if found == record.digest else State.CHANGED

    def data(self, name: str) -> Path:
        """A folder in which servers of this package may keep what they like; it goes with the package."""
        folder = self._packages / self.named(name).name / _DATA
        with keeping(folder):
            folder.mkdir(exist_ok=True, mode=0o700)
        return folder

    def remove(self, name: str) -> None:
        """Forget a package with everything that lies in its folder. Raises NeedsUserError ("no_package", "records")."""
        home = self._packages / self.named(name).name
        gone = self.quarantined()
        with keeping(home):
            home.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def sweep(self) -> None:
        """Clear away what a crash left: half-installed versions, and what lies in the quarantine for more than a day.

        Another process may be reviewing or installing at this moment: what is younger is left alone.
        """
        for path in _old(self._quarantine):
            shutil.rmtree(path, ignore_errors=True)
        for path in _old(self._packages):
            with suppress(OSError), self._file(path.name).alone():
                self._clear(path, self.find(path.name))

    def _put(self, source: Path, into: Path) -> None:
        """One rename. What is there already (changed, or half cleared away) makes room first."""
        before = self.quarantined()
        if into.parent.exists():
            into.parent.rename(before)
        for path in files_below(source):
            _flushed(path)
        moved = self.quarantined()
        moved.mkdir(mode=0o700)
        source.rename(moved / into.name)
        moved.rename(into.parent)
        _flushed(into.parent.parent)
        shutil.rmtree(before, ignore_errors=True)

    def _clear(self, home: Path, record: Record | None) -> None:
        kept = {_DATA, _RECORD, _LOCK, record.digest[:_SHORT]} if record else set()
        for path in home.iterdir():
            if path.name not in kept:
                _gone(path)
        if record is None:
            home.rmdir()

    def _write(self, record: Record) -> None:
        told = {one.name: plain(getattr(record, one.name)) for one in fields(record) if one.name != "folder"}
        self._file(record.name).write(told)

    def _file(self, name: str) -> JsonFile:
        return JsonFile(self._packages / name / _RECORD)

    def _read(self, name: str) -> Record | None:
        try:
            told = self._file(name).read()
            if not isinstance(told, dict) or told["name"] != name or not _DIGEST.fullmatch(told["digest"]):
                return None
            base = member_name(told["base"])
            if not isinstance(told.get("entry", {}), dict):
                return None
            return built(Record, {**told, "folder": self._packages / name / told["digest"][:_SHORT] / base})
        except (BrokenFileError, NeedsUserError, TypeError, ValueError, LookupError, AttributeError):
            return None


def update_of(record: Record, package: Package) -> Update | None:
    """What `package` would change of what is installed; None when the files are the same."""
    if record.digest == package.digest:
        return None
    old, new = ({one.name: one.sha256 for one in members} for members in (record.members, package.members))
    changed = sorted(name for name in new.keys() & old.keys() if new[name] != old[name])
    return Update(
        version=record.version,
        added=tuple(sorted(new.keys() - old.keys())),
        changed=(*changed, *((_ENTRY,) if record.entry != package.entry else ())),
        removed=tuple(sorted(old.keys() - new.keys())),
    )


def _due(before: Record | None, package: Package) -> Due:
    if before is None:
        return Due.ENTER
    same = before.due is not Due.ANEW and same_place(before.origin, package.origin)
    return Due.ENTER if same else Due.ANEW


def _old(folder: Path) -> tuple[Path, ...]:
    """What lies in a folder of ours for more than a day."""
    if not folder.is_dir():
        return ()
    return tuple(path for path in folder.iterdir() if time.time() - path.lstat().st_mtime > _DAY)


def _gone(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _flushed(path: Path) -> None:
    """On the disk, as far as the system can say so; folders cannot be flushed everywhere."""
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
