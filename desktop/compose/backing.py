"""The second model of a Turn, and the question before it is asked."""

import uuid
from dataclasses import dataclass

from agent.core.actions import Question
from agent.core.events import Noted
from agent.core.paths import shown
from agent.core.ports import Approver, ChatModel
from agent.core.words import Words
from agent.models.fallback import WithFallback
from agent.session.session import Session

_TITLE = Words("Go on with {name}, outside of this computer?", "このパソコンの外にある「{name}」で続けますか？")
_WHY = Words(
    "{why} The model so far runs on this computer. With {name}, the words of this task and what was read for it go to "
    "{host}.",
    "{why}これまでのモデルはこのパソコンで動いています。「{name}」で続けると、このタスクの指示と読み取った内容が "
    "{host} に送られます。",
)
_GO_ON = Words("Go on with {name}", "「{name}」で続ける")
_STOP = Words("Stop here", "ここで止める")


@dataclass(frozen=True, slots=True)
class Backup:
    """The model that goes on when the first one gives up. `unasked`: the person said already that it may be asked, also
    when the first one runs on this computer and this one does not.
    """

    model: ChatModel
    unasked: bool = False


def backed(first: ChatModel, backup: Backup | None, session: Session, approver: Approver) -> ChatModel:
    """The first model with its backup; the switch is noted in the Session."""
    if backup is None:
        return first
    second, language = backup.model, session.language

    async def may_leave(why: Words) -> bool:
        if backup.unasked:
            return True
        question = _question(why, second, language)
        approval = await approver.ask(question)
        return approval.text == question.choices[0] or (approval.yes and not approval.text)

    def note(words: Words) -> None:
        session.emit(Noted(words.text(language), "fallback"))

    return WithFallback(first, second, note, may_leave)


def _question(why: Words, second: ChatModel, language: str) -> Question:
    name, host = shown(second.name), shown(second.host)
    choices = (_GO_ON.of(name=name).text(language), _STOP.text(language))
    told = _WHY.of(why=why, name=name, host=host).text(language)
    return Question(uuid.uuid4().hex, _TITLE.of(name=name).text(language), told, choices=choices, closed=True)
