"""Every op on every file of a folder. `python tests/long/every_op.py FOLDER [COUNT]`

Each op of the tables is tried, in a form that fits most documents, on the first COUNT files. What was done must open,
be a sound package, as far as it was before, and be a different file; the file itself stays as it is. An op that does
not fit is refused for the model; nothing else may happen. Printed: how often each op was done and refused.
"""

import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from PIL import Image  # noqa: E402

from agent.core.documents import Op  # noqa: E402
from agent.core.errors import InvalidArgumentsError, ToolError, UnreadableError  # noqa: E402
from agent.documents.pool import WorkerDocuments  # noqa: E402
from tests.agent.documents.sound import unsound  # noqa: E402
from tests.redteam.odd_ops import fitting  # noqa: E402

EDITED = (".xls", ".doc", ".ppt", ".pdf", ".csv", ".txt", ".md", ".json", ".html", ".png", ".jpg")


def tried(documents: WorkerDocuments, source: Path, op: Op, target: Path, before: set[str]) -> tuple[str, list[str]]:
    """How an op ended, and what is wrong about it."""
    target.unlink(missing_ok=True)
    try:
        documents.edit(source, [op], target)
    except InvalidArgumentsError:
        return "refused", ["refused, and something was written"] if target.exists() else []
    except UnreadableError as error:
        return error.code, [f"{error.words.en} {error.__cause__}"]
    try:
        documents.check(target)
    except UnreadableError as error:
        # What was encrypted on purpose asks for its password.
        return "done", [] if error.code == "encrypted" else [f"does not open: {error.words.en}"]
    return "done", sorted(unsound(target) - before)


def examined(documents: WorkerDocuments, source: Path, folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    """All ops of one file: the name of each, how it ended, and what is wrong."""
    try:
        documents.check(source)
        before = unsound(source)
    except ToolError:
        return
    digest = hashlib.sha256(source.read_bytes()).digest()
    for name, form in documents.operations(source.name).items():
        ended, wrong = tried(documents, source, fitting(form, folder / "a.png"), folder / f"new{source.suffix}", before)
        yield name, ended, wrong
    if hashlib.sha256(source.read_bytes()).digest() != digest:
        yield "", "", ["the file itself was changed"]


def main(folder: Path, count: int) -> list[str]:
    """Try every op on the first `count` files; returns what went wrong."""
    documents, ends, bad = WorkerDocuments(), Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as place:
        Image.new("RGB", (30, 20), "navy").save(Path(place) / "a.png")
        for source in [one for one in sorted(folder.iterdir()) if one.suffix.startswith(EDITED)][:count]:
            for name, ended, wrong in examined(documents, source, Path(place)):
                ends[f"{source.suffix:6} {name:28} {ended}"] += 1
                bad += [f"{source.name} {name}: {one}" for one in wrong]
    documents.close()
    print("\n".join(f"{key} {value}" for key, value in sorted(ends.items())))
    return bad


if __name__ == "__main__":
    failures = main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10**9)
    print("\n".join(failures) or "nothing went wrong")
    sys.exit(1 if failures else 0)
