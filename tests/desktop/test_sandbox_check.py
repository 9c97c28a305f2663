"""`deskhand sandbox check`: what is told of a confinement that holds, of one that does not, and of none."""

import asyncio
import re

import pytest

from agent.core.running import Offer, Ran, RunEnd, Tier
from agent.core.words import Words
from agent.sandbox.probe.values import Attempt, Probed, Report
from desktop.cli.sandbox import _shown
from desktop.compose.confined import can_run, examined
from desktop.host.sandbox_views import offer_views, report_view, report_views
from tests.journeys.program import Deskhand

THERE = Offer(Tier.NATIVE, "Landlock, seccomp", note=Words("Install it.", "入れてください。"))
GONE = Offer(Tier.NATIVE, "", Words("Install bubblewrap.", "bubblewrap を入れてください。"))
SEEN = Attempt(Words("look at a file", "ファイルを見る"))
BORNE = Words("Only that it exists is seen.", "存在だけがわかります。")


def report(*probed, offer=THERE, works=True):
    return Report(offer, probed, works)


CLOSED = Probed(SEEN, False, "PermissionError")
KNOWN = Probed(SEEN, True, "it said so itself", BORNE)
HOLE = Probed(SEEN, True, "somebody spoke to tcp")


def said(one, language="en"):
    return _shown(report_view(one, language), language).split("\n")


def test_what_holds_is_told_with_what_would_make_it_stronger():
    assert said(report(CLOSED, CLOSED)) == [
        "Python with its libraries", "  confined by Landlock, seccomp", "  Install it.",
        "  2 ways out tried: 2 closed",
    ]  # fmt: skip


def test_what_is_open_is_told_apart_by_whether_it_must_not_be():
    lines = said(report(CLOSED, KNOWN, KNOWN, HOLE))
    assert "  OPEN, and must not be: look at a file (somebody spoke to tcp)" in lines
    assert "  open, as is known: Only that it exists is seen. (look at a file; look at a file)" in lines
    assert "  4 ways out tried: 1 closed" in lines


def test_a_check_in_which_no_code_ran_counts_for_nothing():
    broken = report(CLOSED, works=False)
    assert any("did not run properly" in line for line in said(broken))
    assert not report_view(broken, "en").holds


def test_what_is_missing_says_how_to_get_it_in_both_languages():
    assert said(report(offer=GONE, works=False)) == ["Python with its libraries", "  NOT there. Install bubblewrap."]
    assert "bubblewrap を入れてください。" in "".join(said(report(offer=GONE), "ja"))


@pytest.mark.parametrize(
    ("reports", "good"),
    [
        ([], False),
        ([report(offer=GONE)], False),
        ([report(CLOSED)], True),
        ([report(CLOSED, KNOWN)], True),
        ([report(CLOSED), report(offer=GONE)], True),
        ([report(CLOSED), report(HOLE)], False),
        ([report(CLOSED, works=False)], False),
        ([report()], False),
    ],
)
def test_code_can_run_where_one_is_there_and_nothing_that_is_there_leaks(reports, good):
    assert can_run(reports) is good
    views = report_views(reports, "now", "en").tiers
    assert (any(v.there for v in views) and all(v.holds for v in views if v.there)) is good


def test_before_a_check_nothing_is_said_to_hold():
    (view,) = offer_views((THERE,), "en").tiers
    assert (view.there, view.tried, view.holds) == (True, 0, False)


class Leaking:
    """A Sandbox that confines nothing: whatever is tried says that it got through."""

    def offers(self):
        return (Offer(Tier.NATIVE, "nothing"), Offer(Tier.SMALL, "", Words("?", "?")))

    def room(self):
        return self

    def close(self):
        pass

    async def run(self, code, progress):
        return Ran(RunEnd.DONE, Tier.NATIVE, re.findall(r"MARK = '(\w+)'", code.text)[0])


def test_a_sandbox_that_confines_nothing_is_found_out_and_every_step_of_it_is_told():
    told = []
    native, small = asyncio.run(examined(Leaking(), lambda *one: told.append(one)))
    assert not native.holds
    assert len(native.holes) > 100
    assert small.probed == ()
    assert [one[2] for one in told] == list(range(1, len(native.probed) + 1))
    assert {one[3] for one in told} == {len(native.probed)}


def test_the_command_says_the_same_by_its_exit_code(tmp_path):
    program = Deskhand(tmp_path / "home")
    process = program.start("sandbox", "check", "--json")
    out, err = process.communicate(timeout=100)
    assert process.returncode in (0, 1), err
    holds = ['"holds":true' in line for line in out.splitlines() if '"there":true' in line]
    assert (process.returncode == 0) is (bool(holds) and all(holds))
