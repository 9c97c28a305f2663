"""The script that stands between the library's pool and the confined interpreter."""

import subprocess
import sys
from pathlib import Path

import pytest

from agent.core.running import Launch, Offer, Tier
from agent.sandbox.small.program import binary, starter

ODD = ("a b", "it's", "$HOME", "`id`", "100%", "x;y", "日本", "")


class Says:
    """A Confinement that confines nothing: its program is what it is told."""

    def __init__(self, argv, env, cwd):
        self._launch = Launch(argv, env, cwd)

    def offer(self):
        return Offer(Tier.NATIVE, "nothing")

    def launch(self, argv, profile, cwd):
        assert profile.writes == ()
        assert not profile.processes
        return self._launch


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
def test_every_word_and_the_environment_arrive_as_they_are(tmp_path):
    text = "import os, sys; print(sys.argv[1:], dict(os.environ).get('A B'), 'HOME' in os.environ, os.getcwd())"
    folder = tmp_path / "it's a folder"
    folder.mkdir()
    says = Says((sys.executable, "-c", text, *ODD), {"A B": "c'd $x"}, folder)
    script = starter(says, Path("/x"), tmp_path / "state")
    ran = subprocess.run([script, "subprocess", ""], capture_output=True, text=True, timeout=30, check=True)
    assert ran.stdout == f"{[*ODD, 'subprocess', '']} c'd $x False {folder}\n"
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
    assert script.stat().st_mode & 0o777 == 0o700


def test_the_same_words_are_written_once(tmp_path):
    says = Says(("/bin/true",), {}, Path("/"))
    first = starter(says, Path("/x"), tmp_path)
    before = first.stat().st_mtime_ns
    assert starter(says, Path("/x"), tmp_path) == first
    assert first.stat().st_mtime_ns == before
    assert [one.name for one in tmp_path.iterdir()] == [first.name]


def test_a_batch_file_quotes_what_would_be_a_command(tmp_path):
    says = Says(("C:\\R&D\\python.exe", "read=C:\\", "100%"), {"SYSTEMROOT": "C:\\Windows"}, Path("/x"))
    script = starter(says, Path("/x"), tmp_path, "win32")
    assert script.suffix == ".cmd"
    assert script.read_bytes().decode().split("\r\n") == [
        "@echo off",
        "chcp 65001 >nul",
        "setlocal",
        'set "SYSTEMROOT=C:\\Windows"',
        'cd /d "/x"',
        '"C:\\R&D\\python.exe" "read=C:\\\\" "100%%" %*',
        "",
    ]


def test_the_interpreter_lies_where_its_package_put_it():
    found = binary()
    assert found is not None
    assert found.name.startswith("monty")
