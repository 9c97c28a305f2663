"""Models, their pages, their self-tests and servers for the scenes of the fake host, made by the host's own words."""

from dataclasses import replace

from agent.core.messages import AssistantMessage, Finish, Reply, Text, Usage
from agent.models.catalog import ModelConfig
from agent.models.discovery.advice import LOCKED, advice_for, context_advice
from agent.models.discovery.found import FoundModel, Program, Server
from agent.models.presets.table import preset
from agent.models.prices import FREE, simple
from agent.models.selftest import copying, picture, run, step
from agent.models.selftest.asking import Heard, together
from agent.models.selftest.basics import answers, connects, finishes
from agent.models.selftest.lines import Check, Line, SelfTest, Standing
from desktop.compose.facts import facts, settings
from desktop.host.model_views import (
    backup_settings,
    fact_views,
    line_view,
    option_views,
    preset_views,
    server_views,
    test_view,
)
from desktop.wire import messages as wire

QWEN = ModelConfig("qwen3", "openai-chat", "http://127.0.0.1:11434/v1", "qwen3:30b", preset="ollama")
CLAUDE = ModelConfig("Sonnet", "anthropic", "https://api.anthropic.com", "claude-sonnet-5-5", preset="claude")


def models(language, test=None):
    """One that runs here, in use and ready (or as `test` says); one elsewhere that was never tested."""
    return _view(QWEN, language, test or whole(), active=True), _view(CLAUDE, language, None, price=simple(2, 10))


def _view(config, language, test, *, active=False, price=None):
    system = preset(config.preset)
    local = config.preset == "ollama"
    known = facts(system, config.model, config.base_url, price, test)
    backup = backup_settings([one.name for one in (QWEN, CLAUDE) if one != config], "" if local else "qwen3")
    return wire.ModelView(
        config.name, config.protocol, config.base_url, config.model, "none" if local else "kept", local, active,
        system.id, system.title.text(language), fact_views(known, language),
        option_views((*settings(system, config.model, config.options), *backup), language),
        test_view(test, language) if test else None, system.notes.text(language),
    )  # fmt: skip


def presets(language):
    """All systems."""
    return preset_views(language)


def described(request, language):
    """The page of a model before it is set up."""
    system = preset(request.preset)
    known = facts(system, request.model, request.base_url, simple(1.2, 6))
    return wire.Described(fact_views(known, language), option_views(settings(system, request.model, {}), language))


def lines():
    """A test in which a model is blind and was loaded with little room."""
    good = Standing.PASSED
    reply = Reply(AssistantMessage((Text("OK"),)), Finish.STOP, Usage(120, 90))
    heard = Heard(reply, 30, 0.4, 2.9)
    advice = context_advice(Program.OLLAMA, 4096, 262_144)
    return (
        connects(heard),
        answers(Heard(reply, 1, 1.0, 1.4)),
        finishes(heard),
        Line(Check.TOOLS, good, step._PASSED),
        copying._streams(heard),
        Line(Check.JAPANESE, good, copying._WHOLE),
        Line(Check.SEES, Standing.FAILED, picture._WRONG, picture._OTHER_MODEL),
        copying._speed(heard),
        Line(Check.CONTEXT, Standing.FAILED, advice[0], together(*advice[1:])),
        run._price(FREE),
    )


def whole():
    """That test, done."""
    return SelfTest("2026-11-26T09:14:00+00:00", "x", lines(), 0.0)


def told(language):
    """The lines of a running test."""
    return [line_view(line, language) for line in lines()]


def found(language):
    """Two servers: one whose model has little room, one that wants a key."""
    here = (
        FoundModel("qwen3-vl:8b", tools=True, sees=True, context=4096, most=262_144, loaded=True),
        FoundModel("llama3.2:3b", tools=False, sees=False, most=131_072),
        FoundModel("qwen3:30b", tools=True, sees=False, context=65_536, most=262_144, loaded=True),
    )
    servers = (
        _advised(Server(Program.OLLAMA, "http://127.0.0.1:11434/v1", "0.13.1", here)),
        _locked(Server(Program.JAN, "http://127.0.0.1:1337/v1", locked=True)),
    )
    return server_views(servers, (QWEN,), language)


def _advised(server):
    return replace(server, models=tuple(replace(m, advice=advice_for(server.program, m)) for m in server.models))


def _locked(server):
    return replace(server, advice=LOCKED)
