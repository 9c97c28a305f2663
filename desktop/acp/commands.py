"""What can be begun with a slash: Recipes, which need no model, and skills, which the model loads."""

import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acp.schema import AvailableCommand, AvailableCommandInput, UnstructuredCommandInput

from agent.core.paths import shown
from desktop.acp import words
from skills.library import recipes
from skills.recipe import Recipe

RESUME = "resume"
_MOST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Command:
    """`recipe` is set for a Recipe, `skill` is the key of a skill ("pack:name"); neither is for going on."""

    name: str
    about: str
    recipe: Recipe | None = None
    skill: str = ""


def commands(language: str, skills: Mapping[str, str], *, interrupted: bool = False) -> tuple[Command, ...]:
    """All of them; `skills` are descriptions by key. A short name that two have is "pack:name"."""
    found = [Command(one.id, one.summary.text(language), recipe=one) for one in recipes()]
    found += [Command(key, about, skill=key) for key, about in skills.items()]
    short = Counter(one.name.rpartition(":")[2] for one in found)
    named = [_named(one, short, language) for one in found]
    go_on = (Command(RESUME, words.RESUME.text(language)),) if interrupted else ()
    return (*go_on, *named)


def _named(one: Command, short: Mapping[str, int], language: str) -> Command:
    last = one.name.rpartition(":")[2]
    name = last if short[last] == 1 and last != RESUME else one.name
    about = (words.RECIPE if one.recipe else words.SKILL).of(text=one.about).text(language)
    return Command(name, about[:_MOST_WORDS], one.recipe, one.skill)


def listed(found: Sequence[Command], language: str) -> list[AvailableCommand]:
    """The commands as an editor lists them."""
    return [AvailableCommand(name=one.name, description=shown(one.about), input=_input(one, language)) for one in found]


def _input(one: Command, language: str) -> AvailableCommandInput | None:
    if one.name == RESUME:
        return None
    hint = _form(one.recipe) or words.FORM.text(language) if one.recipe else words.TASK.text(language)
    return AvailableCommandInput(root=UnstructuredCommandInput(hint=hint))


def _form(recipe: Recipe) -> str:
    return " ".join(f"{field.key}={field.default}" for field in recipe.fields)


def named(text: str, found: Sequence[Command]) -> tuple[Command, str] | None:
    """The command that a message begins with, and the rest; None when it begins with none."""
    if not text.startswith("/"):
        return None
    name, _, rest = text[1:].partition(" ")
    command = next((one for one in found if name in (one.name, one.skill, one.recipe.id if one.recipe else "")), None)
    return None if command is None else (command, rest.strip())


def values(recipe: Recipe, rest: str) -> dict[str, str]:
    """The form of a Recipe from `key=value` words; what is not named keeps its default."""
    known = {field.key for field in recipe.fields}
    try:
        parts = shlex.split(rest)
    except ValueError:
        parts = rest.split()
    given = dict(part.partition("=")[::2] for part in parts if "=" in part)
    return recipe.defaults() | {key: value for key, value in given.items() if key in known}
