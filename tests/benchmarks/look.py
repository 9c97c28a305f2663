"""How often our look at packages speaks: `python tests/benchmarks/look.py FOLDER ...`.

Each folder directly below a FOLDER counts as a package when a SKILL.md lies in it or below. Prints what is the
heaviest that is said of each, and how long the look takes beside hashing the same files in the same run.
"""

import sys
import time
from collections import Counter
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])

from agent.core.errors import NeedsUserError  # noqa: E402
from agent.packages.look import looked_at  # noqa: E402
from agent.packages.members import digest_of, members_of  # noqa: E402
from agent.packages.package import Format, Package  # noqa: E402


def main(folders: list[str]) -> int:
    for folder in map(Path, folders):
        loudest: Counter[str] = Counter()
        hashing = looking = 0.0
        for path in sorted(one for one in folder.iterdir() if one.is_dir() and next(one.rglob("SKILL.md"), None)):
            start = time.perf_counter()
            try:
                members = members_of(path)
            except NeedsUserError as error:
                loudest[f"refused ({error.code})"] += 1
                continue
            hashed = time.perf_counter()
            found = looked_at(Package(path.name, Format.SKILL, path, "", digest_of(members), members))
            hashing, looking = hashing + hashed - start, looking + time.perf_counter() - hashed
            loudest[str(found[0].weight) if found else "nothing"] += 1
            for one in found:
                print(f"  {path.name}: {one.weight} {one.where} {one.words.en[:100]}")
        ratio = looking / max(hashing, 1e-9)
        print(f"{folder.name}: heaviest by package {dict(loudest)}; looking takes {ratio:.1f} times hashing")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
