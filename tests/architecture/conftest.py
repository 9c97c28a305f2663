"""The source files that the rules of the house are read from."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from agent.core.codec import bulk

REPO = Path(__file__).resolve().parents[2]
PACKAGES = ("agent", "connectors", "skills", "desktop")
_BODIES = ("body", "orelse", "finalbody", "handlers", "cases")


@dataclass(frozen=True)
class Source:
    """A Python file: its path from the repository's root, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def statements(self) -> list[ast.stmt]:
        """All statements, however deep, in a twentieth of the time in which `ast.walk` visits all expressions too."""
        found: list[ast.stmt] = []
        waiting: list[ast.AST] = [self.tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.stmt):
                found.append(node)
            for name in _BODIES:
                waiting.extend(getattr(node, name, ()))
        return found

    @property
    def shipped(self) -> bool:
        return self.path.startswith(tuple(f"{package}/" for package in PACKAGES))


def tracked() -> list[str]:
    """Every file of the project: what git knows or would take; in an unpacked archive, what is there."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    known = subprocess.run(words, cwd=REPO, capture_output=True, text=True, check=False)
    if known.returncode == 0 and known.stdout:
        return [name for name in known.stdout.split("\0") if name and (REPO / name).is_file()]
    ours = (*PACKAGES, "tests", "packaging")
    return [str(path.relative_to(REPO)) for folder in ours for path in (REPO / folder).rglob("*") if path.is_file()]


@pytest.fixture(scope="session")
def repo() -> Path:
    return REPO


@pytest.fixture(scope="session")
def files() -> list[str]:
    """The paths of all files of the project."""
    return tracked()


@pytest.fixture(scope="package")
def sources(files: list[str]) -> list[Source]:
    """All Python files of the project, for the tests here alone: to look through their trees for garbage takes 2 s."""
    found = [Source(name, (REPO / name).read_text(encoding="utf-8")) for name in files if name.endswith(".py")]
    with bulk():
        for source in found:
            _ = source.tree
    return found


@pytest.fixture
def source() -> type[Source]:
    """Makes a file that exists in words only, to see a rule fail: source("agent/core/x.py", "import os")."""
    return Source
