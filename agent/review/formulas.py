"""Formulas of workbooks that were made or changed: no new errors, no results that are out of date.

Results are computed anew by the documents' own libraries; what none of them can compute is told as not run.
"""

from collections.abc import Iterator

from agent.core.errors import AgentError
from agent.core.plans import CheckState
from agent.core.words import Words
from agent.review.found import Found
from agent.review.sight import Sight
from agent.review.work import Work, made_files

KIND = "formulas"
BOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm")
_TITLE = Words("Formulas give results without errors", "数式の結果にエラーがない")
_AT = Words("{anchor}: {words}", "{anchor}: {words}")
_UNSOLVED = Words(
    "{count} {count:formula has|formulas have} no result before a program such as Excel computes them.",
    "{count} 個の数式は、Excel などで開いて計算するまで結果がありません。",
)
_WRONG = ("formula_error", "stale_value")


def formulas(work: Work, sight: Sight) -> Iterator[Found]:
    """A Found for each workbook, and one for each cell that is wrong and was not before."""
    for one in made_files(work):
        if one.foreign or not one.place.lower().endswith(BOOKS) or not sight.is_there(one.place):
            continue
        try:
            told = sight.problems(one)
            wrong = [problem for problem in told if problem.code in _WRONG]
            unsolved = sum(len(table.unsolved) for table in sight.tables(sight.now(one.place)))
        except AgentError as error:
            yield Found(KIND, CheckState.NOT_RUN, _TITLE, error.words, one.place)
            continue
        for problem in wrong:
            why = _AT.of(anchor=problem.anchor, words=problem.words)
            mend = f'{problem.anchor}: "{problem.words.en[:200]}" A formula there must give a value; correct it.'
            yield Found(KIND, CheckState.FAILED, _TITLE, why, one.place, mend)
        old = [problem.words for problem in told if problem.code == "out_of_date"]
        if old:
            yield Found(KIND, CheckState.NOT_RUN, _TITLE, old[0], one.place)
        elif unsolved:
            yield Found(KIND, CheckState.NOT_RUN, _TITLE, _UNSOLVED.of(count=unsolved), one.place)
        elif not wrong:
            yield Found(KIND, CheckState.PASSED, _TITLE, file=one.place)
