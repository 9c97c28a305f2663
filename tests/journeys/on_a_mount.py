"""Run by test_mounts.py in a mount namespace of its own: prints what came of each call as JSON."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

from agent.core.actions import Mode
from agent.core.events import CallEnded
from agent.models.scripted import calls, says
from skills.library import recipes
from tests.agent.workspace.world import tree
from tests.journeys.every_tool import EVERY_TOOL
from tests.journeys.october import Desk

NEEDED: dict[str, dict[str, object]] = {
    "files:search": {"text": "one"},
    "files:rename": {"pattern": "{n:03} {name}"},
    "tables:clean": {"file": "list.csv"},
    "pdf:pages": {"action": "split"},
}


def main(kind, base):
    """Work in a folder that is `readonly` or nearly `full`."""
    if kind == "full":
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(base)], check=True)
    desk = Desk(base, "en", home=base.parent / "home")
    (desk.root / "list.csv").write_text("Day,Amount\n2026/4/1,1\n")
    if kind == "readonly":
        subprocess.run(["mount", "--bind", str(desk.root), str(desk.root)], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", str(desk.root)], check=True)
    before = tree(desk.root)
    out = {mode: worked(desk, kind, mode) for mode in ("plan", "act")}
    after = tree(desk.root)
    print(json.dumps({**out, "new": [name for name in after if after[name] != before.get(name)]}))
    desk.house.close()


def worked(desk, kind, mode):
    """One Turn for each call, so that the end of one does not hide the others. Pairs of code and ending."""
    steps: list[tuple[str, dict[str, object]]]
    if kind == "full":
        steps = [("write_file", {"path": "big.txt", "text": "x" * 600_000})]
    else:
        by_recipe: list[tuple[str, dict[str, object]]] = [
            ("recipe", {"id": recipe.id, "values": NEEDED.get(recipe.id, {})}) for recipe in recipes()
        ]
        steps = [step for step in EVERY_TOOL if step[0] != "recipe"] + by_recipe
    found = []
    for name, arguments in steps:
        desk.told.clear()
        first = [calls("read", {"path": arguments["path"]})] if name == "edit" else []
        ended = asyncio.run(turn(desk, mode, *first, calls(name, arguments), says("done")))
        result = desk.of(CallEnded)[-1].result
        found.append([name, str(arguments.get("id", "")), result.outcome, result.code, ended.ending, ended.code])
    return found


async def turn(desk, mode, *steps):
    """A Turn in a Session of its own."""
    opened = desk.open(mode=Mode.PLAN if mode == "plan" else Mode.ACT)
    ended, _ = await desk.turn(opened, *steps)
    return ended


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
