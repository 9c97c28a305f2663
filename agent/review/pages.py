"""Pages, slides and sheets of what was made: nothing overflows, no page is blank, no letter is missing.

Two looks: the document's own measures, and the pages as a program draws them. Who drew is told; where nobody draws the
layout, that look is not run.
"""

from collections.abc import Iterator
from pathlib import Path

from agent.core.documents import Problem
from agent.core.errors import AgentError
from agent.core.plans import CheckState
from agent.core.words import Words
from agent.review.found import Found
from agent.review.sight import Sight
from agent.review.work import MadeFile, Work, made_files

LAYOUT, DRAWN = "layout", "pages"
_LAYOUT = Words("Nothing overflows and no page is blank", "はみ出しや白紙のページがない")
_DRAWN = Words("The pages as they are drawn", "描画したページの確認")
_BY = Words("pages: {pages}, drawn by {by}", "{pages} ページ（描画: {by}）")
_NOBODY = Words(
    "No program that lays out its pages is installed.", "ページの体裁を描画するソフトがインストールされていません。"
)
_MANY = Words("Only the first {most} documents were drawn.", "描画して確認したのは最初の {most} 件です。")
_BLANK = Words("Page {page} is blank as it is drawn.", "{page} を描画すると白紙になります。")
_MISSING = Words("Letters are missing: “{around}”", "文字が欠けています: 「{around}」")
_AT = Words("{anchor}: {words}", "{anchor}: {words}")
_OFFICE = (".docx", ".docm", ".pptx", ".pptm")
_DRAWABLE = (*_OFFICE, ".pdf")
_PAGED = (*_DRAWABLE, ".xlsx", ".xlsm")
_CODES = ("overflow", "blank_page")
MOST_DRAWN = 4
_ALL = 20_000
_LOST = "\ufffd"
_ADVICE = {
    "overflow": "Make it fit: a wider column, a smaller text, or less of it.",
    "blank_page": "Take it out, or fill it.",
}


def layout(work: Work, sight: Sight) -> Iterator[Found]:
    """The document's own measures, for each document with pages that the Turn wrote itself."""
    for one in _made(work, sight, _PAGED):
        try:
            yield from _measured(one, sight)
        except AgentError as error:
            yield Found(LAYOUT, CheckState.NOT_RUN, _LAYOUT, error.words, one.place)


def drawn(work: Work, sight: Sight) -> Iterator[Found]:
    """The same documents as a program draws them, which takes seconds. A sheet of cells has no pages of its own."""
    made = _made(work, sight, _DRAWABLE)
    for one in made[:MOST_DRAWN]:
        try:
            yield from _drawn(one, sight)
        except AgentError as error:
            yield Found(DRAWN, CheckState.NOT_RUN, _DRAWN, error.words, one.place)
    if len(made) > MOST_DRAWN:
        yield Found(DRAWN, CheckState.NOT_RUN, _DRAWN, _MANY.of(most=MOST_DRAWN))


def _made(work: Work, sight: Sight, kinds: tuple[str, ...]) -> list[MadeFile]:
    made = [one for one in made_files(work) if not one.foreign and one.place.lower().endswith(kinds)]
    return [one for one in made if sight.is_there(one.place)]


def _measured(one: MadeFile, sight: Sight) -> Iterator[Found]:
    wrong = [problem for problem in sight.problems(one) if problem.code in _CODES and _counts(problem, one)]
    for problem in wrong:
        why = _AT.of(anchor=problem.anchor, words=problem.words)
        mend = f'{problem.anchor}: "{problem.words.en[:200]}" {_ADVICE[problem.code]}'
        yield Found(LAYOUT, CheckState.FAILED, _LAYOUT, why, one.place, mend)
    lost = _lost_letters(one, sight)
    if lost:
        mend = f'Letters are missing in it: "{lost}". Write them anew.'
        yield Found(LAYOUT, CheckState.FAILED, _LAYOUT, _MISSING.of(around=lost), one.place, mend)
    if not wrong and not lost:
        yield Found(LAYOUT, CheckState.PASSED, _LAYOUT, file=one.place)


def _counts(problem: Problem, one: MadeFile) -> bool:
    """A block that is wider than its column but not than its page is a matter of taste; a hidden number is not."""
    return problem.grave or problem.code == "blank_page" or one.place.lower().endswith((".xlsx", ".xlsm"))


def _lost_letters(one: MadeFile, sight: Sight) -> str:
    """Where a sign stands for a letter that got lost, and the file did not have it before."""
    before = sight.before(one)
    pieces = sight.words(one.place)
    found = next((piece for piece in pieces if _LOST in piece.text), None)
    if found is None:
        return ""
    if before is not None and any(_LOST in piece.text for piece in sight.documents.read(before, count=_ALL).passages):
        return ""
    at = found.text.index(_LOST)
    return f"{found.anchor} {found.text[max(0, at - 20) : at + 20]}"


def _drawn(one: MadeFile, sight: Sight) -> Iterator[Found]:
    copy = sight.now(one.place)
    drawing = sight.documents.render(copy, 1, sight.scratch(".png"), width=120)
    if drawing.by == "deskhand":
        yield Found(DRAWN, CheckState.NOT_RUN, _DRAWN, _NOBODY, one.place)
        return
    blank = _blank_pages(copy, sight) if copy.suffix.lower() in _OFFICE else []
    before = sight.before(one)
    if blank and before is not None and before.suffix.lower() in _OFFICE:
        blank = blank[len(_blank_pages(before, sight)) :]
    for anchor in blank:
        mend = f"{anchor} is blank when it is drawn. Take it out, or fill it."
        yield Found(DRAWN, CheckState.FAILED, _DRAWN, _BLANK.of(page=anchor), one.place, mend)
    if not blank:
        yield Found(DRAWN, CheckState.PASSED, _DRAWN, _BY.of(pages=drawing.pages, by=drawing.by), one.place)


def _blank_pages(copy: Path, sight: Sight) -> list[str]:
    """Addresses of blank pages of an Office document as it is printed."""
    printed = sight.scratch(".pdf")
    sight.documents.convert(copy, printed)
    return [problem.anchor for problem in sight.documents.problems(printed) if problem.code == "blank_page"]
