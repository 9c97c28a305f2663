"""A single skill: a folder with SKILL.md. As `.skill` it lies in a folder of its name, elsewhere without one."""

from dataclasses import replace
from pathlib import Path

from agent.core.words import NO_WORDS, Words
from agent.packages.fields import named, person, text_of
from agent.packages.package import Format, Package
from skills.formats.lines import skill_line
from skills.reader import read_skill

_UNNAMED = Words(
    "SKILL.md gives the skill no name, and its folder has none of its own.",
    "SKILL.mdにスキルの名前がなく、フォルダーの名前も使えません。",
)


def skill_package(folder: Path, origin: str) -> Package:
    """The skill in `folder`, which holds SKILL.md. Never raises for its contents.

    An archive without a wrapper folder (`.well-known/agent-skills`) says nothing by the folder into which it was
    unpacked, so the name of the folder counts only when SKILL.md gives none.
    """
    skill, line = read_skill(folder), skill_line(folder, folder)
    told = text_of(skill.front.get("name"))
    name = told or folder.name
    line = replace(line, name=name, problems=tuple(one for one in line.problems if not _of_folder(one, told)))
    metadata = skill.front.get("metadata")
    about = metadata if isinstance(metadata, dict) else {}
    return Package(
        name=named(name),
        format=Format.SKILL,
        folder=folder,
        origin=origin,
        digest="",
        members=(),
        title=name,
        version=version_of(about.get("version"), skill.front.get("version")),
        description=skill.description,
        publisher=person(about.get("author")),
        licence=text_of(skill.front.get("license")),
        skills=(line,),
        problems=tuple(one for one in (NO_WORDS if told else _UNNAMED,) if one.en),
    )


def version_of(*values: object) -> str:
    """The first of them that is a text or a number: YAML makes a number of 1.0."""
    return next((str(one) for one in values if isinstance(one, (str, int, float)) and str(one)), "")


def _of_folder(problem: Words, told: str) -> bool:
    """Whether it says no more than that the folder has another name, which is no fault of an unpacked archive."""
    return bool(told) and "differs from its folder" in problem.en
