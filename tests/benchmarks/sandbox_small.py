"""What a call of the small interpreter costs, warm. Argument: [COUNT] calls of each kind.

In one run, in turn: a call through the Room as the tool makes it, a bare call of the library's pool to a confined
worker, and the same text compiled and run by CPython in this process. Medians; the goal is 5 ms for the first.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from pydantic_monty import Monty, MountDir  # noqa: E402

from agent.core.running import Code, Tier  # noqa: E402
from agent.sandbox.confining import confinement_here  # noqa: E402
from agent.sandbox.here import sandbox_here  # noqa: E402
from agent.sandbox.small.program import binary, starter  # noqa: E402

GOAL = 5.0
TEXTS = {
    "a sum": "x = sum(range(100))\nx",
    "a table of 200 rows": """
import csv
with open("in.csv", newline="", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
total = {}
for row in rows:
    total[row["region"]] = round(total.get(row["region"], 0) + float(row["amount"]), 2)
sorted(total.items())
""",
}
TABLE = "region,amount\n" + "".join(f"region {i % 7},{i * 1.37:.2f}\n" for i in range(200))


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measured(Path(folder), count))


async def _measured(base: Path, count: int) -> None:
    sandbox = sandbox_here(base / "rooms")
    if not all(offer.there for offer in sandbox.offers()):
        print("nothing can be confined here")
        return
    room = sandbox.room()
    room.path("in.csv").write_text(TABLE)
    script = starter(confinement_here(), binary() or Path(), base / "state")
    (base / "same").mkdir()
    (base / "same/in.csv").write_text(TABLE)
    os.chdir(base / "same")
    mount = MountDir(host_path=base / "same", virtual_path="/room", mode="read-write")
    began = time.perf_counter()
    await room.run(Code("1", tier=Tier.SMALL), _silent)
    print(f"the first call, with the start of the process: {_since(began):.0f} ms")
    with Monty(binary_path=script, min_processes=0, max_processes=1) as pool, pool.checkout() as session:
        for name, text in TEXTS.items():
            found: dict[str, list[float]] = {"room": [], "pool": [], "CPython": []}
            for _ in range(count):
                began = time.perf_counter()
                ran = await room.run(Code(text, tier=Tier.SMALL), _silent)
                found["room"].append(_since(began))
                began = time.perf_counter()
                value = session.feed_run(text, mount=mount, print_callback=_unheard)
                found["pool"].append(_since(began))
                began = time.perf_counter()
                exec(compile(text, "<text>", "exec"), {})
                found["CPython"].append(_since(began))
            assert ran.value == repr(value), (ran, value)
            _told(name, {kind: statistics.median(times) for kind, times in found.items()}, found["room"])
    room.close()


def _told(name: str, medians: dict[str, float], room: list[float]) -> None:
    room.sort()
    beside = ", ".join(f"{kind} {value:.2f} ms" for kind, value in medians.items())
    high = room[int(len(room) * 0.95)]
    verdict = "reached" if medians["room"] <= GOAL else "missed"
    print(f"{name}: {beside}; 95 of 100 below {high:.2f} ms; {medians['room'] / medians['pool']:.1f} times the pool")
    print(f"  goal {GOAL:g} ms: {verdict}")


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


def _silent(_: str) -> None: ...


def _unheard(_: object, __: str) -> None: ...


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
