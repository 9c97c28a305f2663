"""Real versions of Word documents compared. `python tests/long/redline_versions.py FOLDER`

Documents of FOLDER whose names begin alike up to their first hyphen ("WC034-Before", "WC034-After1") are taken as
versions: each is compared with each of up to four, both ways, and proven as in redlines.py. The exit code is 1 when
rejecting all does not give the first one back. Accepting may differ where the answer says that something is not carried
over (shapes, charts).
"""

import itertools
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from tests.long.redlines import compare  # noqa: E402


def main(folder: Path) -> bool:
    """Run and print; returns whether all can be rejected, and nothing failed."""
    versions: defaultdict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.rglob("*.docx")):
        versions[path.name.split("-")[0]].append(path)
    tally: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as private:
        for found in versions.values():
            for before, after in itertools.permutations(found[:4], 2):
                compare(before, after, Path(private), tally, f"{before.stem[:40]}--{after.stem[:40]}")
    print("; ".join(f"{what} {number}" for what, number in tally.items()))
    return tally["compared"] == tally["reject = first"] and not tally["BAD error"]


if __name__ == "__main__":
    sys.exit(0 if main(Path(sys.argv[1])) else 1)
