"""`deskhand model`: connect models."""

import getpass
import sys
from argparse import Namespace

from agent.core.codec import dumps
from agent.core.paths import shown
from agent.core.words import Words
from agent.models.catalog import ModelConfig
from desktop.cli.show import say, tell
from desktop.compose.house import House
from desktop.compose.missing import no_model
from desktop.compose.tested import tested
from desktop.host.views import models_view

_KEY = Words("Key (empty for none): ", "キー(不要な場合は空のまま): ")
_NO_SAFE_PLACE = Words(
    "This system has no safe place for keys, so the key is forgotten now. Use --key-from-env VAR.",
    "このシステムにはキーを安全に保管する場所がないため、キーは保存されません。--key-from-env VAR をご利用ください。",
)
_ADDED = Words(
    "Added {name}. Test it with: deskhand model test {name}",
    "「{name}」を追加しました。接続を確認するには: deskhand model test {name}",
)
_SEE_MODELS = Words("See `deskhand model list`.", "`deskhand model list` で一覧をご確認ください。")
_KEYS = {
    "kept": Words("key: kept", "キー: 保存済み"),
    "memory": Words("key: memory", "キー: 一時保存"),
    "none": Words("key: none", "キー: なし"),
}


async def run_model(house: House, options: Namespace) -> int:
    """One of add, list, test, use and remove."""
    verbs = {"add": _add, "list": _list, "test": _test, "use": _use, "remove": _remove}
    return await verbs[options.verb](house, options)


async def _add(house: House, options: Namespace) -> int:
    config = ModelConfig(options.name, options.protocol, options.base_url, options.model, options.key_from_env or "")
    house.models.add(config)
    if not options.no_key and not options.key_from_env:
        prompt = _KEY.text(options.language)
        key = getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().strip()
        if key and house.keys.keep(options.name, key) == "memory":
            tell(_NO_SAFE_PLACE.text(options.language))
    tell(_ADDED.of(name=shown(options.name)).text(options.language))
    return 0


async def _list(house: House, options: Namespace) -> int:
    for view in models_view(house).models:
        mark = "*" if view.active else " "
        key = _KEYS[view.key].text(options.language)
        say(dumps(view) if options.json else f"{mark} {view.name}  {view.model}  {view.base_url}  {key}")
    return 0


async def _test(house: House, options: Namespace) -> int:
    model = house.connecting.once(_known(house, options.name))
    answer = await tested(model, options.language)
    say(answer.sentence)
    return 0 if answer.ok else 5


async def _use(house: House, options: Namespace) -> int:
    house.models.use(_known(house, options.name).name)
    return 0


async def _remove(house: House, options: Namespace) -> int:
    house.models.remove(_known(house, options.name).name)
    house.keys.forget(options.name)
    return 0


def _known(house: House, name: str) -> ModelConfig:
    config = house.models.find(name)
    if config is None:
        raise no_model(name, _SEE_MODELS)
    return config
