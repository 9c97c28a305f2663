"""Which of the formats a folder is, and the Package that it holds."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from agent.core.words import Words
from agent.packages.fields import UnusableError, named, read_object, text_of, within
from agent.packages.members import digest_of, members_of
from agent.packages.package import Format, Package
from skills.formats.agent_plugin import SCHEMAS, agent_plugin
from skills.formats.claude_plugin import MANIFEST, claude_plugin
from skills.formats.marketplace import Marketplace, Offer, is_marketplace, read_marketplace
from skills.formats.skill_folder import skill_package

_DECORATION = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})
_COMPONENTS = ("skills", "commands", "agents", ".mcp.json", "hooks")
_NOTHING = Words("It holds no skill and no plugin.", "スキルもプラグインも含まれていません。")
_CHOOSE = Words(
    "It is a list of {count} {count:plugin|plugins}, not one: choose from it.",
    "{count}件のプラグインの一覧です。中から選んでください。",
)


def packaged(folder: Path, origin: str) -> Package:
    """What lies in `folder`, as the person is shown it, with its members and their digest.

    What is nothing of all this is a Package with a problem and nothing else. Its `folder` may be the only folder inside
    of the given one: archives often have such a wrapper.

    Raises:
        NeedsUserError: "hostile_package": there is a link, a device, or a name that no package may have.
    """
    return _whole(_read(located(folder), origin))


def _read(place: Path, origin: str) -> Package:
    if _is_agent_plugin(place):
        return agent_plugin(place, origin)
    if _is_file(place, MANIFEST):
        return claude_plugin(place, origin)
    if is_marketplace(place):
        return _of_marketplace(read_marketplace(place, origin), place, origin)
    if _is_file(place, "SKILL.md"):
        return skill_package(place, origin)
    if any((place / name).exists() for name in _COMPONENTS):
        return claude_plugin(place, origin)
    return Package(named(place.name), Format.SKILL, place, origin, "", (), problems=(_NOTHING,))


def offered(offer: Offer, folder: Path, origin: str) -> Package:
    """The plugin of an Offer that lies in `folder` now (it was inside of the marketplace, or was fetched).

    Raises as `packaged` does.
    """
    package = listed(folder, origin, {key: one for key, one in offer.entry.items() if key != "source"})
    return replace(package, advice=(*offer.advice, *package.advice))


def listed(folder: Path, origin: str, entry: Mapping[str, object]) -> Package:
    """A plugin with what the list says of it that it was chosen from. Raises as `packaged` does."""
    place = located(folder)
    if _is_agent_plugin(place):
        return _whole(agent_plugin(place, origin))
    return _whole(replace(claude_plugin(place, origin, entry), entry=entry))


def _whole(package: Package) -> Package:
    members = members_of(package.folder)
    return replace(package, members=members, digest=digest_of(members, package.entry))


def usable(package: Package) -> bool:
    """Whether it brings anything that could be used, so that installing it means something."""
    return bool(package.skills or package.prompts or package.roles or package.connectors)


def located(folder: Path) -> Path:
    """Where a package begins: `folder`, or the only folder in it when nothing of a package lies beside."""
    if _begins(folder):
        return folder
    try:
        inside = [one for one in folder.iterdir() if one.name not in _DECORATION]
    except OSError:
        return folder
    alone = inside[0] if len(inside) == 1 else None
    if alone is None or alone.is_symlink() or not alone.is_dir():
        return folder
    return alone if _begins(alone) else folder


def _begins(folder: Path) -> bool:
    return (
        _is_file(folder, "SKILL.md")
        or (folder / ".claude-plugin").is_dir()
        or _is_file(folder, "plugin.json")
        or any((folder / name).exists() for name in _COMPONENTS)
    )


def _is_agent_plugin(folder: Path) -> bool:
    """By `$schema`: others (kimi) have a plugin.json of another shape at the same place."""
    place = folder / "plugin.json"
    if not place.is_file():
        return False
    if within(folder, "plugin.json") is None:
        return True
    try:
        return text_of(read_object(place, "plugin.json").get("$schema")).startswith(SCHEMAS)
    except UnusableError:
        return not _is_file(folder, MANIFEST) and not _is_file(folder, "SKILL.md")


def _is_file(folder: Path, name: str) -> bool:
    place = within(folder, name)
    return place is not None and place.is_file()


def _of_marketplace(market: Marketplace, folder: Path, origin: str) -> Package:
    """A marketplace of one plugin that lies inside is that plugin; of several the person must choose."""
    if len(market.offers) == 1 and market.offers[0].folder is not None:
        return offered(market.offers[0], market.offers[0].folder, origin)
    problems = (*market.problems, _CHOOSE.of(count=len(market.offers)))
    return Package(
        named(market.name), Format.CLAUDE_PLUGIN, folder, origin, "", (), title=market.name, publisher=market.owner,
        advice=market.advice, problems=problems,
    )  # fmt: skip
