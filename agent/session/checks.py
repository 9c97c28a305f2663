"""What was looked at before the end of a Turn, in words for the command line and for records."""

from collections.abc import Mapping, Sequence

from agent.core.paths import shown
from agent.core.plans import Check, CheckState
from agent.core.words import Words

CHECK_STATES: Mapping[CheckState, Words] = {
    CheckState.PASSED: Words("passed", "問題なし"),
    CheckState.FAILED: Words("failed", "要確認"),
    CheckState.NOT_RUN: Words("could not be run", "未実施"),
}
_SUMMARY = Words("Checked: {parts}", "点検結果: {parts}")
_MARKS = {CheckState.PASSED: "✓", CheckState.FAILED: "✗", CheckState.NOT_RUN: "–"}


def checks_summary(checks: Sequence[Check]) -> Words:
    """How many passed, failed and could not be run; kinds without any are left out."""
    counts = {state: sum(check.state is state for check in checks) for state in CheckState}
    parts = Words(
        ", ".join(f"{count} {CHECK_STATES[state].en}" for state, count in counts.items() if count),
        "、".join(f"{CHECK_STATES[state].ja} {count} 件" for state, count in counts.items() if count),
    )
    return _SUMMARY.of(parts=parts)


def checks_told(checks: Sequence[Check]) -> Words:
    """A line for each. They are in the language in which they were written already."""
    lines = "\n".join(_line(check) for check in checks)
    return Words(lines, lines)


def _line(check: Check) -> str:
    about = " · ".join(shown(part) for part in (check.file, check.why) if part)
    return f"{_MARKS[check.state]} {shown(check.title)}" + (f": {about}" if about else "")
