"""What a self-test found, line by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from agent.core.words import NO_WORDS, Words


class Check(StrEnum):
    """What is looked at, in the order in which it is shown."""

    CONNECTS = "connects"
    ANSWERS = "answers"
    FINISHES = "finishes"
    TOOLS = "tools"
    STREAMS = "streams"
    JAPANESE = "japanese"
    SEES = "sees"
    SPEED = "speed"
    CONTEXT = "context"
    PRICE = "price"


class Standing(StrEnum):
    """What came of a check. NOT_RUN: nobody can say, and the line says why."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not_run"


NEEDED = (Check.CONNECTS, Check.ANSWERS, Check.TOOLS)
"""Without these a model cannot work on files."""

TITLES = {
    Check.CONNECTS: Words("Can be reached", "接続"),
    Check.ANSWERS: Words("Answers", "応答"),
    Check.FINISHES: Words("Says when it is done", "応答の完了通知"),
    Check.TOOLS: Words("Uses tools", "ツールの利用"),
    Check.STREAMS: Words("Answers as it thinks", "逐次表示"),
    Check.JAPANESE: Words("Japanese", "日本語"),
    Check.SEES: Words("Sees pictures", "画像の認識"),
    Check.SPEED: Words("Speed", "速度"),
    Check.CONTEXT: Words("Room for text", "コンテキスト長"),
    Check.PRICE: Words("Price", "料金"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One check: how it stands, a sentence that says what was seen, and what to do about it."""

    check: Check
    standing: Standing
    words: Words
    remedy: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class SelfTest:
    """A whole self-test. `at` is ISO 8601 in UTC; `cost` is in US dollars, None when it is not known.

    `of` is what was tested (agent.models.selftest.kept.mark_of): a model that was changed since is not tested.
    """

    at: str
    of: str
    lines: tuple[Line, ...]
    cost: float | None = None

    @property
    def ready(self) -> bool:
        """Whether the model can work: it was reached, answered, and did a step with a tool."""
        passed = {line.check for line in self.lines if line.standing is Standing.PASSED}
        return all(check in passed for check in NEEDED)

    @property
    def missing(self) -> tuple[Line, ...]:
        """The lines for which it is not ready."""
        return tuple(one for one in self.lines if one.check in NEEDED and one.standing is not Standing.PASSED)


_READY = Words("Ready to work.", "使用できます。")
_BUT = Words("Ready to work. Not passed: {checks}.", "使用できます。ただし、{checks}に問題があります。")
_NOT_READY = Words("Not ready: {why}", "まだ使用できません。{why}")


def verdict(test: SelfTest) -> Words:
    """A self-test in one sentence."""
    if not test.ready:
        return _NOT_READY.of(why=test.missing[0].words if test.missing else NO_WORDS)
    failed = [line for line in test.lines if line.standing is Standing.FAILED]
    return _BUT.of(checks=_listed(TITLES[line.check] for line in failed)) if failed else _READY


def _listed(titles: Iterable[Words]) -> Words:
    told = list(titles)
    return Words(", ".join(one.en for one in told), "".join(f"「{one.ja}」" for one in told))
