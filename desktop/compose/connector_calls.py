"""Calls of connectors in a Turn: the person of this Turn can be asked, and what leaves is written down before it does.

Every Tool of every connector is wrapped here, so none can forget to say what it sends. What leaves is taken from the
outward Actions of the Intent, which the policy judged too: it is what the words of a call weigh, not its wire format.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from agent.core.actions import Action, Approval, Effect, Intent, Question, Source, Trust
from agent.core.errors import ToolError
from agent.core.events import CallProgress
from agent.core.messages import Result, ToolCall, ToolSpec
from agent.core.ports import Approver, Emit, Files, ReadyCall, Tool
from connectors.connector import Connector, Reporting
from desktop.compose.masking import Masking

Leaves = Callable[[str, str, int, Sequence[Source]], None]
MOST_ASKED = 15
_OUTWARD = (Effect.CONNECT, Effect.SEND, Effect.DELETE)


@dataclass(frozen=True, slots=True)
class TurnTalk:
    """Whom a Turn tells what. `leaves` hears host, request, bytes and the Sources in it, before they leave."""

    approver: Approver
    emit: Emit
    leaves: Leaves
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asker:
    """Who can be asked while a call runs, and which folders are granted to its Session. `asked` are the ids of the
    questions that were put: a server that asks without end wears nobody down.
    """

    approver: Approver
    call: str = ""
    folders: tuple[str, ...] = ()
    leaves: Leaves = lambda _host, _request, _size, _sources: None
    asked: list[str] = field(default_factory=list)

    async def ask(self, question: Question) -> Approval:
        """Put it to the person; after MOST_ASKED nobody is asked any more, which is a no."""
        if len(self.asked) >= MOST_ASKED:
            return question.answer()
        self.asked.append(question.id)
        return await self.approver.ask(question, self.call)


@dataclass(frozen=True, slots=True)
class Joined:
    """A Tool of a connector in a Turn. `calls` are those that run in the connector now; `masking` knows its secrets."""

    tool: Tool
    connector: Connector
    files: Files
    talk: TurnTalk
    calls: list[Asker]
    masking: Masking

    @property
    def spec(self) -> ToolSpec:
        """As the connector says."""
        return self.tool.spec

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        ready, talk = self.tool.prepare(call), self.talk
        if isinstance(ready, Reporting):
            said = self.masking.text
            ready = ready.reporting(lambda text, done, total: talk.emit(CallProgress(call.id, said(text), done, total)))
        return _Running(ready, self, call)


@dataclass(frozen=True, slots=True)
class _Running:
    ready: ReadyCall
    joined: Joined
    call: ToolCall

    @property
    def intent(self) -> Intent:
        """As the connector says."""
        return self.ready.intent

    async def run(self) -> Result:
        """See `agent.core.ports.ReadyCall`."""
        joined, talk = self.joined, self.joined.talk
        for host, request, size, sources in handed_over(self.intent, self.call.tool, joined.connector, joined.files):
            talk.leaves(host, request, size, sources)
        asker = Asker(talk.approver, self.call.id, talk.folders, talk.leaves)
        joined.calls.append(asker)
        try:
            return joined.masking.result(await self.ready.run())
        except ToolError as error:
            raise joined.masking.error(error) from error
        finally:
            joined.calls.remove(asker)


def handed_over(
    intent: Intent, name: str, connector: Connector, files: Files
) -> Iterable[tuple[str, str, int, tuple[Source, ...]]]:
    """What a call hands over: host, request, bytes and the files that go along, once for each place.

    The host of an account is where it lies, as the connector says; a program on this computer goes by its account,
    since nobody knows where it sends what it is given.
    """
    outward = [action for action in intent.actions if action.effect in _OUTWARD]
    along = [action.target for action in intent.actions if action.effect is Effect.READ]
    for target in dict.fromkeys(action.target for action in outward):
        actions = [action for action in outward if action.target == target]
        words = {argument for action in actions for argument in action.arguments}
        size = sum(len(argument.value.encode("utf-8", "replace")) for argument in words)
        size += sum(_size(files, path) for path in along)
        sources = tuple(Source(Trust.FILE, path) for path in along)
        yield _host(target, connector), _request(actions, target, name, connector), size, sources


def _host(target: str, connector: Connector) -> str:
    if target != connector.account:
        return target
    return ", ".join(dict.fromkeys(one for one in connector.state.reaches if one != "*")) or target


def _request(actions: Sequence[Action], target: str, name: str, connector: Connector) -> str:
    """An address of the open web as code's requests have it, else the Tool."""
    address = next((one.value for action in actions for one in action.arguments if one.role == "address"), "")
    return f"GET {address}" if address and target != connector.account else f"call {name}"


def _size(files: Files, path: str) -> int:
    entry = files.entry(files.place(path))
    return entry.size if entry is not None and entry.kind == "file" else 0
