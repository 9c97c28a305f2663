"""Tries on this computer how code runs confined, and prints a report that can be pasted into an issue as it is.

    python packaging/try_sandbox.py            everything: a minute or two
    python packaging/try_sandbox.py run times  some of it: offers, probe, run, result, cancel, bounds, server, times

Everything happens in a temporary folder; nothing of the person's is read or changed, nothing leaves the computer. The
report names the system and its versions, no user and no path. The exit code is 1 when something is not as it should be.
"""

import asyncio
import io
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from agent.core.running import Bounds, Code, Launch, Profile, Ran, Room, RunEnd, Sandbox, Tier
from agent.core.serving import StdioServer
from agent.sandbox.confining import confinement_here
from agent.sandbox.here import sandbox_here
from agent.sandbox.serving import LocalServers
from desktop.compose.confined import examined

ROWS = 200_000
MB = 1024**2
NATIVE = Tier.NATIVE
TABLE = """
import pandas
frame = pandas.read_csv("orders.csv")
total = frame.groupby("customer").amount.sum()
total.to_excel("totals.xlsx")
int(total.sum()), len(frame)
"""
ECHO = "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"
KEPT = "len(frame), int(frame.amount.max())"
CHANGES = """
import os, tempfile, pathlib
pathlib.Path("new.txt").write_text("new")
pathlib.Path("orders.csv").write_text("changed")
os.mkdir("folder")
with tempfile.TemporaryDirectory() as place:
    pathlib.Path(place, "a").write_text("a")
try:
    os.symlink(os.__file__, "link")
except OSError as error:
    print("no link:", type(error).__name__)
"""


@dataclass(frozen=True)
class Line:
    """What was tried, whether it went as it should (None: only told), and what was seen."""

    name: str
    good: bool | None
    seen: str


Check = Callable[["Place"], AsyncIterator[Line]]


class Place:
    """A Sandbox in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sandbox: Sandbox = sandbox_here(folder / "rooms")

    def room(self) -> Room:
        return self.sandbox.room()


async def run(room: Room, text: str, limits: Bounds | None = None) -> tuple[Ran, float]:
    """What it did, and the seconds that somebody waited for it."""
    began = time.monotonic()
    ran = await room.run(Code(text, bounds=limits or Bounds(), tier=NATIVE), lambda _: None)
    return ran, time.monotonic() - began


def orders(room: Room) -> None:
    path = room.path("orders.csv")
    with path.open("w", encoding="utf-8") as file:
        file.write("customer,amount\n")
        file.writelines(f"C{number % 97},{number % 1000}\n" for number in range(ROWS))


async def offers(place: Place) -> AsyncIterator[Line]:
    for offer in await asyncio.to_thread(place.sandbox.offers):
        seen = f"by {offer.by}. {offer.note.en}" if offer.there else f"not there: {offer.missing.en}"
        yield Line(f"Tier {offer.tier}", offer.there, seen.strip())


async def probe(place: Place) -> AsyncIterator[Line]:
    for report in await examined(place.sandbox, lambda *_: None):
        if not report.offer.there:
            continue
        closed = sum(not one.is_open for one in report.probed)
        yield Line(f"Probe of {report.offer.tier}", report.holds, f"{closed} of {len(report.probed)} ways out closed")
        for one in report.probed:
            if one.is_open:
                yield Line(f"- {one.attempt.words.en}", None if one.known.en else False, one.known.en or one.how)
        if not report.works:
            yield Line("- code did not run, so this says nothing", False, "")


async def runs(place: Place) -> AsyncIterator[Line]:
    room = place.room()
    try:
        ran, seconds = await run(room, "import sys\nsys.version")
        yield Line("First run of a Room", ran.end is RunEnd.DONE, told(ran, seconds))
        orders(room)
        ran, seconds = await run(room, TABLE)
        right = ran.value == f"({sum(n % 1000 for n in range(ROWS))}, {ROWS})"
        yield Line(f"pandas: {ROWS:,} rows, summed, to .xlsx", right, told(ran, seconds))
        ran, seconds = await run(room, KEPT)
        yield Line("Its variables are still there", ran.value == f"({ROWS}, 999)", told(ran, seconds))
    finally:
        room.close()


async def result(place: Place) -> AsyncIterator[Line]:
    room = place.room()
    try:
        orders(room)
        ran, seconds = await run(room, CHANGES)
        yield Line("Code changes its Room", ran.end is RunEnd.DONE, told(ran, seconds))
        stage = place.folder / "stage"
        stage.mkdir(exist_ok=True)
        harvest = room.harvest(lambda suffix: stage / f"{time.monotonic_ns()}{suffix}")
        made = sorted(f"{one.kind} {one.name}" for one in harvest.made)
        expected = ["create new.txt", "folder folder", "modify orders.csv"]
        yield Line("What comes back", made == expected, ", ".join(made))
        yield Line("What is left behind", None, ", ".join(one.name for one in harvest.left) or "nothing")
    finally:
        room.close()
    left = [path for path in (place.folder / "rooms").rglob("*") if path.is_file() and path.suffix != ".lock"]
    yield Line("The Room is gone", not left, f"{len(left)} files left")


async def cancel(place: Place) -> AsyncIterator[Line]:
    room = place.room()
    try:
        await run(room, "1")
        task = asyncio.create_task(run(room, "while True: pass"))
        await asyncio.sleep(0.5)
        began = time.monotonic()
        task.cancel()
        await asyncio.wait({task})
        seconds = time.monotonic() - began
        yield Line("Cancelled", task.cancelled() and seconds < 1, f"gone after {seconds * 1000:.0f} ms")
        ran, seconds = await run(room, "1 + 1")
        yield Line("The next run", ran.value == "2" and ran.lost, told(ran, seconds))
    finally:
        room.close()


async def bounds(place: Place) -> AsyncIterator[Line]:
    small = Bounds(seconds=4, memory=512 * MB, disk=32 * MB, files=200)
    tries = {
        "Time: 4 s": ("while True: pass", {RunEnd.TOO_SLOW}, ""),
        "Memory: 512 MB": ("a = []\nwhile True: a.append(b'x' * 2**24)", {RunEnd.NO_MEMORY, RunEnd.RAISED}, "Memory"),
        "Disk: 32 MB": (
            "import time\nf = open('a', 'wb')\nfor _ in range(400): f.write(b'x' * 2**20); f.flush(); time.sleep(.005)",
            {RunEnd.TOO_MUCH, RunEnd.RAISED}, "",
        ),
        "Files: 200": (
            "import time\nfor n in range(4000): open(str(n), 'w').close(); time.sleep(.001)", {RunEnd.TOO_MUCH}, "",
        ),
        "Processes: none": ("import subprocess\nsubprocess.run(['hostname'])", {RunEnd.RAISED}, ""),
    }  # fmt: skip
    for name, (text, ends, said) in tries.items():
        room = place.room()
        try:
            ran, seconds = await run(room, text, small)
            good = ran.end in ends and (ran.end is not RunEnd.RAISED or said in ran.trouble)
            yield Line(name, good, told(ran, seconds))
        finally:
            room.close()


async def server(place: Place) -> AsyncIterator[Line]:
    """A program that speaks over its streams: in Python, and in Node where that is installed."""
    servers = LocalServers(confinement_here(), place.folder / "servers")
    for program, option, text in ((sys.executable, "-c", ECHO), ("node", "-e", "process.stdin.pipe(process.stdout)")):
        name = Path(program).stem
        if shutil.which(program) is None:
            yield Line(f"Stdio server in {name}", None, "not installed")
            continue
        launch = await asyncio.to_thread(servers.launch, StdioServer("echo", (program, option, text)))
        began = time.monotonic()
        done = await asyncio.to_thread(spoken, launch)
        seen = f"{time.monotonic() - began:.2f} s; {(done.stdout or done.stderr).strip()[-200:]}"
        yield Line(f"Stdio server in {name}", done.stdout == "hello\n", seen)


async def times(place: Place) -> AsyncIterator[Line]:
    work = place.folder / "work"
    work.mkdir(exist_ok=True)
    confined = confinement_here().launch((sys.executable, "-S", "-c", "pass"), Profile(writes=(work,)), work)
    bare = Launch((sys.executable, "-I", "-S", "-c", "pass"), dict(os.environ), work)
    found: dict[str, list[float]] = {"bare": [], "confined": []}
    for _ in range(20):
        for name, launch in (("bare", bare), ("confined", confined)):
            began = time.perf_counter()
            await asyncio.to_thread(started, launch)
            found[name].append((time.perf_counter() - began) * 1000)
    middle = {name: statistics.median(values) for name, values in found.items()}
    more = middle["confined"] - middle["bare"]
    yield Line("Start of Python, median of 20", None, f"bare {middle['bare']:.0f} ms, confined {more:.0f} ms more")
    room = place.room()
    try:
        await run(room, "1")
        waits = [(await run(room, "1"))[1] * 1000 for _ in range(20)]
        yield Line("A run when Python is there", None, f"{statistics.median(waits):.1f} ms, median of 20")
    finally:
        room.close()


def started(launch: Launch) -> None:
    quiet = subprocess.DEVNULL
    subprocess.run(launch.argv, env=dict(launch.env), cwd=launch.cwd, check=True, stdin=quiet, timeout=60)


def spoken(launch: Launch) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        launch.argv, env=dict(launch.env), cwd=launch.cwd, input="hello\n", capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


def told(ran: Ran, seconds: float) -> str:
    trouble = ran.trouble.strip().splitlines()
    parts = [str(ran.end), f"{seconds:.2f} s", ran.value, ran.printed.strip(), trouble[-1] if trouble else ""]
    return "; ".join(part for part in parts if part)


CHECKS: dict[str, Check] = {
    "offers": offers, "probe": probe, "run": runs, "result": result, "cancel": cancel, "bounds": bounds,
    "server": server, "times": times,
}  # fmt: skip


async def report(names: list[str], folder: Path, say: Callable[[str], None] = print) -> bool:
    """Do these checks; whether all went as it should."""
    say(
        f"Deskhand confined code, {time.strftime('%Y-%m-%d')}: {computer()}\n\n"
        "| what | as it should | seen |\n|---|---|---|"
    )
    place, good = Place(folder), True
    for name in names:
        try:
            async for line in CHECKS[name](place):
                good = good and line.good is not False
                say(row(line, folder))
        except Exception as error:  # noqa: BLE001  a report that ends at the first surprise is of no use
            good = False
            say(row(Line(name, False, f"{type(error).__name__}: {error}"), folder))
    return good


def row(line: Line, folder: Path) -> str:
    """One line of the table, without a path of this computer."""
    seen = line.seen
    for path, instead in ((str(folder), "TEMP"), (str(Path.home()), "HOME"), (sys.prefix, "PYTHON")):
        seen = seen.replace(path, instead) if len(path) > 1 else seen
    mark = {True: "yes", False: "**NO**", None: ""}[line.good]
    return f"| {line.name} | {mark} | {seen.replace('|', '/').replace(chr(10), ' ')[:300]} |"


def computer() -> str:
    name = {"Darwin": "macOS " + platform.mac_ver()[0], "Windows": "Windows " + platform.version()}
    system = name.get(platform.system(), f"{platform.system()} {platform.release()}")
    venv = "virtual environment" if sys.prefix != sys.base_prefix else "no virtual environment"
    return f"{system}, {platform.machine()}, Python {platform.python_version()} ({venv})"


def main(arguments: list[str]) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # a report that goes to a file, on Windows too
    unknown = [one for one in arguments if one not in CHECKS]
    if unknown:
        print(f"Not known: {', '.join(unknown)}. There are: {', '.join(CHECKS)}.")
        return 2
    with tempfile.TemporaryDirectory(prefix="deskhand-try-", ignore_cleanup_errors=True) as folder:
        good = asyncio.run(report(arguments or list(CHECKS), Path(folder).resolve()))
    print("\nAll as it should be." if good else "\nSomething is not as it should be: please report it with this table.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
