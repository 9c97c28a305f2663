"""Workers for documents that come from outside."""

import pytest

from agent.documents.pool import WorkerDocuments


@pytest.fixture(scope="package")
def documents():
    """Real workers."""
    made = WorkerDocuments()
    yield made
    made.close()
