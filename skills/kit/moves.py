"""Moves put in an order in which each finds its new place free."""

from collections.abc import Sequence

from agent.core.changes import Move
from agent.core.paths import Place
from agent.core.ports import Files
from skills.kit.names import split_name


def ordered(moves: Sequence[Move], files: Files) -> list[Move]:
    """The same moves, each after the one that vacates its place; a ring goes over one name in between."""
    waiting = {move.place: move for move in moves}
    done: list[Move] = []
    while waiting:
        ready = [move for move in waiting.values() if move.to not in waiting]
        if not ready:
            ready = [_opened(next(iter(waiting.values())), waiting, done, files)]
        for move in ready:
            waiting.pop(move.place, None)
            done.append(move)
    return done


def _opened(first: Move, waiting: dict[Place, Move], done: list[Move], files: Files) -> Move:
    """Break a ring: the first file steps aside, and the one that takes its place is ready."""
    aside = _aside(first.place, files)
    done.append(Move(first.place, aside))
    del waiting[first.place]
    waiting[aside] = Move(aside, first.to)
    return next(move for move in waiting.values() if move.to == first.place)


def _aside(place: Place, files: Files) -> Place:
    stem, ending = split_name(place.name)
    number = 1
    while files.entry(aside := place.parent.child(f"{stem} (moving {number}){ending}")) is not None:
        number += 1
    return aside
