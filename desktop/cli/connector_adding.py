"""`deskhand connector add|configure|import|search`: what is set up, and where it comes from."""

import asyncio
import datetime
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from agent.core.codec import dumps
from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import NO_WORDS, Words
from agent.packages.package import Need
from connectors.bundles.importing import Imported, read_configuration
from connectors.bundles.registry_entries import Entry
from connectors.connector import Config, Kind
from connectors.own.kinds import own_form
from desktop.cli.connector_show import agreed, entry_json, next_step
from desktop.cli.setting_values import given_values
from desktop.cli.show import say, tell
from desktop.compose.connector_setup import ConnectorSetup, declared_line, server_form
from desktop.compose.house import House

_REFUSED = 3
_TAKE = Words("Take these over, switched off? [y/N] ", "オフの状態で取り込みますか? [y/N] ")
_NOT_TAKEN = Words("Nothing was taken over.", "取り込んでいません。")
_SECRET = Words("  goes to the keyring: {names}", "  キーリングに移すもの: {names}")
_NEEDS = Words("  must be filled in: {names}", "  入力が必要なもの: {names}")
_PROBLEM = Words("  cannot be used: {why}", "  使用できません: {why}")
_SEE = Words("Search without --add first.", "まず --add なしで検索してください。")
_NOT_FOUND = Words("{name} is not among what was found.", "{name} は検索結果にありません。")
_OLD = Words(
    "The registry does not answer; this is what it said on {at}.",
    "レジストリから応答がないため、{at} 時点の内容です。",
)
_NO_SAFE_PLACE = Words(
    "This system has no safe place for keys, so its secrets are forgotten now.",
    "このシステムにはキーを安全に保管する場所がないため、キーは保存されません。",
)
_PACKAGES = (".mcpb", ".dxt", ".skill", ".plugin", ".zip")
_PACKAGE = Words("{file} is a package.", "{file} はパッケージです。")
_PACKAGE_HOW = Words("Type: deskhand pack install {file}", "次のとおり実行してください: deskhand pack install {file}")
_DEPRECATED = Words("(deprecated)", "(非推奨)")


async def add(house: House, setup: ConnectorSetup, options: Namespace) -> int:
    """Set one up by hand."""
    kind = Kind(options.kind)
    form = server_form(options.language) if kind is Kind.MCP else own_form(kind, options.language)
    hidden = [f"{one.key}=" for one in form if one.need is Need.HIDDEN]  # each is asked for, wherever it is named
    given = given_values((*(one for one in options.values if one not in hidden), *hidden), form, options)
    values = {key: value for key, value in given.items() if value}
    config = await asyncio.to_thread(setup.add, kind, options.title, values, options.language)
    return _entered(setup, (config,), options)


async def configure(house: House, setup: ConnectorSetup, options: Namespace) -> int:
    """Fill in other values: `configure` and `set`."""
    config = house.connectors.catalog.known(options.name)
    texts = (*options.values, *(f"{key}=" for key in options.secret))
    values = given_values(texts, setup.form(config, options.language), options)
    config = await asyncio.to_thread(setup.configure, options.name, options.title, values, options.language)
    if options.json:
        say(dumps(entry_json(setup, config, options)))
    if not setup.connectors.secrets.is_safe(config):
        tell(_NO_SAFE_PLACE.text(options.language))
    return 0


async def import_(house: House, setup: ConnectorSetup, options: Namespace) -> int:
    """Take over servers of another program."""
    if Path(options.file).suffix.lower() in _PACKAGES:
        how = _PACKAGE_HOW.of(file=shown(options.file))
        raise NeedsUserError(_PACKAGE.of(file=shown(options.file)), how, "usage")
    found = read_configuration(Path(options.file).expanduser())
    chosen = [one for one in found.servers if not options.name or one.declared.name in options.name]
    for one in chosen:
        _say_declared(one, options)
    for words in found.problems:
        tell(words.text(options.language))
    if not options.yes and not await agreed(_TAKE, options):
        tell(_NOT_TAKEN.text(options.language))
        return _REFUSED
    made = await asyncio.to_thread(setup.take_over, found.path, found.digest, tuple(options.name))
    return _entered(setup, made, options)


def _say_declared(one: Imported, options: Namespace) -> None:
    if options.json:
        say(dumps({"kind": "found", "declared": one.declared, "form": one.settings, "secrets": tuple(one.secrets)}))
        return
    language = options.language
    say(f"{shown(one.declared.name)}  {shown(declared_line(one.declared))}")
    if one.secrets:
        say(_SECRET.of(names=", ".join(map(shown, one.secrets))).text(language))
    if missing := [shown(line.title) for line in one.settings if line.required and line.key not in one.secrets]:
        say(_NEEDS.of(names=", ".join(missing)).text(language))
    if one.declared.problem != NO_WORDS:
        say(_PROBLEM.of(why=one.declared.problem).text(language))


def _entered(setup: ConnectorSetup, made: Sequence[Config], options: Namespace) -> int:
    for one in made:
        if options.json:
            say(dumps(entry_json(setup, one, options)))
        next_step(one, options)
        if not setup.connectors.secrets.is_safe(one):
            tell(_NO_SAFE_PLACE.text(options.language))
    return 0


async def search(house: House, setup: ConnectorSetup, options: Namespace) -> int:
    """Ask the registry."""
    found = await asyncio.to_thread(setup.search, " ".join(options.words))
    if found.old:
        tell(_OLD.of(at=_day(found.at)).text(options.language))
    if not options.add:
        for one in found.entries:
            _say_entry(one, options)
        return 0
    entry = next((one for one in found.entries if one.name == options.add), None)
    if entry is None or not entry.offers:
        raise NeedsUserError(_NOT_FOUND.of(name=shown(options.add)), _SEE, "no_connector")
    offer = entry.offers[0]
    given = given_values(options.values, offer.settings, options)
    config = await asyncio.to_thread(setup.take_offer, offer, given)
    return _entered(setup, (config,), options)


def _say_entry(entry: Entry, options: Namespace) -> None:
    if options.json:
        say(dumps(entry))
        return
    mark = _DEPRECATED.text(options.language) if entry.deprecated else ""
    say("  ".join(part for part in (shown(entry.name), entry.version, mark, shown(entry.description)) if part))
    for offer in entry.offers[:1]:
        why = offer.declared.problem
        say(
            f"    {shown(offer.bundle or declared_line(offer.declared))}"
            if why == NO_WORDS
            else f"    {why.text(options.language)}"
        )


def _day(at: float) -> str:
    return datetime.datetime.fromtimestamp(at, datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")
