"""Where before-images and prepared contents lie: a folder for each commit, on the disk of the Root that it changes."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from agent.workspace.reasons import full
from agent.workspace.roots import VAULT_NAME, Root

PREPARED = ".new"
_PENDING = "pending"
_NOTHING = ".deskhand-nothing"
_MARGIN = 256 * 1024


class Slots:
    """Free names for one commit, called `name`. `vault` is the one in the state folder."""

    def __init__(self, vault: Path, name: str) -> None:
        self._vault = vault
        self._name = name
        self._count = 0
        self._near: dict[Path, Path] = {}
        self._drafts: list[Path] = []
        self._folders: dict[Path, Path] = {}

    def free(self, root: Root) -> Path:
        """A name for something of the person's."""
        folder = self._folder(root)
        self._count += 1
        return folder / str(self._count)

    def draft(self, root: Root) -> Path:
        """A name for prepared contents, which are not worth keeping when the commit does not take place."""
        folder = self._folder(root)
        self._count += 1
        self._drafts.append(folder / f"{self._count}{PREPARED}")
        return self._drafts[-1]

    def make_room(self, root: Root, size: int) -> None:
        """See that `size` bytes fit. Raises NeedsUserError (code "disk_full")."""
        vault = self._vault_of(root)
        if shutil.disk_usage(vault if vault.exists() else root.path).free < size + _MARGIN:
            raise full()

    def discard(self) -> None:
        """Nothing was changed and nothing will be: take away the contents that were made ready, and their folders.

        On a disk that fails they stay, with their note, until it can be written again.
        """
        with suppress(OSError):
            for draft in self._drafts:
                draft.unlink(missing_ok=True)
            for folder, root in self._folders.items():
                emptied(folder, root)
            if not any(folder.exists() for folder in self._folders):
                self.settled()

    def settled(self) -> None:
        """The commit has a record and an end, or never will: what was prepared for it needs no note."""
        if any(folder.parent != self._vault for folder in self._folders):
            (self._vault / _PENDING / self._name).unlink(missing_ok=True)

    def _folder(self, root: Root) -> Path:
        folder = self._vault_of(root) / self._name
        if folder not in self._folders:
            if folder.parent != self._vault:
                self._note(folder)
                if not folder.parent.exists():
                    with untouched(root.path):
                        folder.parent.mkdir(mode=0o700)
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._folders[folder] = root.path
        return folder

    def _note(self, folder: Path) -> None:
        """A crash before there is a record leaves nothing behind on another disk: the next start finds this note."""
        note = self._vault / _PENDING / self._name
        note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with note.open("ab") as file:
            file.write(os.fsencode(folder) + b"\0")

    def _vault_of(self, root: Root) -> Path:
        if root.path not in self._near:
            self._near[root.path] = vault_of(root, self._vault)
        return self._near[root.path]


def vault_of(root: Root, vault: Path) -> Path:
    """The vault on the Root's own disk: `vault` when it is there, else a hidden folder in the Root."""
    if not vault.is_dir():  # somebody may have cleaned up
        vault.mkdir(parents=True, exist_ok=True, mode=0o700)
    near = vault.stat().st_dev == root.device and not _is_mounted_apart(vault, root.path)
    return vault if near else root.path / VAULT_NAME


def emptied(folder: Path, root: Path) -> None:
    """Remove a commit's folder when it is empty, and the hidden vault in the Root with the last one."""
    with suppress(OSError):  # it is not empty: something else is kept there
        folder.rmdir()
        if folder.parent.parent == root and folder.parent.name == VAULT_NAME:
            with untouched(root):
                folder.parent.rmdir()


def prepared_for(vault: Path) -> Iterator[tuple[str, Path]]:
    """Names of commits and their folders that may hold contents which were prepared and never used."""
    with suppress(FileNotFoundError):
        for folder in vault.iterdir():
            if len(folder.name) == 16 and folder.is_dir():
                yield folder.name, folder
    with suppress(FileNotFoundError):
        for note in (vault / _PENDING).iterdir():
            for folder_name in note.read_bytes().split(b"\0"):
                if folder_name:
                    yield note.name, Path(os.fsdecode(folder_name))


def forget(vault: Path, name: str) -> None:
    """Nothing that was prepared for that commit is left."""
    (vault / _PENDING / name).unlink(missing_ok=True)


@contextmanager
def untouched(folder: Path) -> Iterator[None]:
    """What is done here leaves the modification time of `folder` as it was."""
    before = folder.stat()
    yield
    os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))


def _is_mounted_apart(vault: Path, root: Path) -> bool:
    """Whether nothing can be renamed from one to the other although they are on one disk: a second mount of it.

    The system says so before it looks for the file, which is not there.
    """
    try:
        (vault / _NOTHING).rename(root / _NOTHING)
    except OSError as error:
        return error.errno == errno.EXDEV
    return False
