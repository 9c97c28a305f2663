"""What a Turn did, as its Checks see it: the calls with their results, and what became of every file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent.core.actions import Trust
from agent.core.changes import Changed, Checkpoint
from agent.core.messages import AssistantMessage, Message, ToolCall, ToolMessage, ToolResult, UserMessage
from agent.core.plans import Requirement

DRAFTS = "drafts"
"""The call by which the draft that was kept is carried out."""
_FOREIGN = ("organise", "extract")
"""Tools that copy the bytes of others: what is wrong in them is not of this Turn's making."""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that the Turn made or changed and that should be there. `place` is the text of its Place now.

    `origin` is the Checkpoint and the place at which its contents before the Turn are found, None for a new file.
    `calls` are the calls that wrote it; `foreign` when its bytes were copied from somewhere.
    """

    place: str
    sha256: str
    origin: tuple[str, str] | None = None
    calls: tuple[ToolCall, ...] = ()
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """`said` are all words of the person in the Session, `messages` the whole History, those of this Turn from `begin`.

    `checkpoints` are the Turn's own that still hold; `rounds` counts the reviews of this Turn before this one.
    `recipe` when no model works that could mend anything.
    """

    said: tuple[str, ...] = ()
    messages: Sequence[Message] = ()
    begin: int = 0
    checkpoints: tuple[Checkpoint, ...] = ()
    checklist: tuple[Requirement, ...] = ()
    rounds: int = 0
    recipe: bool = False

    @property
    def turn(self) -> Sequence[Message]:
        """The Messages of this Turn."""
        return self.messages[self.begin :]

    @property
    def names(self) -> tuple[str, ...]:
        """Texts of all Places that the Turn changed, as they were called before and after."""
        lines = [changed for one in self.checkpoints for changed in one.changed]
        return tuple(dict.fromkeys(name for line in lines for name in (line.place, line.to) if name))


def dealt(messages: Sequence[Message]) -> Iterator[tuple[ToolCall, ToolResult]]:
    """Every call with its result."""
    wishes: dict[str, ToolCall] = {}
    for message in messages:
        match message:
            case AssistantMessage(calls=calls):
                wishes = {call.id: call for call in calls}
            case ToolMessage(results):
                yield from ((wishes[one.call], one) for one in results if one.call in wishes)
            case _:
                continue


def attachments(work: Work) -> tuple[str, ...]:
    """Texts of the Places that the person attached."""
    said = [one for one in work.messages if isinstance(one, UserMessage) and one.by is Trust.PERSON]
    return tuple(name for one in said for name in one.attachments)


def made_files(work: Work) -> tuple[MadeFile, ...]:
    """The files that the Turn made or changed and did not take away again, in the order of their making."""
    calls = _makers(work)
    files: dict[str, MadeFile] = {}
    for checkpoint in work.checkpoints:
        call = calls.get(checkpoint.id, ())
        moves = {line.place: line.to for line in checkpoint.changed if line.kind == "move"}
        files = {one.place: one for one in (_moved(file, moves) for file in files.values())}
        for line in checkpoint.changed:
            _settle(files, line, checkpoint.id, call)
    return tuple(files.values())


def _makers(work: Work) -> dict[str, tuple[ToolCall, ...]]:
    """The calls that made each Checkpoint. A set of drafts was made by all calls of the draft that was kept."""
    pairs = list(dealt(work.turn))
    makers = {result.checkpoint: (call,) for call, result in pairs if result.checkpoint}
    drafted = tuple(call for call, result in pairs if result.checkpoint and call.tool != DRAFTS)
    return {name: drafted if calls[0].tool == DRAFTS else calls for name, calls in makers.items()}


def _settle(files: dict[str, MadeFile], line: Changed, checkpoint: str, made_by: Sequence[ToolCall]) -> None:
    calls = tuple(call for call in made_by if len(made_by) == 1 or _names(call, line.place))
    match line.kind:
        case "create":
            foreign = bool(calls) and all(call.tool in _FOREIGN for call in calls)
            files[line.place] = MadeFile(line.place, line.after, None, calls, foreign)
        case "modify":
            known = files.get(line.place) or MadeFile(line.place, line.after, (checkpoint, line.place))
            files[line.place] = replace(known, sha256=line.after, calls=(*known.calls, *calls), foreign=False)
        case "delete":
            for place in [place for place in files if place == line.place or place.startswith(f"{line.place}/")]:
                del files[place]
        case _:
            return


def _names(call: ToolCall, place: str) -> bool:
    return place in call.arguments or place in call.arguments.encode().decode("unicode_escape", "replace")


def _moved(file: MadeFile, moves: dict[str, str]) -> MadeFile:
    for place, to in moves.items():
        if file.place == place:
            return replace(file, place=to)
        if file.place.startswith(f"{place}/"):
            return replace(file, place=to + file.place.removeprefix(place))
    return file


def moved_places(work: Work) -> tuple[str, ...]:
    """Where things were moved to, as far as they were not moved or deleted later in the Turn."""
    places: dict[str, None] = {}
    for line in (line for one in work.checkpoints for line in one.changed):
        if line.kind in ("move", "delete"):
            for gone in [p for p in places if p == line.place or p.startswith(f"{line.place}/")]:
                del places[gone]
        if line.kind == "move":
            places[line.to] = None
    return tuple(places)
