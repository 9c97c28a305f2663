"""Connectors that an editor hands over (`mcpServers`): each is shown with its exact command line or address, and starts
only when the person says so. A refusal costs nothing else; it is asked about again in another session.
"""

from collections.abc import Sequence
from typing import Any

from acp.exceptions import RequestError
from acp.schema import (
    AgentThoughtChunk,
    AllowedOutcome,
    ContentToolCallContent,
    HttpMcpServer,
    McpServerStdio,
    PermissionOption,
    RequestPermissionRequest,
    SseMcpServer,
    TextContentBlock,
    ToolCallUpdate,
)

from agent.core.paths import shown
from agent.packages.package import Declared, Transport
from desktop.acp import words
from desktop.acp.editor import Editor, meta
from desktop.compose.handed import Handed

_START, _NETWORK, _REJECT = "start", "network", "reject"


def declared(servers: Sequence[Any] | None) -> tuple[Declared, ...]:
    """What the editor handed over, as a package would declare it. A server of another kind is left out."""
    found: list[Declared] = []
    for one in servers or ():
        match one:
            case McpServerStdio():
                env = {pair.name: pair.value for pair in one.env}
                found.append(Declared(one.name, Transport.STDIO, one.command, tuple(one.args), env))
            case HttpMcpServer() | SseMcpServer():
                kind = Transport.HTTP if isinstance(one, HttpMcpServer) else Transport.SSE
                headers = {pair.name: pair.value for pair in one.headers}
                found.append(Declared(one.name, kind, url=one.url, headers=headers))
    return tuple(found)


async def settle(handed: Handed, session: str, editor: Editor, language: str) -> None:
    """Ask about each that waits, once, and start what the person approves; how it stands then is told."""
    for one in tuple(handed.waiting):
        answer = await _asked(handed, one, session, editor, language)
        if answer not in (_START, _NETWORK):
            handed.waiting.remove(one)
            continue
        made = await handed.start(one, network=answer == _NETWORK)
        said = f"{shown(one.name)}: {made.state.standing.value}. {shown(made.state.sentence.text(language))}".strip()
        content = TextContentBlock(type="text", text=said)
        about = meta(note="connector", connector=one.name, standing=made.state.standing, tools=made.state.tools)
        chunk = AgentThoughtChunk(session_update="agent_thought_chunk", content=content, field_meta=about)
        editor.tell(session, chunk)


async def _asked(handed: Handed, one: Declared, session: str, editor: Editor, language: str) -> str:
    title = words.SERVER.of(name=shown(one.name)).text(language)
    line = handed.line(one)
    why = words.SERVER_WHY.of(what=line).text(language)
    if names := ", ".join((*one.env, *one.headers)):
        why = f"{why}\n{words.SERVER_GETS.of(names=shown(names)).text(language)}"
    options = _options(one, language)
    request = RequestPermissionRequest(
        session_id=session,
        tool_call=ToolCallUpdate(
            tool_call_id=f"connector:{one.name}",
            title=title,
            kind="execute" if one.command else "fetch",
            status="pending",
            content=[_text(why)],
        ),
        options=options,
        field_meta=meta(title=title, description=why, connector=one.name, start=line),
    )
    try:
        answer = await editor.permission(request)
    except (RequestError, ConnectionError):
        return ""
    chosen = answer.outcome.option_id if answer and isinstance(answer.outcome, AllowedOutcome) else ""
    return chosen if chosen in {option.option_id for option in options} else ""


def _options(one: Declared, language: str) -> list[PermissionOption]:
    """A program runs confined; the network is one more yes. A service elsewhere is nothing but network."""
    allow = [PermissionOption(option_id=_START, name=words.START.text(language), kind="allow_once")]
    if one.command:
        name = words.START_NETWORK.text(language)
        allow.append(PermissionOption(option_id=_NETWORK, name=name, kind="allow_once"))
    return [*allow, PermissionOption(option_id=_REJECT, name=words.DECLINE.text(language), kind="reject_once")]


def _text(text: str) -> Any:  # noqa: ANN401  # content of the schema
    return ContentToolCallContent(type="content", content=TextContentBlock(type="text", text=text))
