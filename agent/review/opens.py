"""Everything that was made or changed is there, opens as what its name says, and holds nothing that is broken."""

from collections.abc import Iterator

from agent.core.errors import AgentError
from agent.core.plans import CheckState
from agent.core.words import Words
from agent.review.found import Found
from agent.review.sight import Sight, is_unknown
from agent.review.work import MadeFile, Work, made_files, moved_places

OPENS, VALID = "opens", "valid"
_OPENS = Words("It is there and opens", "ファイルがあり、正しく開ける")
_THERE = Words("What was moved is in its new place", "移動先にファイルがある")
_VALID = Words("Nothing in it is broken", "壊れた箇所がない")
_GONE = Words("It is not there.", "ファイルが見つかりません。")
_NO_WAY = Words("Nothing here can look into such a file.", "この種類のファイルは中を確認できません。")
_AT = Words("{anchor}: {words}", "{anchor}: {words}")
MOST = 200
_MANY = Words("Only the first {most} files were opened.", "開いて確認したのは最初の {most} 件です。")
_ELSEWHERE = ("formula_error", "stale_value", "overflow", "blank_page", "missing_font")
"""Codes of problems that have Checks of their own."""


def opens(work: Work, sight: Sight) -> Iterator[Found]:
    """A Found for each file, and one for each thing in it that is broken and was not before."""
    made = made_files(work)
    for place in moved_places(work):
        if sight.is_there(place):
            yield Found(OPENS, CheckState.PASSED, _THERE, file=place)
        else:
            yield Found(OPENS, CheckState.FAILED, _THERE, _GONE, place, "It was moved there and is not there now.")
    for one in made[:MOST]:
        if not sight.is_there(one.place):
            mend = "You made it, and it is not there now. Look where it went; make it again if it is wanted."
            yield Found(OPENS, CheckState.FAILED, _OPENS, _GONE, one.place, mend)
            continue
        yield from _opened(one, sight)
    if len(made) > MOST:
        yield Found(OPENS, CheckState.NOT_RUN, _OPENS, _MANY.of(most=MOST))


def _opened(one: MadeFile, sight: Sight) -> Iterator[Found]:
    try:
        sight.documents.check(sight.now(one.place))
        sight.documents.read(sight.now(one.place), count=1)  # what no format can read passes every check
    except AgentError as error:
        if is_unknown(error):
            yield Found(OPENS, CheckState.NOT_RUN, _OPENS, _NO_WAY, one.place)
        else:
            mend = "" if one.foreign else f"It does not open: {error} Make it again."
            yield Found(OPENS, CheckState.FAILED, _OPENS, error.words, one.place, mend)
        return
    yield Found(OPENS, CheckState.PASSED, _OPENS, file=one.place)
    if not one.foreign:
        yield from _valid(one, sight)


def _valid(one: MadeFile, sight: Sight) -> Iterator[Found]:
    try:
        wrong = [problem for problem in sight.problems(one) if problem.grave and problem.code not in _ELSEWHERE]
    except AgentError as error:
        yield Found(VALID, CheckState.NOT_RUN, _VALID, error.words, one.place)
        return
    for problem in wrong:
        why = _AT.of(anchor=problem.anchor, words=problem.words)
        mend = f'{problem.anchor}: "{problem.words.en[:200]}" Mend it with `edit`.'
        yield Found(VALID, CheckState.FAILED, _VALID, why, one.place, mend)
    if not wrong:
        yield Found(VALID, CheckState.PASSED, _VALID, file=one.place)
