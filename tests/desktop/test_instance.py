"""A second start finds the first one, also when that one has only just begun."""

import subprocess
import sys
import time

from PySide6.QtCore import QLockFile

from desktop.app.instance import Instance
from tests.journeys.program import REPO

SECOND = """
import sys
from pathlib import Path
from desktop.app.instance import Instance
second = Instance(Path(sys.argv[1]))
print(second.is_first, flush=True)
print(second.hand_over(["/a folder"]))
"""


def test_a_first_start_that_does_not_listen_yet_still_gets_the_folder(tmp_path, qtbot):
    lock = QLockFile(str(tmp_path / "window.lock"))
    assert lock.tryLock(100)
    command = [sys.executable, "-c", SECOND, str(tmp_path)]
    with subprocess.Popen(command, cwd=REPO, stdout=subprocess.PIPE, text=True) as second:
        assert second.stdout is not None
        assert second.stdout.readline() == "False\n"
        time.sleep(0.3)  # it knocks, and nobody listens
        lock.unlock()
        first = Instance(tmp_path)
        handed: list[list[str]] = []
        first.handed.connect(handed.append)
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        assert (second.stdout.read(), handed) == ("True\n", [["/a folder"]])
