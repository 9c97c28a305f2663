"""Markdown of real documents, beside markitdown. `python tests/benchmarks/markdown.py FOLDER [--peer PYTHON]`

PYTHON is an interpreter that has markitdown (a bench-only peer of 360 MB, so it is not among our packages). Each
document of FOLDER (see KINDS) becomes Markdown by us and by it, one after the other. Printed: how long
each takes, who fails, and which words one finds and the other does not. Words are runs of letters and digits; a
Japanese text is compared by its pairs of characters, a number by its value (six digits). What markitdown makes up (the
marks of Markdown and HTML, "NaN" for empty cells, "Unnamed: 3" and "value.1" for columns without a title of their own,
its heads of parts, names of pictures) is no word. Where it gives no words at all there is nothing to compare.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.errors import ToolError  # noqa: E402
from agent.documents.pool import WorkerDocuments  # noqa: E402

KINDS = (".docx", ".pptx", ".xlsx", ".pdf", ".xls", ".html", ".csv", ".msg")
PEER = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
from markitdown import MarkItDown
made = MarkItDown()
for line in sys.stdin:
    start = time.perf_counter()
    try:
        text = made.convert(line.rstrip("\\n")).text_content
        error = "" if text.strip() else "no words"
    except Exception as problem:
        text, error = "", type(problem).__name__
    print(json.dumps({"text": text, "error": error, "seconds": time.perf_counter() - start}), flush=True)
"""
# What its writer makes up: see above.
_MADE_UP = re.compile(
    r"<!--.*?-->|^## Content$|^# Email Message$"
    r"|</?[a-z]\w*>|(?<=\| )nan(?= \|)|(?<=[a-z]\d)\.\d+(?= \|)|^### Notes:$|!\[[^\]]*\]\([^)]*\)|\bNaN\b"
    r"|\bUnnamed: \d+\b|\bNaT\b|\]\([^)\s]*\)|&[a-z]+;|\b00:00:00\b|\\n",
    re.DOTALL | re.MULTILINE,
)
_NUMBER = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> set[str]:
    """The words of a text, as they can be compared."""
    bare = unicodedata.normalize("NFKC", _MADE_UP.sub(" ", text.replace("\\[", "("))).casefold().replace("\\", "")
    wide = {run[at : at + 2] for run in _WIDE.findall(bare) for at in range(max(1, len(run) - 1))}
    narrow = _WIDE.sub(" ", bare)
    numbers = {f"{float(one.replace(',', '')):.6g}" for one in _NUMBER.findall(narrow)}
    return wide | numbers | {one for one in _WORD.findall(_NUMBER.sub(" ", narrow)) if not one.isdigit()}


def ours(documents: WorkerDocuments, path: Path, target: Path) -> dict[str, object]:
    """Markdown by Deskhand."""
    start = time.perf_counter()
    try:
        documents.convert(path, target)
        text, error = target.read_text(encoding="utf-8"), ""
    except ToolError as problem:
        text, error = "", problem.code
    return {"text": text, "error": error, "seconds": time.perf_counter() - start}


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peer", default=sys.executable, metavar="PYTHON")
    options = parser.parse_args()
    files = sorted(path for path in options.folder.rglob("*") if path.suffix.lower() in KINDS)
    if subprocess.run([options.peer, "-c", "import markitdown"], check=False, capture_output=True).returncode:
        sys.exit(f"{options.peer} has no markitdown: nothing to compare with. Name another with --peer.")
    rows = compared(files, options.peer)
    for kind in KINDS:
        report(kind, [row for row in rows if row[0].suffix.lower() == kind])


def compared(files: list[Path], peer: str) -> list[tuple[Path, dict, dict]]:
    """Every file with what both made of it."""
    documents, rows = WorkerDocuments(), []
    other = subprocess.Popen([peer, "-c", PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                             stderr=subprocess.DEVNULL)  # fmt: skip
    assert other.stdin is not None
    assert other.stdout is not None
    with tempfile.TemporaryDirectory() as folder:
        for path in files:
            other.stdin.write(f"{path}\n")
            other.stdin.flush()
            theirs = json.loads(other.stdout.readline())
            rows.append((path, ours(documents, path, Path(folder, "out.md")), theirs))
    other.stdin.close()
    other.wait()
    documents.close()
    return rows


def missed(ours: str, theirs: str) -> tuple[list[str], int]:
    """The words that only the second has, and how many the first has too, with other blanks between its letters."""
    known = words(ours)
    # It rounds to six places behind the point.
    rounded = {f"{round(float(one), 6):.6g}" for one in _NUMBER.findall(ours.replace(",", ""))}
    lost = words(theirs) - known - rounded
    letters = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", ours).casefold())
    found = sorted(one for one in lost if one not in letters)
    return found, len(lost) - len(found)


def report(kind: str, rows: list[tuple[Path, dict, dict]]) -> None:
    """One kind of documents."""
    both = [(path, a, b) for path, a, b in rows if not a["error"] and not b["error"]]
    if not rows:
        return
    mine = sorted(a["seconds"] for _, a, _ in both)
    other = sorted(b["seconds"] for _, _, b in both)
    ratio = f"{sum(other) / sum(mine):.1f} times as fast" if both else "no document that both read"
    print(f"{kind}: {len(rows)} documents; refused by us {sum(bool(a['error']) for _, a, _ in rows)}, "
          f"failed or without a word by markitdown {sum(bool(b['error']) for _, _, b in rows)}; {ratio}")  # fmt: skip
    lost = [(path, *missed(a["text"], b["text"])) for path, a, b in both]
    more = sum(len(words(a["text"]) - words(b["text"])) for _, a, b in both)
    print(f"  words that only markitdown finds: {sum(len(one) for _, one, _ in lost)}, only we: {more}; "
          f"divided in another way: {sum(number for _, _, number in lost)}")  # fmt: skip
    for path, missing, _ in lost:
        if missing:
            print(f"    {path.name}: {len(missing)}: {' '.join(missing[:12])}")
    for path, a, b in rows:
        if a["error"] and not b["error"]:
            print(f"    {path.name}: refused by us ({a['error']}), read by markitdown")


if __name__ == "__main__":
    main()
