"""The skills, commands and agents of a package, each read for itself: a broken one costs no other."""

from collections.abc import Iterable
from pathlib import Path

from agent.core.words import Words
from agent.packages.fields import UnusableError, cited, read_text, scripts_in
from agent.packages.package import SkillLine
from skills.front import Fault, read_front
from skills.reader import read_skill

_IN_FILE = Words("{file}: {why}", "{file}: {why}")
_FAULTS = (Fault.REPAIRED, Fault.BROKEN, Fault.UNCLOSED)


def skill_line(folder: Path, root: Path) -> SkillLine:
    """The skill in `folder` as the person is shown it. Never raises for its contents."""
    skill = read_skill(folder)
    where = folder.relative_to(root).as_posix()
    return SkillLine(skill.name, skill.description, where, skill.problems, scripts_in(folder, root))


def page_name(relative: str) -> str:
    """What a command or an agent is called: as its file; one in a folder, "ns/name.md", is "ns-name"."""
    return relative.removesuffix(".md").replace("/", "-")


def page_names(files: Iterable[tuple[Path, str]]) -> tuple[tuple[str, ...], tuple[Words, ...]]:
    """Names of commands or agents, and what is wrong with them; a broken one is there all the same."""
    names: list[str] = []
    problems: list[Words] = []
    for path, relative in files:
        names.append(page_name(relative))
        problems += _wrong(path, relative)
    return tuple(dict.fromkeys(names)), tuple(problems)


def _wrong(path: Path, shown: str) -> tuple[Words, ...]:
    """Front matter is optional here; one that is there and broken is told, and read as far as it can be."""
    try:
        front = read_front(read_text(path, shown))
    except UnusableError as error:
        return (error.words,)
    told = front.problems if front.fault in _FAULTS else ()
    return tuple(_IN_FILE.of(file=cited(shown), why=why) for why in told)
