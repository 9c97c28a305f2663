"""A Turn in a folder of its own."""

import pytest

from agent.documents.pool import WorkerDocuments
from tests.agent.review.turns import Turn


@pytest.fixture(scope="session")
def documents():
    pool = WorkerDocuments()
    yield pool
    pool.close()


@pytest.fixture
def turn(tmp_path, documents):
    return Turn(tmp_path, documents)
