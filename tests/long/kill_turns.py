"""Kill a Turn at its journal points, go on with it, and compare. `python tests/long/kill_turns.py [EVERY] [--twice]`

A process carries out one task with real files: several calls in a step, questions to the person, an organise with
several changes, edits, a new workbook, words that are said meanwhile. It is killed with SIGKILL right before or right
after each EVERYth append to the Journal (1: all of them); then new processes go on with it until it is done. With
`--twice` the first of them is killed as well, at a random append. After each: the folder has the bytes of a run that
nobody disturbed, every change was made once, every call has one result, the person's words were heard once, the record
is whole, and undoing everything gives the first folder again.
"""

import argparse
import asyncio
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.actions import Approval, Question  # noqa: E402
from agent.core.events import CallEnded, CheckpointMade, Ending, Event, RootGranted, Steered, TurnEnded  # noqa: E402
from agent.core.messages import AssistantMessage, Delta, Message, Reply, ToolMessage, UserMessage, text_of  # noqa: E402
from agent.core.ports import Settings, Traits  # noqa: E402
from agent.models.scripted import calls, check_history, says, together  # noqa: E402
from agent.session.journal import Journal, Record  # noqa: E402
from desktop.compose.asked import Asked  # noqa: E402
from desktop.compose.home import Home  # noqa: E402
from desktop.compose.house import House, built_house  # noqa: E402
from desktop.compose.opened import OpenedSession  # noqa: E402

ALSO = "And mention the weather."
WORDS = {"Which year?": "2026"}
STEPS = (
    together(
        calls("plan", {"steps": [{"title": "Tidy up", "changes": ["delete *.tmp", "move *.txt"]}]}),
        calls("find", {"pattern": "*"}),
    ),
    together(calls("read", {"path": "notes.txt"}), calls("read", {"path": "list.csv"})),
    calls("ask_person", {"question": "Which year?", "choices": ["2025", "2026"]}),
    together(
        calls("write_file", {"path": "new/report.txt", "text": "All of 2026.\n"}),
        calls("organise", {"items": [
            {"move": "notes.txt", "to": "old/notes.txt"}, {"delete": "junk.tmp"}, {"copy": "list.csv", "to": "old/"},
            {"folder": "empty"}, {"move": "more.txt", "to": "notes.txt"},
        ]}),
        calls("read", {"path": "nosuch.txt"}),
    ),
    calls("edit", {"path": "list.csv", "ops": [{"op": "replace", "find": "Pen", "with": "Pencil"}]}),
    together(calls("organise", {"items": [{"delete": "second.tmp"}]}), calls("read", {"path": "new/report.txt"})),
    says("Done."),
)  # fmt: skip


class Killing(Journal):
    """A Journal whose process is killed at append number `point`: before it, or right after it."""

    point = 0
    after = False
    count = 0

    def append(self, session: str, event: Event) -> Record:
        """As the Journal, or not at all."""
        Killing.count += 1
        if Killing.count == Killing.point and not Killing.after:
            os.kill(os.getpid(), signal.SIGKILL)
        record = super().append(session, event)
        if Killing.count == Killing.point:
            os.kill(os.getpid(), signal.SIGKILL)
        return record


class ByHistory:
    """A ChatModel that answers by how often it answered: the same in every process that goes on."""

    name, host, traits = "by history", "", Traits()

    async def reply(
        self, history: Sequence[Message], tools: Sequence[object], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
        """The next step, with ids of its own."""
        check_history(history)
        number = sum(isinstance(message, AssistantMessage) for message in history)
        reply = STEPS[min(number, len(STEPS) - 1)]
        made = tuple(replace(call, id=f"call_{number}_{at}") for at, call in enumerate(reply.message.calls))
        yield Delta("I ")
        yield replace(reply, message=replace(reply.message, calls=made))


class Person:
    """Says yes to everything, and once something more while the task runs."""

    def __init__(self, opened: OpenedSession) -> None:
        self.session = opened.session

    async def ask(self, question: Question, call: str = "") -> Approval:
        """See Approver."""
        waiting = asyncio.ensure_future(self.session.ask(question, call))
        await asyncio.sleep(0)
        if not any(ALSO in said for said in self.session.state.said) and not self.session.state.steered:
            self.session.steer(ALSO)
        rows = tuple(row.index for row in question.rows)
        self.session.answer(question.answer(rows, True, WORDS.get(question.title, "")))
        return await waiting


def made_folder(folder: Path) -> None:
    """What the task works on."""
    folder.mkdir(parents=True)
    for name, text in (
        ("notes.txt", "one\n"), ("more.txt", "more\n"), ("list.csv", "Pen,1\nInk,2\n"), ("junk.tmp", "x"),
        ("second.tmp", "y"),
    ):  # fmt: skip
        (folder / name).write_text(text)


def tree(folder: Path) -> dict[str, bytes]:
    """The bytes of everything below it."""
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else b"" for p in sorted(folder.rglob("*"))}


def house_at(base: Path) -> House:
    """A house that can be killed."""
    home = Home(base / "home")
    for path in (home.folder, home.vault, home.staging, home.settings):
        path.mkdir(parents=True, exist_ok=True)
    house = built_house(home)
    return replace(house, journal=Killing(home.journal, house.journal.anchor))


async def work(base: Path) -> None:
    """Begin the task, or go on with it, as a start of the program does."""
    house = house_at(base)
    house.recover()
    known = house.journal.sessions()
    if not known:
        opened = house.new_session((RootGranted("", str(base / "October")),), lambda *_: None, "en")
    else:
        opened = house.open(known[0], lambda *_: None, "en")
    asked = Asked("Tidy this up.", ByHistory())
    if opened.session.interrupted:
        await opened.resume(asked, Person(opened))
    elif opened.session.state.ending is None:
        if not opened.session.state.roots:
            opened.grant(RootGranted("", str(base / "October")))
        await opened.begin(asked, Person(opened))
    house.close()


def run(base: Path, point: int = 0, *, after: bool = False) -> int:
    """Work in a process of its own; killed at append `point`. Returns 0 when it came to its end, 9 when it was killed.

    It is forked, so that a thousand runs need not load the program a thousand times.
    """
    child = os.fork()
    if child == 0:
        Killing.point, Killing.after, Killing.count = point, after, 0
        try:
            asyncio.run(work(base))
            if not point:
                (base / "appends").write_text(str(Killing.count))
        except BaseException as error:  # noqa: BLE001  # the child tells its parent by its exit code
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def whole(base: Path, wanted: dict[str, Any]) -> list[str]:
    """What is wrong after the task; nothing when all is as it should be."""
    house = house_at(base)
    try:
        session = house.journal.sessions()[0]
        records = house.journal.records(session)
        events = [record.event for record in records]
        state, _ = house.state(session)
        results = [(one.call, one.outcome) for m in state.history if isinstance(m, ToolMessage) for one in m.results]
        ends = [(event.result.call, event.result.outcome) for event in events if isinstance(event, CallEnded)]
        made = Counter(event.call for event in events if isinstance(event, CheckpointMade))
        words = [text_of(m.parts) for m in state.history if isinstance(m, UserMessage)]
        endings = [event.ending for event in events if isinstance(event, TurnEnded)]
        found = {
            "the files": tree(base / "October") == wanted["tree"],
            "one change a call": made == wanted["made"],
            "one result a call": results == wanted["results"] and sorted(ends) == sorted(results),
            "the words": words.count(ALSO) == 1 and sum(isinstance(e, Steered) for e in events) == 1,
            "the history": words[0] == "Tidy this up." and is_whole(state.history),
            "one end": endings == [Ending.DONE] and state.turn is None,
            "the record": house.verified().ok,
        }
    finally:
        house.close()
    undone = asyncio.run(undo(base))
    return [name for name, good in {**found, "undo": undone == wanted["first"]}.items() if not good]


def is_whole(history: Sequence[Message]) -> bool:
    """Whether a strict server would take it, once the person says more."""
    check_history((*history, UserMessage(())))
    return True


async def undo(base: Path) -> dict[str, bytes]:
    """The folder after everything was put back."""
    house = house_at(base)
    await house.open(house.journal.sessions()[0], lambda *_: None, "en").undo_all()
    house.close()
    return tree(base / "October")


def undisturbed(base: Path) -> dict[str, Any]:
    """What a run that nobody disturbs gives."""
    made_folder(base / "October")
    first = tree(base / "October")
    if run(base):
        raise SystemExit("the undisturbed run failed")
    house = house_at(base)
    session = house.journal.sessions()[0]
    state, _ = house.state(session)
    made = Counter(e.event.call for e in house.journal.records(session) if isinstance(e.event, CheckpointMade))
    results = [(one.call, one.outcome) for m in state.history if isinstance(m, ToolMessage) for one in m.results]
    house.close()
    appends = int((base / "appends").read_text())
    return {"tree": tree(base / "October"), "made": made, "results": results, "first": first, "appends": appends}


def one_round(base: Path, point: int, wanted: dict[str, Any], *, after: bool, second: int) -> tuple[list[str], int]:
    """Kill at one point, perhaps once more, go on to the end. What is wrong, and how many processes were killed."""
    made_folder(base / "October")
    codes = [run(base, point, after=after)]
    if second:
        codes.append(run(base, second, after=bool(second % 2)))
    for _ in range(3):
        if codes[-1] == 0:
            break
        codes.append(run(base))
    if codes[-1]:
        return [f"exit {codes}"], 0
    return whole(base, wanted), codes.count(int(signal.SIGKILL))


def main() -> int:
    """Run all rounds; 1 when something was wrong."""
    options = argparse.ArgumentParser()
    options.add_argument("every", nargs="?", type=int, default=1)
    options.add_argument("--twice", action="store_true")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    dice = random.Random(chosen.seed)
    base, began = Path(tempfile.mkdtemp(prefix="kill_turns-")), time.monotonic()
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    wanted = undisturbed(base / "undisturbed")
    killed = bad = rounds = 0
    for point in range(1, wanted["appends"] + 1, chosen.every):
        for after in (False, True):
            second = dice.randint(1, 25) if chosen.twice else 0
            wrong, deaths = one_round(base / "round", point, wanted, after=after, second=second)
            rounds, killed, bad = rounds + 1, killed + deaths, bad + bool(wrong)
            if wrong:
                print(f"point {point}, {'after' if after else 'before'}, then {second}: {', '.join(wrong)}", flush=True)
            shutil.rmtree(base / "round")
    shutil.rmtree(base)
    print(
        f"{wanted['appends']} appends, {rounds} rounds, {killed} kills in {time.monotonic() - began:.0f} s: {bad} bad"
    )
    return 1 if bad or killed < rounds else 0


if __name__ == "__main__":
    sys.exit(main())
