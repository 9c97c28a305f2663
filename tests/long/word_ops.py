"""Every op on structure and looks, on every Word document of a folder. `python tests/long/word_ops.py FOLDER [COUNT]`

After each op the document must open, keep all its parts, and change none but those that the op is about; see
tests/agent/documents/test_docx_dialects.py. Printed: how many were done and refused, and how long the slowest took.
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from PIL import Image  # noqa: E402

from tests.agent.documents.test_docx_dialects import ops, tried  # noqa: E402


def main(folder: Path, count: int) -> None:
    """Try all ops on the first `count` documents."""
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as made:
        picture = Path(made) / "a.png"
        Image.new("RGB", (30, 20), "navy").save(picture)
        for real in sorted(one for one in folder.rglob("*") if one.suffix in {".docx", ".docm"})[:count]:
            for op in ops(picture):
                start = time.perf_counter()
                ok = tried(real, op, Path(made) / "edited.docx")
                slowest = max(slowest, time.perf_counter() - start)
                (done if ok else refused)[str(op["op"])] += 1
    for name in sorted(done | refused):
        print(f"{name:20} done {done[name]:6} refused {refused[name]:6}")
    print(f"slowest {slowest:.2f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10**9)
