"""The page about running code: the switch, what confines it here, and a check from its begin to what it found."""

import pytest
from PySide6.QtWidgets import QLabel

from desktop.views.dialogs.code_page import CodePage
from desktop.wire.messages import AttemptTold, OpenView, Preferences, SandboxView, TierView

THERE = TierView("native", True, "bubblewrap, Landlock, seccomp")
GONE = TierView("native", False, "", "Install bubblewrap: sudo apt-get install bubblewrap")
HOLDS = TierView("native", True, "Landlock", tried=3, closed=2, open=(OpenView("stat", "how", "Names are seen."),))
LEAKS = TierView("native", True, "Landlock", tried=3, closed=2, open=(OpenView("send by UDP", "how"),))
BROKEN = TierView("native", True, "Landlock", tried=3, closed=3, works=False)


@pytest.fixture
def page(qtbot):
    made = CodePage(Preferences(language="ja", task_usd=2.0))
    qtbot.addWidget(made)
    made.show()
    return made


def texts(page):
    return [label.text() for card in page.cards for label in card.findChildren(QLabel)]


def verdict(page):
    return page.verdict.property("role"), page.verdict.text()


def test_the_switch_changes_nothing_else(page, qtbot):
    page.keep(Preferences(language="en", task_usd=3.0))
    with qtbot.waitSignal(page.changed) as change:
        page.allowed.click()
    assert change.args[0] == Preferences(language="en", task_usd=3.0, run_code=False)


def test_what_is_missing_says_how_to_get_it(page):
    page.show_sandbox(SandboxView((GONE,)))
    assert texts(page)[1:] == ["Not available", GONE.missing]
    assert verdict(page)[0] == "warning"
    assert "never run without" in verdict(page)[1]


def test_before_a_check_nothing_is_said_to_hold(page):
    page.show_sandbox(SandboxView((THERE,)))
    assert texts(page)[1:] == ["Ready", "Confined by bubblewrap, Landlock, seccomp"]
    assert "Not checked yet" in verdict(page)[1]


@pytest.mark.parametrize(
    ("tier", "role", "chip", "line"),
    [
        (HOLDS, "success", "Checked", "Open, as is known: Names are seen. (stat)"),
        (LEAKS, "danger", "Does not hold", "Open, and must not be: send by UDP"),
        (BROKEN, "danger", "Does not hold", "No code ran in the check, so it says nothing."),
    ],
)
def test_what_a_check_found(page, tier, role, chip, line):
    page.show_sandbox(SandboxView((tier, GONE), "2026-11-26T09:00:00+00:00"))
    assert verdict(page)[0] == role
    assert chip in texts(page)
    assert line in texts(page)


def test_a_check_shows_how_far_it_is_and_can_be_begun_again(page, qtbot):
    page.show_sandbox(SandboxView((THERE,)))
    with qtbot.waitSignal(page.check_wanted):
        page.check.click()
    assert not page.check.isEnabled()
    page.show_attempt(AttemptTold("native", "read a file", True, 2, 9))
    assert (page.bar.value(), page.bar.maximum(), page.bar.isVisible()) == (2, 9, True)
    assert verdict(page)[1] == "Trying 2 of 9: read a file"
    page.show_problem("The check could not be made.")
    assert page.check.isEnabled()
    assert not page.bar.isVisible()
    page.show_attempt(AttemptTold("native", "late", True, 3, 9))
    assert verdict(page) == ("danger", "The check could not be made.")
