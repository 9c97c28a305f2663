"""Marketplaces: a list of plugins in .claude-plugin/marketplace.json, some inside of the folder, most elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from agent.core.words import NO_WORDS, Words
from agent.packages.fields import UnusableError, as_object, cited, person, read_object, text_of, within
from agent.packages.package import Advice, Weight

MARKETPLACE = ".claude-plugin/marketplace.json"
MOST_OFFERS = 5_000
# Names that only github.com/anthropics may use, by the vendor's documentation.
_RESERVED = frozenset(
    [
        "claude-code-marketplace",
        "claude-code-plugins",
        "claude-plugins-official",
        "anthropic-marketplace",
        "anthropic-plugins",
        "agent-skills",
        "anthropic-agent-skills",
        "knowledge-work-plugins",
        "life-sciences",
    ]
)  # fmt: skip
_HOMES = ("https://github.com/anthropics/", "git@github.com:anthropics/", "github:anthropics/")
_NO_OBJECT = Words("Its entry is not an object.", "項目がオブジェクトではありません。")
_NO_NAME = Words("It has no name.", "名前がありません。")
_NO_SOURCE = Words("It does not say where it lies.", "置き場所が書かれていません。")
_OUTSIDE = Words("Its path leads out of the marketplace.", "パスがマーケットプレイスの外を指しています。")
_ABSENT = Words("Its folder is not there.", "フォルダーが見つかりません。")
_KIND = Words("It comes by {kind!r}, which Deskhand does not fetch.", "「{kind}」からの取得には対応していません。")
_UNPINNED = Words("Which version it is, is not fixed (no sha).", "バージョンが固定されていません（shaなし）。")
_LIST = Words("'plugins' of marketplace.json is not a list.", "marketplace.jsonの「plugins」が一覧ではありません。")
_LOOK_ALIKE = Words("It calls itself {name!r}, a name of Anthropic's, and does not come from there.",
                    "Anthropicの名称「{name}」を名乗っていますが、提供元が異なります。")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a plugin lies that is not in the marketplace's folder: a git repository, a folder and a version in it.

    `sha` is the commit that the marketplace vouches for, "" when it fixes none.
    """

    url: str
    path: str = ""
    ref: str = ""
    sha: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A plugin that a marketplace lists. Of `folder` and `remote` one is set, none when `problem` says why.

    `entry` is what the marketplace says of it, for `claude_plugin`; `advice` is for the person.
    """

    name: str
    title: str = ""
    description: str = ""
    publisher: str = ""
    category: str = ""
    folder: Path | None = None
    remote: Remote | None = None
    entry: Mapping[str, object] = field(default_factory=dict)
    problem: Words = NO_WORDS
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True, slots=True)
class Marketplace:
    """What a marketplace offers. `renames` are new names of plugins by their old ones."""

    name: str
    owner: str
    offers: tuple[Offer, ...] = ()
    renames: Mapping[str, str] = field(default_factory=dict)
    advice: tuple[Advice, ...] = ()
    problems: tuple[Words, ...] = ()

    def find(self, name: str) -> Offer | None:
        """The offer of that name, or of the name that it has now; a chain of renames is followed once around."""
        seen: set[str] = set()
        while name not in seen:
            seen.add(name)
            found = next((offer for offer in self.offers if offer.name == name), None)
            if found is not None:
                return found
            name = self.renames.get(name, name)
        return None


def is_marketplace(folder: Path) -> bool:
    """Whether a folder holds a list of plugins."""
    place = within(folder, MARKETPLACE)
    return place is not None and place.is_file()


def read_marketplace(folder: Path, origin: str) -> Marketplace:
    """The marketplace in `folder`. Never raises for its contents: a broken entry is an Offer with a problem."""
    try:
        told = read_object(folder / MARKETPLACE, MARKETPLACE)
    except UnusableError as broken:
        return Marketplace(folder.name, "", problems=(broken.words,))
    name, about = text_of(told.get("name")) or folder.name, as_object(told.get("metadata")) or {}
    plugins = told.get("plugins")
    base = text_of(about.get("pluginRoot"))
    entries = plugins[:MOST_OFFERS] if isinstance(plugins, list) else []
    renames = as_object(told.get("renames")) or {}
    advice = _look_alike(name, origin)
    return Marketplace(
        name,
        person(told.get("owner")),
        tuple(_offer(folder, base, entry, advice) for entry in entries),
        {old: text_of(new) for old, new in renames.items() if text_of(new)},
        advice,
        () if isinstance(plugins, list) else (_LIST,),
    )


def _look_alike(name: str, origin: str) -> tuple[Advice, ...]:
    """A warning for a reserved name, also with other characters between its letters, unless it comes from its home.

    Case, "_", "." and figures for letters are seen through; nothing is decided by it.
    """
    plain = name.casefold().translate(str.maketrans("_. 01", "---ol"))
    theirs = plain in _RESERVED or ("anthropic" in plain and "official" in plain)
    if not theirs or origin.startswith(_HOMES):
        return ()
    return (Advice(Weight.WARNING, _LOOK_ALIKE.of(name=cited(name)), MARKETPLACE),)


def _offer(folder: Path, base: str, told: object, advice: tuple[Advice, ...]) -> Offer:
    """`advice` is what the person should know of the whole marketplace: it counts for each of its plugins."""
    entry = as_object(told)
    if entry is None:
        return Offer("", problem=_NO_OBJECT)
    name = text_of(entry.get("name"))
    inside, remote, problem = _source(folder, base, entry.get("source"))
    unpinned = remote is not None and not remote.sha
    return Offer(
        name,
        text_of(entry.get("displayName")) or name,
        text_of(entry.get("description")),
        person(entry.get("author")),
        text_of(entry.get("category")),
        inside,
        remote,
        entry,
        problem if name else _NO_NAME,
        (*advice, Advice(Weight.CAUTION, _UNPINNED)) if unpinned else advice,
    )


def _source(folder: Path, base: str, source: object) -> tuple[Path | None, Remote | None, Words]:
    """Where a plugin lies: inside, elsewhere, or a problem. A path may stand alone or as {"source": "./path"}."""
    told = as_object({"source": source} if isinstance(source, str) else source) or {}
    kind, url = text_of(told.get("source")), text_of(told.get("url"))
    if isinstance(source, str) or kind.startswith("./"):
        return _inside(folder, base, kind)
    if kind not in ("url", "git", "git-subdir", "github"):
        return None, None, _KIND.of(kind=cited(kind)) if kind else _NO_SOURCE
    repository = text_of(told.get("repo")) if kind == "github" else ""
    url = f"https://github.com/{repository}.git" if repository else url
    path = text_of(told.get("path")).removeprefix("./")
    if not url or within(folder, path or ".") is None:
        return None, None, _OUTSIDE if url else _NO_SOURCE
    return None, Remote(url, path, text_of(told.get("ref")), text_of(told.get("sha"))), NO_WORDS


def _inside(folder: Path, base: str, path: str) -> tuple[Path | None, None, Words]:
    plain = path.removeprefix("./")
    if base and not path.startswith("./"):
        plain = f"{base.removeprefix('./').rstrip('/')}/{plain}"
    place = within(folder, plain or ".")
    if place is None:
        return None, None, _OUTSIDE
    return (place, None, NO_WORDS) if place.is_dir() else (None, None, _ABSENT)
