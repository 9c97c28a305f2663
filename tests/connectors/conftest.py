"""Workers for documents that come from outside."""

import tempfile
import warnings

import pytest

from agent.documents.pool import WorkerDocuments


@pytest.fixture(scope="package")
def documents():
    """Real workers."""
    made = WorkerDocuments()
    yield made
    made.close()


@pytest.fixture(scope="package")
def postgres():
    # Not below pytest's folder: the server runs as another user, and each pytest that begins closes that folder again.
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pgserver.postgres_server import get_server

            made = get_server(folder, cleanup_mode="stop")
        made.psql("CREATE TABLE orders (id serial, who text, total numeric, at date)")
        made.psql(
            "INSERT INTO orders (who, total, at) "
            "SELECT '顧客 ' || n, n * 1.5, '2026-11-01' FROM generate_series(1, 1000) n"
        )
        yield made, made.get_uri().partition("host=")[2]
        made.cleanup()
