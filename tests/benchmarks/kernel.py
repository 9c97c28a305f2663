"""What native code costs the host, in time and in memory. Argument: [COUNT] starts.

Times are medians of one run, each kind in turn: milliseconds beside the bare interpreter of the same run. The memory of
the host is what this process has more of (RSS) after runs that print 400 MB, take all their memory, answer with a
forgery and show a value of 100 MB.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.running import Bounds, Code, Ran, Room, Tier  # noqa: E402
from agent.sandbox.here import sandbox_here  # noqa: E402

GREEDY = {
    "prints 400 MB": "for _ in range(4000): print('x' * 100_000)",
    "takes all memory": "b = []\nwhile True: b.append(bytearray(10**7))",
    "shows 100 MB": "'x' * 10**8",
    "forges 100 MB": "import os\nfor n in range(3, 9):\n    try:\n"
    "        for _ in range(100): os.write(n, b'[' * 10**6)\n    except OSError: pass",
    "draws 8 figures": "import matplotlib.pyplot as p\nfor n in range(8): p.figure().gca().plot([n, 1])",
    "raises 10 MB": "raise ValueError('x' * 10**7)",
}


async def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sandbox = sandbox_here(Path(folder, "rooms"))
        for offer in sandbox.offers():
            print(f"{offer.tier}: {offer.by or offer.missing.en}")
        await times(sandbox.room, count)
        room = sandbox.room()
        await memory(room)
        room.close()


async def times(room_of: Callable[[], Room], count: int) -> None:
    found: dict[str, list[float]] = {}

    def took(kind: str, began: float) -> None:
        found.setdefault(kind, []).append((time.perf_counter() - began) * 1000)

    for _ in range(count):
        began = time.perf_counter()
        subprocess.run((sys.executable, "-I", "-c", "pass"), check=True)
        took("bare Python", began)
        began = time.perf_counter()
        subprocess.run((sys.executable, "-I", "-c", "import pandas"), check=True)
        took("bare Python, pandas", began)
        room = room_of()
        for kind, text in (("first run", "1"), ("next run", "1"), ("pandas, first", "import pandas"),
                           ("pandas, next", "import pandas")):  # fmt: skip
            began = time.perf_counter()
            await run(room, text)
            took(kind, began)
        await cancelled(room, took)
        room.close()
    for kind, spans in found.items():
        print(f"{kind:<22}{statistics.median(spans):9.1f} ms, at most {max(spans):.1f}")
    more = statistics.median(found["first run"]) - statistics.median(found["bare Python"])
    print(f"first run above bare Python: {more:.1f} ms (goal: at most 60)")


async def cancelled(room: Room, took: Callable[[str, float], None]) -> None:
    task = asyncio.create_task(run(room, "while True: print('x' * 1000)"))
    await asyncio.sleep(0.3)
    began = time.perf_counter()
    task.cancel()
    await asyncio.wait({task})
    took("cancelled", began)


async def memory(room: Room) -> None:
    await run(room, "print(1)")
    before = resident()
    for name, text in GREEDY.items():
        ran = await run(room, text, Bounds(memory=500_000_000, seconds=30))
        told = len(ran.printed) + len(ran.value) + len(ran.trouble)
        print(f"{name:<22}{ran.end:<10}{told:>9,} characters, {ran.seconds:.1f} s; host {resident() - before:+.1f} MB")


async def run(room: Room, text: str, bounds: Bounds | None = None) -> Ran:
    return await room.run(Code(text, bounds=bounds or Bounds(), tier=Tier.NATIVE), lambda _: None)


def resident() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1024**2


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
