"""What 300 skills cost: `python tests/benchmarks/catalogue.py [COUNT]`.

The model at most 2,000 tokens (as this program estimates them), the host at most 100 ms to find, read and tell them at
the first Turn of a process, and less at every other one. Ratios are against reading the bytes of the same files.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from agent.models.estimates import tokens_of  # noqa: E402
from skills.catalogue import catalogue  # noqa: E402
from skills.choices import ChoiceFile  # noqa: E402
from skills.library import packs  # noqa: E402
from skills.shelf import Shelf  # noqa: E402

_ROUNDS = 15
_FRONT = """---
name: skill{n}
description: Use this when the person asks for report number {n}, wants figures compared, or says "make me a summary of
  quarter {n}". It reads workbooks and documents, checks totals, and writes what it found with its sources.
license: Apache-2.0
metadata:
  version: "1.{n}"
  author: somebody
---
"""
_BODY = "# How\n\n" + "Look at the files first; then compare the totals of each sheet with the ledger.\n" * 60


def best(work: Callable[[], object]) -> float:
    """The fastest of several runs in milliseconds of the processor: what else the machine does only adds."""
    times = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    return min(times)


def main(count: int) -> int:
    """Print the numbers; 1 when a bound is broken."""
    packs()  # Deskhand's own are read once in a process, with or without others
    with tempfile.TemporaryDirectory() as scratch:
        top = Path(scratch) / "own"
        for number in range(count):
            folder = top / f"skill{number}"
            folder.mkdir(parents=True)
            (folder / "SKILL.md").write_text(_FRONT.format(n=number) + _BODY)
        files = [top / f"skill{number}" / "SKILL.md" for number in range(count)]

        def shelf() -> Shelf:
            return Shelf(top, ChoiceFile(Path(scratch) / "skills.json"), home=Path(scratch) / "nobody")

        def told(one: Shelf) -> str:
            return catalogue([found for found in one.offered().values() if found.offered], tokens_of)

        kept = shelf()
        tokens = tokens_of(told(kept))
        plain = best(lambda: [file.read_bytes() for file in files])
        first, again = best(lambda: told(shelf())), best(lambda: told(kept))
    print(f"{count} skills: {tokens:.0f} tokens for the model (bound 2000)")
    print(f"first Turn {first:.0f} ms (bound 100), {first / plain:.1f} times reading the bytes of the files")
    print(f"other Turns {again:.0f} ms, {again / plain:.1f} times")
    return int(tokens > 2_000 or first > 100)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
