"""The folder of a person, with real documents."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.core.events import RootGranted
from agent.documents.pool import WorkerDocuments
from agent.workspace.workspace import Workspace
from tests.skills.office import Office


@pytest.fixture(scope="session")
def documents() -> Iterator[WorkerDocuments]:
    pool = WorkerDocuments()
    yield pool
    pool.close()


@pytest.fixture
def office(tmp_path: Path, documents: WorkerDocuments) -> Office:
    root = tmp_path / "office"
    root.mkdir()
    workspace = Workspace([RootGranted("", str(root))], tmp_path / "staging")
    return Office(root, workspace, documents)
