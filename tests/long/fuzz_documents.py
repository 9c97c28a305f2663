"""Damage documents and read them by workers. `python tests/long/fuzz_documents.py COUNT [FOLDER] [SEED]`

Samples are made here; those of FOLDER are added. A sample is damaged by bytes that change, by its end that is missing,
or, in a package, by parts that change places. Every call must answer, or fail with a typed error, within 20 seconds.
"""

import io
import os
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.errors import ToolError  # noqa: E402
from agent.documents.pool import WorkerDocuments  # noqa: E402
from tests.redteam.hiding import DOCX, PPTX, XLSX  # noqa: E402
from tests.redteam.hiding_pages import OTHERS, PDF  # noqa: E402

MOST_SECONDS = 20.0
LARGEST = 300_000


def samples(folder, private):
    """Names and bytes to begin with."""
    makers = {"a.docx": DOCX["white"], "a.xlsx": XLSX["a run in white"], "a.pptx": PPTX["white"], "a.pdf": PDF["white"],
              **OTHERS}  # fmt: skip
    found = []
    for name, (_, make) in makers.items():
        make(private / name)
        found.append((name, (private / name).read_bytes()))
    if folder is not None:
        found += [(path.name, path.read_bytes()) for path in sorted(folder.iterdir()) if path.stat().st_size < LARGEST]
    return found


def damaged(dice, data):
    """The bytes with some damage."""
    way = dice.choice(("flip", "flip", "cut", "repeat", "parts"))
    if way == "parts" and data.startswith(b"PK"):
        return swapped(dice, data)
    raw = bytearray(data)
    if way == "cut":
        return bytes(raw[: dice.randrange(len(raw))])
    if way == "repeat":
        at = dice.randrange(len(raw))
        return bytes(raw[:at] + raw[at : at + dice.randrange(1, 2_000)] * dice.randrange(2, 50) + raw[at:])
    for _ in range(dice.choice((1, 3, 20, 200))):
        raw[dice.randrange(len(raw))] = dice.randrange(256)
    return bytes(raw)


def swapped(dice, data):
    """A package in which two parts changed places, and the text of one is damaged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        one, two = dice.choice(list(parts)), dice.choice(list(parts))
        parts[one], parts[two] = parts[two], parts[one]
        third = dice.choice(list(parts))
        text = bytearray(parts[third])
        for _ in range(dice.randrange(4)):
            if text:
                text[dice.randrange(len(text))] = dice.choice(b"<>\"'&/=0 \x00\xffA")
        parts[third] = bytes(text)
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def main(count, folder=None, seed=1):
    """Damage and read `count` files; returns what went wrong."""
    dice, ends = random.Random(seed), Counter[str]()  # noqa: S311
    documents, bad = WorkerDocuments(), list[str]()
    with tempfile.TemporaryDirectory() as base:
        private = Path(base)
        known = samples(folder, private)
        for number in range(count):
            name, data = dice.choice(known)
            path = private / name
            try:
                path.write_bytes(damaged(dice, data))
            except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
                continue
            for call in (documents.read, documents.tables, documents.reaches, documents.check):
                began = time.perf_counter()
                try:
                    call(path)
                    ends["answered"] += 1
                except ToolError as error:
                    ends[error.code] += 1
                except Exception as error:  # noqa: BLE001  this is what is looked for
                    bad.append(f"seed {seed}, file {number} {name}: {error!r}")
                if time.perf_counter() - began > MOST_SECONDS:
                    bad.append(f"seed {seed}, file {number} {name}: more than {MOST_SECONDS} seconds")
            if number % 500 == 499:
                print(f"{number + 1} files: {dict(ends)}, bad {len(bad)}", flush=True)
    documents.close()
    return ends, bad


if __name__ == "__main__":
    arguments = sys.argv[1:]
    seen, wrong = main(
        int(arguments[0]),
        Path(arguments[1]) if len(arguments) > 1 else None,
        int(arguments[2]) if len(arguments) > 2 else 1,
    )
    print(f"calls by their end: {dict(seen)}")
    print("\n".join(wrong) or "nothing went wrong")
    sys.stdout.flush()
    os._exit(1 if wrong else 0)
