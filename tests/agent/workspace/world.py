"""A granted folder, its Ledger, and a fingerprint of every byte, mode and time."""

import asyncio
from pathlib import Path

from agent.core.changes import ChangeSet, Create, Modify
from agent.core.events import RootGranted
from agent.core.paths import Place
from agent.workspace.findings import Inspection
from agent.workspace.grants import NO_FOLDERS, OwnFolders
from agent.workspace.ledger import FolderLedger
from agent.workspace.workspace import Workspace


def tree(folder: Path):
    """Name to kind, mode, modification time and bytes, for everything below `folder`."""
    found = {}
    for path in sorted([folder, *folder.rglob("*")]):
        info = path.lstat()
        found[str(path.relative_to(folder))] = (
            info.st_mode,
            info.st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
    return found


class World:
    """The folder `root` and the two ends of the agent's access to it."""

    def __init__(self, tmp_path: Path, granted: RootGranted | None = None, own: OwnFolders = NO_FOLDERS):
        self.root = tmp_path / "folder"
        self.home = tmp_path / "home"
        self.workspace = Workspace((granted or RootGranted("", str(self.root)),), self.home / "staging", own)
        self.inspecting(lambda _: None)

    def inspecting(self, check, reaches=lambda _: ()):
        """A ledger that asks these of new documents."""
        home = self.home
        inspection = Inspection(check, reaches)
        self.ledger = FolderLedger(self.workspace, home / "ledger.db", home / "vault", "s", inspection)

    def stage(self, text: str, suffix: str = ".txt"):
        """Sealed new contents."""
        path = self.workspace.stage(suffix)
        path.write_text(text, encoding="utf-8")
        return self.workspace.staged(path)

    def create(self, name: str, text: str = "new"):
        """A Create."""
        return Create(Place("", name), self.stage(text, Path(name).suffix))

    def modify(self, name: str, text: str, **fields):
        """A Modify of the file as it is."""
        place = Place("", name)
        return Modify(place, self.workspace.sha256(place), self.stage(text, place.suffix), **fields)

    def commit(self, *changes):
        """Commit them as one set."""
        return asyncio.run(self.ledger.commit(ChangeSet("A change", changes)))

    def undo(self, checkpoint, *only):
        """Put it back."""
        return asyncio.run(self.ledger.undo(checkpoint.id, only))
