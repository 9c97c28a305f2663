"""Names of files in the answer: they are there, or the Turn dealt with them."""

import re
from collections.abc import Iterator
from itertools import islice

from agent.core.actions import Trust
from agent.core.errors import AgentError
from agent.core.messages import Outcome, UserMessage, text_of
from agent.core.plans import CheckState
from agent.core.ports import Entry
from agent.core.words import Words
from agent.review.found import Found
from agent.review.marks import FILE_NAME, normal
from agent.review.saying import is_denial, sentences
from agent.review.sight import Sight
from agent.review.work import Work, dealt

KIND = "names"
_TITLE = Words("The files that the answer names are there", "回答に出てくるファイルの有無を確認")
_COUNT = Words("names: {count}", "ファイル名: {count} 個")
_MISSING = Words("There is no {name}", "「{name}」は見つかりません")
_MOST = 20_000
_PATTERN = re.compile(r"[*?{}<>…]|\.\.\.")


def names(work: Work, sight: Sight, answer: str) -> Iterator[Found]:
    """One Found for the names that are known, one for each that is not; none when no tool was at work."""
    told = tuple(dict.fromkeys(found[0].strip("./") for found in FILE_NAME.finditer(normal(answer))))
    told = tuple(name for name in told if not _PATTERN.search(name) and "://" not in name)
    if work.recipe or not told or not any(True for _ in dealt(work.messages)):
        return
    known = _known(work)
    said = [line for line in sentences(normal(answer)) if is_denial(line)]
    left = [name for name in told if normal(name).casefold() not in known and not any(name in line for line in said)]
    if left:
        there = "\n".join(normal(str(entry.place)).casefold() for entry in _entries(sight))
        left = [name for name in left if not re.search(rf"{re.escape(normal(name).casefold())}$", there, re.MULTILINE)]
    for name in left:
        mend = f"Your answer names the file {name!r}, and there is none of that name. Name it as it is called."
        yield Found(KIND, CheckState.FAILED, _TITLE, _MISSING.of(name=name), "", mend)
    if len(told) > len(left):
        yield Found(KIND, CheckState.PASSED, _TITLE, _COUNT.of(count=len(told) - len(left)))


def _known(work: Work) -> str:
    """Everything in which a name may stand: results, the person's words, what was changed."""
    done = [result for _, result in dealt(work.messages) if result.outcome is Outcome.DONE]
    pieces = [text_of(result.for_model) for result in done]
    for message in work.messages:
        if isinstance(message, UserMessage) and message.by is Trust.PERSON:
            pieces += [text_of(message.parts), *message.attachments]
    return normal("\n".join((*pieces, *work.said, *work.names))).casefold()


def _entries(sight: Sight) -> Iterator[Entry]:
    try:
        yield from islice((entry for root in sight.files.roots() for entry in sight.files.walk(root)), _MOST)
    except AgentError:
        return
