"""Whether this computer has what a connector is started with."""

import sys

import pytest

from connectors.bundles.runtimes import fits, missing_programs, program_version, wrong_versions


@pytest.mark.parametrize(
    ("version", "span", "answer"),
    [
        ("20.11.1", ">=16.0.0", True),
        ("14.0.0", ">=16.0.0", False),
        ("3.11.7", ">=3.8.0 <4", True),
        ("4.0.0", ">=3.8.0 <4", False),
        ("3.11.7", ">=3.8, <3.11", False),
        ("18.3.0", "^18", True),
        ("19.0.0", "^18", False),
        ("0.2.9", "^0.2.3", True),
        ("0.3.0", "^0.2.3", False),
        ("0.0.4", "^0.0.3", False),
        ("3.11.9", "~3.11", True),
        ("3.12.0", "~3.11.2", False),
        ("18.9.9", "18.x", True),
        ("20.0.0", "16 || 18", False),
        ("18.0.1", "16 || 18", True),
        ("16.0.1", ">16", False),
        ("16.9.9", "<=16", True),
        ("20.1.0", "*", True),
        ("20.1.0", "", True),
        ("20.1.0", "whatever the person has", True),
    ],
)
def test_ranges_as_npm_writes_them(version, span, answer):
    assert fits(version, span) is answer


@pytest.mark.parametrize(
    ("command", "here", "missing"),
    [
        ("node", ["node"], ()),
        ("node", [], ("node",)),
        ("python", ["python3"], ()),
        ("uv", ["node"], ("uv",)),
        ("${__dirname}/bin/run", [], ()),
        ("./run", [], ()),
        ("", [], ()),
    ],
)
def test_programs_that_are_not_here_are_named(command, here, missing):
    assert missing_programs(command, lambda name: name if name in here else None) == missing


def test_a_program_is_asked_for_its_version():
    assert program_version(sys.executable) == ".".join(map(str, sys.version_info[:3]))
    assert program_version("no-such-program") == ""


def test_only_what_is_here_and_does_not_fit_is_told():
    wanted = {"node": ">=20", "python": ">=3", "deno": ">=1", "../x": ">=1"}
    found = wrong_versions(wanted, lambda name: {"node": "18.1.0", "python": "3.11.0"}.get(name, ""))
    assert [one.en for one in found] == ["It needs node >=20; here is 18.1.0."]


def test_a_bundle_does_not_choose_which_programs_are_run_to_look_at_it():
    asked: list[str] = []

    def version(name: str) -> str:
        asked.append(name)
        return ""

    wrong_versions(dict.fromkeys(("shutdown", "node ", "NODE", "a.bat", "node"), ">=1"), version)
    assert asked == ["node"]
