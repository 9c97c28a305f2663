"""What an editor waits for, in CPU time: `python tests/benchmarks/editor.py [SESSIONS]`.

The start of `deskhand acp`, up to its first answer and up to its first session; and a list of SESSIONS Sessions (300)
of 45 Events each, beside the fold of all that they hold.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from agent.core.events import Ending, Event, MessageAdded, RootGranted, TurnEnded, TurnStarted  # noqa: E402
from agent.core.messages import AssistantMessage, Text  # noqa: E402
from agent.session.fold import folded  # noqa: E402
from agent.session.journal import Journal  # noqa: E402
from agent.session.state import SessionState  # noqa: E402
from desktop.compose.listing import line_of  # noqa: E402

REPO = Path(__file__).parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
SAID = MessageAdded(AssistantMessage((Text("word " * 200),)))


def start(home: Path) -> tuple[float, float]:
    """CPU seconds of the process up to the answer to `initialize`, and to that of `session/new`. Linux only."""
    env = {**os.environ, "DESKHAND_HOME": str(home), "PYTHONPATH": str(REPO)}
    words = [sys.executable, "-m", "desktop", "acp"]
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        ("initialize", {"protocolVersion": 1}),
        ("session/new", {"cwd": str(home.parent), "mcpServers": []}),
    )
    spent = []
    with subprocess.Popen(words, cwd=REPO, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for number, (method, params) in enumerate(asked):
            line = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
            running.stdin.write(json.dumps(line).encode() + b"\n")
            running.stdin.flush()
            while json.loads(running.stdout.readline()).get("id") != number:
                pass
            fields = Path(f"/proc/{running.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            spent.append((int(fields[11]) + int(fields[12])) / TICKS)
        running.stdin.close()
    return spent[0], spent[1]


def filled(path: Path, count: int) -> Journal:
    """A Journal with that many Sessions."""
    journal = Journal(path)
    turn: tuple[Event, ...] = (TurnStarted("t", "Do it"), *([SAID] * 9), TurnEnded(Ending.DONE))
    for number in range(count):
        journal.start(f"s{number}")
        journal.append(f"s{number}", RootGranted("work", "/work"))
        for event in turn * 4:
            journal.append(f"s{number}", event)
    return journal


def cpu(work: Callable[[], object]) -> float:
    """Its CPU seconds."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main(count: int) -> int:
    """Print what was measured; 1 when the first answer is not early, or the list not cheap."""
    with tempfile.TemporaryDirectory() as scratch:
        first, session = start(Path(scratch, "home"))
        journal = filled(Path(scratch, "journal.sqlite"), count)
        names = journal.sessions()
        lines = cpu(lambda: [line_of(journal, name) for name in names])
        whole = cpu(lambda: [folded(SessionState(), (r.event for r in journal.records(name))) for name in names])
        journal.close()
    print(f"first answer {first:.2f} s, first session {session:.2f} s: {session / first:.0f} times (at least 4)")
    print(
        f"a list of {count}: {lines * 1000:.0f} ms, whole {whole * 1000:.0f} ms: {whole / lines:.1f} times (at least 2)"
    )
    return 0 if session > 4 * first and whole > 2 * lines else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
