"""Row 9: hostile skills (cisco-ai-defense/skill-scanner, evals): no code of theirs runs, no permission gets wider.

Each is found as a skill of the person and as one of a granted folder, told, loaded, its files read, its scripts wished
for, while an audit hook watches for processes, connections and writes. Its words must come as a stranger's.
"""

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.core.actions import Intent, Trust
from agent.core.errors import AgentError
from agent.core.messages import Result, ToolCall
from agent.core.ports import Tool
from agent.models.estimates import tokens_of
from skills.approving import Approvals
from skills.catalogue import catalogue
from skills.choices import ChoiceFile
from skills.found import Found, Standing
from skills.pieces import pieces
from skills.script_tool import Running, ScriptTool
from skills.shelf import Shelf
from skills.skill_tool import Reading, SkillTool
from tests.matrix.tally import Data, Tally

TITLE = "Hostile skills: nothing runs, nothing is widened"
_KNOWN = 15
_WATCHED = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork", "os.forkpty", "socket.connect",
            "socket.getaddrinfo", "ctypes.dlopen", "os.remove", "os.rename", "os.chmod", "shutil.rmtree")  # fmt: skip
_seen: list[str] = []
_watching: list[bool] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    """Once added, an audit hook stays: it looks only while somebody watches."""
    if not _watching:
        return
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if event in _WATCHED or writes:
        _seen.append(f"{event} {arguments[0]!r}")


@contextmanager
def _watched(tally: Tally, name: str) -> Iterator[None]:
    _seen.clear()
    _watching.append(True)
    try:
        yield
    finally:
        _watching.clear()
        tally.check(not _seen, f"{name}: {_seen[:3]}")


def run(data: Data) -> Tally:
    """Try all of them."""
    tally = Tally()
    repository = data.found("cisco-ai-defense/skill-scanner")
    if repository is None:
        tally.skip("cisco-ai-defense/skill-scanner is not on this computer", _KNOWN)
        return tally
    sys.addaudithook(_watch)
    found = sorted((repository / "evals").rglob("SKILL.md"))
    for path in found:
        with tempfile.TemporaryDirectory() as scratch:
            _try(path.parent, Path(scratch), tally)
    scripts = sum(any(piece.runs for piece in pieces(path.parent)) for path in found)
    tally.told.append(f"{len(found)} skills, {scripts} of them with scripts")
    return tally


def _try(source: Path, scratch: Path, tally: Tally) -> None:
    name = f"{source.parent.name}/{source.name}"
    granted = scratch / "granted"
    for place in (scratch / "own", granted / ".claude" / "skills"):
        shutil.copytree(source, place / source.name, symlinks=True)
    choices = ChoiceFile(scratch / "skills.json")
    shelf = Shelf(scratch / "own", choices, home=scratch / "nobody")
    with _watched(tally, name):
        all_found = shelf.found([granted])
        known = shelf.offered([granted])
        catalogue([one for one in known.values() if one.offered], tokens_of)
        own = [one for one in known.values() if one.source is not None]
        results = [result for one in own for result in _loaded(known, one)]
        denied = [_script(known, one, Approvals(choices, shelf.digests, scratch / "run")) for one in own]
    from_folder = [one for one in all_found if one.where == "folder"]
    tally.check(bool(from_folder), f"{name}: not found in a granted folder")
    tally.check(all(one.standing is not Standing.ON for one in from_folder), f"{name}: used without trust")
    listed = [one for one in all_found if one.where == "own"]
    if not own and listed and all(one.standing is Standing.BROKEN and one.skill.problems for one in listed):
        tally.told.append(f"{name} has no description: listed with its problem, not offered")
    else:
        tally.check(bool(results), f"{name}: it was not read")
    tally.check(all(_is_outside(result) for result in results), f"{name}: its words are not a stranger's")
    tally.check(all(denied), f"{name}: a script could run without an approval")
    tally.check(not (scratch / "skills.json").exists(), f"{name}: a choice of the person was changed")


def _is_outside(result: Result) -> bool:
    return bool(result.sources) and all(source.trust is Trust.OUTSIDE for source in result.sources)


def _loaded(known: dict[str, Found], one: Found) -> Iterator[Result]:
    tool = SkillTool(Reading(known))
    for more in ({}, *({"file": piece.name} for piece in pieces(one.skill.folder))):
        try:
            yield _ran(tool, {"name": one.key, **more})
        except AgentError:
            continue  # pictures and the like are refused in words


def _script(known: dict[str, Found], one: Found, approvals: Approvals) -> bool:
    """Whether every script is refused while nobody approved it."""
    names = [piece.name for piece in pieces(one.skill.folder) if piece.runs]
    tool = ScriptTool(known, Running(_runs, approvals, None))
    for name in names:
        try:
            _ran(tool, {"name": one.key, "script": name})
        except AgentError:
            continue
        return False
    return True


class _Ready:
    """A call that would run a script, if anybody let it."""

    def __init__(self) -> None:
        self.intent = Intent("run")

    async def run(self) -> Result:
        """It ran."""
        return Result(())


def _runs(*_: object) -> _Ready:
    return _Ready()


def _ran(tool: Tool, arguments: dict[str, object]) -> Result:
    call = ToolCall("c", tool.spec.name, json.dumps(arguments))
    return _alone(tool.prepare(call).run)


def _alone(work: Callable[[], object]) -> Result:
    return _LOOP.run_until_complete(work())  # type: ignore[arg-type]


_LOOP = asyncio.new_event_loop()
