"""What it costs to start a confined Python, both ways that Linux has. Argument: [COUNT] starts of each kind.

All in turn in one run, beside the bare interpreter with the same packages in sight: milliseconds above it, medians.
"program" is one that is no Python (`/bin/true`): there the launcher's own interpreter comes before it.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.running import Confinement, Launch, Profile  # noqa: E402
from agent.sandbox.linux.alone import LandlockAlone  # noqa: E402
from agent.sandbox.linux.bubblewrap import Bubblewrap  # noqa: E402

GOAL = 60.0


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        kinds = {"bare": bare("-c", "pass"), "bare program": Launch(("/bin/true",), {}, Path("/"))}
        ways: dict[str, Confinement] = {"bubblewrap": Bubblewrap(), "alone": LandlockAlone()}
        for name, way in ways.items():
            offer = way.offer()
            if not offer.there:
                print(f"{name}: {offer.missing.en}")
                continue
            profile = Profile(writes=(room,))
            kinds[offer.by] = way.launch((sys.executable, "-c", "pass"), profile, room)
            kinds[f"{offer.by}: program"] = way.launch(("/bin/true",), profile, room)
        told(measured(kinds, count))


def bare(*argv: str) -> Launch:
    return Launch((sys.executable, "-I", *argv), {}, Path("/"))


def measured(kinds: dict[str, Launch], count: int) -> dict[str, list[float]]:
    """Milliseconds from the start to the end of each process."""
    found: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(count + 1):
        for name, launch in kinds.items():
            begin = time.perf_counter()
            subprocess.run(launch.argv, env=dict(launch.env), cwd=launch.cwd, check=True, stdin=subprocess.DEVNULL)
            if number:  # the first one warms the caches
                found[name].append((time.perf_counter() - begin) * 1000)
    return found


def told(found: dict[str, list[float]]) -> None:
    for name, times in found.items():
        beside = found["bare program" if name.endswith("program") else "bare"]
        more = statistics.median(times) - statistics.median(beside)
        ratio = statistics.median(times) / statistics.median(beside)
        goal = f"; goal {GOAL:.0f}: {'kept' if more <= GOAL else 'missed'}" if beside is not times else ""
        print(f"{name}: {statistics.median(times):.1f} ms, {more:.1f} above bare (ratio {ratio:.1f}){goal}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
