"""Every `deskhand doc` command on every document of a folder. `python tests/long/doc_commands.py FOLDER [COUNT]`

Each document is copied into a folder of its own and the commands run there, one process each: read, check, edit (a
cell, a word, a page or a line), diff, redline, render, convert, undo. A command ends with 0, or refuses with 1 and one
sentence; anything else (a traceback, another exit code, more than 20 seconds and one for each megabyte, an original
that changed, an undo that leaves something) is a fault. Ends with 1 when there is one.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
WORD_FILES = (".docx", ".docm")
DECKS = (".pptx", ".pptm")
BOOKS = (".xlsx", ".xlsm")
# Starting Python and a worker, and LibreOffice's own start.
PATIENCE = 20 + 6


@dataclass
class Ran:
    """What a command did."""

    verb: str
    code: int
    lines: list[dict]
    errors: str
    seconds: float


class Commands:
    """The program over one state folder."""

    def __init__(self, home: Path) -> None:
        self.env = {**os.environ, "DESKHAND_HOME": str(home), "PYTHONPATH": str(REPO), "LANG": "C.UTF-8"}

    def run(self, verb: str, *arguments: str) -> Ran:
        """Run `deskhand doc VERB` (or `undo`) to its end."""
        start = time.monotonic()
        words = [verb, *arguments] if verb == "undo" else ["doc", verb, *arguments, "--json"]
        done = subprocess.run([sys.executable, "-m", "desktop", *words], env=self.env, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, check=False)  # fmt: skip
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        return Ran(verb, done.returncode, lines, done.stderr, time.monotonic() - start)


def edit_of(path: Path, passages: list[dict]) -> list[str] | None:
    """The arguments of an edit that fits the document; None when it has nothing to change."""
    suffix = path.suffix.lower()
    if suffix in BOOKS:
        return ["--set", "A1=Deskhand"]
    if suffix == ".pdf":
        return ["--ops", '[{"op": "rotate", "pages": "1", "degrees": 90}]']
    word = next((w for one in passages if one.get("as_kind", "text") in ("text", "heading", "row", "cell")
                 for w in one["text"].split() if w.isalnum() and len(w) > 2), None)  # fmt: skip
    return ["--replace", f"{word}=Deskhand"] if word and suffix in (*WORD_FILES, *DECKS, ".txt", ".csv") else None


def tried(commands: Commands, path: Path) -> Iterator[Ran]:
    """All commands on one document."""
    read = commands.run("read", str(path))
    yield read
    yield commands.run("check", str(path))
    out = path.with_name(f"out{path.suffix}")
    arguments = edit_of(path, [line for line in read.lines if "anchor" in line])
    if arguments is not None:
        yield (edited := commands.run("edit", str(path), *arguments, "-o", str(out)))
        if edited.code == 0:
            yield commands.run("diff", str(path), str(out))
            if path.suffix.lower() in WORD_FILES:
                yield commands.run("redline", str(path), str(out), "-o", str(path.with_name("redline.docx")))
        yield (inside := commands.run("edit", str(path), *arguments))
        if inside.code == 0 and inside.lines[-1]["undo"]:
            yield commands.run("undo", inside.lines[-1]["undo"])
    yield commands.run("render", str(path), "-o", str(path.with_name("pages")), "--most", "1")
    for kind in ("md", "xlsx" if path.suffix.lower() == ".pdf" else "pdf"):
        if path.suffix.lower() != f".{kind}":
            yield commands.run("convert", str(path), "--to", kind, "-o", str(path.with_name(f"out.{kind}")))


def fault(ran: Ran, size: float) -> str:
    """What is wrong with how a command ended, or ""."""
    refused = ran.code in (1, 5) and any("refused" in line or "code" in line for line in ran.lines)
    if "Traceback" in ran.errors:
        return ran.errors.strip().splitlines()[-1][:200]
    if ran.code and not refused:
        return f"exit {ran.code}: {ran.errors.strip()[:200]}"
    return f"took {ran.seconds:.0f} s" if ran.seconds > PATIENCE + size else ""


def main() -> None:
    """Try them and count."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    files = sorted(path for path in folder.iterdir() if path.is_file())[:count]
    counts: Counter[str] = Counter()
    faults = 0
    with tempfile.TemporaryDirectory() as base:
        commands = Commands(Path(base, "home"))
        for number, original in enumerate(files):
            place = Path(base, str(number))
            place.mkdir()
            path = place / original.name
            shutil.copy2(original, path)
            for ran in tried(commands, path):
                wrong = fault(ran, original.stat().st_size / 1024**2)
                counts[f"{ran.verb} {'fault' if wrong else 'refused' if ran.code else 'done'}"] += 1
                refusals = [line["sentence"] for line in ran.lines if line.get("refused") or line.get("code")]
                if wrong or (refusals and ran.verb != "check"):
                    print(f"{original.name}: {ran.verb}: {wrong or refusals[0][:160]}", flush=True)
                faults += bool(wrong)
            if path.read_bytes() != original.read_bytes():
                print(f"{original.name}: NOT AS IT WAS")
                faults += 1
            shutil.rmtree(place)
    print("; ".join(f"{name} {number}" for name, number in sorted(counts.items())))
    print(f"{len(files)} documents, {faults} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
