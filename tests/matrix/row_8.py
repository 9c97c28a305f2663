"""Row 8: the Agent Client Protocol. Messages of both sides beside the published schema of v1, and a whole task with the
TypeScript SDK as the editor (npm: @agentclientprotocol/sdk, in a folder "npm" of the data).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from agent.models.catalog import Catalog, ModelConfig
from tests.journeys.scripted_server import serving
from tests.matrix.tally import REPO, Data, Tally

TITLE = "Agent Client Protocol: schema both ways, TypeScript SDK"
_PACKAGE = Path("node_modules", "@agentclientprotocol", "sdk")
_TESTS, _CASES = "tests/acp", 14
_STEPS = (
    [("plan", {"steps": [{"title": "Write", "state": "active"}, {"title": "Clear"}]})],
    [("write_file", {"path": "note.txt", "text": "hello\n"})],
    [("organise", {"items": [{"delete": "a.tmp"}, {"delete": "b.tmp"}]})],
    "I wrote note.txt and deleted a.tmp. You declined to delete b.tmp, so it was not deleted.",
)


def run(data: Data) -> Tally:
    """Both."""
    tally = Tally()
    npm = data.found("npm")
    if npm is None or not (npm / _PACKAGE).is_dir():
        tally.skip("@agentclientprotocol/sdk is not in a folder npm of the data", _CASES + 1)
        return tally
    package = npm / _PACKAGE
    _schema(package / "schema" / "v1" / "schema.json", tally)
    if shutil.which("node") is None:
        tally.skip("node is not on this computer", _CASES)
    else:
        _editor(package, tally)
    return tally


def _schema(schema: Path, tally: Tally) -> None:
    """The tests of the door, with each message that they exchange checked."""
    env = {**os.environ, "DESKHAND_ACP_SCHEMA": str(schema), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(REPO)}
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", _TESTS]
    done = subprocess.run(words, cwd=REPO, env=env, capture_output=True, text=True, check=False, timeout=300)
    tally.check(done.returncode == 0, f"messages beside the schema: {done.stdout[-600:]}")
    tally.told.append(f"with the schema: {done.stdout.strip().splitlines()[-1] if done.stdout.strip() else 'nothing'}")


def _editor(package: Path, tally: Tally) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder, home = Path(scratch, "work"), Path(scratch, "home")
        folder.mkdir()
        for name in ("a.tmp", "b.tmp"):
            (folder / name).write_text(name)
        released = threading.Event()
        with serving(_answers(released)) as server:
            (home / "settings").mkdir(parents=True)
            Catalog(home / "settings").add(ModelConfig("one", "openai-chat", server.url, "m"))
            seen = _driven(package, folder, home)
            released.set()
        _judged(seen, sorted(one.name for one in folder.iterdir()), tally)


def _answers(released: threading.Event) -> Any:  # noqa: ANN401  # as `serving` wants it
    left = list(_STEPS)

    def answer(_: object) -> Any:  # noqa: ANN401
        if left:
            return left.pop(0)
        released.wait(30)  # the second prompt is cancelled while the model thinks
        return "late"

    return answer


def _driven(package: Path, folder: Path, home: Path) -> dict[str, Any]:
    env = {**os.environ, "DESKHAND_HOME": str(home), "PYTHONPATH": str(REPO), "LANG": "C.UTF-8"}
    words = ["node", str(Path(__file__).with_name("acp_editor.mjs")), str(package), str(folder), sys.executable]
    done = subprocess.run(words, cwd=REPO, env=env, capture_output=True, text=True, check=False, timeout=120)
    found: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"error": done.stderr[-600:]}
    return found


def _judged(seen: dict[str, Any], left: list[str], tally: Tally) -> None:
    if "error" in seen:
        tally.check(False, f"the TypeScript SDK: {seen['error']}")
        return
    updates = seen["updates"]
    for kind in ("plan", "tool_call", "tool_call_update", "agent_message_chunk", "usage_update",
                 "available_commands_update", "session_info_update", "user_message_chunk"):  # fmt: skip
        tally.check(updates.get(kind, 0) > 0, f"no {kind} came")
    asked = [(one["items"], bool(one["grant"])) for one in seen["asked"]]
    tally.check(asked == [(0, True), (2, False)], f"asked: {seen['asked']}")
    tally.check(seen["first"]["stopReason"] == "end_turn", f"first: {seen['first']}")
    tally.check(len(seen["undone"]["checkpoints"]) == 2 and left == ["a.tmp", "b.tmp"], f"after undo: {left}")
    tally.check(seen["second"]["stopReason"] == "cancelled", f"second: {seen['second']}")
    tally.check(seen["listed"] == 1, f"listed: {seen['listed']}")
    tally.check(seen["replayed"] > 5, f"told again: {seen['replayed']}")
    tally.told.append(f"cancelled in {seen['cancelled']:.0f} ms; {sum(updates.values())} updates")
