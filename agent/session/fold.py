"""What a Session is at a moment: a fold over its Events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from agent.core.actions import Grant, Mode, Question, Source, Trust
from agent.core.changes import Checkpoint
from agent.core.events import (
    CallEnded,
    CheckpointMade,
    Event,
    GrantGiven,
    GrantRevoked,
    MessageAdded,
    PlanSet,
    PlanStep,
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    RootRevoked,
    Sent,
    SessionChanged,
    Spent,
    TurnEnded,
    TurnStarted,
    UsageAdded,
)
from agent.core.messages import AssistantMessage, Message, ToolResult, Usage, UserMessage, text_of

TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class SessionState:
    """`made` are texts of Places that this Session made or changed, each with the SHA-256 that its contents then had;
    `turn` is set while a Turn runs.

    `ending` is the end of the last Turn; `usage` and `steps` count the running (or last) Turn, `total` everything.
    `undos` are the ids of Checkpoints by which the person put something back, all of it or some files.
    `folders` are all names that Roots ever had here, with their paths.
    `said` is what the person said, word for word; `sources` where everything else that the model heard came from;
    `sent` all that left, in order. `declared` is what the plan said that will change ("delete *.tmp"), as it was before
    the model heard any of that in this Turn: what a file says cannot widen it.
    `most` is what the task may cost in US dollars, 0 without a limit, None when nobody said so for this task.
    `metered`: every request has a Spent, so that nothing is counted twice.
    """

    title: str = ""
    mode: Mode = Mode.DESTRUCTIVE
    model: str = ""
    roots: tuple[RootGranted, ...] = ()
    history: tuple[Message, ...] = ()
    grants: tuple[Grant, ...] = ()
    made: Mapping[str, str] = field(default_factory=dict)
    checkpoints: tuple[Checkpoint, ...] = ()
    question: Question | None = None
    plan: tuple[PlanStep, ...] = ()
    turn: TurnStarted | None = None
    ending: TurnEnded | None = None
    usage: Usage = Usage()
    steps: int = 0
    total: Usage = Usage()
    folders: tuple[tuple[str, str], ...] = ()
    undos: frozenset[str] = frozenset()
    said: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    sent: tuple[Sent, ...] = ()
    declared: tuple[str, ...] = ()
    most: float | None = None
    metered: bool = False


def titled(text: str) -> str:
    """The title that the person's first words give: their first line, shortened."""
    line = text.strip().split("\n")[0]
    return line if len(line) <= TITLE_LENGTH else f"{line[: TITLE_LENGTH - 1].rstrip()}…"


def attached(attachments: Sequence[str]) -> str:
    """How attached files stand behind the person's words."""
    listed = "".join(f"\n- {name}" for name in attachments)
    return f"\n\nAttached files:{listed}" if listed else ""


def used(before: str, at: str, event: Event) -> str:
    """When a Session was last used: another title or model is no use of it. Times are ISO 8601."""
    return before if before and isinstance(event, SessionChanged) else at


def folded(state: SessionState, event: Event) -> SessionState:
    """The state after `event`. Kinds that do not matter here leave it as it is."""
    heard = _traced(_permitted(state, event), event)  # before the question that was answered is forgotten
    return _asked(_talked(_settled(heard, event), event), event)


def _talked(state: SessionState, event: Event) -> SessionState:
    match event:
        case TurnStarted(text=text):
            title = state.title or titled(text)
            return replace(state, turn=event, ending=None, title=title, usage=Usage(), steps=0, declared=())
        case MessageAdded(message):
            return replace(state, history=(*state.history, message))
        case UsageAdded(usage=usage):
            counted = state if state.metered else _paid(state, usage)
            return replace(counted, steps=state.steps + 1)
        case Spent(usage=usage):
            return replace(_paid(state, usage), metered=True)
        case TurnEnded():
            return replace(state, turn=None, question=None, ending=event)
        case _:
            return state


def _paid(state: SessionState, usage: Usage) -> SessionState:
    return replace(state, usage=summed(state.usage, usage), total=summed(state.total, usage))


def _traced(state: SessionState, event: Event) -> SessionState:
    """Whose words the model has heard, and what left this machine."""
    match event:
        case TurnStarted(text=text):
            return replace(state, said=(*state.said, text))
        case MessageAdded(UserMessage(parts, attachments, Trust.PERSON)):
            text = text_of(parts).removesuffix(attached(attachments))  # the names of files are not the person's words
            return state if text in state.said else replace(state, said=(*state.said, text))
        case QuestionAnswered(approval) if approval.text and not _dictated(state, approval.text):
            return replace(state, said=(*state.said, approval.text))
        case CallEnded(ToolResult(sources=heard)) | MessageAdded(AssistantMessage(sources=heard)) if heard:
            return replace(state, sources=tuple(dict.fromkeys((*state.sources, *heard))))
        case Sent():
            return replace(state, sent=(*state.sent, event))
        case _:
            return state


def _permitted(state: SessionState, event: Event) -> SessionState:
    """Permissions for this Session come and go; one that is taken with an answer must have been offered with it.

    Those that last longer live outside of it.
    """
    match event:
        case QuestionAnswered(approval) if state.question is not None and state.question.gives(approval):
            return _given(state, approval.grant)
        case GrantGiven(grant):
            return _given(state, grant)
        case GrantRevoked(grant):
            return replace(state, grants=tuple(known for known in state.grants if known != grant))
        case _:
            return state


def _asked(state: SessionState, event: Event) -> SessionState:
    match event:
        case QuestionAsked(question=question):
            return replace(state, question=question)
        case QuestionAnswered():
            return replace(state, question=None)
        case PlanSet(steps):
            patterns = tuple(pattern for step in steps for pattern in step.changes)
            return replace(state, plan=steps, declared=state.declared if _tainted(state) else patterns)
        case CheckpointMade(checkpoint, call):
            undos = state.undos if call and not checkpoint.undoes else state.undos | {checkpoint.id}
            return _checked(replace(state, undos=undos), checkpoint)
        case _:
            return state


def _given(state: SessionState, grant: Grant | None) -> SessionState:
    if grant is None or grant.lifetime != "session":
        return state
    return replace(state, grants=tuple(dict.fromkeys((*state.grants, grant))))


def _dictated(state: SessionState, text: str) -> bool:
    """Whether the answer is a choice that a model wrote after it had read files: then a file may have worded it."""
    return _tainted(state) and state.question is not None and text in state.question.choices


def _tainted(state: SessionState) -> bool:
    return any(source.trust in (Trust.FILE, Trust.OUTSIDE) for source in state.sources)


def _settled(state: SessionState, event: Event) -> SessionState:
    match event:
        case RootGranted(name=name):
            roots = (*(r for r in state.roots if r.name != name), event)
            return replace(state, roots=roots, folders=(*state.folders, (name, event.path)))
        case RootRevoked(name):
            return replace(state, roots=tuple(r for r in state.roots if r.name != name))
        case SessionChanged(title, model, mode, most):
            most = state.most if most is None else most
            named = replace(state, title=title or state.title, model=model or state.model)
            return replace(named, mode=mode or state.mode, most=most)
        case _:
            return state


def _checked(state: SessionState, checkpoint: Checkpoint) -> SessionState:
    """What the person puts back is theirs again. Moves of a set count at once, so that a swap gives nothing away."""
    moved = {changed.place: changed.to for changed in checkpoint.changed if changed.kind == "move"}
    made = {moved.get(place, place): digest for place, digest in state.made.items()}
    for changed in checkpoint.changed:
        if changed.kind in ("create", "modify") and checkpoint.id not in state.undos:
            made[changed.place] = changed.after
        elif changed.kind != "move":
            made.pop(changed.place, None)
    before = tuple(replace(c, undone=True) if c.id == checkpoint.undoes else c for c in state.checkpoints)
    return replace(state, made=made, checkpoints=(*before, checkpoint))


def summed(one: Usage, other: Usage) -> Usage:
    """Both together. A cost that is not known counts as none beside one that is."""
    cost = None if one.cost is None and other.cost is None else (one.cost or 0) + (other.cost or 0)
    return Usage(
        one.input + other.input, one.output + other.output, one.cached + other.cached, cost, one.written + other.written
    )
