"""What a Turn did before a limit, told without a model: the last request for a report has no money or time left."""

from dataclasses import replace

from agent.core.events import Ending, TurnEnded
from agent.core.messages import AssistantMessage, text_of
from agent.core.paths import shown
from agent.core.plans import StepState
from agent.core.words import Words, joined
from agent.session.state import SessionState
from agent.session.work import work_of

_NAMED = 5
_CHANGED = Words("Changed so far: {names}.", "これまでに変更したファイル: {names}。")
_NOTHING = Words("No file was changed.", "変更したファイルはありません。")
_OPEN = Words("Still open: {names}.", "未完了の手順: {names}。")
_MORE = Words("{names} and {count} more", "{names}、ほか {count} 件")


def with_so_far(ended: TurnEnded, state: SessionState, language: str) -> TurnEnded:
    """The end of a Turn that came to a Limit, with what it changed and what of its plan is open; any other as it is.

    A Turn whose model could still report says so itself.
    """
    if ended.ending is not Ending.LIMIT or _is_reported(state):
        return ended
    changed = [row.to or row.place for one in work_of(state).checkpoints for row in one.changed if row.kind != "folder"]
    left = [step.title for step in state.plan if step.state in (StepState.OPEN, StepState.ACTIVE)]
    told = _CHANGED.of(names=_names(changed)) if changed else _NOTHING
    rest = _OPEN.of(names=_names(left)) if left else Words("", "")
    so_far = joined(told, rest).text(language)
    return replace(ended, sentence=joined(Words(ended.sentence, ended.sentence), Words(so_far, so_far)).text(language))


def _is_reported(state: SessionState) -> bool:
    last = state.history[-1] if state.history else None
    return isinstance(last, AssistantMessage) and not last.calls and bool(text_of(last.parts).strip())


def _names(texts: list[str]) -> Words:
    different = [shown(text) for text in dict.fromkeys(texts)]
    first = Words(", ".join(different[:_NAMED]), "、".join(different[:_NAMED]))
    rest = len(different) - _NAMED
    return _MORE.of(names=first, count=rest) if rest > 0 else first
