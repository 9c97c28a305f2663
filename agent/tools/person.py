"""`plan` and `ask_person`: what the person sees of the work, and what only they can answer."""

import uuid
from dataclasses import dataclass

from agent.calls.params import array, fields, parsed, schema
from agent.core.actions import Intent, Question
from agent.core.errors import InvalidArgumentsError
from agent.core.events import PlanSet
from agent.core.messages import Result, ToolCall, ToolSpec
from agent.core.plans import PlanStep, Requirement, StepState
from agent.core.ports import Approver, Emit, ReadyCall
from agent.core.words import Words
from agent.tools.ready import Ready, said
from agent.tools.requirement import requirement

_STATES = ", ".join(StepState)
_FIELDS = {"title", "state", "changes"}
_CHANGES = ("write", "move", "delete")
_STEP = fields(
    title={"type": "string"},
    state={"type": "string", "enum": list(StepState)},
    changes=array({"type": "string"}),
)
_PLAN = Words("Plan: {count} {count:step|steps}", "計画: {count} ステップ")
_DONE = Words("{done} of {count}", "{count} 件中 {done} 件完了")
_NO_ANSWER = "Nobody answered. Go on without it where you can, and say in your report what you left open or assumed."
_ASK = Words("Ask you", "確認のための質問")


class PlanTool:
    """A checklist that the person sees."""

    spec = ToolSpec(
        "plan",
        "Show the person your plan, all of it each time. `changes` is what a step will change, as the person's words "
        'tell it: "write Out/*", "move Inbox/*.pdf", "delete *.tmp"; the rest is shown as not planned. `checklist`: '
        'what was asked, with proof: {"need","state","file","at","value"}',
        schema(("steps",), steps=array(_STEP), checklist=array(fields())),
    )

    def __init__(self, emit: Emit, language: str) -> None:
        self._emit = emit
        self._language = language

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        steps = tuple(_step(item) for item in arguments.listed("steps"))
        if not steps:
            raise InvalidArgumentsError("Give at least one step.")
        checklist = tuple(requirement(item) for item in arguments.listed("checklist"))
        title = _PLAN.of(count=len(steps)).text(self._language)
        return Ready(Intent(title), lambda: self._shown(steps, checklist))

    def _shown(self, steps: tuple[PlanStep, ...], checklist: tuple[Requirement, ...]) -> Result:
        self._emit(PlanSet(steps, checklist))
        done = sum(step.state is StepState.DONE for step in steps)
        told = _DONE.of(done=done, count=len(steps)).text(self._language)
        return said(f"Shown: {done} of {len(steps)} done.", told)


class AskTool:
    """A question to the person."""

    spec = ToolSpec(
        "ask_person",
        "Ask the person. Offer `choices` when you can.",
        schema(("question",), question={"type": "string"}, choices=array({"type": "string"})),
    )

    def __init__(self, approver: Approver, language: str) -> None:
        self._approver = approver
        self._language = language

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        question = Question(uuid.uuid4().hex, arguments.text("question"), choices=arguments.texts("choices"))
        return _Asking(Intent(_ASK.text(self._language)), self._approver, question, call.id)


@dataclass(frozen=True, slots=True)
class _Asking:
    intent: Intent
    approver: Approver
    question: Question
    call: str

    async def run(self) -> Result:
        """Wait for the answer."""
        approval = await self.approver.ask(self.question, self.call)
        # Whoever says yes to everything, such as a command line without a person, has not chosen.
        answer = approval.text or ("yes" if approval.yes and not self.question.choices else "")
        return said(f"The person says: {answer}" if answer else _NO_ANSWER, answer)


def _step(item: object) -> PlanStep:
    if isinstance(item, str):
        return PlanStep(item)
    if not isinstance(item, dict) or not isinstance(item.get("title"), str) or set(item) - _FIELDS:
        raise InvalidArgumentsError(f'A step is {{"title":"...","state":"open"}}; the states are {_STATES}.')
    try:
        return PlanStep(item["title"], StepState(item.get("state", "open")), _changes(item.get("changes")))
    except ValueError as error:
        raise InvalidArgumentsError(f"{item.get('state')!r} is no state; there are {_STATES}.") from error


def _changes(given: object) -> tuple[str, ...]:
    lines = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    for line in lines:
        effect, _, pattern = str(line).strip().partition(" ")
        if not isinstance(line, str) or effect not in _CHANGES or not pattern.strip():
            known = ", ".join(_CHANGES)
            raise InvalidArgumentsError(f'{line!r} says no change: write "write Reports/*"; there are {known}.')
    return tuple(str(line).strip() for line in lines)
