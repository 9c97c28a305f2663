"""Which way to confine is used, and what the person hears when a better one, or every one, is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agent.core.errors import ToolError
from agent.core.running import Launch, Offer, Profile, Tier
from agent.core.words import Words
from agent.documents.programs.ocr import found_ocr
from agent.documents.programs.office import found_program
from agent.sandbox.confining import FirstThatWorks, confinement_here
from agent.sandbox.installation import too_wide
from agent.sandbox.linux import places, trying
from agent.sandbox.linux.alone import LandlockAlone
from agent.sandbox.linux.bubblewrap import Bubblewrap, program_here

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")


class Way:
    def __init__(self, name: str, missing: str = "") -> None:
        self.name, self.missing = name, Words(missing, missing)

    def offer(self) -> Offer:
        return Offer(Tier.NATIVE, self.name, self.missing)

    def launch(self, argv, profile, cwd) -> Launch:
        return Launch((self.name, *argv), {}, cwd)


def test_the_strongest_that_works_is_used():
    ways = FirstThatWorks((Way("strong"), Way("weak")))
    assert ways.offer() == Offer(Tier.NATIVE, "strong")
    assert ways.launch(("x",), Profile(), Path("/")).argv == ("strong", "x")


def test_a_weaker_one_says_what_would_make_it_stronger():
    ways = FirstThatWorks((Way("strong", "Install it."), Way("weak")))
    offer = ways.offer()
    assert offer.there
    assert offer.by == "weak"
    assert offer.note.en.startswith("Install it. Until then")
    assert ways.launch(("x",), Profile(), Path("/")).argv == ("weak", "x")


@pytest.mark.parametrize("ways", [(), (Way("strong", "No."), Way("weak", "Not either."))])
def test_without_any_nothing_is_started(ways):
    first = FirstThatWorks(ways)
    assert not first.offer().there
    with pytest.raises(ToolError) as refused:
        first.launch((sys.executable,), Profile(), Path("/"))
    assert refused.value.code == "no_sandbox"


def test_an_unknown_system_confines_nothing():
    assert not confinement_here("plan9").offer().there


@LINUX
def test_a_program_that_only_looks_like_bubblewrap_is_found_out(tmp_path):
    """One that starts what it is told without confining it."""
    liar = tmp_path / "bwrap"
    liar.write_text('#!/bin/sh\nwhile [ "$1" != "--" ]; do shift; done\nshift\nexec "$@"\n', encoding="utf-8")
    liar.chmod(0o700)
    # Inside, the launcher still confines: so this one leaves out the launcher too.
    text = liar.read_text(encoding="utf-8")
    liar.write_text(
        text.replace('exec "$@"', 'while [ "$1" != "-c" ]; do shift; done\nexec ' + sys.executable + ' "$@"')
    )
    offer = Bubblewrap(liar).offer()
    assert not offer.there
    assert "files" in offer.missing.en
    assert "processes" in offer.missing.en
    with pytest.raises(ToolError) as refused:
        Bubblewrap(liar).launch((sys.executable, "-c", ""), Profile(), Path("/"))
    assert refused.value.code == "no_sandbox"


@LINUX
def test_an_older_bubblewrap_gives_no_tmp_that_could_fill_the_memory(tmp_path):
    real = shutil.which("bwrap")
    if not real or not Bubblewrap(Path(real)).offer().there:
        pytest.skip("bubblewrap is not here")
    old = tmp_path / "bwrap"
    text = f"""#!/bin/sh
case " $* " in
  *" --help "*) echo usage; exit;;
  *" --size "*|*" --tmpfs "*) echo "bwrap: Unknown option --size" >&2; exit 1;;
esac
exec {real} "$@"
"""
    old.write_text(text, encoding="utf-8")
    old.chmod(0o700)
    way, room = Bubblewrap(old), tmp_path / "room"
    room.mkdir()
    assert way.offer() == Bubblewrap(Path(real)).offer()
    code = "open('mine', 'w')\ntry: open('/tmp/x', 'w')\nexcept OSError: print('refused')"
    launch = way.launch((sys.executable, "-S", "-c", code), Profile(writes=(room,)), room)
    ran = subprocess.run(launch.argv, env=dict(launch.env), cwd=launch.cwd, capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("refused\n", "")


@LINUX
def test_a_bubblewrap_with_the_rights_of_root_is_not_used(tmp_path):
    """Its process is another user's: it could not be ended, and outlived its Room. Landlock alone is used instead."""
    real = shutil.which("bwrap")
    if not real or not Bubblewrap(Path(real)).offer().there:
        pytest.skip("bubblewrap is not here")
    program = tmp_path / "bwrap"
    shutil.copyfile(real, program)
    program.chmod(0o4755)
    offer = Bubblewrap(program).offer()
    assert not offer.there
    assert "setuid" in offer.missing.en


@LINUX
@pytest.mark.parametrize("program", ["/bin/false", "/bin/true", "/nowhere/bwrap"])
def test_one_that_fails_is_not_there_and_says_why(program):
    assert not Bubblewrap(Path(program)).offer().there


@LINUX
@pytest.mark.parametrize("abi", [0, 2])
def test_a_kernel_whose_landlock_holds_too_little_starts_nothing(abi):
    alone = LandlockAlone(lambda: abi)
    assert "6.2" in alone.offer().missing.en
    with pytest.raises(ToolError) as refused:
        alone.launch((sys.executable, "-c", ""), Profile(), Path("/"))
    assert refused.value.code == "no_sandbox"


@LINUX
def test_closed_namespaces_are_named(tmp_path):
    closed = tmp_path / "bwrap"
    said = "bwrap: setting up uid map: Permission denied"
    closed.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n", encoding="utf-8")
    closed.chmod(0o700)
    missing = Bubblewrap(closed).offer().missing
    assert "setting up uid map: Permission denied" in missing.en
    assert "user namespaces" in missing.en


def test_what_to_install_is_said_with_the_command_of_the_system():
    assert "bubblewrap" in trying.install("bubblewrap").en
    assert "bubblewrap" in trying.install("bubblewrap").ja


@LINUX
def test_the_home_folder_is_never_given_whole():
    home = Path.home()
    assert too_wide(home)
    assert too_wide(home.parent)
    assert not any(home.resolve().is_relative_to(one.resolve()) for one in (*places.interpreter(), *places.system()))
    assert any(Path(os.__file__).is_relative_to(one) for one in (*places.interpreter(), *places.system()))


@LINUX
def test_a_program_in_the_folder_that_one_happens_to_be_in_is_never_started(tmp_path, monkeypatch):
    """PATH may name folders relative to the working folder, which may be a stranger's."""
    for name in ("bwrap", "soffice", "libreoffice", "tesseract"):
        for folder in (tmp_path, tmp_path / "bin"):
            folder.mkdir(exist_ok=True)
            (folder / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
            (folder / name).chmod(0o700)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ":.:bin")
    found = (program_here("/nowhere/bwrap"), found_ocr(), found_program())
    assert all(one is None or one.is_absolute() for one in found)
    monkeypatch.setenv("PATH", f".:{tmp_path}/bin")
    assert program_here("/nowhere/bwrap") == tmp_path / "bin" / "bwrap"
