"""Row 1: every published first-party skill loads leniently; strict verdicts are the reference's."""

import time
from collections.abc import Mapping
from pathlib import Path

from skills.checking import faults, used
from skills.front import Fault
from skills.reader import Policy, Skill, read_skill
from tests.matrix.tally import Data, Tally

TITLE = "Skills: all 261 of three public collections"
# Skills, and how many of them the reference (skills-ref 0.1.1) refuses, measured by running it.
_KNOWN: Mapping[str, tuple[int, int]] = {
    "anthropics/skills": (18, 2),
    "anthropics/knowledge-work-plugins": (212, 138),
    "anthropics/claude-plugins-official": (31, 24),
}


def run(data: Data) -> Tally:
    """Load all of them."""
    tally = Tally()
    for repository, (count, refused) in _KNOWN.items():
        folder = data.found(repository)
        if folder is None:
            tally.skip(f"{repository} is not on this computer", count)
            continue
        _collection(folder, count, refused, tally)
    return tally


def _collection(folder: Path, count: int, refused: int, tally: Tally) -> None:
    began = time.perf_counter()
    found = [read_skill(path.parent) for path in sorted(folder.rglob("SKILL.md"))]
    took = (time.perf_counter() - began) * 1000
    for one in found:
        tally.check(_loads(one), f"{one.folder}: {[words.en for words in one.problems]}")
    tally.check(len(found) == count, f"{folder.name}: {len(found)} skills, not {count}: the collection is another one")
    wrong = sum(bool(faults(one)) for one in found)
    tally.check(wrong == refused, f"{folder.name}: {wrong} refused strictly, not {refused}")
    left = sum(not used(one, Policy.PLUGIN) for one in found)
    tally.told.append(
        f"{folder.name}: {len(found)} in {took:.0f} ms, {wrong} refused strictly, {left} would be left out of an Agent "
        f"Plugin, {sum(one.fault is Fault.REPAIRED for one in found)} with repaired YAML"
    )


def _loads(one: Skill) -> bool:
    return used(one, Policy.LENIENT) and bool(one.body) and one.fault in (Fault.NONE, Fault.REPAIRED)
