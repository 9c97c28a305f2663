"""The skills, commands and agents of a package, each read for itself: a broken one costs no other."""

from collections.abc import Iterable
from pathlib import Path

from agent.core.words import Words
from agent.packages.fields import UnusableError, cited, read_text, scripts_in, text_of
from agent.packages.package import SkillLine
from skills.front import Fault, Front, read_front
from skills.reader import read_skill

_IN_FILE = Words("{file}: {why}", "{file}: {why}")
_FAULTS = (Fault.REPAIRED, Fault.BROKEN, Fault.UNCLOSED)


def skill_line(folder: Path, root: Path) -> SkillLine:
    """The skill in `folder` as the person is shown it. Never raises for its contents."""
    skill = read_skill(folder)
    where = folder.relative_to(root).as_posix()
    return SkillLine(skill.name, skill.description, where, skill.problems, scripts_in(folder, root))


def prompt_names(files: Iterable[tuple[Path, str]]) -> tuple[tuple[str, ...], tuple[Words, ...]]:
    """Names of commands, by their paths below their folder ("ns/name.md" is "ns:name"), and what is wrong."""
    names: list[str] = []
    problems: list[Words] = []
    for path, relative in files:
        names.append(relative.removesuffix(".md").replace("/", ":"))
        _, wrong = _front(path, relative)
        problems += wrong
    return tuple(dict.fromkeys(names)), tuple(problems)


def role_names(files: Iterable[tuple[Path, str]]) -> tuple[tuple[str, ...], tuple[Words, ...]]:
    """Names of agents, from what they say of themselves or from their files, and what is wrong."""
    names: list[str] = []
    problems: list[Words] = []
    for path, relative in files:
        front, wrong = _front(path, relative)
        names.append(text_of(front.fields.get("name")) or path.stem)
        problems += wrong
    return tuple(dict.fromkeys(names)), tuple(problems)


def _front(path: Path, shown: str) -> tuple[Front, tuple[Words, ...]]:
    """Front matter is optional in commands; one that is there and broken is told, and read as far as it can be."""
    try:
        front = read_front(read_text(path, shown))
    except UnusableError as error:
        return Front(), (error.words,)
    return front, tuple(
        _IN_FILE.of(file=cited(shown), why=why) for why in front.problems
    ) if front.fault in _FAULTS else ()
