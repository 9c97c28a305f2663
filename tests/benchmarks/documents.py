"""All numbers of the document engine, one command after the other. `python tests/benchmarks/documents.py [FOLDER]`

FOLDER holds real documents; by default those beside the repository. `--quick` takes a small share of everything,
`--only WORD` the commands whose names hold WORD, `--peer PYTHON` an interpreter that has markitdown. Each command
prints its numbers beside a peer or a bound of the same run; see the top of its file. The exit code is 1 when one of
them found something lost, wrong or differing.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
SHARED = REPO.parent / "shared" / "data" / "office"


def commands(folder: Path, peer: str, *, quick: bool) -> Iterator[tuple[str, list[str]]]:
    """A heading and the command of each number."""
    few = "20" if quick else "1000"
    yield "What a small edit loses, by us and by peers", ["tests/benchmarks/losses.py", str(folder), few]
    yield "Large workbooks: one cell, all values", ["tests/benchmarks/workbooks.py", *(["20000"] if quick else [])]
    yield "Results after an edit", ["tests/long/recalculation.py", str(folder), "1"]
    yield (
        "Rows and columns inserted, deleted, moved",
        ["tests/long/structural_edits.py", "10" if quick else "200", str(folder)],
    )
    yield "Tracked changes, rejected and accepted", ["tests/long/redlines.py", "1" if quick else "8", str(folder)]
    yield "Ops on Word documents", ["tests/long/word_ops.py", str(folder), few]
    yield "Ops on presentations", ["tests/long/presentation_edits.py", "15" if quick else "150", str(folder)]
    yield "Decks in the look of others", ["tests/long/decks_from_templates.py", str(folder), "3" if quick else "1000"]
    yield "A new slide, by us and by python-pptx", ["tests/benchmarks/presentations.py", str(folder)]
    yield "Words of a long PDF", ["tests/benchmarks/pdf_text.py", "50" if quick else "500", "--peer", peer]
    yield "Scans, by RapidOCR and Tesseract", ["tests/benchmarks/scans.py", "1" if quick else "3"]
    yield "Markdown, by us and by markitdown", ["tests/benchmarks/markdown.py", str(folder), "--peer", peer]
    yield "Mails, by us and by Python's email", ["tests/benchmarks/mails.py", str(folder)]
    yield "Differences of large workbooks", ["tests/benchmarks/workbook_diff.py", "10000" if quick else "100000"]
    yield "Every op on every document", ["tests/long/every_op.py", str(folder), "3" if quick else "40"]
    yield "Every doc command on every document", ["tests/long/doc_commands.py", str(folder), "6" if quick else "1000"]


def main() -> None:
    """Run them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--peer", default=sys.executable)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.exit(f"There is no folder {options.folder}: name one with Office documents.")
    failed = []
    for heading, command in commands(options.folder, options.peer, quick=options.quick):
        if options.only and options.only not in command[0]:
            continue
        print(f"\n## {heading}\n{' '.join(command)}", flush=True)
        start = time.monotonic()
        # Libraries tell what they do not know, a thousand times: only the end of it says why a command failed.
        done = subprocess.run([sys.executable, *command], cwd=REPO, check=False, stderr=subprocess.PIPE, text=True)
        code = done.returncode
        print(*done.stderr.splitlines()[-3:] if code else (), sep="\n", end="")
        print(f"({time.monotonic() - start:.0f} s, exit code {code})", flush=True)
        failed += [command[0]] if code else []
    sys.exit(f"\nNot as it should be: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
