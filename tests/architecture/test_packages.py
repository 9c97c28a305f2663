"""What is shipped, and what comes with it."""

import importlib.metadata
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

OURS = ("agent", "connectors", "skills", "desktop")
PINS = Path("packaging") / "requirements"


def stray_packages(files: Iterable[str]) -> list[str]:
    """`packaging` as a package would shadow the library of that name; `tests` would be importable from anywhere."""
    return [name for name in files if re.fullmatch(r"(packaging|tests)/(.*/)?__init__\.py", name)]


def squatters(installed: Mapping[str, Iterable[str]]) -> list[str]:
    """Distributions that install a package with a name of ours."""
    return sorted({dist for name in OURS for dist in installed.get(name, ()) if dist.lower() != "deskhand"})


def pins(text: str) -> dict[str, tuple[str, int]]:
    """Name to version and number of hashes."""
    found = {}
    for block in re.split(r"\n(?=\S)", text.strip()):
        head = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", block)
        assert head, f"not a pin: {block[:80]!r}"
        found[canonical(head[1])] = (head[2], block.count("--hash=sha256:"))
    return found


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def project(repo: Path):
    return tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))


def test_packaging_and_tests_are_no_packages(files):
    assert stray_packages(files) == []


def test_a_stray_package_is_found():
    assert len(stray_packages(["packaging/__init__.py", "tests/agent/__init__.py", "agent/__init__.py"])) == 2


def test_no_dependency_installs_a_package_with_a_name_of_ours():
    assert squatters(importlib.metadata.packages_distributions()) == []


def test_a_dependency_with_a_name_of_ours_is_found():
    assert squatters({"agent": ["Deskhand", "other"], "skills": ["other"], "x": ["y"]}) == ["other"]


def test_the_wheel_holds_the_four_packages(repo):
    assert project(repo)["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == list(OURS)


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt", "agentdojo.txt"])
def test_every_pin_has_its_hashes(repo, name):
    assert [pin for pin, (_, hashes) in pins((repo / PINS / name).read_text()).items() if hashes == 0] == []


def test_the_pins_are_those_of_the_project_for_all_systems(repo):
    runtime = pins((repo / PINS / "runtime.txt").read_text())
    dev = pins((repo / PINS / "dev.txt").read_text())
    wanted = project(repo)["project"]
    names = {canonical(re.split(r"[^\w.-]", one)[0]) for one in wanted["dependencies"]}
    extra = {canonical(re.split(r"[^\w.-]", one)[0]) for one in wanted["optional-dependencies"]["dev"]}
    assert names - runtime.keys() == set(), "run `make pins`"
    assert extra - dev.keys() == set(), "run `make pins`"
    assert {name: dev.get(name) for name in runtime} == runtime, "one version for the app and for its tests"
    assert {"pywin32-ctypes", "secretstorage", "jeepney"} <= runtime.keys(), (
        "Windows and Linux have keyrings of their own"
    )
    assert "colorama" in dev
    assert runtime["pyside6-essentials"][0] == "6.11.3", "6.12.0 aborts on Python 3.11: see DESIGN.md"


def test_a_pin_without_a_hash_is_seen():
    assert pins("a-B==1.0 \\\n    --hash=sha256:0\nc==2 ; sys_platform == 'win32'") == {
        "a-b": ("1.0", 1),
        "c": ("2", 0),
    }
