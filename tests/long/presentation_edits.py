"""Random edits of many presentations. `python tests/long/presentation_edits.py COUNT [FOLDER]`

COUNT edits of one to six ops, on the decks of FOLDER (by default the shared ones beside the repository), from seeds.
After each the deck must open, have nothing that PowerPoint would repair that it did not have before, and keep every
slide part that no op named byte for byte. Printed: how many edits were done and refused, by op. The exit code is 1
after a failure, which is told with its seed.
"""

import random
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from PIL import Image  # noqa: E402

from agent.core.errors import InvalidArgumentsError, UnreadableError  # noqa: E402
from agent.documents.opc.package import Package  # noqa: E402
from agent.documents.pool import WorkerDocuments  # noqa: E402
from agent.documents.pptx.tree import slides_of  # noqa: E402
from tests.agent.documents.decks import flaws  # noqa: E402

SHARED = REPO.parent / "shared" / "data" / "office"
AT = {"left": 1, "top": 1, "width": 5, "height": 4}
SERIES = [{"name": "s", "values": [1, 2]}]


def op_of(chance: random.Random, slides: int, photo: Path) -> dict[str, object]:
    """An op that may fit a deck of so many slides."""
    slide, shape = chance.randint(1, slides), chance.randint(1, 5)
    after = chance.randint(0, slides)
    ops: list[dict[str, object]] = [
        {"op": "add_slide", "after": after, "title": "題", "body": ["a", "  b"]},
        {"op": "add_slide", "after": after, "notes": "n"},
        {"op": "delete_slide", "slide": slide},
        {"op": "move_slide", "slide": slide, "after": after},
        {"op": "duplicate_slide", "slide": slide},
        {"op": "hide_slide", "slide": slide},
        {"op": "set_notes", "slide": slide, "text": "話す\nTwo"},
        {"op": "add_comment", "slide": slide, "text": "確認"},
        {"op": "set_text", "slide": slide, "shape": shape, "text": "One\n  two\n三"},
        {"op": "set_bullets", "slide": slide, "shape": shape, "items": ["x", "  y"], "kind": "number"},
        {"op": "set_format", "slide": slide, "shape": shape, "bold": True, "color": "accent2", "align": "center"},
        {"op": "set_link", "slide": slide, "shape": shape, "url": "https://example.com"},
        {"op": "move_shape", "slide": slide, "shape": shape, "at": {"left": 1, "width": 6}},
        {"op": "delete_shape", "slide": slide, "shape": shape},
        {"op": "insert_table", "slide": slide, "rows": [["a", "b"], ["c", 1]]},
        {"op": "insert_row", "slide": slide, "after": 1, "cells": ["x"]},
        {"op": "delete_column", "slide": slide, "column": 1},
        {"op": "insert_picture", "slide": slide, "picture": photo, "at": AT},
        {"op": "insert_text_box", "slide": slide, "text": "box"},
        {"op": "insert_chart", "slide": slide, "categories": ["東", "西"], "series": SERIES, "at": AT},
        {"op": "set_chart", "slide": slide, "shape": shape, "categories": ["東", "西"], "series": SERIES},
        {"op": "set_alt", "slide": slide, "shape": shape, "text": "alt"},
    ]
    return chance.choice(ops)


def main(count: int, folder: Path) -> int:
    """Run `count` edits; returns the exit code."""
    documents, failures = WorkerDocuments(), 0
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        photo = Path(place, "x.png")
        Image.new("RGB", (40, 20), "navy").save(photo)
        decks = [one for one in sorted(folder.iterdir()) if one.suffix in {".pptx", ".potx", ".pptm"}]
        decks = [one for one in decks if slide_parts(one)]
        for seed in range(count):
            chance = random.Random(seed)
            deck = chance.choice(decks)
            problem = tried(documents, deck, chance, photo, told)
            if problem:
                failures += 1
                print(f"seed {seed} {deck.name}: {problem}")
    documents.close()
    for name, number in sorted(told.items()):
        print(f"{name:30} {number}")
    print(f"{count} edits of {len(decks)} decks, {failures} failures")
    return 1 if failures else 0


def slide_parts(deck: Path) -> list[str]:
    """The parts of the slides; none when the deck is broken."""
    try:
        with Package.open(deck) as package:
            return [slide.part for slide in slides_of(package)]
    except UnreadableError:
        return []


def kinds_of_flaws(deck: Path) -> set[str]:
    """What PowerPoint would repair; a copy of a slide has the flaws of its original."""
    return {re.sub(r"slides/slide\d+", "slides/slide", one) for one in flaws(deck)}


def tried(documents: WorkerDocuments, deck: Path, chance: random.Random, photo: Path, told: Counter[str]) -> str:
    """One edit; "" or what is wrong with it."""
    parts = slide_parts(deck)
    ops: list[dict[str, object]] = []
    target = photo.with_name(f"out{deck.suffix}")
    for _ in range(chance.randint(1, 6)):
        op = op_of(chance, len(parts), photo)
        try:
            documents.edit(deck, [*ops, op], target)
            ops.append(op)
            told[f"{op['op']} done"] += 1
        except InvalidArgumentsError:
            told[f"{op['op']} refused"] += 1
        except UnreadableError as error:
            return f"{[*ops, op]}: {error.words.en}"
    if not ops:
        return ""
    try:
        documents.edit(deck, ops, target)
        documents.check(target)
    except UnreadableError as error:
        return f"{ops}: {error.words.en}"
    new = kinds_of_flaws(target) - kinds_of_flaws(deck)
    named = {parts[number - 1] for one in ops if isinstance(number := one.get("slide"), int)}
    # A deleted slide takes links to it from other slides.
    strange = set(documents.parts(deck, target).changed) & (set(parts) - named)
    if any(one["op"] == "delete_slide" for one in ops):
        strange = set()
    return f"{ops}: {sorted(new)[:3]} {sorted(strange)}" if new or strange else ""


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else SHARED))
