"""`delegate`: the planner hands pieces of a task out. Delegates do not have it, so the depth is one."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from agent.calls.params import array, fields, parsed, schema
from agent.core.actions import Action, Effect, Intent, Source
from agent.core.errors import InvalidArgumentsError
from agent.core.events import Noted
from agent.core.messages import Outcome, Result, ToolCall, ToolSpec
from agent.core.paths import Place
from agent.core.ports import ReadyCall
from agent.core.words import Words
from agent.session.delegation.arbiter import arbitrated
from agent.session.delegation.claims import contradictions
from agent.session.delegation.delegation import Delegation
from agent.session.delegation.means import Course, Means
from agent.session.delegation.outcome import doubtful, result_of
from agent.session.delegation.pace import Pace
from agent.session.delegation.pieces import Piece, pieces_of
from agent.workspace.overlay_scope import Scope

_TITLE = Words("Hand out {count} {count:piece|pieces} of work", "作業を {count} 件に分担")
_TEXT = {"type": "string"}
_TEXTS = array(_TEXT)


_MOST_ROLES, _ABOUT = 30, 120


@dataclass(frozen=True, slots=True)
class Role:
    """What a delegate may be: `text` is told to it, `about` to the planner. `source` is whose words both are."""

    about: str
    text: str
    source: Source


class DelegateTool:
    """`means` is asked when a call runs, so that it has the Session's state and limits of that moment. `roles` are
    those of installed packs by key; without any the model hears nothing of them.
    """

    _spec = ToolSpec(
        "delegate",
        "Let up to 100 delegates work at once on items (one document each). Each sees "
        "only its `task`, `shared` and the files it declares (globs allowed): say all it must know and report. "
        "`template` is a task with {item} in it. No two may write one file. You get reports, claims with sources and "
        "contradictions. Do fewer than 4 yourself.",
        schema(
            ("items",),
            items=array(fields(id=_TEXT, task=_TEXT, reads=_TEXTS, writes=_TEXTS)),
            shared=_TEXT,
            template=_TEXT,
            reads=_TEXTS,
        ),
    )

    def __init__(
        self, means: Callable[[], Means], clock: Callable[[], float], roles: Mapping[str, Role] | None = None
    ) -> None:
        self._means = means
        self._clock = clock
        self._roles = dict(list((roles or {}).items())[:_MOST_ROLES])

    @property
    def spec(self) -> ToolSpec:
        """With the roles that there are."""
        return _with_roles(self._spec, self._roles) if self._roles else self._spec

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`. Refuses pieces whose writes could meet."""
        means = self._means()
        arguments = parsed(call, self.spec)
        pieces = pieces_of(arguments, means.files)
        title = _TITLE.of(count=len(pieces)).text(means.language)
        return _Handing(
            Intent(title, _actions(pieces)),
            means,
            call.id,
            arguments.text("shared"),
            pieces,
            self._role(arguments.text("role")),
            Pace(means.parallel, self._clock),
        )

    def _role(self, name: str) -> Role | None:
        if name and name not in self._roles:
            raise InvalidArgumentsError(f"There is no role {name!r}; there are {', '.join(self._roles)}.")
        return self._roles.get(name)


def _with_roles(spec: ToolSpec, roles: Mapping[str, Role]) -> ToolSpec:
    about = "; ".join(f"{name}: {' '.join(role.about.split())[:_ABOUT]}" for name, role in roles.items())
    properties = cast("Mapping[str, object]", spec.parameters["properties"])
    role = {"type": "string", "description": f"Who works on all items. {about}"}
    return replace(spec, parameters={**spec.parameters, "properties": {**properties, "role": role}})


@dataclass(frozen=True, slots=True)
class _Handing:
    intent: Intent
    means: Means
    call: str
    shared: str
    pieces: tuple[Piece, ...]
    role: Role | None
    pace: Pace

    async def run(self) -> Result:
        """Work on all pieces, settle what contradicts, and give it as one."""
        course = Course(self.pace, usd=self.means.left())
        shared = self.shared if self.role is None else f"Your role\n{self.role.text}\n\n{self.shared}".strip()
        worked = await Delegation(self.means, course, self.call, shared, self.pieces).run()
        done = [one for one in worked if one.outcome is Outcome.DONE]
        found = contradictions(claim for one in done for claim in one.report.claims)
        settled, arbiter = await arbitrated(found, done, self.means, course, self.call)
        if (doubts := doubtful(worked, settled)).en:
            self.means.emit(Noted(doubts.text(self.means.language), "doubtful"))
        result = await asyncio.to_thread(result_of, worked, settled, arbiter, self.means.language)
        return result if self.role is None else replace(result, sources=(*result.sources, self.role.source))


def _actions(pieces: tuple[Piece, ...]) -> tuple[Action, ...]:
    """Reads and writes of all, each once; of a pattern the folder in which it begins."""
    found: dict[Action, None] = {}
    for piece in pieces:
        for effect, scope in ((Effect.READ, piece.reads), (Effect.WRITE, piece.writes)):
            found |= {Action(effect, place): None for place in _begins(scope)}
    return tuple(found)


def _begins(scope: Scope) -> list[str]:
    return [str(Place(one.root, one.begins)) for one in scope.patterns]
