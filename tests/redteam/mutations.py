"""What is approved is what executes: mutations of calls, sets and rows between a question and its answer.

Each mutation changes one field somewhere in what would be done or in what was shown; the approval of the original must
not fit the question of the mutated one, nor an altered question.
"""

import random
import string
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from agent.core.actions import Action, Argument, Ask, Effect, Intent, Mode, Question
from agent.core.changes import Change, ChangeSet, Create, Delete, Finding, MakeFolder, Modify, Move, Staged
from agent.core.errors import ToolError
from agent.core.paths import Place
from agent.core.words import Words
from agent.policy.facts import Facts
from agent.policy.gate import RuleGate

ROLES = ("recipient", "address", "amount", "id", "subject", "body", "file")
GATE = RuleGate(lambda: Facts(Mode.CHANGES))


def some_set(dice: random.Random) -> ChangeSet:
    """A set of one to eight Changes, all kinds."""
    return ChangeSet(_name(dice), tuple(_change(dice) for _ in range(dice.randint(1, 8))))


def some_intent(dice: random.Random) -> Intent:
    """A call that leaves, with one to five arguments."""
    told = tuple(Argument(dice.choice(ROLES), _name(dice)) for _ in range(dice.randint(1, 5)))
    return Intent(_name(dice), (Action(dice.choice([Effect.SEND, Effect.CONNECT, Effect.DELETE]), _name(dice), told),))


def question(what: ChangeSet | Intent, findings: Sequence[Finding] = ()) -> Question:
    """The gate's question about it."""
    verdict = GATE.judge(what) if isinstance(what, Intent) else GATE.judge_changes(what, findings)
    if not isinstance(verdict, Ask):
        raise AssertionError(f"not asked: {what}")
    return verdict.question


def mutated(value: Any, dice: random.Random) -> Any:
    """The same value with one field somewhere in it changed."""
    if is_dataclass(value) and not isinstance(value, type):
        name = dice.choice([field.name for field in fields(value)])
        return replace(value, **{name: mutated(getattr(value, name), dice)})
    if isinstance(value, tuple):
        return _other_tuple(value, dice)
    return _other_plain(value, dice)


def accepted(count: int, seed: int) -> list[str]:
    """Mutations of `count` that an approval of the original would let pass; there must be none."""
    dice = random.Random(seed)
    passed: list[str] = []
    for number in range(count):
        what: Any = some_intent(dice) if number % 2 else some_set(dice)
        shown = question(what)
        answer = replace(shown.answer(tuple(row.index for row in shown.rows), True), at=1000.0)
        other = _altered(shown, what, dice)
        if other is not None and _fits(replace(other, id=shown.id), answer):
            passed.append(f"{what!r} -> {other!r}")
    return passed


def _altered(shown: Question, what: Any, dice: random.Random) -> Question | None:
    """The question about a mutated call, or with a finding that came later; None when nothing was changed by chance."""
    if isinstance(what, ChangeSet) and dice.random() < 0.2:
        words = Words(_name(dice), "何か")
        return question(what, [Finding(dice.randrange(len(what.changes)), "links", words, _name(dice))])
    other = mutated(what, dice)
    same = (shown.title, _anywhere(what)) == (getattr(other, "title", ""), _anywhere(other))
    if (
        same
        or (isinstance(other, Intent) and not _leaves(other))
        or (isinstance(other, ChangeSet) and not other.changes)
    ):
        return None
    return question(other)


def _anywhere(what: Any) -> Any:
    """The same, wherever new contents wait: the ledger takes them by their hash, so that this is no mutation."""
    if not isinstance(what, ChangeSet):
        return what
    waiting = [
        replace(one, staged=replace(one.staged, path="")) if isinstance(one, Create | Modify) else one
        for one in what.changes
    ]
    return replace(what, changes=tuple(waiting))


def _leaves(intent: Intent) -> bool:
    return any(action.arguments or action.effect in (Effect.SEND, Effect.CONNECT) for action in intent.actions)


def _fits(asked: Question, answer: Any) -> bool:
    try:
        asked.must_fit(answer, 1001.0)
    except ToolError:
        return False
    return True


def _change(dice: random.Random) -> Change:
    place = Place(dice.choice(["", "Other"]), _name(dice))
    staged = Staged(f"/staging/{_name(dice)}", _name(dice), dice.randrange(10**9))
    made: Sequence[Callable[[], Change]] = (
        lambda: Create(place, staged, dice.choice([None, 5])),
        lambda: Modify(place, _name(dice), staged, dice.choice([True, False])),
        lambda: Move(place, Place("", _name(dice))),
        lambda: Delete(place, dice.choice([None, _name(dice)])),
        lambda: MakeFolder(place),
    )
    return dice.choice(made)()


def _name(dice: random.Random) -> str:
    return "".join(dice.choices(string.ascii_lowercase + "/. é日\u202e\n", k=dice.randint(3, 12)))


def _other_tuple(value: tuple[Any, ...], dice: random.Random) -> tuple[Any, ...]:
    how = dice.choice(["one", "drop", "twice", "swap"])
    if not value:
        return value
    at = dice.randrange(len(value))
    match how:
        case "one":
            return (*value[:at], mutated(value[at], dice), *value[at + 1 :])
        case "drop" if len(value) > 1:
            return (*value[:at], *value[at + 1 :])
        case "twice":
            return (*value, value[at])
        case _:
            return value[::-1]


def _other_plain(value: Any, dice: random.Random) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case Enum():
            return dice.choice(list(type(value)))
        case str():
            return dice.choice([value + "x", value[:-1], value + "\u200b", _name(dice)])
        case _:
            return 7 if value is None else value
