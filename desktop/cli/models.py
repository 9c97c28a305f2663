"""`deskhand model`: connect models and test them."""

import getpass
import sys
from argparse import Namespace

from agent.core.codec import dumps
from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import NO_WORDS, Words, joined
from agent.models.catalog import ModelConfig
from agent.models.presets.table import preset, preset_at
from agent.models.selftest.lines import TITLES, Line, Standing, verdict
from desktop.cli.show import say, tell
from desktop.cli.systems import discover, show_presets, usage
from desktop.compose.house import House
from desktop.compose.missing import no_model
from desktop.compose.modelling import completed, forgotten
from desktop.compose.tested import tested
from desktop.host.configured import models_view
from desktop.host.model_views import test_view
from desktop.wire.models import ModelView

_KEY = Words("Key (empty for none): ", "キー(不要な場合は空のまま): ")
_NO_SAFE_PLACE = Words(
    "This system has no safe place for keys, so the key is forgotten now. Use --key-from-env VAR.",
    "このシステムにはキーを安全に保管する場所がないため、キーは保存されません。--key-from-env VAR をご利用ください。",
)
_ADDED = Words(
    "Added {name}. Test it with: deskhand model test {name}",
    "「{name}」を追加しました。確認するには: deskhand model test {name}",
)
_SEE_MODELS = Words("See `deskhand model list`.", "`deskhand model list` で一覧をご確認ください。")
_PLACE = Words("Give --preset ID, or --base-url URL.", "--preset ID または --base-url URL を指定してください。")
_NO_PLACE = Words("It is not said where the model is.", "モデルの場所が指定されていません。")
_KEYS = {
    "kept": Words("key: kept", "キー: 保存済み"),
    "memory": Words("key: memory", "キー: 一時保存"),
    "none": Words("key: none", "キー: なし"),
}
_READY = Words("ready", "使用可")
_NOT_READY = Words("not ready", "使用不可")
_UNTESTED = Words("not tested", "未テスト")
_MARKS = {Standing.PASSED: "✓", Standing.FAILED: "✗", Standing.NOT_RUN: "–"}
_REMEDY = Words("    → {words}", "    → {words}")


async def run_model(house: House, options: Namespace) -> int:
    """One of add, list, presets, discover, test, use and remove."""
    verbs = {
        "add": _add, "list": _list, "presets": show_presets, "discover": discover,
        "test": _test, "use": _use, "remove": _remove,
    }  # fmt: skip
    return await verbs[options.verb](house, options)


async def _add(house: House, options: Namespace) -> int:
    if not options.preset and not options.base_url:
        raise NeedsUserError(_NO_PLACE, _PLACE, "usage")
    chosen = dict(_pair(text) for text in options.options)
    given = ModelConfig(
        options.name, options.protocol, options.base_url, options.model, options.key_from_env or "",
        preset=options.preset, options=chosen,
    )  # fmt: skip
    config = completed(given)
    house.models.add(config)
    if _wants_key(options):
        prompt = _KEY.text(options.language)
        key = getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().strip()
        if key and house.keys.keep(options.name, key) == "memory":
            tell(_NO_SAFE_PLACE.text(options.language))
    tell(_ADDED.of(name=shown(options.name)).text(options.language))
    return 0


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark:
        raise usage(text)
    return name, value


def _wants_key(options: Namespace) -> bool:
    """A system that gives no keys is not asked for one; without a preset nobody knows."""
    if options.no_key or options.key_from_env:
        return False
    system = preset(options.preset) if options.preset else preset_at(options.base_url)
    return not options.preset or system.key != NO_WORDS or system.id == "other"


async def _list(house: House, options: Namespace) -> int:
    for view in models_view(house, options.language).models:
        say(dumps(view) if options.json else _line(view, options.language))
    return 0


def _line(view: ModelView, language: str) -> str:
    mark = "*" if view.active else " "
    state = _UNTESTED if view.test is None else _READY if view.test.ready else _NOT_READY
    parts = (f"{mark} {view.name}", view.model, view.base_url, _KEYS[view.key].text(language), state.text(language))
    return "  ".join(parts)


async def _test(house: House, options: Namespace) -> int:
    config = _known(house, options.name)

    def show(line: Line) -> None:
        if not options.json:
            say(_shown(line, options.language))

    test = await tested(house, config, show)
    say(dumps(test_view(test, options.language)) if options.json else verdict(test).text(options.language))
    return 0 if test.ready else 5


def _shown(line: Line, language: str) -> str:
    told = f"{_MARKS[line.standing]} {TITLES[line.check].text(language)}: {line.words.text(language)}"
    if line.remedy == NO_WORDS:
        return told
    return f"{told}\n{_REMEDY.of(words=joined(line.remedy)).text(language)}"


async def _use(house: House, options: Namespace) -> int:
    house.models.use(_known(house, options.name).name)
    return 0


async def _remove(house: House, options: Namespace) -> int:
    forgotten(house, _known(house, options.name).name)
    return 0


def _known(house: House, name: str) -> ModelConfig:
    config = house.models.find(name)
    if config is None:
        raise no_model(name, _SEE_MODELS)
    return config
