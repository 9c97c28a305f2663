"""The window: time to first paint, gaps of its event loop in a storm, memory at rest. Arguments: [RUNS].

Printed as ratios against bounds measured in the same run: a bare QMainWindow in a process of its own (import, style,
one paint) for the first paint and for the memory; a bare event loop on the same machine for the gaps.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
FAKE = REPO / "tests" / "desktop" / "fake_host.py"
BARE = """
import json, time
began = time.perf_counter()
from PySide6.QtWidgets import QApplication, QMainWindow
import psutil
app = QApplication(["x"]); app.setStyle("Fusion")
window = QMainWindow(); window.resize(1440, 940); window.show(); app.processEvents(); window.grab()
painted = time.perf_counter() - began
print(json.dumps({"painted": painted, "memory": psutil.Process().memory_info().rss}))
"""
OURS = """
import json, sys, time
began = time.perf_counter()
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop.app.client import Client
from desktop.app.language import Speech
from desktop.app.main import dress
from desktop.app.memory import Memory, Remembered
from desktop.app.stage import Stage
scene, fake, home = sys.argv[1:]
app = QApplication(["x"])
dress(app, "light")
memory = Memory(Path(home) / "window.json")
memory.keep(Remembered(session="live", language="en"))
client = Client((sys.executable, fake, scene, "en") if fake else ())
stage = Stage(app, client, memory, Speech(app))
client.start()
stage.begin([])
app.processEvents()
stage.window.grab()
out = {"painted": time.perf_counter() - began}
import psutil
def wait(condition, seconds=60):
    end = time.perf_counter() + seconds
    while not condition() and time.perf_counter() < end:
        app.processEvents()
        time.sleep(0.001)
wait(lambda: stage.controller.picture.welcome is not None)
if scene in ("flood", "long"):
    wait(lambda: bool(stage.controller.picture.session.items))
    gaps, last = [], [time.perf_counter()]
    def beat():
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now
    timer = QTimer(); timer.setInterval(0); timer.timeout.connect(beat); timer.start()
    stage.window.composer.set_draft("go")
    stage.window.composer.send.click()
    def over():
        items = stage.controller.picture.session.items
        return len(items) > 1 and getattr(items[-2], "text", "") == "You said: go"
    def check():
        if over():
            app.exit()
    watch = QTimer(); watch.setInterval(50); watch.timeout.connect(check); watch.start()
    last[0] = time.perf_counter()
    app.exec()
    out["gaps"] = gaps
else:
    wait(lambda: False, 1.5)
    child = psutil.Process(client.process.processId())
    out["memory"] = psutil.Process().memory_info().rss
    out["host"] = child.memory_info().rss
stage.window.close_now()
client.close()
print(json.dumps(out))
"""


def run(code, *arguments):
    """The figures that a process prints, with a state folder of its own."""
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(REPO), "DESKHAND_HOME": home}
        words = [sys.executable, "-c", code, *arguments, *([home] if arguments else [])]
        done = subprocess.run(words, env=env, capture_output=True, text=True, check=True, cwd=REPO)
        return json.loads(done.stdout.splitlines()[-1])


def middle(figures, key):
    """The median of one figure."""
    return statistics.median(figure[key] for figure in figures)


def main(runs):
    """Measure and print."""
    run(BARE)
    bare = [run(BARE) for _ in range(runs)]
    ours = [run(OURS, "idle", "") for _ in range(runs)]
    one, two = middle(bare, "painted"), middle(ours, "painted")
    print(f"first paint: {two * 1000:.0f} ms; a bare QMainWindow: {one * 1000:.0f} ms; ratio {two / one:.1f}")
    one, two, host = (middle(bare, "memory") / 1e6, middle(ours, "memory") / 1e6, middle(ours, "host") / 1e6)
    ratio = f"a bare QMainWindow: {one:.0f} MB; ratio {two / one:.1f}"
    print(f"memory at rest: window {two:.0f} MB, host {host:.0f} MB; {ratio}")
    for scene, what in (("flood", "20,000 streamed words"), ("long", "2,000 items and one answer")):
        gaps = sorted(gap * 1000 for gap in run(OURS, scene, str(FAKE))["gaps"])
        share = 100 * sum(gap < 16 for gap in gaps) / len(gaps)
        short = f"{share:.1f} % of {len(gaps)} gaps below 16 ms (bound 99)"
        print(f"{what}: longest gap {gaps[-1]:.0f} ms (bound 50), {short}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
