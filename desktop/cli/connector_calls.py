"""`deskhand connector call`: one call of one tool, because the person says so. What comes is printed as it came."""

from argparse import Namespace
from collections.abc import Sequence

from agent.core.actions import Source
from agent.core.codec import dumps, plain
from agent.core.errors import NeedsUserError
from agent.core.events import Sent
from agent.core.messages import Text, ToolCall
from agent.core.paths import shown
from agent.core.ports import ReadyCall, Tool
from agent.core.words import Words
from agent.policy.outward import told
from agent.session.delegation.conversation import NobodyToAsk
from connectors.connector import Standing
from desktop.cli.connector_show import agreed
from desktop.cli.show import say, tell
from desktop.compose.connector_calls import TurnTalk
from desktop.compose.connector_setup import ConnectorSetup
from desktop.compose.house import House

_REFUSED = 3
_NO_TOOL = Words("{name} has no tool {tool!r}.", "{name} に「{tool}」というツールはありません。")
_TOOLS = Words("It has: {names}", "利用できるツール: {names}")
_WOULD = Words("{title} ({target})", "{title}({target})")
_ASK = Words("Call it? [y/N] ", "呼び出しますか? [y/N] ")
_NOT = Words("Nothing was called.", "呼び出していません。")
_NO_FILE = Words("It would save a file; only a task can do that.", "ファイルの保存はタスクの中でのみ行えます。")


async def call(house: House, setup: ConnectorSetup, options: Namespace) -> int:
    """Connect, show what would leave, ask, call, print."""
    state = await house.connectors.tested(setup.connectors.catalog.known(options.name).id)
    if state.standing is not Standing.READY:
        tell(shown(state.sentence.text(options.language)))
        return 1
    tool = _tool(house, state.tools, options)
    ready = tool.prepare(ToolCall("call", tool.spec.name, options.arguments))
    if not options.yes and not await _shown_and_agreed(ready, options):
        tell(_NOT.text(options.language))
        return _REFUSED
    result = await ready.run()
    if options.json:
        say(dumps({"kind": "called", "tool": tool.spec.name, "parts": [plain(part) for part in result.for_model]}))
        return 0
    for part in result.for_model:
        if isinstance(part, Text):
            say(part.text)
    if result.changes is not None:
        tell(_NO_FILE.text(options.language))
    return 0


def _tool(house: House, names: Sequence[str], options: Namespace) -> Tool:
    """The tool, by its whole name or by what the server calls it."""

    def leaves(host: str, request: str, size: int, sources: Sequence[Source]) -> None:
        house.journal.record(Sent(host, request, size, tuple(sources)))

    talk = TurnTalk(NobodyToAsk(), lambda _: None, leaves)
    found = house.connectors.tools(house.reading("connector-call"), house.documents, talk, options.language)
    by_name = {one.spec.name: one for one in found if one.spec.name in names}
    exact = by_name.get(options.tool)
    ends = [one for name, one in by_name.items() if name.endswith(f"_{options.tool}")]
    if exact is None and len(ends) != 1:
        words = _NO_TOOL.of(name=options.name, tool=shown(options.tool))
        raise NeedsUserError(words, _TOOLS.of(names=", ".join(map(shown, by_name))), "no_tool")
    return exact or ends[0]


async def _shown_and_agreed(ready: ReadyCall, options: Namespace) -> bool:
    """Show what would leave for whom, and ask."""
    for action in ready.intent.actions:
        tell(_WOULD.of(title=shown(ready.intent.title), target=shown(action.target)).text(options.language))
        tell(told(action, options.language))
    return await agreed(_ASK, options)
