"""Agent Plugins 1.0.0: a closed manifest, skills at skills/*/SKILL.md, MCP servers in mcp.json.

Source: agent-plugins.org, specification 1.0.0 (numbers of sections below). Each mistake costs as little as the
specification says: the package (5.2), a kind of component (6.2, 7.2.2), a skill (7.1) or a server (7.2.2).
"""

from collections.abc import Mapping
from pathlib import Path

from agent.core.words import Words, joined
from agent.packages.fields import (
    UnusableError,
    as_object,
    cited,
    named,
    person,
    read_object,
    text_of,
    texts_of,
    well_named,
    within,
)
from agent.packages.package import Advice, Format, Package, SkillLine, Weight
from skills.checking import skipped_for
from skills.formats.agent_servers import plugin_servers
from skills.formats.lines import skill_line
from skills.reader import read_skill

SCHEMAS = "https://agent-plugins.org/schemas/"
SCHEMA = f"{SCHEMAS}1.0.0/plugin.schema.json"
_TEXTS = ("version", "description", "homepage", "repository", "license")
_FIELDS = frozenset(("$schema", "name", "author", "keywords", "extensions", *_TEXTS))

_REFUSED = Words("Nothing of this plugin is used. {why}", "このプラグインは使用しません。{why}")
_OUTSIDE = Words("{file} leads out of the package.", "{file} がパッケージの外を指しています。")
_VERSION = Words("It is made for a version of Agent Plugins that Deskhand does not know: {schema}.",
                 "Deskhandが対応していないバージョンのAgent Plugins用です: {schema}")  # fmt: skip
_NAME = Words("Its name {name!r} is no name of a plugin: a-z, 0-9, '-' and '.', at most 64.",
              "名前「{name}」は使えません。a-z、0-9、「-」、「.」で64文字以内です。")  # fmt: skip
_FIELD = Words("{field!r} of plugin.json is not written as it must be.", "plugin.jsonの「{field}」が正しくありません。")
_IGNORED = Words("plugin.json has a field that the format does not know and that is ignored: {field!r}.",
                 "plugin.jsonに規格外の項目「{field}」があり、無視しました。")  # fmt: skip
_NO_FOLDER = Words(
    "'skills' is no folder, so it has no skills.", "「skills」がフォルダーでないため、スキルはありません。"
)
_SKIPPED = Words("The skill {name!r} is left out: {why}", "スキル「{name}」は使用しません: {why}")


def agent_plugin(folder: Path, origin: str) -> Package:
    """The plugin in `folder`, which holds plugin.json. Never raises for its contents.

    Of one that the specification rejects (5.2) nothing is used: it has a problem and nothing else.
    """
    try:
        manifest = _manifest(folder)
    except UnusableError as broken:
        problems = (_REFUSED.of(why=broken.words),)
        return Package(named(folder.name), Format.AGENT_PLUGIN, folder, origin, "", (), problems=problems)
    skills, left_out = _skills(folder)
    servers, odd = plugin_servers(folder, f"{SCHEMAS}1.0.0/mcp.schema.json")
    return Package(
        name=str(manifest["name"]),
        format=Format.AGENT_PLUGIN,
        folder=folder,
        origin=origin,
        digest="",
        members=(),
        title=str(manifest["name"]),
        version=text_of(manifest.get("version")),
        description=text_of(manifest.get("description")),
        publisher=person(manifest.get("author")),
        licence=text_of(manifest.get("license")),
        homepage=text_of(manifest.get("homepage")) or text_of(manifest.get("repository")),
        skills=skills,
        connectors=servers,
        advice=tuple(Advice(Weight.NOTE, words, "plugin.json") for words in _ignored(manifest)),
        problems=(*left_out, *odd),
    )


def _manifest(folder: Path) -> Mapping[str, object]:
    """The manifest, sound by section 5.

    Raises:
        UnusableError: the package is to be rejected.
    """
    if within(folder, "plugin.json") is None:
        raise UnusableError(_OUTSIDE.of(file="plugin.json"))
    manifest = read_object(folder / "plugin.json", "plugin.json")
    if manifest.get("$schema") != SCHEMA:
        raise UnusableError(_VERSION.of(schema=cited(text_of(manifest.get("$schema"))) or "-"))
    name = manifest.get("name")
    if not isinstance(name, str) or not well_named(name):
        raise UnusableError(_NAME.of(name=cited(text_of(name))))
    for field in _TEXTS:
        if not isinstance(manifest.get(field, ""), str):
            raise UnusableError(_FIELD.of(field=field))
    author = as_object(manifest.get("author", {}))
    if author is None or set(author) - {"name", "email", "url"} or not all(isinstance(v, str) for v in author.values()):
        raise UnusableError(_FIELD.of(field="author"))
    if isinstance(manifest.get("keywords"), str) or texts_of(manifest.get("keywords", [])) is None:
        raise UnusableError(_FIELD.of(field="keywords"))
    return manifest


def _ignored(manifest: Mapping[str, object]) -> tuple[Words, ...]:
    """Fields that are told and ignored (5.2, 8.1). What is inside of a namespace of others is nobody's business."""
    odd = [field for field in manifest if field not in _FIELDS]
    if as_object(manifest.get("extensions", {})) is None:
        odd.append("extensions")
    return tuple(_IGNORED.of(field=cited(field)) for field in odd)


def _skills(folder: Path) -> tuple[tuple[SkillLine, ...], tuple[Words, ...]]:
    """Sections 6.1, 6.2 and 7.1: children of skills/ only, and those only that the format allows."""
    place = folder / "skills"
    if not place.exists() and not place.is_symlink():
        return (), ()
    if within(folder, "skills") is None:
        return (), (_OUTSIDE.of(file="skills"),)
    if not place.is_dir():
        return (), (_NO_FOLDER,)
    lines, problems = [], []
    for child in sorted(place.iterdir()):
        if not _has_exactly(child, "SKILL.md"):
            continue
        inside = within(folder, f"skills/{child.name}/SKILL.md")
        why = (
            skipped_for(read_skill(child))
            if inside is not None
            else (_OUTSIDE.of(file=f"{cited(child.name)}/SKILL.md"),)
        )
        if why:
            problems.append(_SKIPPED.of(name=cited(child.name), why=joined(*why)))
        else:
            lines.append(skill_line(child, folder))
    return tuple(lines), tuple(problems)


def _has_exactly(folder: Path, name: str) -> bool:
    """Whether a file of exactly this name lies there; file systems that ignore case would say yes to others."""
    return folder.is_dir() and any(one.name == name and one.is_file() for one in folder.iterdir())
