"""Our client as the conformance suite drives it: `mcp_client.py URL`, with MCP_CONFORMANCE_SCENARIO, _CONTEXT and
_PROTOCOL_VERSION in the environment. A person who says yes to everything sits before it.
"""

import asyncio
import contextlib
import json
import os
import sys
import urllib.request

from agent.core.actions import Approval, Question
from agent.core.errors import AgentError
from agent.core.messages import ToolCall
from agent.models.client import public_trust
from connectors.connector import Config, Kind, Means
from connectors.mcp import pins
from connectors.mcp.connector import McpConnector

_STUBS = {"string": "x", "integer": 0, "number": 0, "boolean": False, "object": {}, "array": [], "null": None}


async def agrees(question: Question) -> Approval:
    """The first choice, or what was proposed."""
    return question.answer(yes=True, text=question.choices[0] if question.choices else "")


def visits(address: str) -> None:
    """What a browser would do, up to the page of ours that it comes back to."""
    with contextlib.suppress(OSError):
        urllib.request.urlopen(address, timeout=20).read()


def arguments(schema) -> dict[str, object]:
    """The fewest that a tool takes."""
    properties = schema.get("properties", {})
    return {name: _STUBS.get(properties.get(name, {}).get("type"), "x") for name in schema.get("required", [])}


async def use(one: McpConnector, context) -> None:
    """Call every tool once, or what the suite wants to be called."""
    for tool in one.tools("en"):
        wanted = [item.get("arguments") or {} for item in context.get("toolCalls", [])
                  if tool.spec.name.endswith(f"_{item['name']}")]  # fmt: skip
        for given in wanted or [arguments(tool.spec.parameters)]:
            try:
                await tool.prepare(ToolCall("c", tool.spec.name, json.dumps(given))).run()
            except AgentError as error:
                print(f"{tool.spec.name}: {error} {getattr(error, 'told', '')}", file=sys.stderr)


async def main(url: str) -> int:
    """One scenario."""
    context = json.loads(os.environ.get("MCP_CONFORMANCE_CONTEXT") or "{}")
    secrets = {"oauth-client-secret": context["client_secret"]} if context.get("client_secret") else {}
    declared: dict[str, object] = {"name": "x", "transport": "streamable-http", "url": url}
    if context.get("client_id"):
        declared["oauth"] = {"clientId": context["client_id"]}
    means = Means(
        secrets.get, secrets.__setitem__, tuple, lambda line: print(line, file=sys.stderr), visits, agrees,
    )  # fmt: skip
    version = os.environ.get("MCP_CONFORMANCE_PROTOCOL_VERSION", "")
    approved = {pins.START: pins.start_digest(declared)}
    era = "legacy" if version and version < "2026" else ""
    config = Config("box", Kind.MCP, "x", enabled=True, declared=declared, approved=approved, era=era)
    one = McpConnector(config, means, None, public_trust, None, "en")
    await one.open()
    print(one.state, file=sys.stderr)
    await use(one, context)
    await one.close()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[-1])))
