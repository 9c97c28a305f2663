"""What an installed pack brings: skills, commands (prompts that the person starts) and agents (roles of delegates)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from agent.packages.package import Format
from skills.formats.claude_plugin import MANIFEST, plugin_pages, plugin_skills
from skills.found import Found, Sort, Standing, key_of
from skills.pieces import contents
from skills.places import Spot, Where, skill_folders
from skills.reader import MAX_BYTES, Policy, Skill, skill_of

_MOST = 200
_FOLDERS: Mapping[Sort, str] = {Sort.PROMPT: "commands", Sort.ROLE: "agents"}


@dataclass(frozen=True, slots=True)
class PackFolder:
    """An installed pack whose files are as the person approved them. `digest` is that of the approval, `entry` what the
    list of plugins says of it that it was chosen from.
    """

    name: str
    folder: Path
    format: Format
    digest: str
    entry: Mapping[str, object] = field(default_factory=dict)


def skill_paths(pack: PackFolder) -> tuple[Path, ...]:
    """Its folders with a SKILL.md. Agent Plugins keep them in one place, immediately below `skills`."""
    if pack.format is Format.CLAUDE_PLUGIN:
        shown = plugin_skills(pack.folder, pack.entry)
        if shown or pack.entry or (pack.folder / MANIFEST).is_file():
            return shown  # and no other; a plugin that only a marketplace describes has nothing that names them
    found = skill_folders(Spot(Where.PACK, pack.folder, pack.name, pack.folder))
    if pack.format is not Format.AGENT_PLUGIN:
        return found
    return tuple(one for one in found if one.parent == pack.folder / "skills")


def used(skill: Skill, pack: PackFolder) -> bool:
    """Whether the policy of its format offers the skill."""
    from skills.checking import used as is_used  # noqa: PLC0415  # only packs of one format need the rules

    return is_used(skill, Policy.PLUGIN if pack.format is Format.AGENT_PLUGIN else Policy.LENIENT)


def others(pack: PackFolder) -> Iterator[Found]:
    """Its commands and agents by name; Agent Plugins have none."""
    if pack.format is Format.AGENT_PLUGIN:
        return
    for sort, name in _FOLDERS.items():
        for called, path in plugin_pages(pack.folder, name, pack.entry)[:_MOST]:
            skill = _page(pack.folder, path, called)
            standing = Standing.ON if skill.body else Standing.BROKEN
            yield Found(
                key_of(pack.name, skill.name), skill, Where.PACK, sort, standing, root=pack.folder, approved=pack.digest
            )


def _page(folder: Path, name: str, called: str) -> Skill:
    """A command or an agent: Markdown with a front matter that may be missing. Its name is that of the file."""
    text = contents(folder, name, MAX_BYTES).decode("utf-8", errors="replace")
    return replace(skill_of(text, folder, called), name=called)
