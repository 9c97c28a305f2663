"""What a Session is at a moment: a fold over its Events."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from agent.core.actions import Approval, Grant, Source, Trust
from agent.core.changes import Checkpoint
from agent.core.events import (
    CallEnded,
    Checked,
    CheckpointMade,
    ContextCut,
    Delegated,
    Event,
    GrantGiven,
    GrantRevoked,
    MessageAdded,
    PlanSet,
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    RootRevoked,
    Sent,
    SessionChanged,
    Spent,
    Steered,
    TurnEnded,
    TurnResumed,
    TurnStarted,
    UsageAdded,
)
from agent.core.messages import AssistantMessage, Image, Message, Usage, UserMessage, text_of
from agent.session.state import SessionState, attached, summed, titled


def folded(state: SessionState, events: Iterable[Event]) -> SessionState:
    """The state after `events`. Kinds that do not matter here leave it as it is."""
    fold = Fold(state)
    for event in events:
        fold.take(event)
    return fold.state


class Fold:
    """The fold while it grows: a long Session must not copy what it has at each Event."""

    def __init__(self, state: SessionState) -> None:
        self._base = state
        self._grown: SessionState | None = state
        self._history = list(state.history)
        self._made = dict(state.made)
        self._known = dict(state.known)
        self._checkpoints = {checkpoint.id: checkpoint for checkpoint in state.checkpoints}
        self._undos = set(state.undos)
        self._said = dict.fromkeys(state.said)
        self._sources = dict.fromkeys(state.sources)
        self._sent = list(state.sent)
        self._tainted = any(map(_taints, state.sources))
        self._usage, self._total, self._steps, self._metered = state.usage, state.total, state.steps, state.metered

    @property
    def state(self) -> SessionState:
        """The state now."""
        if self._grown is None:
            self._grown = self._base = replace(
                self._base,
                history=tuple(self._history),
                made=dict(self._made),
                known=dict(self._known),
                checkpoints=tuple(self._checkpoints.values()),
                undos=frozenset(self._undos),
                said=tuple(self._said),
                sources=tuple(self._sources),
                sent=tuple(self._sent),
                usage=self._usage,
                total=self._total,
                steps=self._steps,
                metered=self._metered,
            )
        return self._grown

    def take(self, event: Event) -> None:
        """One more Event."""
        self._grown = None
        match event:
            case MessageAdded(message):
                self._heard(message)
            case CallEnded(result):
                self._learned(result.sources)
            case Sent():
                self._sent.append(event)
            case UsageAdded() | Spent():
                self._counted(event)
            case Delegated(event=inner):
                self._delegated(inner)
            case CheckpointMade(checkpoint, call):
                self._changed(checkpoint, call)
            case QuestionAsked() | QuestionAnswered() | GrantGiven() | GrantRevoked() | PlanSet():
                self._person(event)
            case _:
                self._course(event)

    def _course(self, event: Event) -> None:
        match event:
            case TurnStarted(text=text, budget=budget):
                self._usage, self._steps = Usage(), 0
                self._set(
                    turn=event, ending=None, title=self._base.title or titled(text),
                    begin=(len(self._history), len(self._checkpoints)), declared=(), restarts=0, checklist=(),
                    checked=(), budget=budget,
                )  # fmt: skip
                self._said[text] = None
            case TurnResumed(by_itself=by_itself):
                self._set(question=None, restarts=self._base.restarts + by_itself)
            case TurnEnded():
                self._set(turn=None, question=None, ending=event)
            case ContextCut():
                self._set(left_out=self._base.left_out.after(event))
            case Checked():
                self._set(checked=(*self._base.checked, event), looked=len(self._history))
            case Steered():
                self._set(steered=(*self._base.steered, event))
            case _:
                self._base = _settled(self._base, event)

    def _set(self, **changed: object) -> None:
        self._base = replace(self._base, **changed)  # type: ignore[arg-type]  # fields of the state

    def _heard(self, message: Message) -> None:
        self._history.append(message)
        match message:
            case UserMessage(parts, attachments, Trust.PERSON):
                text = text_of(parts).removesuffix(attached(attachments))  # names of files are not the person's words
                self._said.setdefault(text)
                if any(isinstance(part, Image) for part in parts):  # it has seen what is in these files
                    self._learned(tuple(Source(Trust.FILE, name) for name in attachments))
                waiting = Steered(text, attachments)
                if waiting in self._base.steered:
                    steered = list(self._base.steered)
                    steered.remove(waiting)
                    self._set(steered=tuple(steered))
            case UserMessage(attachments=names, by=Trust.FILE):  # words of files that an editor sent along
                self._learned(tuple(Source(Trust.FILE, name) for name in names))
            case AssistantMessage(sources=sources):  # of tools that ran at the provider
                self._learned(sources)

    def _learned(self, sources: Sequence[Source]) -> None:
        self._sources.update(dict.fromkeys(sources))
        self._known.update({source.name: source.version for source in sources if source.version})
        self._tainted = self._tainted or any(map(_taints, sources))

    def _delegated(self, event: Event) -> None:
        """What a delegate did counts for the Session as if it had done so itself, but for its Steps."""
        match event:
            case CallEnded() | Sent() | Spent():
                self.take(event)
            case MessageAdded(AssistantMessage(sources=sources)):
                self._learned(sources)
            case UsageAdded():
                self._counted(event)
                self._steps -= 1
            case _:
                pass

    def _counted(self, event: UsageAdded | Spent) -> None:
        """A request is paid once: by its Spent, or by its UsageAdded where a Session has no Spent yet."""
        if isinstance(event, Spent) or not self._metered:
            self._usage, self._total = summed(self._usage, event.usage), summed(self._total, event.usage)
        if isinstance(event, Spent):
            self._metered = True
        else:
            self._steps += 1

    def _person(self, event: QuestionAsked | QuestionAnswered | GrantGiven | GrantRevoked | PlanSet) -> None:
        base = self._base
        match event:
            case QuestionAsked(question=question):
                self._set(question=question)
            case QuestionAnswered(approval):
                self._answered(approval)
            case GrantGiven(grant):
                self._base = _given(base, grant)
            case GrantRevoked(grant):
                self._set(grants=tuple(known for known in base.grants if known != grant))
            case PlanSet(steps, checklist):
                patterns = tuple(pattern for step in steps for pattern in step.changes)
                self._set(plan=steps, declared=base.declared if self._tainted else patterns)
                self._set(checklist=checklist or base.checklist)

    def _answered(self, approval: Approval) -> None:
        """A permission that is taken with an answer must have been offered with its question.

        A choice that a model wrote after it had read files is no word of the person's: a file may have worded it.
        """
        base = self._base
        dictated = self._tainted and base.question is not None and approval.text in base.question.choices
        if approval.text and not dictated:
            self._said.setdefault(approval.text)
        if base.question is not None and base.question.gives(approval):
            self._base = _given(base, approval.grant)
        self._set(question=None)

    def _changed(self, checkpoint: Checkpoint, call: str) -> None:
        """What the person puts back is theirs again. Moves of a set count at once: a swap gives nothing away."""
        if not call or checkpoint.undoes:
            self._undos.add(checkpoint.id)
        moved = {changed.place: changed.to for changed in checkpoint.changed if changed.kind == "move"}
        if moved:
            self._made = {moved.get(place, place): digest for place, digest in self._made.items()}
        for changed in checkpoint.changed:
            if changed.kind in ("create", "modify") and checkpoint.id not in self._undos:
                self._made[changed.place] = self._known[changed.place] = changed.after
            elif changed.kind != "move":
                self._made.pop(changed.place, None)
        if checkpoint.undoes in self._checkpoints:
            self._checkpoints[checkpoint.undoes] = replace(self._checkpoints[checkpoint.undoes], undone=True)
        self._checkpoints[checkpoint.id] = checkpoint


def _taints(source: Source) -> bool:
    return source.trust in (Trust.FILE, Trust.OUTSIDE)


def _given(state: SessionState, grant: Grant | None) -> SessionState:
    """Permissions for this Session come and go; those that last longer live outside of it."""
    if grant is None or grant.lifetime != "session":
        return state
    return replace(state, grants=tuple(dict.fromkeys((*state.grants, grant))))


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
