"""Every number in the answer is traced: to what tools returned, to the person's words, or to what can be recomputed.

What is traced: numbers as `agent.review.numbers` reads them, without dates, ordinals, addresses, versions and names.
"""

import re
from collections.abc import Iterator, Sequence

from agent.core.plans import CheckState
from agent.core.words import Words
from agent.review.found import Found
from agent.review.ground import counted, heard, worked_out
from agent.review.marks import normal, without_marks
from agent.review.numbers import Known, Number, numbers
from agent.review.sight import Sight
from agent.review.work import Work, attachments, dealt

KIND = "claims"
_TITLE = Words("The numbers in the answer are traced to where they come from", "回答の数値の出どころを確認")
_TRACED = Words("numbers: {count}", "数値: {count} 個")
_UNTRACED = Words(
    "{number} is in nothing that was read, and could not be recomputed: “{around}”",
    "{number} は、読み取った内容になく、再計算でも確かめられません: 「{around}」",
)
_NO_CLAIMS = frozenset((0.0, 1.0))
_OWN_WORK = ("plan", "ask_person", "skill", "operations")
_PAIRS = 14
_TOPS = 3
_WHOLES = 6
_LARGE = 100
_RUN = 60
_NEAR = 40


def claims(work: Work, sight: Sight, answer: str) -> Iterator[Found]:
    """One Found for all numbers that are traced, one for each that is not; none when no tool was at work."""
    if work.recipe or not any(call.tool not in _OWN_WORK for call, _ in dealt(work.messages)):
        return
    blocks = _blocks(answer, (*work.names, *attachments(work), *_sources(work)))
    count = sum(map(len, blocks))
    if not count:
        return
    left = _untraced(blocks, Known((*heard(work.messages), *counted(work, answer))))
    if left:
        left = _untraced(blocks, Known((*heard(work.messages), *counted(work, answer), *worked_out(work, sight))))
    text = normal(answer)
    for number in left:
        around = _around(text, number)
        why = _UNTRACED.of(number=number.text, around=around)
        mend = (
            f'The number {number.text} in your answer ("{around}") is in nothing that your tools returned and in no '
            "sum, difference or share of the numbers beside it. Look it up or compute it with a tool, correct it, or "
            "name the numbers that it is made of in the same sentence."
        )
        yield Found(KIND, CheckState.FAILED, _TITLE, why, "", mend)
    if count > len(left):
        yield Found(KIND, CheckState.PASSED, _TITLE, _TRACED.of(count=count - len(left)))


def _sources(work: Work) -> Iterator[str]:
    for _, result in dealt(work.messages):
        yield from (source.name for source in result.sources)


def _blocks(answer: str, names: Sequence[str]) -> list[list[Number]]:
    """The numbers of each paragraph, list or table; their places count in the whole text."""
    text = without_marks(normal(answer), {name for one in names for name in (one, one.rpartition("/")[2])})
    blocks: list[list[Number]] = []
    for found in re.finditer(r"(?:[^\n]|\n(?![ \t]*\n))+", text):
        own = [
            Number(one.text, one.at + found.start(), one.values, one.exact, one.percent)
            for one in numbers(found[0])
            if not (one.exact and one.value in _NO_CLAIMS)
        ]
        if own:
            blocks.append(own)
    return blocks


def _untraced(blocks: Sequence[Sequence[Number]], known: Known) -> list[Number]:
    """What is neither known nor made of what is known in the same paragraph or the one before."""
    left: list[Number] = []
    before: list[Number] = []
    for block in blocks:
        good = [number for number in block if number in known]
        open_ones = [number for number in block if number not in known]
        while derived := [number for number in open_ones if _is_derived(number, good, before)]:
            good += derived
            open_ones = [number for number in open_ones if number not in derived]
        left += open_ones
        before = good
    return left


def _is_derived(number: Number, good: Sequence[Number], before: Sequence[Number]) -> bool:
    ordered = sorted(good, key=lambda one: one.at)
    return _is_run(number, ordered) or _is_run(number, before) or _is_pair(number, good, before)


def _is_run(number: Number, good: Sequence[Number]) -> bool:
    """Whether it is the sum or the average of neighbours."""
    values = [one.value for one in good][:_RUN]
    for begin in range(len(values)):
        total = values[begin]
        for count, value in enumerate(values[begin + 1 :], 2):
            total += value
            if number.is_like(total) or (count > 2 and number.is_like(total / count)):
                return True
    return False


def _is_pair(number: Number, good: Sequence[Number], before: Sequence[Number]) -> bool:
    """Whether two numbers nearby make it: a sum, a difference, a product; a share, when it is written as one."""
    near = sorted((*good, *before), key=lambda one: abs(one.at - number.at))
    plain = [one.value for one in near if not one.percent]
    values = [one.value for one in near[:_PAIRS]]
    made = (result for at, one in enumerate(values) for other in values[at + 1 :] for result in _combined(one, other))
    if any(number.is_like(result) for result in made):
        return True
    if number.exact:
        tried = plain[: _WHOLES if number.value >= _LARGE else _TOPS]  # a small number is soon the ratio of something
        return any(bottom and number.is_like(top / bottom) for top in tried for bottom in tried)
    # A share is of the whole, which may stand at the end of a long table: the largest numbers are tried too.
    wholes = (*plain[:_WHOLES], *sorted((one.value for one in (*good, *before) if not one.percent), reverse=True)[:2])
    return any(number.is_like(share) for one in plain[:_TOPS] for whole in wholes for share in _shares(one, whole))


def _combined(one: float, other: float) -> Iterator[float]:
    yield from (one + other, one - other, one * other, one * other / 100)
    yield from (one * (1 + other / 100), one * (1 - other / 100), other * (1 + one / 100), other * (1 - one / 100))


def _shares(one: float, whole: float) -> Iterator[float]:
    for top, bottom in ((one, whole), (whole, one)):
        if bottom:
            yield from (top / bottom, top / bottom * 100, (top - bottom) / bottom * 100)


def _around(text: str, number: Number) -> str:
    start, end = max(0, number.at - _NEAR), number.at + len(number.text) + _NEAR
    cut = text[start:end]
    if start and " " in cut[:_NEAR]:
        cut = cut.partition(" ")[2]
    if end < len(text) and " " in cut[-_NEAR:]:
        cut = cut.rpartition(" ")[0]
    return " ".join(cut.split())
