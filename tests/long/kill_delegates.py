"""Kill a Turn that hands work out and mends its result, and go on. `python tests/long/kill_delegates.py [EVERY] [SEED]`

Four delegates write a file each, then a workbook with a wrong total is made, the Review objects, and it is mended; all
requests are paid under a cap. The process is killed with SIGKILL before and after each EVERYth append: in the middle of
the delegates, between the Review's objection and the repair, between Reserved and Spent. New processes go on. After
each: the files of a run that nobody disturbed, one change a call, one result a call, no piece worked on again that was
told as done, never more than the cap, "done" only after the Review found nothing, and undo gives the first folder.
"""

import asyncio
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from python_calamine import CalamineWorkbook  # noqa: E402

from agent.core.events import (  # noqa: E402
    CallEnded,
    Checked,
    CheckpointMade,
    Delegated,
    Ending,
    Event,
    ItemEnded,
    Reserved,
    RootGranted,
    Spent,
    TurnEnded,
    TurnStarted,
)
from agent.core.messages import AssistantMessage, Outcome, ToolMessage, Usage, text_of  # noqa: E402
from agent.core.plans import CheckState  # noqa: E402
from agent.core.ports import Traits  # noqa: E402
from agent.models.prices import simple  # noqa: E402
from agent.models.scripted import calls, check_history, says  # noqa: E402
from agent.session.capped import Capped  # noqa: E402
from agent.session.delegation.paced import Paced  # noqa: E402
from agent.session.purse import Cap, Purse  # noqa: E402
from agent.session.spending import Scope, Spending  # noqa: E402
from desktop.compose.asked import Asked  # noqa: E402
from desktop.compose.delegating import Delegating  # noqa: E402
from tests.agent.session.delegation.crew import copying, items  # noqa: E402
from tests.long.kill_turns import Killing, Person, house_at, is_whole, tree  # noqa: E402

CAP = 3.0
SHEET = {"name": "S", "columns": ["Item", "Amount"], "rows": [["a", 10], ["b", 20], ["Total", 31]]}
STEPS = (
    items(1, 2, 3, 4),
    calls("create", {"path": "Sum.xlsx", "content": {"sheets": [SHEET]}}),
    says("Done."),
    calls("edit", {"path": "Sum.xlsx", "ops": [{"op": "set_cells", "sheet": "S", "cells": {"B4": 30}}]}),
    says("Done."),
)


class Both:
    """A ChatModel for the planner and its delegates, that answers by how often it answered."""

    name, host, traits = "both", "", Traits()

    async def reply(self, history, tools, settings):
        """The next step, with ids of its own."""
        check_history(history)
        number = sum(isinstance(message, AssistantMessage) for message in history)
        task = text_of(history[0].parts)
        delegate = task.startswith("copy n")
        reply = copying(task, number, history) if delegate else STEPS[min(number, len(STEPS) - 1)]
        who = task[:7].replace(" ", "") if delegate else "call"
        made = tuple(replace(call, id=f"{who}_{number}_{at}") for at, call in enumerate(reply.message.calls))
        yield replace(reply, message=replace(reply.message, calls=made), usage=Usage(1_000, 100))


def made_folder(folder: Path) -> None:
    """What the task works on."""
    folder.mkdir(parents=True)
    for number in range(1, 5):
        (folder / f"n{number}.txt").write_text(f"{number * 10}\n")


def asked_in(opened, house) -> Asked:
    """The task, paid by a purse with a cap."""
    session = opened.session
    cap = Cap(Scope("task", session.id), CAP)
    purse = Purse(Spending(house.journal), session.emit, lambda: [cap], lambda _: None)
    price = simple(2.0, 10.0)

    def connect(talk, pace, usd):
        own = Purse(purse.book, talk.emit, lambda: [cap], lambda _: None).part(CAP if usd is None else usd)
        return Paced(Capped(Both(), lambda: price, own), pace)

    delegating = Delegating(house.documents, house.home.items(session.id), connect, purse.unspent, "", 2)
    return Asked("Copy and sum up.", Capped(Both(), lambda: price, purse), delegating=delegating)


async def work(base: Path) -> None:
    """Begin the task, or go on with it, as a start of the program does."""
    house = house_at(base)
    house.recover()
    known = house.journal.sessions()
    root = RootGranted("", str(base / "October"))
    opened = house.open(known[0], lambda *_: None, "en") if known else house.new_session((root,), lambda *_: None, "en")
    if opened.session.interrupted:
        await opened.resume(asked_in(opened, house), Person(opened))
    elif opened.session.state.ending is None:
        if not opened.session.state.roots:
            opened.grant(root)
        await opened.begin(asked_in(opened, house), Person(opened))
    house.close()


def run(base: Path, point: int = 0, *, after: bool = False) -> int:
    """Work in a process of its own; killed at append `point`. 0 when it came to its end, 9 when it was killed."""
    child = os.fork()
    if child == 0:
        Killing.point, Killing.after, Killing.count = point, after, 0
        try:
            asyncio.run(work(base))
            (base / "appends").write_text(str(Killing.count))
        except BaseException as error:  # noqa: BLE001  # the child tells its parent by its exit code
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def files(folder: Path) -> dict[str, object]:
    """Bytes, of a workbook its values: it holds the time at which it was made."""
    found: dict[str, object] = dict(tree(folder))
    for name in found:
        if name.endswith(".xlsx"):
            found[name] = CalamineWorkbook.from_path(folder / name).get_sheet_by_index(0).to_python()
    return found


def again(events: list[Event]) -> list[str]:
    """Pieces that were begun after they were told as done."""
    done, found = set[str](), list[str]()
    for event in events:
        if isinstance(event, ItemEnded) and event.outcome is Outcome.DONE:
            done.add(event.item.partition(".")[2])
        if isinstance(event, Delegated) and isinstance(event.event, TurnStarted):
            found += {event.item.partition(".")[2]} & done
    return found


def at_most(events: list[Event]) -> float:
    """US dollars: what was spent, and what is reserved for good."""
    plain = [event.event if isinstance(event, Delegated) else event for event in events]
    held = {event.id: event.usd for event in plain if isinstance(event, Reserved)}
    spent = {event.id: event.usage.cost or 0.0 for event in plain if isinstance(event, Spent)}
    return sum({**held, **spent}.values())


def seen(base: Path) -> dict[str, Any]:
    """What is there after the task."""
    house = house_at(base)
    try:
        session = house.journal.sessions()[0]
        events = [record.event for record in house.journal.records(session)]
        state, _ = house.state(session)
        results = [(one.call, one.outcome) for m in state.history if isinstance(m, ToolMessage) for one in m.results]
        ends = [(event.result.call, event.result.outcome) for event in events if isinstance(event, CallEnded)]
        looks = [event for event in events if isinstance(event, Checked)]
        return {
            "the files": files(base / "October"),
            "one change a call": Counter(event.call for event in events if isinstance(event, CheckpointMade)),
            "one result a call": (results, sorted(ends) == sorted(results)),
            "one end": [event.ending for event in events if isinstance(event, TurnEnded)],
            "done pieces done again": again(events),
            "the cap": at_most(events) <= CAP,
            "the last look": [check.kind for check in looks[-1].checks if check.state is CheckState.FAILED],
            "the record": house.verified().ok and is_whole(state.history) and state.turn is None,
        }
    finally:
        house.close()


async def undone(base: Path) -> dict[str, bytes]:
    """The folder after everything was put back."""
    house = house_at(base)
    await house.open(house.journal.sessions()[0], lambda *_: None, "en").undo_all()
    house.close()
    return tree(base / "October")


def one_round(base: Path, point: int, wanted: dict[str, Any], first: dict[str, bytes], *, after: bool) -> list[str]:
    """Kill at one point, go on to the end. What is wrong."""
    made_folder(base / "October")
    codes = [run(base, point, after=after)]
    while codes[-1] and len(codes) < 4:
        codes.append(run(base))
    if codes != [9, 0]:
        return [f"exit {codes}"]
    found = seen(base)
    wrong = [name for name, value in found.items() if value != wanted[name]]
    return wrong + (["undo"] if asyncio.run(undone(base)) != first else [])


def main(every: int = 1, seed: int = 1) -> int:
    """Run all rounds; 1 when something was wrong."""
    base, began = Path(tempfile.mkdtemp(prefix="kill_delegates-")), time.monotonic()
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    made_folder(base / "undisturbed" / "October")
    first = tree(base / "undisturbed" / "October")
    if run(base / "undisturbed"):
        raise SystemExit("the undisturbed run failed")
    wanted = seen(base / "undisturbed")
    if wanted["one end"] != [Ending.DONE] or wanted["the last look"]:
        raise SystemExit(f"the undisturbed run is not done: {wanted}")
    appends = int((base / "undisturbed" / "appends").read_text())
    bad = rounds = 0
    for point in range(1 + random.Random(seed).randrange(every), appends - 1, every):
        for after in (False, True):
            wrong = one_round(base / "round", point, wanted, first, after=after)
            rounds, bad = rounds + 1, bad + bool(wrong)
            if wrong:
                print(f"point {point}, {'after' if after else 'before'}: {', '.join(wrong)}", flush=True)
            shutil.rmtree(base / "round")
    shutil.rmtree(base)
    print(f"{appends} appends, {rounds} rounds in {time.monotonic() - began:.0f} s: {bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
