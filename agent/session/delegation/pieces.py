"""From the arguments of `delegate` to pieces of work whose writes cannot meet: decided before anything is launched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from agent.calls.params import Arguments
from agent.core.errors import AgentError, InvalidArgumentsError, OutsideWorkspaceError
from agent.core.paths import Place, place_of, shown
from agent.core.plans import Item
from agent.core.ports import Files
from agent.session.state import titled
from agent.workspace.overlay_scope import Scope, scope_of

MOST_ITEMS = 100
_MARK = "{item}"
_FIELDS = ("id", "task", "reads", "writes")


@dataclass(frozen=True, slots=True)
class Piece:
    """One Item with what it is told, what it may read (its own writes too) and write, and whom it comes after.

    `size` is the number of bytes of what it reads, the estimate of how long it takes.
    """

    item: Item
    task: str
    reads: Scope
    writes: Scope
    after: frozenset[str] = frozenset()
    size: int = 0


def pieces_of(arguments: Arguments, files: Files) -> tuple[Piece, ...]:
    """The pieces of a call, in the order in which they were given.

    Raises:
        InvalidArgumentsError: too many, two with one id, one without a task, writes that meet, or reads in a circle.
        OutsideWorkspaceError: a path leads out of the Roots.
    """
    shared = arguments.texts("reads")
    found = [
        _piece(number, given, arguments.text("template"), shared, files)
        for number, given in enumerate(arguments.listed("items"), 1)
    ]
    if not 1 <= len(found) <= MOST_ITEMS:
        raise InvalidArgumentsError(f"Give 1 to {MOST_ITEMS} items, not {len(found)}.")
    _must_differ(found)
    _must_not_meet(found)
    return _in_order(found)


def _piece(number: int, given: object, template: str, shared: Sequence[str], files: Files) -> Piece:
    fields: Mapping[str, object] = (
        {"task": given} if isinstance(given, str) else given if isinstance(given, dict) else {}
    )
    if unknown := [str(name) for name in fields if name not in _FIELDS]:
        raise InvalidArgumentsError(f"An item has {', '.join(_FIELDS)}, not {', '.join(map(repr, unknown))}.")
    own = str(fields.get("task") or fields.get("id") or "").strip()
    if not own:
        raise InvalidArgumentsError(f"Item {number} has no task.")
    name = str(fields.get("id") or number).strip()
    reads, writes = _texts(fields, "reads", name), _texts(fields, "writes", name)
    task = template.replace(_MARK, own) if template else own
    reads, writes = (_filled(texts, own) for texts in ((*reads, *shared), writes))
    item = Item(name, titled(own), reads or _itself(own, files), writes)
    declared = scope_of(writes, files)
    return Piece(item, task, scope_of(item.reads, files).joined(declared), declared, size=_size(item.reads, files))


def _filled(texts: Sequence[str], own: str) -> tuple[str, ...]:
    """Models write "{item}" in paths as they do in the template; as it stands, no piece could read its file."""
    return tuple(text.replace(_MARK, own) for text in texts)


def _itself(own: str, files: Files) -> tuple[str, ...]:
    """An item that declares nothing to read and whose words are the path of a file is about that file."""
    try:
        entry = files.entry(place_of(own, tuple(root.root for root in files.roots())))
    except (AgentError, ValueError):
        return ()
    return (own,) if entry is not None and entry.kind == "file" else ()


def _texts(fields: Mapping[str, object], key: str, name: str) -> tuple[str, ...]:
    given = fields.get(key) or []
    listed = [given] if isinstance(given, str) else given
    if not isinstance(listed, list) or not all(isinstance(one, str) and one.strip() for one in listed):
        raise InvalidArgumentsError(f"Item {name!r}: {key!r} must be a list of paths.")
    return tuple(str(one).strip() for one in listed)


def _must_differ(found: Sequence[Piece]) -> None:
    ids = [piece.item.id for piece in found]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise InvalidArgumentsError(f"Each item needs an id of its own; twice: {', '.join(map(repr, twice))}.")
    tasks = [(piece.task, piece.item.reads, piece.item.writes) for piece in found]
    if len(set(tasks)) < len(tasks):
        raise InvalidArgumentsError("Two items are the same work. Give each its own task or files.")


def _must_not_meet(found: Sequence[Piece]) -> None:
    """No file may be written by two."""
    for one, other in combinations(found, 2):
        if both := one.writes.meets(other.writes):
            raise InvalidArgumentsError(
                f"Items {one.item.id!r} and {other.item.id!r} could write the same file ({shown(both[0])!r} and "
                f"{shown(both[1])!r}). Give each its own files to write, or let one item do both.",
                "writes_meet",
            )


def _in_order(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """What reads another's writes comes after it, and sees them."""
    after = {
        piece.item.id: frozenset(
            other.item.id for other in found if other is not piece and piece.reads.meets(other.writes)
        )
        for piece in found
    }
    done: set[str] = set()
    while ready := [name for name, before in after.items() if name not in done and before <= done]:
        done.update(ready)
    if circle := sorted(after.keys() - done):
        raise InvalidArgumentsError(
            f"Items {', '.join(map(repr, circle))} read what the others of them write, so none can begin. Let one of "
            "them read less, or do them in two calls.",
            "circle",
        )
    return tuple(replace(piece, after=after[piece.item.id]) for piece in found)


def _size(reads: Sequence[str], files: Files) -> int:
    """Bytes of the files that are named as they are; patterns and folders count what lies directly in them."""
    total = 0
    for text in reads:
        scope = scope_of((text,), files)
        for place in _places(text, files):
            if scope.covers(place):
                entry = files.entry(place)
                total += 0 if entry is None else entry.size
    return total


def _places(text: str, files: Files) -> list[Place]:
    place = place_of(text, tuple(root.root for root in files.roots()))
    try:
        entry = files.entry(place) if "*" not in text and "?" not in text else None
        if entry is not None and entry.kind == "file":
            return [place]
        folder = place if entry is not None else place.parent
        return [found.place for found in files.walk(folder, deep=False)]
    except OutsideWorkspaceError:
        return []
