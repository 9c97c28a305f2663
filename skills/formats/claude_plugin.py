"""Claude plugins: .claude-plugin/plugin.json or none, skills, commands, agents, .mcp.json, userConfig.

Hooks, monitors, language servers and the like are named for the person and never run.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from agent.core.words import Words
from agent.packages.fields import (
    UnusableError,
    as_object,
    cited,
    files_below,
    named,
    person,
    read_object,
    text_of,
    texts_of,
    within,
)
from agent.packages.package import Advice, Declared, Format, Package, SkillLine, Weight
from agent.packages.servers import declared_servers
from agent.packages.settings import settings_of
from skills.formats.lines import page_name, page_names, skill_line
from skills.formats.unused import unused
from skills.places import Spot, Where, skill_folders

MANIFEST = ".claude-plugin/plugin.json"
NO_ENTRY: Mapping[str, object] = {}
_COMPONENTS = ("skills", "commands", "agents", "hooks", "mcpServers", "lspServers")
_KNOWN = frozenset(
    (
        *_COMPONENTS,
        *("$schema", "name", "displayName", "version", "description", "author", "homepage", "repository", "license"),
        *("keywords", "outputStyles", "monitors", "userConfig", "channels", "themes", "settings", "dependencies"),
    )
)
_MOST_SKILLS = 2_000
_OUTSIDE = Words("{field!r} names {path!r}, which leads out of the package.",
                 "「{field}」の「{path}」がパッケージの外を指しています。")  # fmt: skip
_ABSENT = Words("{field!r} names {path!r}, which is not there.", "「{field}」の「{path}」が見つかりません。")
_FIELD = Words("{field!r} of the plugin is not written as it must be.", "プラグインの「{field}」が正しくありません。")
_NO_NAME = Words("plugin.json gives the plugin no name.", "plugin.jsonにプラグインの名前がありません。")
_ODD_NAME = Words("The name {name!r} holds other characters than a-z, 0-9 and '-'; it is kept as {kept!r}.",
                  "名前「{name}」にa-z、0-9、「-」以外の文字があるため、「{kept}」として保存します。")  # fmt: skip
_IGNORED = Words("plugin.json has a field that is not known and that is ignored: {field!r}.",
                 "plugin.jsonに未知の項目「{field}」があり、無視しました。")  # fmt: skip


def claude_plugin(folder: Path, origin: str, entry: Mapping[str, object] = NO_ENTRY) -> Package:
    """The plugin in `folder`. Never raises for its contents.

    `entry` is its entry in a marketplace: it gives what the manifest does not say, and with `strict: false` the
    components too.
    """
    problems: list[Words] = []
    manifest = _manifest(folder, problems)
    told = _completed(manifest, entry)
    name = text_of(told.get("name")) or folder.name
    skills = _skills(folder, told, problems)
    prompts = _prompts(folder, told, problems)
    roles, broken = page_names(_markdown(folder, "agents", told, problems))
    connectors = _connectors(folder, told, problems)
    settings, odd = settings_of(told.get("userConfig"))
    return Package(
        name=named(name),
        format=Format.CLAUDE_PLUGIN,
        folder=folder,
        origin=origin,
        digest="",
        members=(),
        title=text_of(told.get("displayName")) or name,
        version=text_of(told.get("version")),
        description=text_of(told.get("description")),
        publisher=person(told.get("author")),
        licence=text_of(told.get("license")),
        homepage=text_of(told.get("homepage")) or text_of(told.get("repository")),
        skills=skills,
        prompts=prompts,
        roles=roles,
        connectors=connectors,
        settings=settings,
        unused=unused(folder, told),
        advice=_advice(manifest, name),
        problems=(*problems, *broken, *odd),
    )


def _manifest(folder: Path, problems: list[Words]) -> Mapping[str, object]:
    """plugin.json; {} when there is none, which is allowed."""
    place = within(folder, MANIFEST)
    if place is None:
        problems.append(_OUTSIDE.of(field="plugin.json", path=MANIFEST))
        return {}
    if not place.exists():
        return {}
    try:
        manifest = read_object(place, MANIFEST)
    except UnusableError as error:
        problems.append(error.words)
        return {}
    if not text_of(manifest.get("name")):
        problems.append(_NO_NAME)
    return manifest


def _completed(manifest: Mapping[str, object], entry: Mapping[str, object]) -> Mapping[str, object]:
    """What the manifest says, else what the marketplace says. Components come from the marketplace only when it says
    `strict: false`, and then where the manifest has none.
    """
    loose = entry.get("strict") is False
    given = {key: one for key, one in entry.items() if key != "source" and (loose or key not in _COMPONENTS)}
    return {**given, **manifest}


def _advice(manifest: Mapping[str, object], name: str) -> tuple[Advice, ...]:
    odd = [_IGNORED.of(field=cited(field)) for field in manifest if field not in _KNOWN]
    if named(name) != name:
        odd.insert(0, _ODD_NAME.of(name=cited(name), kept=named(name)))
    return tuple(Advice(Weight.NOTE, words, MANIFEST) for words in odd)


def _named_paths(folder: Path, field: str, told: Mapping[str, object], problems: list[Words]) -> Iterator[Path]:
    """Files and folders that the manifest names for a component, those that are there and inside."""
    value = told.get(field)
    if value is None or isinstance(value, dict):
        return
    paths = texts_of(value)
    if paths is None:
        problems.append(_FIELD.of(field=field))
        return
    for path in paths:
        place = within(folder, path.removeprefix("./") or ".")
        if place is None:
            problems.append(_OUTSIDE.of(field=field, path=cited(path)))
        elif not place.exists():
            problems.append(_ABSENT.of(field=field, path=cited(path)))
        else:
            yield place


def plugin_skills(folder: Path, entry: Mapping[str, object] = NO_ENTRY) -> tuple[Path, ...]:
    """Folders of the skills of an installed plugin: the same that the person was shown of it."""
    return _skill_folders(folder, _completed(_manifest(folder, []), entry), [])


def plugin_pages(folder: Path, field: str, entry: Mapping[str, object] = NO_ENTRY) -> tuple[tuple[str, str], ...]:
    """The commands or the agents ("commands", "agents") of an installed plugin: names, and files relative to it."""
    pages = _markdown(folder, field, _completed(_manifest(folder, []), entry), [])
    return tuple((page_name(relative), path.relative_to(folder).as_posix()) for path, relative in pages)


def _skills(folder: Path, told: Mapping[str, object], problems: list[Words]) -> tuple[SkillLine, ...]:
    return tuple(skill_line(place, folder) for place in _skill_folders(folder, told, problems))


def _skill_folders(folder: Path, told: Mapping[str, object], problems: list[Words]) -> tuple[Path, ...]:
    """Skills below skills/, at any depth (partners group them), and those that are named; without any, one at the root.

    A named path is the folder of a skill or of several. What lies inside of a skill's folder is a part of that skill.
    """
    listed = list(_named_paths(folder, "skills", told, problems))
    places = [folder / "skills", *listed] if within(folder, "skills") is not None else listed
    spots = [Spot(Where.PACK, place, "", folder) for place in places if place.is_dir()]
    found = dict.fromkeys(place for spot in spots for place in skill_folders(spot))
    if not found and (folder / "SKILL.md").is_file() and within(folder, "SKILL.md") is not None:
        return (folder,)
    return tuple(found)[:_MOST_SKILLS]


def _markdown(
    folder: Path, field: str, told: Mapping[str, object], problems: list[Words]
) -> Iterator[tuple[Path, str]]:
    """The Markdown files of a component with their names below its folder."""
    default = folder / field
    places = [default] if default.is_dir() and within(folder, field) is not None else []
    for place in [*places, *_named_paths(folder, field, told, problems)]:
        if place.is_file():
            yield place, place.name
            continue
        for path in files_below(place, folder):
            if path.suffix == ".md" and path.name.lower() != "readme.md":
                yield path, path.relative_to(place).as_posix()


def _prompts(folder: Path, told: Mapping[str, object], problems: list[Words]) -> tuple[str, ...]:
    """Commands by name: files, and those that the manifest gives by name ({name: {source, content}})."""
    names, broken = page_names(_markdown(folder, "commands", told, problems))
    problems += broken
    return tuple(dict.fromkeys((*names, *(as_object(told.get("commands")) or {}))))


def _connectors(folder: Path, told: Mapping[str, object], problems: list[Words]) -> tuple[Declared, ...]:
    """Servers of .mcp.json and of the manifest, by name; the manifest's count."""
    found: dict[str, Declared] = {}
    place = within(folder, ".mcp.json")
    places = [place] if place is not None and place.is_file() else []
    places += [one for one in _named_paths(folder, "mcpServers", told, problems) if one.suffix == ".json"]
    for one in places:
        try:
            servers = declared_servers(read_object(one, one.relative_to(folder).as_posix()))
        except UnusableError as error:
            problems.append(error.words)
            continue
        found |= {server.name: server for server in servers}
    inline = as_object(told.get("mcpServers"))
    if inline is not None:
        found |= {server.name: server for server in declared_servers({"mcpServers": inline})}
    return tuple(found.values())
