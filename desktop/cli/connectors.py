"""`deskhand connector`: services outside of the folder, set up, agreed to, tried and taken away."""

from argparse import Namespace
from collections.abc import Awaitable, Callable, Mapping

from agent.core.codec import dumps
from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from connectors.connector import Standing
from desktop.cli.connector_adding import add, configure, import_, search
from desktop.cli.connector_calls import call
from desktop.cli.connector_show import agreed, entry_json, next_step, say_asked
from desktop.cli.show import say, tell
from desktop.compose.connector_setup import ConnectorSetup, house_setup
from desktop.compose.house import House

_REFUSED = 3
_NONE = Words("No connectors are set up.", "コネクタは設定されていません。")
_ON, _OFF = Words("on", "オン"), Words("off", "オフ")
_ASKS = Words("asks for approval", "承認待ち")
_FORM = Words("  {key} = {value}   {title}", "  {key} = {value}   {title}")
_KEPT = Words("(kept in the keyring)", "(キーリングに保存済み)")
_AGREE = Words("Agree to exactly this? [y/N] ", "この内容を承認しますか? [y/N] ")
_NOTHING_ASKED = Words("Nothing of {name} waits for approval.", "{name} に承認待ちのものはありません。")
_AGREED = Words("Agreed.", "承認しました。")
_NOT_AGREED = Words("Not agreed.", "承認していません。")
_REMOVE = Words("Forget {name} with its secrets? [y/N] ", "{name} をキーとともに削除しますか? [y/N] ")
_KEPT_IT = Words("Nothing was removed.", "削除していません。")
_NO_DIGEST = Words(
    "--yes needs --digest: only what was looked at is agreed to.",
    "--yes には --digest が必要です。確認した内容だけを承認します。",
)
_SEE = Words("`deskhand connector show ID --json` shows it.", "`deskhand connector show ID --json` で確認できます。")
_TOOLS = Words("tools: {names}", "ツール: {names}")
Verb = Callable[[House, ConnectorSetup, Namespace], Awaitable[int]]


async def run_connector(house: House, options: Namespace) -> int:
    """Carry out one verb. Exit codes as everywhere; 3 when the person did not agree."""
    verbs: Mapping[str, Verb] = {
        "list": _list, "show": _show, "add": add, "configure": configure, "set": configure, "import": import_,
        "enable": _switch, "disable": _switch, "approve": _approve, "test": _test, "remove": _remove, "call": call,
        "log": _log, "search": search,
    }  # fmt: skip
    try:
        return await verbs[options.verb](house, house_setup(house), options)
    finally:
        await house.connectors.close()


async def _list(house: House, setup: ConnectorSetup, options: Namespace) -> int:
    found = house.connectors.catalog.list()
    for one in found:
        if options.json:
            say(dumps(entry_json(setup, one, options)))
        else:
            state = _ASKS if setup.asked(one.id) else _ON if one.enabled else _OFF
            parts = (one.id, one.kind.value, shown(one.title), state.text(options.language), shown(setup.line(one)))
            say("  ".join(part for part in parts if part))
    if not found and not options.json:
        tell(_NONE.text(options.language))
    return 0


async def _show(house: House, setup: ConnectorSetup, options: Namespace) -> int:
    config = house.connectors.catalog.known(options.name)
    if options.json:
        say(dumps(entry_json(setup, config, options)))
        return 0
    state = (_ON if config.enabled else _OFF).text(options.language)
    say(f"{config.id}  {config.kind.value}  {shown(config.title)}  {state}")
    for one in setup.form(config, options.language):
        value = _KEPT.text(options.language) if one.key in config.secrets else config.settings.get(one.key, "")
        say(_FORM.of(key=one.key, value=shown(value), title=shown(one.title)).text(options.language))
    asked = setup.asked(config.id)
    say_asked(asked, options)
    if not asked and (line := setup.line(config)):
        say(shown(line))
    return 0


async def _switch(house: House, setup: ConnectorSetup, options: Namespace) -> int:
    config = setup.switch(options.name, enabled=options.verb == "enable")
    if options.json:
        say(dumps(entry_json(setup, config, options)))
    elif setup.asked(config.id) and config.enabled:
        next_step(config, options)
    return 0


async def _approve(house: House, setup: ConnectorSetup, options: Namespace) -> int:
    if options.yes and not options.digest:
        raise NeedsUserError(_NO_DIGEST, _SEE, "usage")
    asked = setup.asked(options.name)
    if not asked and house.connectors.catalog.known(options.name).enabled:
        await house.connectors.tested(options.name)
        asked = setup.asked(options.name)
    if not asked:
        tell(_NOTHING_ASKED.of(name=options.name).text(options.language))
        return 0
    say_asked(asked, options)
    if options.yes:
        yes = {one.what: one.digest for one in asked if one.digest in options.digest}
    else:
        yes = {one.what: one.digest for one in asked} if await agreed(_AGREE, options) else {}
    if yes:
        setup.approve(options.name, yes)
    tell((_AGREED if len(yes) == len(asked) else _NOT_AGREED).text(options.language))
    return 0 if len(yes) == len(asked) else _REFUSED


async def _test(house: House, setup: ConnectorSetup, options: Namespace) -> int:
    state = await house.connectors.tested(options.name)
    if options.json:
        told = {
            "standing": state.standing,
            "sentence": shown(state.sentence.text(options.language)),
            "tools": state.tools,
        }
        say(dumps({"kind": "tested", "id": options.name, **told, "reaches": state.reaches}))
    else:
        say("  ".join(one for one in (state.standing.value, shown(state.sentence.text(options.language))) if one))
        if state.tools:
            say(_TOOLS.of(names=", ".join(map(shown, state.tools))).text(options.language))
    return 0 if state.standing is Standing.READY else 1


async def _remove(house: House, setup: ConnectorSetup, options: Namespace) -> int:
    config = house.connectors.catalog.known(options.name)
    if not options.yes and not await agreed(_REMOVE.of(name=shown(config.title)), options):
        tell(_KEPT_IT.text(options.language))
        return _REFUSED
    await house.connectors.forget(config.id)
    return 0


async def _log(house: House, setup: ConnectorSetup, options: Namespace) -> int:
    text = house.connectors.logs.read(house.connectors.catalog.known(options.name).id)
    say(dumps({"kind": "log", "id": options.name, "text": text}) if options.json else text.rstrip())
    return 0
