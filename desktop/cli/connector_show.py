"""What `deskhand connector` shows of a connector, and how it asks."""

import asyncio
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence

from agent.core.codec import dumps
from agent.core.paths import shown
from agent.core.words import Words
from connectors.connector import Config, Kind
from connectors.mcp.pins import Pending
from desktop.cli.show import say, tell
from desktop.compose.connector_setup import ConnectorSetup

_STARTS = Words("Starts or reaches exactly this: {line}", "次のとおりに起動または接続します: {line}")
_TOOL = Words("{what}:\n{difference}", "{what}:\n{difference}")
_DIGEST = Words("digest: {digest}", "ダイジェスト: {digest}")
_ADDED = Words(
    "{name} is set up. Next: deskhand connector approve {name}",
    "{name} を設定しました。次: deskhand connector approve {name}",
)
_ADDED_OWN = Words(
    "{name} is set up. Test it: deskhand connector test {name}",
    "{name} を設定しました。確認: deskhand connector test {name}",
)


def entry_json(setup: ConnectorSetup, config: Config, options: Namespace) -> Mapping[str, object]:
    """All of a connector, without its secrets."""
    return {
        "kind": "connector",
        "id": config.id,
        "sort": config.kind.value,
        "title": config.title,
        "enabled": config.enabled,
        "pack": config.pack,
        "line": setup.line(config),
        "values": config.settings,
        "secrets": config.secrets,
        "form": setup.form(config, options.language),
        "asked": setup.asked(config.id),
        "used": setup.connectors.logs.used(config.id),
    }


def say_asked(asked: Sequence[Pending], options: Namespace) -> None:
    """What waits for the person's yes, whole."""
    for one in asked:
        if options.json:
            say(
                dumps(
                    {"kind": "asked", "what": one.what, "before": one.before, "after": one.after, "digest": one.digest}
                )
            )
            continue
        is_start = one.what == "start"
        words = (
            _STARTS.of(line=shown(one.after)) if is_start else _TOOL.of(what=shown(one.what), difference=one.difference)
        )
        say(words.text(options.language))
        say(_DIGEST.of(digest=one.digest).text(options.language))


def next_step(config: Config, options: Namespace) -> None:
    """Say what comes next for a connector that was entered."""
    tell((_ADDED if config.kind is Kind.MCP else _ADDED_OWN).of(name=config.id).text(options.language))


async def agreed(question: Words, options: Namespace) -> bool:
    """Ask at the terminal; without one the answer is no."""
    if options.json or not sys.stdin.isatty():
        return False
    sys.stderr.write(question.text(options.language))
    sys.stderr.flush()
    return (await asyncio.to_thread(sys.stdin.readline)).strip().lower() in ("y", "yes", "はい")
