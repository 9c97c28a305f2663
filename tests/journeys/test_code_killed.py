"""A program that is killed while code runs: nothing of it lives on, nothing is left, and the task goes on."""

import time

import psutil
import pytest

from agent.sandbox.confining import confinement_here
from tests.journeys.program import tree
from tests.journeys.scripted_server import Step, serving

SLOW = "import time\nopen('half.txt', 'w').write('half')\ntime.sleep(2.5)\nprint('x' in globals())"


def until(found, seconds=30.0):
    """What `found` gives when it is something."""
    end = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)
    return answer


def test_a_killed_program_leaves_no_process_and_no_room_and_goes_on(deskhand, tmp_path):
    if not (offer := confinement_here().offer()).there:
        pytest.skip(f"code cannot be confined here: {offer.missing.en}")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("a")
    before = tree(folder)

    def answers(body) -> Step:
        said = [one for one in body["messages"] if one["role"] == "assistant"]
        script: list[Step] = [
            [("run_python", {"code": "x = 1"})],
            [("run_python", {"code": SLOW, "files": ["a.txt"]})],
            [("run_python", {"code": "print(open('half.txt').read())", "files": ["half.txt"]})],
            "done",
        ]
        return script[len(said)]

    with serving(answers) as server:
        deskhand.run("model", "add", "m", "--base-url", server.url, "--model", "x", "--no-key")
        process = deskhand.start("run", "go", "--folder", str(folder), "--approve", "all")
        rooms = deskhand.home / "rooms"
        until(lambda: list(rooms.rglob("half.txt")))
        inner = psutil.Process(process.pid).children(recursive=True)
        assert inner
        process.kill()
        process.communicate(timeout=20)
        _, alive = psutil.wait_procs(inner, timeout=5)
        assert alive == []
        assert tree(folder) == before
        deskhand.run("resume", "--approve", "all")
        results = [one["content"] for one in server.heard[-1]["messages"] if one["role"] == "tool"]
    assert list(rooms.iterdir()) == []
    assert "False" in results[1]
    assert "Variables of earlier calls are gone." in results[1]
    assert "half" in results[2]
    assert (folder / "half.txt").read_text() == "half"
