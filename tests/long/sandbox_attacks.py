"""Everything that attacks confined code, in one run. `python tests/long/sandbox_attacks.py [COUNT]`

The attack suite of the tests; COUNT (default 3) rounds of the escape probe in each Tier and confinement of this
computer; the same probe with nothing around it and with single layers taken away, which must find them; COUNT times 100
harvests while code works against them. Exit code 1 when anything got through, or a missing layer was not seen.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path[0] = str(REPO)

from agent.core.running import Confinement, Tier  # noqa: E402
from agent.sandbox.here import sandbox_here  # noqa: E402
from agent.sandbox.linux.alone import LandlockAlone  # noqa: E402
from agent.sandbox.linux.bubblewrap import Bubblewrap  # noqa: E402
from agent.sandbox.probe.probing import probe  # noqa: E402
from agent.sandbox.probe.values import Report  # noqa: E402
from tests.redteam.lesser import Bare, Lesser  # noqa: E402
from tests.redteam.sandboxed import room  # noqa: E402
from tests.redteam.test_sandbox_harvest import raced  # noqa: E402

WAYS: dict[str, Confinement] = {"bubblewrap": Bubblewrap(), "alone": LandlockAlone()}
LAYERS = ("landlock", "seccomp")


def main(count: int) -> int:
    suite = sorted(map(str, (REPO / "tests/redteam").glob("test_sandbox*.py")))
    suite.append(str(REPO / "tests/redteam/test_small_interpreter.py"))
    bad = subprocess.run([sys.executable, "-m", "pytest", "-p", "no:xdist", "-q", *suite], cwd=REPO).returncode
    there = {name: way for name, way in WAYS.items() if way.offer().there}
    for name in WAYS.keys() - there.keys():
        print(f"{name}: not tried, {WAYS[name].offer().missing.en}")
    for _ in range(count):
        for name, way in there.items():
            bad += sum(not told(f"{name}, {tier}", probed(way, tier)) for tier in Tier)
    ever = opened(probed(Bare()))
    print(f"with nothing around it: {len(ever)} open")
    for name, way in there.items():
        for layer in LAYERS:
            report = probed(Lesser(way, (layer,)))
            ever |= opened(report)
            print(f"{name} without {layer}: {len(report.holes)} holes found")
            # bubblewrap holds by its mounts what Landlock holds: taken away alone, that need not show.
            bad += not report.holes and (name, layer) != ("bubblewrap", "landlock")
    tried = {one.attempt.words.en for one in probed(next(iter(there.values()))).probed} if there else set()
    print(f"never seen open on this computer, so not proved: {', '.join(sorted(tried - ever)) or 'none'}")
    for name, way in there.items():
        with tempfile.TemporaryDirectory() as folder:
            made = room(Path(folder), way)
            print(f"{name}: {raced(made, Path(folder, 'staging'), 100 * count)} files of a race came out, all its own")
            made.close()
    return min(bad, 1)


def probed(way: Confinement, tier: Tier = Tier.NATIVE) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(probe(sandbox_here(Path(folder, "rooms"), way), tier, Path(folder, "targets")))


def opened(report: Report) -> set[str]:
    return {one.attempt.words.en for one in report.probed if one.is_open}


def told(name: str, report: Report) -> bool:
    began = time.strftime("%H:%M:%S")
    print(f"{began} {name}: {len(report.probed)} tried, {len(report.holes)} holes, {len(report.known)} known")
    for one in report.holes:
        print(f"  OPEN: {one.attempt.words.en} ({one.how})")
    return report.holds


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
