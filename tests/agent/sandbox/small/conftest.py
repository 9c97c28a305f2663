"""A real small interpreter, confined, in a real Room."""

import asyncio
import hashlib

import pytest

from agent.core.running import Bounds, Code
from agent.documents.pool import WorkerDocuments
from agent.sandbox.confining import confinement_here
from agent.sandbox.room import Rooms
from agent.sandbox.small.interpreter import SmallTier


class World:
    """An Interpreter in its Room. `heard` are the lines of progress."""

    def __init__(self, tier, folder):
        self.folder, self.small, self.heard = folder, tier.interpreter(folder), []

    def put(self, name, text):
        self.folder.path(name).write_text(text, encoding="utf-8")
        self.folder.begin()

    def run(self, text, **more):
        bounds = more.pop("bounds", Bounds(seconds=20))
        return asyncio.run(self.small.run(Code(text, bounds=bounds, **more), self.heard.append))

    def made(self, folder, known=None):
        """What a harvest would take out: kinds and contents by their names."""
        count = iter(range(1_000))
        hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in (known or {}).items()}
        found = self.folder.harvest(lambda suffix: folder / f"{next(count)}{suffix}", Bounds(), hashes)
        return {one.name: (one.kind, one.path and one.path.read_bytes()) for one in found.made}


@pytest.fixture(scope="package")
def documents():
    pool = WorkerDocuments()
    yield pool
    pool.close()


@pytest.fixture(scope="package")
def tier(documents, tmp_path_factory):
    confined = confinement_here()
    if not confined.offer().there:
        pytest.skip(f"nothing can be confined here: {confined.offer().missing.en}")
    found = SmallTier(confined, tmp_path_factory.mktemp("state") / "small", documents)
    assert found.offer().there
    return found


@pytest.fixture
def world(tier, tmp_path):
    folder = Rooms(tmp_path / "rooms").folder()
    made = World(tier, folder)
    yield made
    made.small.close()
    folder.close()


@pytest.fixture(scope="package")
def kept(tier, tmp_path_factory):
    folder = Rooms(tmp_path_factory.mktemp("shared") / "rooms").folder()
    made = World(tier, folder)
    yield made
    made.small.close()
    folder.close()


@pytest.fixture
def shared(kept):
    """A World that others have used: its files are gone, its process is the same. A start costs more than a test."""
    kept.folder.empty()
    return kept
