"""Broken and hostile archives without end: `python tests/long/fuzz_packages.py 10000 [SEED]`.

Real archives with bytes changed, cut, doubled and joined are unpacked. Each must be refused in words, or lie below its
folder as ordinary files within the bounds; nothing may stay of one that was refused, and none may take long.
"""

import io
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from agent.core.errors import NeedsUserError
from agent.packages.archive import unpack
from agent.packages.bounds import Bounds
from agent.packages.members import members_of
from tests.agent.packages.making import overlapping, tarred, zipped

BOUNDS = Bounds(entries=200, size=2_000_000, file=1_000_000, ratio=50, spared=100_000)
SLOW = 2.0
MEMBERS = [("a/SKILL.md", b"---\nname: a\n---\n"), ("a/b.py", b"print(1)\n" * 50), ("a/c.bin", bytes(range(256)) * 8)]


def seeds(folder: Path) -> list[bytes]:
    made = [
        zipped(folder / "a.zip", MEMBERS), zipped(folder / "b.zip", [("x", b"0" * 90_000)], comment=b"hello"),
        tarred(folder / "a.tar", MEMBERS, how="w"), tarred(folder / "a.tgz", MEMBERS),
        tarred(folder / "long.tar", [("a/" + "n" * 150 + "/b", b"x"), *MEMBERS], how="w"),
        overlapping(folder / "o.zip", 5, 500),
    ]  # fmt: skip
    return [path.read_bytes() for path in made]


def mutated(whole: bytes, others: list[bytes], chance: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(7):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.randint(1, 600)]
            case 2:
                data[at:at] = data[chance.randrange(len(data) + 1) :][: chance.randint(1, 600)]
            case 3:
                data[at : at + 4] = chance.choice(
                    [b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"PK\x05\x06", b"PK\x01\x02"]
                )
            case 4:
                data += chance.choice(others)[: chance.randint(1, 4000)]
            case 5:
                data = bytearray(
                    data.replace(
                        chance.choice([b"a/", b"SKILL", b".py", b"nn"]), chance.choice([b"..", b"/", b"\\", b""])
                    )
                )
            case _:
                data[at : at + 12] = chance.choice([b"77777777777\0", b"\x80" + b"\xff" * 11, b"00000000000\0"])
    return bytes(data)


def one(data: bytes, place: Path) -> str:
    into = place / "into"
    try:
        unpack(io.BytesIO(data), into, BOUNDS)
    except NeedsUserError as error:
        assert list(place.iterdir()) == [], "something stayed"
        return error.code
    assert [path.name for path in place.iterdir()] == ["into"]
    members = members_of(into)
    assert len(members) <= BOUNDS.entries
    assert sum(member.size for member in members) <= BOUNDS.size
    return "unpacked"


def main(count: int, seed: int) -> int:
    chance, slowest = random.Random(seed), 0.0
    told: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        known = seeds(Path(folder))
        for number in range(count):
            data = mutated(chance.choice(known), known, chance)
            with tempfile.TemporaryDirectory(dir=folder) as place:
                start = time.perf_counter()
                try:
                    end = one(data, Path(place))
                except Exception as error:  # noqa: BLE001  # every other end is a fault
                    print(f"FAULT in {number} of seed {seed}: {type(error).__name__}: {error}")
                    Path(f"fault-{seed}-{number}.bin").write_bytes(data)
                    return 1
                slowest = max(slowest, time.perf_counter() - start)
            told[end] = told.get(end, 0) + 1
    print(f"{count} archives: {told}, slowest {slowest:.2f} s, 0 faults")
    return int(slowest > SLOW)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
