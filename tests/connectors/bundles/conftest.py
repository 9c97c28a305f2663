"""People who sign bundles."""

import pytest

from tests.connectors.bundles.signing import Person, block


@pytest.fixture(scope="session")
def authority():
    return Person("Test Authority", authority=True)


@pytest.fixture(scope="session")
def office(authority):
    """An authority in between."""
    return Person("Test Office", by=authority, authority=True)


@pytest.fixture(scope="session")
def publisher(office):
    return Person("Acme Inc", by=office)


@pytest.fixture(scope="session")
def nobody():
    """Somebody who vouches for himself."""
    return Person("Nobody")


@pytest.fixture
def signed(tmp_path):
    """A file of these bytes with a block behind it."""

    def made(content, message, after=b""):
        path = tmp_path / "a.mcpb"
        path.write_bytes(content + block(message) + after)
        return path

    return made
