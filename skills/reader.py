"""A tolerant reader of skills: a folder with SKILL.md (agentskills.io/specification), front matter and Markdown.

What a skill says of itself grants nothing: `allowed-tools` is shown, never obeyed. Nothing in a body is run.
"""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from agent.core.paths import shown
from agent.core.words import Words
from skills.front import Fault, read_front

MAX_BYTES = 1_000_000
MOST_NAME, MOST_DESCRIPTION, MOST_COMPATIBILITY = 64, 1024, 500
_NO_FILE = Words("SKILL.md cannot be read ({why}).", "SKILL.md を読み取れません（{why}）。")
_LARGE = Words("SKILL.md is larger than 1 MB.", "SKILL.md が 1 MB を超えています。")
_CODING = Words(
    "SKILL.md is not UTF-8; unreadable characters were replaced.",
    "SKILL.md が UTF-8 ではないため、読み取れない文字を置き換えました。",
)
_NO_DESCRIPTION = Words(
    "It has no description, so a model cannot know when it fits.",
    "説明（description）がないため、モデルは使いどころを判断できません。",
)
_OTHER_NAME = Words(
    "Its name {name!r} differs from its folder {folder!r}.",
    "名前「{name}」がフォルダー名「{folder}」と一致しません。",
)
_LONG = Words(
    "Its name or its description is longer than the format allows.",
    "名前または説明が、形式で許される長さを超えています。",
)
_NO_PACK = Words("pack.toml cannot be read: {why}", "pack.toml を読み取れません: {why}")


class Policy(StrEnum):
    """How much is forgiven. LENIENT: everything that can be used is used, and what is wrong is shown (own and user
    skills, packs of the Claude format). PLUGIN: what does not conform is left out, as Agent Plugins 1.0.0 section 7.1
    says. STRICT: for authors.
    """

    LENIENT = "lenient"
    PLUGIN = "plugin"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill as it was read. `folder` holds its other files; `problems` are sentences for the person.

    `description` is "" when the file gives none: such a skill is listed with its problem and not offered to a model.
    `fault` is what is wrong with its front matter: see `skills.front`.
    """

    name: str
    description: str
    body: str
    folder: Path
    front: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Words, ...] = ()
    fault: Fault = Fault.NONE

    @property
    def by_person_only(self) -> bool:
        """Whether its author wants that only the person starts it (`disable-model-invocation`)."""
        return self.front.get("disable-model-invocation") is True

    def word(self, key: str) -> str:
        """A field of the front matter as one line of text; "" when it is missing or no plain value."""
        return _plain(self.front.get(key))


@dataclass(frozen=True, slots=True)
class Pack:
    """An installable set of skills with the ids of the Recipes that belong to it."""

    name: str
    title: str
    description: str
    recipes: tuple[str, ...]
    skills: tuple[Skill, ...]
    problems: tuple[Words, ...] = ()


def read_skill(folder: Path, name: str = "SKILL.md") -> Skill:
    """The skill in `folder`. Never raises for its contents: what is wrong is told in `problems`."""
    try:
        with (folder / name).open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        why = _NO_FILE.of(why=error.strerror or type(error).__name__)
        return Skill(folder.name, "", "", folder, problems=(why,), fault=Fault.UNREADABLE)
    if len(raw) > MAX_BYTES:
        return Skill(folder.name, "", "", folder, problems=(_LARGE,), fault=Fault.UNREADABLE)
    return skill_of(raw.decode("utf-8", errors="replace"), folder)


def skill_of(text: str, folder: Path, name: str = "") -> Skill:
    """The skill whose SKILL.md says `text`; `name` is what it should be called, else as its folder."""
    coding = (_CODING,) if "\ufffd" in text else ()
    front = read_front(text)
    problems = (*coding, *front.problems)
    should = name or folder.name
    said = unicodedata.normalize("NFKC", _plain(front.fields.get("name"))).strip() or should
    description = _plain(front.fields.get("description"))
    if not description:
        problems += (_NO_DESCRIPTION,)
    if said != should:
        problems += (_OTHER_NAME.of(name=shown(said), folder=shown(should)),)
    if len(said) > MOST_NAME or len(description) > MOST_DESCRIPTION:
        problems += (_LONG,)
    return Skill(said, description, front.body, folder, front.fields, problems, front.fault)


def _plain(value: object) -> str:
    """Lists and maps are no text: written out they could be as long as they like."""
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""


def read_pack(folder: Path) -> Pack:
    """The pack in `folder`: pack.toml and skills/<name>/SKILL.md. Never raises for its contents."""
    problems: tuple[Words, ...] = ()
    try:
        told = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        told, problems = {}, (_NO_PACK.of(why=" ".join(str(error).split())[:200]),)
    recipes = told.get("recipes", [])
    return Pack(
        name=str(told.get("name") or folder.name),
        title=str(told.get("title") or folder.name),
        description=str(told.get("description") or ""),
        recipes=tuple(str(recipe) for recipe in recipes) if isinstance(recipes, list) else (),
        skills=tuple(read_skill(found.parent) for found in sorted(folder.glob("skills/*/SKILL.md"))),
        problems=problems,
    )
