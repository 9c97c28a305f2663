"""S01, S02, S04: every way out is closed in each confinement; where a layer is taken away the probe tells the hole."""

import asyncio
import os
import pty
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from agent.core.running import Confinement, Launch, Profile, Tier
from agent.sandbox.here import sandbox_here
from agent.sandbox.linux.alone import LandlockAlone
from agent.sandbox.linux.bubblewrap import Bubblewrap
from agent.sandbox.probe.attempts import ATTEMPTS
from agent.sandbox.probe.probing import probe
from agent.sandbox.probe.values import Report
from tests.redteam.lesser import Bare, Leaky, Lesser

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the ways to confine of Linux")
WAYS: dict[str, Confinement] = {"bubblewrap": Bubblewrap(), "alone": LandlockAlone()}
# What gets through with nothing around it, on any Linux and for any user.
EVERYWHERE = (
    "read a file outside", "delete a folder outside", "change who may read a file outside",
    "change the date of a file outside", "link to a file outside", "connect by TCP", "send by UDP",
    "connect to a program by its socket", "connect to a program by a name without a file", "start a process",
    "start a program with the words of Python", "become another program", "run a program that it wrote",
    "end a process outside", "see processes outside", "read the environment of a process outside",
    "read the host's environment", "look into temporary files of others",
)  # fmt: skip
# What each layer holds alone: the rest of the confinement does not.
ONLY_BY = {
    ("bubblewrap", "seccomp"): ("send by UDP", "start a process", "take its bounds away", "share memory by a number"),
    ("alone", "seccomp"): ("change the date of a file outside", "connect to a program by its socket"),
    ("alone", "landlock"): ("read a file outside", "delete a folder outside", "change the libraries of Python"),
}


@pytest.fixture(params=list(WAYS))
def way(request) -> Confinement:
    return there(request.param)


def there(name: str) -> Confinement:
    offer = WAYS[name].offer()
    if not offer.there:
        pytest.skip(offer.missing.en)
    return WAYS[name]


@pytest.fixture
def probed(tmp_path):
    """Probe by a confinement; all attempts, or those of these names."""

    def run(way: Confinement, names: Sequence[str] = ()) -> Report:
        chosen = [one for one in ATTEMPTS if not names or one.words.en in names]
        return asyncio.run(probe(sandbox_here(tmp_path / "rooms", way), Tier.NATIVE, tmp_path / "out", attempts=chosen))

    return run


def opened(report: Report) -> set[str]:
    assert report.works
    return {one.attempt.words.en for one in report.probed if one.is_open}


def test_every_way_out_is_closed(way, probed):
    report = probed(way)
    assert [(one.attempt.words.en, one.how) for one in report.holes] == []
    assert report.holds
    assert len(report.probed) >= 120
    # Without namespaces some things can be seen, and each has its reason; with them nothing.
    assert bool(report.known) == (way is WAYS["alone"])


def test_every_way_out_of_the_small_interpreter_is_closed(tmp_path):
    report = asyncio.run(probe(sandbox_here(tmp_path / "rooms"), Tier.SMALL, tmp_path / "out"))
    if not report.offer.there:
        pytest.skip(report.offer.missing.en)
    assert [(one.attempt.words.en, one.how) for one in report.holes] == []
    assert report.holds
    assert len(report.probed) >= 30


def test_attempts_are_real(probed):
    assert opened(probed(Bare(), EVERYWHERE)) == set(EVERYWHERE)


@pytest.mark.parametrize(("name", "layer"), list(ONLY_BY))
def test_a_layer_that_is_missing_is_told(name, layer, probed):
    names = ONLY_BY[name, layer]
    report = probed(Lesser(there(name), (layer,)), names)
    assert {one.attempt.words.en for one in report.holes} == set(names)
    assert not report.holds


def test_nothing_that_was_left_open_is_inherited(way, probed, tmp_path):
    names = ("find files that were left open", "type into the terminal", "open the terminal")
    kept = tmp_path / "kept.txt"
    kept.write_text("kept", encoding="ascii")
    ours, theirs = pty.openpty()
    try:
        files = (kept, Path(os.ttyname(theirs)))
        assert opened(probed(Leaky(way, files), names)) == set()
        without = opened(probed(Leaky(Bare(), files), names))
    finally:
        os.close(ours)
        os.close(theirs)
    assert without - {"type into the terminal"} == {"find files that were left open", "open the terminal"}


def test_refusals_of_a_tier_that_runs_nothing_prove_nothing(probed):
    report = probed(Dead(), EVERYWHERE[:2])
    assert (report.holes, report.works, report.holds) == ((), False, False)


class Dead(Bare):
    """Starts something that ends at once."""

    def launch(self, argv: tuple[str, ...], profile: Profile, cwd: Path) -> Launch:
        return replace(super().launch(argv, profile, cwd), argv=("/bin/false",))
