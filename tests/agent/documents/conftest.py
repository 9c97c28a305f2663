"""Documents by real workers, and real files of other programs where they are there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.documents.pool import WorkerDocuments

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "office"


@pytest.fixture(scope="session")
def documents() -> Iterator[WorkerDocuments]:
    pool = WorkerDocuments()
    yield pool
    pool.close()


@pytest.fixture(scope="session")
def real_files() -> list[Path]:
    if not DATA.is_dir():
        pytest.skip("the files of other projects are not beside the repository")
    return sorted(DATA.iterdir())
