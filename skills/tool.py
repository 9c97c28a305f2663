"""The Tools of skills: `recipe` runs a Recipe by its id; `skill` is in `skills.skill_tool`."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agent.core.actions import Action, Effect, Intent
from agent.core.errors import InvalidArgumentsError
from agent.core.messages import Result, ToolCall, ToolSpec
from agent.core.paths import Place
from agent.core.ports import Files, ReadyCall, Tool
from skills.form import Field, Form, Kind
from skills.library import find_recipe, recipes
from skills.recipe import Desk, Recipe
from skills.shelf import built_in
from skills.skill_tool import Reading, SkillTool

DeskFor = Callable[[str], Desk]
"""Gives the Desk for a call; its argument is the id of the ToolCall, which the progress is told under."""


def skill_tools(desk_for: DeskFor, of_skills: Sequence[Tool] = ()) -> tuple[Tool, ...]:
    """`recipe` and those of skills; without any, `skill` with Deskhand's own."""
    return RecipeTool(desk_for), *(of_skills or (SkillTool(Reading(built_in())),))


class RecipeTool:
    """Run a Recipe: a finished, deterministic task, done in one call."""

    def __init__(self, desk_for: DeskFor) -> None:
        self._desk_for = desk_for

    @property
    def spec(self) -> ToolSpec:
        """All Recipes, a line each."""
        return ToolSpec("recipe", _description(), _PARAMETERS)

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `Tool.prepare`."""
        arguments = _arguments(call)
        chosen = find_recipe(_word(arguments, "id"))
        values = _values(arguments.get("values", {}))
        desk = self._desk_for(call.id)
        places = _read_places(chosen, chosen.form(values), desk.files)
        named = ", ".join(desk.files.called(place) for place in places[:3]) + (" …" if len(places) > 3 else "")
        title = f"{chosen.title.text(desk.language)}: {named}"
        reads = tuple(Action(Effect.READ, str(place)) for place in places)
        # What it will change is known when it has run: until then it may be anything.
        writes = tuple(Action(Effect.WRITE, str(root)) for root in desk.files.roots())
        intent = Intent(title, (*reads, *writes))
        return _ReadyRecipe(intent, chosen, values, desk)


@dataclass(frozen=True, slots=True)
class _ReadyRecipe:
    intent: Intent
    recipe: Recipe
    values: Mapping[str, str]
    desk: Desk

    async def run(self) -> Result:
        return await asyncio.to_thread(self.recipe.run, self.desk, self.values)


_PARAMETERS: Mapping[str, object] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "values": {
            "type": "object",
            "description": "Fields as text; files are paths, one a line.",
            "additionalProperties": {"type": "string"},
        },
    },
    "required": ["id"],
}


def _description() -> str:
    lines = [f"{r.id}: {r.summary.en.split('. ')[0]} [{' '.join(map(_shown, r.fields))}]" for r in recipes()]
    return (
        "Run a finished task over files, exact and without cost; prefer it to your own work. "
        "[fields; * is required, the first choice is the default]:\n" + "\n".join(lines)
    )


def _shown(field: Field) -> str:
    star = "*" if field.required else ""
    match field.kind:
        case Kind.CHOICE:
            values = sorted((option.value for option in field.choices), key=lambda value: value != field.default)
            return f"{field.key}{star}={'|'.join(values)}"
        case Kind.BOOL:
            return f"{field.key}{star}={field.default}"
        case Kind.TEXT | Kind.NUMBER | Kind.DATE:
            return f"{field.key}{star}={field.default}" if field.default else f"{field.key}{star}"
        case Kind.FOLDER | Kind.FILE | Kind.FILES:
            kind = "" if field.key == field.kind else f":{field.kind}"
            return f"{field.key}{star}{kind}"


def _arguments(call: ToolCall) -> Mapping[str, object]:
    try:
        arguments = json.loads(call.arguments or "{}")
    except ValueError as error:
        raise InvalidArgumentsError(f"The arguments of {call.tool!r} are not JSON: {error}.") from error
    if not isinstance(arguments, dict):
        raise InvalidArgumentsError(f"The arguments of {call.tool!r} must be a JSON object.")
    return arguments


def _word(arguments: Mapping[str, object], key: str) -> str:
    value = arguments.get(key)
    if not isinstance(value, str) or not value:
        raise InvalidArgumentsError(f"Give {key!r} as text.")
    return value


def _values(given: object) -> Mapping[str, str]:
    """Fields as text. A model writes `true`, 3 or a list of files as often as text, so these are taken too."""
    if not isinstance(given, dict):
        raise InvalidArgumentsError("Give 'values' as an object of fields.")
    return {str(key): _as_text(value) for key, value in given.items() if value is not None}


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    if isinstance(value, (str, int, float)):
        return str(value)
    raise InvalidArgumentsError(f"{value!r} is no value of a field; give text.")


def _read_places(chosen: Recipe, form: Form, files: Files) -> tuple[Place, ...]:
    """What the Recipe reads: the files that were named, else the folder."""
    named: list[Place] = []
    for field in chosen.fields:
        if field.kind in (Kind.FILE, Kind.FILES):
            named += form.places(field.key, files)
    folders = [field.key for field in chosen.fields if field.kind is Kind.FOLDER]
    if named or not folders:
        return tuple(dict.fromkeys(named))
    return tuple(dict.fromkeys(form.place(key, files) for key in folders))
