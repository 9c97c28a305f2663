"""A tolerant reader of skills: a folder with SKILL.md (agentskills.io/specification), front matter and Markdown.

What a skill says of itself grants nothing: `allowed-tools` is shown, never obeyed. Nothing in a body is run.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

MAX_BYTES = 1_000_000
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)(?:\r?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_PLAIN_LINE = re.compile(r"^([A-Za-z][\w-]*):[ \t]+(?![\"'|>\[{&*!])(.*\S)[ \t]*$")


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill as it was read. `folder` holds its other files; `problems` are sentences for the person.

    `description` is "" when the file gives none: such a skill is listed with its problem and not offered to a model.
    """

    name: str
    description: str
    body: str
    folder: Path
    front: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """An installable set of skills with the ids of the Recipes that belong to it."""

    name: str
    title: str
    description: str
    recipes: tuple[str, ...]
    skills: tuple[Skill, ...]
    problems: tuple[str, ...] = ()


def read_skill(folder: Path) -> Skill:
    """The skill in `folder`. Never raises for its contents: what is wrong is told in `problems`."""
    try:
        raw = (folder / "SKILL.md").read_bytes()[: MAX_BYTES + 1]
    except OSError as error:
        return Skill(folder.name, "", "", folder, problems=(f"SKILL.md cannot be read ({error.strerror}).",))
    if len(raw) > MAX_BYTES:
        return Skill(folder.name, "", "", folder, problems=("SKILL.md is larger than 1 MB.",))
    text = raw.decode("utf-8", errors="replace")
    coding = ("SKILL.md is not UTF-8; unreadable characters were replaced.",) if "\ufffd" in text else ()
    match = _FRONT.match(text)
    if match is None:
        return Skill(folder.name, "", text, folder, problems=(*coding, "SKILL.md has no front matter between '---'."))
    front, broken = _front(match[1])
    return _skill(folder, front, text[match.end() :].strip(), (*coding, *broken))


def _skill(folder: Path, front: Mapping[str, object], body: str, problems: tuple[str, ...]) -> Skill:
    name = unicodedata.normalize("NFKC", str(front.get("name") or folder.name)).strip()
    description = " ".join(str(front.get("description") or "").split())
    found = [*problems]
    if not description:
        found.append("It has no description, so a model cannot know when it fits.")
    if name != folder.name:
        found.append(f"Its name {name!r} differs from its folder {folder.name!r}.")
    if len(name) > 64 or len(description) > 1024:
        found.append("Its name or its description is longer than the format allows.")
    return Skill(name, description, body, folder, front, tuple(found))


def _front(text: str) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """The front matter. An unquoted colon, the most common break, is repaired by quoting; the rest is told."""
    try:
        return _mapping(text), ()
    except (yaml.YAMLError, ValueError) as error:
        why = " ".join(str(error).split())[:200]
    quoted = "\n".join(_quoted(line) for line in text.splitlines())
    try:
        return _mapping(quoted), (f"The front matter is not valid YAML and was read leniently: {why}",)
    except (yaml.YAMLError, ValueError):
        return {}, (f"The front matter is not valid YAML: {why}",)


def _mapping(text: str) -> Mapping[str, object]:
    loaded = yaml.safe_load(text)
    if not isinstance(loaded, dict):
        raise ValueError("the front matter is not a list of 'key: value' lines")
    return {str(key): value for key, value in loaded.items()}


def _quoted(line: str) -> str:
    match = _PLAIN_LINE.match(line)
    if match is None:
        return line
    value = match[2].replace("'", "''")
    return f"{match[1]}: '{value}'"


def read_pack(folder: Path) -> Pack:
    """The pack in `folder`: pack.toml and skills/<name>/SKILL.md. Never raises for its contents."""
    problems: tuple[str, ...] = ()
    try:
        told = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        told, problems = {}, (f"pack.toml cannot be read: {' '.join(str(error).split())[:200]}",)
    recipes = told.get("recipes", [])
    return Pack(
        name=str(told.get("name") or folder.name),
        title=str(told.get("title") or folder.name),
        description=str(told.get("description") or ""),
        recipes=tuple(str(recipe) for recipe in recipes) if isinstance(recipes, list) else (),
        skills=tuple(read_skill(found.parent) for found in sorted(folder.glob("skills/*/SKILL.md"))),
        problems=problems,
    )
