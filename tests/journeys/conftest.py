"""A person's folder."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.forked import Forked, Stem
from tests.journeys.program import SAMPLES, Deskhand
from tests.journeys.window import Window


@pytest.fixture(scope="session")
def stem() -> Iterator[Stem | None]:
    """What commands are forked from, where that can be done."""
    made = Stem() if sys.platform == "linux" else None
    yield made
    if made is not None:
        made.close()


@pytest.fixture
def deskhand(tmp_path: Path, stem: Stem | None) -> Deskhand:
    """The program, new."""
    return Deskhand(tmp_path / "home") if stem is None else Forked(tmp_path / "home", stem)


@pytest.fixture(params=["en", "ja"])
def language(request: pytest.FixtureRequest) -> str:
    """Both languages."""
    return str(request.param)


@pytest.fixture
def folder(tmp_path: Path, language: str) -> Path:
    """A copy of the sample files with times that a copy would not have."""
    target = tmp_path / "給与 folder"
    target.mkdir()
    for index, source in enumerate(sorted((SAMPLES / language).iterdir())):
        copy = target / source.name
        copy.write_bytes(source.read_bytes())
        os.utime(copy, ns=(1_700_000_000_123_456_789 + index, 1_700_000_000_987_654_321 + index * 10**12))
    (target / "empty folder").mkdir()
    os.utime(target / "empty folder", ns=(10**18, 10**18 + 7))
    os.utime(target, ns=(10**18, 10**18 + 9))
    return target


@pytest.fixture
def window(deskhand: Deskhand) -> Iterator[Window]:
    """A window at a host of its own."""
    opened = Window(deskhand)
    yield opened
    if opened.process.poll() is None:
        opened.close()
