"""The start from a fresh clone, as far as it goes without installing anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BOOTSTRAP = Path(__file__).resolve().parents[2] / "packaging" / "bootstrap.py"
LINUX_ONLY = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the systems of others bring everything")


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, str(BOOTSTRAP), *arguments]
    return subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60, check=False)


def bootstrap_without(tools: str, expression: str) -> subprocess.CompletedProcess[str]:
    """An expression of the bootstrap on a system that has no programs but those in the folder `tools`."""
    code = f"import runpy, sys; b = runpy.run_path({str(BOOTSTRAP)!r}); {expression}"
    return subprocess.run(
        [sys.executable, "-c", code], env={"PATH": tools}, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("arguments", [(), ("fly",), ("--help",)])
def test_without_a_verb_it_says_how_it_is_used(arguments):
    done = start(*arguments, **os.environ)
    assert done.returncode == 2
    assert "run" in done.stderr
    assert "Traceback" not in done.stderr


@LINUX_ONLY
def test_without_a_display_it_names_the_commands_and_installs_nothing():
    done = start("run", PATH=os.environ["PATH"])
    assert done.returncode == 6
    assert "recipe" in done.stderr
    assert done.stdout == ""


def test_an_old_python_is_told_which_one_is_needed():
    done = bootstrap_without("/nowhere", "sys.version_info = (3, 9); sys.exit(b['main'](['test']))")
    assert done.returncode == 3
    assert "3.11" in done.stderr


@LINUX_ONLY
@pytest.mark.parametrize(
    ("tool", "package"),
    [("apt-get", "libegl1"), ("dnf", "libglvnd-egl"), ("pacman", "libglvnd"), ("zypper", "Mesa-libEGL1")],
)
def test_what_cannot_be_installed_is_named_with_the_command_of_the_system(tmp_path, tool, package):
    (tmp_path / tool).write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / tool).chmod(0o755)
    ask = "import os; os.geteuid = lambda: 1000; b['install']([b['OFFSCREEN']['libEGL.so.1']], 'Qt needs it')"
    done = bootstrap_without(str(tmp_path), ask)
    assert f"sudo {tool}" in done.stderr
    assert package in done.stderr


@LINUX_ONLY
def test_without_bubblewrap_it_says_how_to_get_it_and_goes_on(tmp_path):
    (tmp_path / "dnf").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "dnf").chmod(0o755)
    done = bootstrap_without(str(tmp_path), "b['want_bubblewrap'](); print('on')")
    assert "sudo dnf install -y bubblewrap" in done.stderr
    assert done.stdout == "on\n"


@LINUX_ONLY
def test_bubblewrap_that_is_there_is_not_installed_again(tmp_path):
    (tmp_path / "bwrap").touch(0o755)
    assert bootstrap_without(str(tmp_path), "b['want_bubblewrap']()").stderr == ""


@LINUX_ONLY
def test_a_library_that_is_there_is_not_installed_again():
    assert bootstrap_without("/nowhere", "b['need_libraries']({'libc.so.6': ('x',) * 4})").returncode == 0
    assert bootstrap_without("/nowhere", "b['need_libraries']({'libnothing.so.9': ('x',) * 4})").returncode != 0
