"""Views of presets, facts, options, self-tests and servers for the window (values alone), in the person's language."""

from collections.abc import Iterable, Mapping, Sequence

from agent.core.paths import shown
from agent.core.words import NO_WORDS, Words
from agent.models.address import is_local
from agent.models.catalog import ModelConfig
from agent.models.discovery.found import TITLES as PROGRAMS
from agent.models.discovery.found import FoundModel, Server, known_as
from agent.models.presets.preset import Preset
from agent.models.presets.table import presets
from agent.models.selftest.lines import TITLES, Line, SelfTest, verdict
from desktop.compose.facts import BACKUP, Fact, Setting
from desktop.wire import models as wire

_LOADED = Words("{count} {count:token|tokens}", "{count} トークン")
_CHIPS = (
    ("tools", Words("Tools", "ツール"), Words("No tools", "ツール非対応")),
    ("sees", Words("Sees pictures", "画像対応"), NO_WORDS),
)
_BACKUP = Words("If it gives up, go on with", "応答できないときに引き継ぐモデル")
_NO_BACKUP = Words("No other model", "引き継がない")
_RUNNING = Words("Loaded", "読み込み済み")


def backup_settings(others: Sequence[str], chosen: str) -> tuple[Setting, ...]:
    """Who goes on when a model gives up: one of the others, when there are any."""
    if not others:
        return ()
    choices = (("", _NO_BACKUP), *((name, Words(shown(name), shown(name))) for name in others))
    return (Setting(BACKUP, _BACKUP, choices, chosen if chosen in others else "", outward=False),)


def preset_views(language: str) -> wire.Presets:
    """All systems, in the order in which they are offered."""
    return wire.Presets(tuple(_preset(one, language) for one in presets()))


def _preset(system: Preset, language: str) -> wire.PresetView:
    usual = [one for one in system.addresses if one.protocol is system.protocols[0]]
    return wire.PresetView(
        id=system.id,
        title=system.title.text(language),
        good_for=system.good_for.text(language),
        local=any(is_local(one.url) for one in system.addresses),
        key=system.key.text(language),
        notes=system.notes.text(language),
        addresses=tuple(one.url for one in usual),
        models=system.offers,
    )


def fact_views(known: Iterable[Fact], language: str) -> tuple[wire.FactView, ...]:
    """Lines of a page."""
    return tuple(wire.FactView(one.key, one.title.text(language), one.words.text(language), one.state) for one in known)


def option_views(known: Iterable[Setting], language: str) -> tuple[wire.OptionView, ...]:
    """What can be chosen."""
    return tuple(
        wire.OptionView(
            name=one.name,
            title=one.title.text(language),
            values=tuple(value for value, _ in one.choices),
            labels=tuple(label.text(language) for _, label in one.choices),
            value=one.value,
            outward=one.outward,
        )
        for one in known
    )


def test_view(test: SelfTest, language: str) -> wire.TestView:
    """A self-test."""
    lines = tuple(line_view(line, language) for line in test.lines)
    return wire.TestView(test.ready, verdict(test).text(language), lines, test.at, test.cost)


def line_view(line: Line, language: str) -> wire.LineView:
    """One line of it."""
    return wire.LineView(
        check=line.check.value,
        title=TITLES[line.check].text(language),
        standing=line.standing.value,
        sentence=line.words.text(language),
        remedy=line.remedy.text(language),
    )


def server_views(servers: Iterable[Server], models: Sequence[ModelConfig], language: str) -> wire.Discovered:
    """What answers on this computer; `models` are those that are set up already."""
    return wire.Discovered(tuple(_server(one, models, language) for one in servers))


def _server(server: Server, models: Sequence[ModelConfig], language: str) -> wire.ServerView:
    title = " ".join(part for part in (PROGRAMS[server.program].text(language), server.version) if part)
    return wire.ServerView(
        preset=server.program.value,
        title=title,
        base_url=server.base_url,
        locked=server.locked,
        advice=server.advice.text(language),
        models=tuple(_found(one, server, models, language) for one in server.models),
    )


def _found(model: FoundModel, server: Server, models: Sequence[ModelConfig], language: str) -> wire.FoundView:
    chips = [yes if told else no for told, yes, no in _told(model) if told is not None]
    if model.context:
        chips.append(_LOADED.of(count=f"{model.context:,}"))
    elif model.loaded:
        chips.append(_RUNNING)
    return wire.FoundView(
        id=model.id,
        chips=tuple(one.text(language) for one in chips if one != NO_WORDS),
        advice=tuple(one.text(language) for one in model.advice),
        usable=model.tools is not False,
        added=known_as(models, server, model),
    )


def _told(model: FoundModel) -> Iterable[tuple[bool | None, Words, Words]]:
    said: Mapping[str, bool | None] = {"tools": model.tools, "sees": model.sees}
    return ((said[key], yes, no) for key, yes, no in _CHIPS)
