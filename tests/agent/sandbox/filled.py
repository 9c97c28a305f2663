"""A Room's folder that was filled, and its harvest; code is played by the test, which writes below `work`."""

import hashlib
import uuid
from pathlib import Path

from agent.core.running import Bounds
from agent.sandbox.room import Rooms


class Filled:
    """The folder of a Room with these files in it, about to run code."""

    def __init__(self, base: Path, files: dict[str, bytes]):
        self.rooms = Rooms(base / "rooms")
        self.folder = self.rooms.folder()
        self.work = self.folder.work
        self.staging = base / "staging"
        self.staging.mkdir()
        self.fill(files)

    def fill(self, files: dict[str, bytes]):
        """Put in what the next run is given."""
        self.files = files
        self.known = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        for name, data in files.items():
            self.folder.path(name).write_bytes(data)
        self.folder.begin()

    def harvest(self, bounds: Bounds | None = None, known=None):
        """What differs now."""
        known = self.known if known is None else known
        return self.folder.harvest(
            lambda suffix: self.staging / f"{uuid.uuid4().hex}{suffix}", bounds or Bounds(), known
        )

    def made(self, **more):
        """Kind, name and old name or bytes of all that was made."""
        return [
            (one.kind, one.name, one.path.read_bytes() if one.path else one.came.encode())
            for one in self.harvest(**more).made
        ]

    def left(self):
        """Name to reason of what stays."""
        return {one.name: one.why.en for one in self.harvest().left}
