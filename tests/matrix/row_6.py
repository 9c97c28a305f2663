"""Row 6: the three public npm servers, spoken with by our client over their streams."""

import asyncio
import json
import shutil
import tempfile
from pathlib import Path

from agent.core.errors import ToolError
from agent.core.messages import ToolCall, text_of
from agent.models.client import public_trust
from agent.sandbox.confining import confinement_here
from agent.sandbox.serving import LocalServers
from connectors.connector import Config, Kind, Means
from connectors.mcp import pins
from connectors.mcp.connector import McpConnector
from connectors.mcp.granting import READS
from tests.matrix.mcp_client import agrees
from tests.matrix.tally import Data, Tally

TITLE = "MCP: the npm servers everything, filesystem and memory"
_SERVERS = ("everything", "filesystem", "memory")


def run(data: Data) -> Tally:
    """`npm i @modelcontextprotocol/server-everything server-filesystem server-memory` in a folder "npm" of the data."""
    tally, npm, node = Tally(), data.found("npm"), shutil.which("node")
    confinement = confinement_here()
    for name in _SERVERS:
        main = None if npm is None else npm / "node_modules" / "@modelcontextprotocol" / f"server-{name}" / "dist"
        if main is None or node is None or not main.is_dir():
            tally.skip(f"server-{name} or node is not on this computer", 1)
        elif not confinement.offer().there:
            tally.skip("nothing confines programs on this computer", 1)
        else:
            with tempfile.TemporaryDirectory() as folder:
                asyncio.run(_server(name, node, main / "index.js", Path(folder), tally))
    return tally


async def _server(name: str, node: str, script: Path, folder: Path, tally: Tally) -> None:
    (folder / "shared").mkdir()
    (folder / "shared" / "a.txt").write_text("hello from a file")
    more = [str(folder / "shared")] if name == "filesystem" else []
    declared: dict[str, object] = {
        "name": name,
        "transport": "stdio",
        "command": node,
        "arguments": [str(script), *more],
    }
    if name == "memory":  # beside its own program it may not write
        declared["env"] = {"MEMORY_FILE_PATH": str(folder / "servers" / "box" / "memory.jsonl")}
    reads = "\n".join([str(script.parents[3]), str(folder / "shared")])
    config = Config(
        "box", Kind.MCP, name, enabled=True, declared=declared, settings={READS: reads},
        approved={pins.START: pins.start_digest(declared)},
    )  # fmt: skip
    log: list[str] = []
    means = Means(lambda _: None, lambda *_: None, tuple, log.append, ask=agrees)
    one = McpConnector(config, means, LocalServers(confinement_here(), folder / "servers"), public_trust, None, "en")
    await one.open()
    tally.check(one.state.standing.value == "ready", f"{name}: {one.state.words.en} {log[-12:]}")
    try:
        await _CALLS[name](one, folder, tally)
    except (ToolError, KeyError) as error:
        tally.check(False, f"{name}: {error!r} {getattr(error, 'told', '')}")  # noqa: FBT003
    finally:
        await one.close()


async def _call(one: McpConnector, tool: str, **given: object) -> str:
    tools = {made.spec.name: made for made in one.tools("en")}
    ready = tools[f"box_{tool}"].prepare(ToolCall("c", f"box_{tool}", json.dumps(given)))
    return text_of((await ready.run()).for_model)


async def _everything(one: McpConnector, _: Path, tally: Tally) -> None:
    tally.check("hi there" in await _call(one, "echo", message="hi there"), "everything: echo")
    tally.check("5" in await _call(one, "get-sum", a=2, b=3), "everything: get-sum")
    tally.check("resource" in await _call(one, "list_resources"), "everything: resources")


async def _filesystem(one: McpConnector, folder: Path, tally: Tally) -> None:
    said = await _call(one, "read_text_file", path=str(folder / "shared" / "a.txt"))
    tally.check("hello from a file" in said, "filesystem: reads what it was given")
    try:
        said = await _call(one, "read_text_file", path="/etc/passwd")
        tally.check("root:" not in said, "filesystem: reads /etc/passwd")
    except ToolError as error:
        tally.check(error.code == "connector_error", "filesystem: /etc/passwd is refused")


async def _memory(one: McpConnector, _: Path, tally: Tally) -> None:
    entity = {"name": "Deskhand", "entityType": "app", "observations": ["asks before it destroys"]}
    await _call(one, "create_entities", entities=[entity])
    tally.check("asks before it destroys" in await _call(one, "read_graph"), "memory: remembers")


_CALLS = {"everything": _everything, "filesystem": _filesystem, "memory": _memory}
