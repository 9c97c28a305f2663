"""`deskhand model presets` and `deskhand model discover`: where models can be had from."""

from argparse import Namespace

from agent.core.codec import dumps
from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.models.catalog import ModelConfig
from agent.models.discovery.found import Program, Server, known_as
from agent.models.discovery.search import discovered
from agent.models.presets.preset import Preset
from agent.models.presets.table import preset
from desktop.cli.show import say, tell
from desktop.compose.facts import facts, settings
from desktop.compose.house import House
from desktop.compose.modelling import local_ports, of_found
from desktop.host.model_views import preset_views, server_views
from desktop.wire.models import FoundView, ServerView

_NOTHING = Words(
    "No model server answers on this computer. Start Ollama, LM Studio, llama.cpp, vLLM or Jan, then look again.",
    "このパソコンで応答するモデルサーバーはありません。"
    "Ollama、LM Studio、llama.cpp、vLLM、Jan のいずれかを起動して、もう一度お試しください。",
)
_ADDED = Words(
    "Added {name}. Test it with: deskhand model test {name}",
    "「{name}」を追加しました。確認するには: deskhand model test {name}",
)
_NONE_ADDED = Words("Nothing was added.", "追加したモデルはありません。")
_KNOWN = Words("added as {name}", "「{name}」として追加済み")
_MODELS = Words("Models", "モデル")
_OPTIONS = Words("Options", "オプション")
_KEY = Words("Key", "キー")
_NOT_A_PAIR = Words("{text!r} is not NAME=VALUE.", "「{text}」は NAME=VALUE の形ではありません。")
_AS_SHOWN = Words("Write it as shown in --help.", "--help に示された形で指定してください。")
_NOT_A_PORT = Words(
    "{text!r} does not say where a program listens.", "「{text}」ではプログラムのポートがわかりません。"
)
_SUCH_PORTS = Words(
    "Write it like ollama=11435, with one of {programs}, and a port from 1 to 65535.",
    "ollama=11435 のように、{programs} のいずれかと 1 から 65535 までのポート番号で指定してください。",
)


def usage(text: str) -> NeedsUserError:
    """An option that is no pair."""
    return NeedsUserError(_NOT_A_PAIR.of(text=shown(text)), _AS_SHOWN, "usage")


async def show_presets(house: House, options: Namespace) -> int:
    """All systems, a line each; or what one can do."""
    if options.id:
        _show_preset(house, preset(options.id), options.language)
        return 0
    for view in preset_views(options.language).presets:
        say(dumps(view) if options.json else f"{view.id:<11} {view.title}: {view.good_for}")
    return 0


def _show_preset(house: House, system: Preset, language: str) -> None:
    model = next(iter(system.offers), "")
    address = next((one.url for one in system.addresses), "")
    price = house.money.prices.price_of(ModelConfig("", "", address, model)) if model else None
    say(f"{system.title.text(language)}: {system.good_for.text(language)}")
    if system.offers:
        say(f"{_MODELS.text(language)}: {', '.join(system.offers)}")
    for fact in facts(system, model, address, price):
        say(f"{fact.title.text(language)}: {fact.words.text(language)}")
    for one in settings(system, model, {}):
        choices = "|".join(value for value, _ in one.choices if value)
        say(f"{_OPTIONS.text(language)}: {one.name}={choices} ({one.title.text(language)})")
    if key := system.key.text(language):
        say(f"{_KEY.text(language)}: {key}")
    if notes := system.notes.text(language):
        say(notes)


async def discover(house: House, options: Namespace) -> int:
    """Look for servers on this computer, and tell or add what they offer."""
    servers = await discovered({**local_ports(), **_ports(options.ports)})
    for view in server_views(servers, house.models.list(), options.language).servers:
        say(dumps(view) if options.json else _shown(view, options.language))
    if not servers:
        tell(_NOTHING.text(options.language))
    if options.add:
        _add_all(house, servers, options.language)
    return 0


def _ports(given: list[str]) -> dict[Program, int]:
    ports: dict[Program, int] = {}
    for text in given:
        program, _, number = text.partition("=")
        if program not in set(Program) or not number.isdecimal() or not 0 < int(number) < 65536:
            programs = ", ".join(sorted(Program))
            raise NeedsUserError(_NOT_A_PORT.of(text=shown(text)), _SUCH_PORTS.of(programs=programs), "usage")
        ports[Program(program)] = int(number)
    return ports


def _shown(view: ServerView, language: str) -> str:
    lines = [f"{view.title}  {view.base_url}", *([f"  {view.advice}"] if view.advice else [])]
    for model in view.models:
        lines += _model_lines(model, language)
    return "\n".join(lines)


def _model_lines(model: FoundView, language: str) -> list[str]:
    chips = [*model.chips, *([_KNOWN.of(name=shown(model.added)).text(language)] if model.added else [])]
    head = f"  {model.id}  [{', '.join(chips)}]" if chips else f"  {model.id}"
    return [head, *(f"      {sentence}" for sentence in model.advice)]


def _add_all(house: House, servers: tuple[Server, ...], language: str) -> None:
    """Every model that may be able to work on files, and stays on this computer; the first one is used."""
    added = 0
    for server in servers:
        for model in server.models:
            if model.tools is False or not model.local or known_as(house.models.list(), server, model):
                continue
            config = of_found(server, model, (one.name for one in house.models.list()))
            house.models.add(config)
            tell(_ADDED.of(name=shown(config.name)).text(language))
            added += 1
    if not added:
        tell(_NONE_ADDED.text(language))
