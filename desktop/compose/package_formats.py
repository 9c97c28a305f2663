"""Which reader a package is for: a bundle, one plugin of a marketplace, or what skills and plugins come in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import NO_WORDS, Words
from agent.packages.origins import Kind, Origin, origin_of
from agent.packages.package import Advice, Package, Signature, Weight
from agent.packages.store import Record
from connectors.bundles.reading import is_bundle, read_bundle
from skills.formats.marketplace import Marketplace, Offer, is_marketplace, read_marketplace
from skills.formats.packaged import listed, located, offered, packaged

_NO_PLUGIN = Words("The list has no plugin called {name!r}.", "一覧に「{name}」というプラグインはありません。")
_NOT_THERE = Words("The plugin {name!r} cannot be used. {why}", "プラグイン「{name}」は使用できません。{why}")
_ELSEWHERE = Words(
    "The list leads to another place, from where the files come: {place}",
    "一覧の案内先は別の場所で、ファイルはそこから届きました: {place}",
)
_CHOOSE = Words("Choose one of the list.", "一覧から選んでください。")
Fetched = Callable[[Origin], Path]


def not_fetched(_origin: Origin) -> Path:
    """For what is installed: nothing is fetched to read it."""
    raise LookupError


@dataclass(frozen=True, slots=True)
class Chosen:
    """The plugin of a marketplace that the person wants, what the archive's signature proves, and what fetches a plugin
    that lies elsewhere into a folder of the quarantine.
    """

    plugin: str = ""
    signature: Signature = Signature()  # noqa: RUF009  # frozen
    fetched: Fetched = not_fetched


def read_package(folder: Path, origin: str, chosen: Chosen) -> tuple[Package, tuple[str, ...]]:
    """The package that lies in `folder`, and the names that can be chosen when it is a marketplace of several.

    Raises:
        NeedsUserError: "no_plugin", or what a reader refuses ("hostile_package", "no_bundle").
    """
    for place in (folder, located(folder)):
        if is_bundle(place):
            return read_bundle(place, origin, chosen.signature), ()
    place = located(folder)
    if not is_marketplace(place):
        return packaged(folder, origin), ()
    market = read_marketplace(place, origin)
    if chosen.plugin:
        return _offered(market, chosen, origin), ()
    several = len(market.offers) > 1
    return packaged(folder, origin), tuple(
        one.name for one in market.offers if one.problem == NO_WORDS
    ) if several else ()


def read_record(record: Record) -> Package:
    """An installed package as it is read now, by the name that it is kept as. Raises as `read_package`."""
    if record.entry:
        package = listed(record.folder, record.origin, record.entry)
    else:
        package, _ = read_package(record.folder, record.origin, Chosen(signature=record.signature))
    return replace(package, name=record.name)


def _offered(market: Marketplace, chosen: Chosen, origin: str) -> Package:
    offer = market.find(chosen.plugin)
    if offer is None:
        raise NeedsUserError(_NO_PLUGIN.of(name=shown(chosen.plugin)), _CHOOSE, "no_plugin")
    if offer.folder is not None:
        return offered(offer, offer.folder, origin)
    place = _place(offer)
    package = offered(offer, chosen.fetched(place), origin)
    told = Advice(Weight.NOTE, _ELSEWHERE.of(place=shown(place.text)))
    return replace(package, advice=(told, *package.advice))


def _place(offer: Offer) -> Origin:
    """Where a marketplace says that a plugin lies: only over https, whoever wrote the list.

    Raises NeedsUserError ("no_plugin", "bad_origin").
    """
    remote = offer.remote
    if remote is None or not remote.url.startswith("https://"):
        raise NeedsUserError(_NOT_THERE.of(name=shown(offer.name), why=offer.problem), _CHOOSE, "no_plugin")
    path = remote.path.removeprefix("./").strip("/")
    ref = "" if remote.sha else remote.ref
    return origin_of(Origin(Kind.GIT, remote.url, sha=remote.sha, ref=ref, path=path).text)
