"""A word redacted in every PDF of a folder, and looked for by others. `python tests/long/redactions.py FOLDER [COUNT]`

Of each PDF that has words one of middle length is redacted. The result is read by pypdf, pdfplumber and, where it is
installed, pdftotext: none may find the word. What cannot be redacted must be refused with a reason. Printed: how often
it was done and refused, and why. Ends with 1 when a word was found again.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

import pdfplumber  # noqa: E402
from pypdf import PdfReader  # noqa: E402

from agent.core.errors import ToolError  # noqa: E402
from agent.documents.pool import WorkerDocuments  # noqa: E402

_WORD = re.compile(r"[A-Za-z]{5,}|[\u4e00-\u9fff]{3,}")
# Reading with pdfplumber takes a tenth of a second for a page.
_MAX_PAGES = 30


def folded(text: str) -> str:
    """As words are compared."""
    return unicodedata.normalize("NFKC", text).casefold()


def read_by_others(path: Path) -> Iterator[tuple[str, str]]:
    """What each reader finds in a file."""
    yield "pypdf", "\n".join(page.extract_text() for page in PdfReader(path).pages)
    with pdfplumber.open(path) as document:
        yield "pdfplumber", "\n".join(page.extract_text() for page in document.pages[:_MAX_PAGES])
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-q", str(path), "-"], check=False, capture_output=True)
        yield "pdftotext", done.stdout.decode("utf-8", "replace")


def word_of(documents: WorkerDocuments, source: Path) -> str:
    """A word of middle length that is seen, or ""."""
    passages = documents.read(source, count=2_000).passages
    words = {word for one in passages if one.kind == "text" and not one.hidden for word in _WORD.findall(one.text)}
    ordered = sorted(words, key=lambda word: (len(word), word))
    return ordered[len(ordered) // 2] if ordered else ""


def tried(documents: WorkerDocuments, source: Path, target: Path) -> tuple[str, list[str]]:
    """How it ended for a file, and who found the word again."""
    target.unlink(missing_ok=True)
    try:
        word = word_of(documents, source)
        if not word:
            return "has no words", []
        documents.edit(source, [{"op": "redact", "find": word}], target)
    except ToolError as error:
        return f"refused ({error.code})", []
    found = [name for name, text in read_by_others(target) if folded(word) in folded(text)]
    return "redacted", [f"{source.name}: {word!r} is found by {name}" for name in found]


def main(folder: Path, count: int) -> list[str]:
    """Try the first `count` files; returns what was found again."""
    documents, ends, bad = WorkerDocuments(), Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as place:
        for source in sorted(folder.rglob("*.pdf"))[:count]:
            ended, found = tried(documents, source, Path(place, "out.pdf"))
            ends[ended] += 1
            bad += found
    documents.close()
    print(", ".join(f"{ended} {number}" for ended, number in ends.most_common()))
    return bad


if __name__ == "__main__":
    failures = main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10**9)
    print("\n".join(failures) or "no word was found again")
    sys.exit(1 if failures else 0)
