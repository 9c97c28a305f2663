"""The request's checklist, item by item: what the model says is met is looked up."""

from collections.abc import Iterator

from agent.core.actions import Trust
from agent.core.errors import AgentError
from agent.core.messages import UserMessage, text_of
from agent.core.plans import CheckState, Requirement, StepState
from agent.core.words import Words
from agent.review.found import Found
from agent.review.marks import normal
from agent.review.numbers import Known, numbers, values_in
from agent.review.sight import Sight
from agent.review.work import Work

KIND = "checklist"
_TITLE = Words("Asked for: {need}", "依頼の項目: {need}")
_NONE = Words("The request, item by item", "依頼の項目ごとの確認")
_NO_LIST = Words("The model kept no checklist of the request.", "モデルが依頼の項目リストを作成しませんでした。")
_CANNOT = Words("It could not be done.", "対応できませんでした。")
_OPEN = Words("It is not marked as done.", "完了と示されていません。")
_UNPROVEN = Words("Nothing was named in which it could be looked up.", "確認できる箇所が示されていません。")
_GONE = Words("{file} is not there.", "{file} がありません。")
_STILL = Words("{file} is still there.", "{file} がまだあります。")
_NOTHING_AT = Words("Nothing stands at {at}.", "{at} に内容がありません。")
_OTHER = Words("“{value}” does not stand {where}.", "{where}「{value}」が見つかりません。")
_WHERE = Words("at {at}", "{at} に")
_IN_IT = Words("in it", "ファイル内に")
ASK = (
    "This task changed several things and has no checklist. Call `plan` once more, with `checklist`: what the person "
    'asked for, item by item, and where it shows, like {"need":"...","state":"done","file":"a.xlsx","at":"Sheet1!B4",'
    '"value":"12"} or {"need":"...","state":"done","file":"old.txt","gone":true}; where rows were combined, cleaned or '
    'filtered, {"file":"all.csv","rows_from":["a.csv","b.csv"],"dropped":2}. Impossible ones have the state failed.'
)


def checklist(work: Work, sight: Sight) -> Iterator[Found]:
    """A Found for each item."""
    for one in work.checklist:
        title = _TITLE.of(need=one.need)
        if one.state is StepState.FAILED:
            yield Found(KIND, CheckState.FAILED, title, _CANNOT, one.file)
        elif one.state is not StepState.DONE:
            mend = (
                f'The item "{one.need}" of the checklist is still open. When it is done, mark it done with `plan` '
                "(state, file, and at or value, which prove it); else do it, or mark it failed and say so."
            )
            yield Found(KIND, CheckState.FAILED, title, _OPEN, one.file, mend)
        elif not one.file:
            yield Found(KIND, CheckState.NOT_RUN, title, _UNPROVEN)
        else:
            yield _looked_up(one, title, sight)


def lacking() -> Found:
    """A task that changed several things has no checklist."""
    return Found(KIND, CheckState.NOT_RUN, _NONE, _NO_LIST, "", ASK)


def is_asked_for(work: Work) -> bool:
    """Whether the model was told in this Turn that a checklist is missing, by whichever process."""
    told = (one for one in work.turn if isinstance(one, UserMessage) and one.by is Trust.HOST)
    return any(ASK in text_of(one.parts) for one in told)


def _looked_up(one: Requirement, title: Words, sight: Sight) -> Found:
    try:
        wrong = _wrong(one, sight)
    except AgentError as error:
        mend = f'"{one.need}": looking it up in {one.file} at {one.at!r} failed: {error}'
        return Found(KIND, CheckState.FAILED, title, error.words, one.file, mend)
    if wrong is None:
        return Found(KIND, CheckState.PASSED, title, file=one.file)
    mend = f'"{one.need}" is marked as met, but: {wrong.en} Do it, or correct the checklist with `plan`.'
    return Found(KIND, CheckState.FAILED, title, wrong, one.file, mend)


def _wrong(one: Requirement, sight: Sight) -> Words | None:
    """Why what should prove it does not."""
    there = sight.is_there(one.file)
    if one.gone or not there:
        return None if one.gone and not there else (_STILL if there else _GONE).of(file=one.file)
    if not one.at and not one.value:
        return None
    text = _standing(one, sight)
    if not text.strip():
        return _NOTHING_AT.of(at=one.at)
    if not one.value or stands_in(one.value, text):
        return None
    where = _WHERE.of(at=one.at) if one.at else _IN_IT
    return _OTHER.of(value=one.value, where=where)


def _standing(one: Requirement, sight: Sight) -> str:
    return "\n".join(passage.text for passage in sight.words(one.file, one.at))


def stands_in(value: str, text: str) -> bool:
    """Whether a value stands in a text: a number as a number, however it is written, anything else as words."""
    bare = normal(value).strip().strip("$€£¥円%")
    told = list(numbers(bare))
    if len(told) == 1 and told[0].text == bare:
        return told[0] in Known(values_in(text))
    return "".join(normal(value).casefold().split()) in "".join(normal(text).casefold().split())
