"""A server written with the SDK's server side: `python good.py stdio` or `python good.py http|sse PORT`."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

from mcp.server import MCPServer
from mcp.server.elicitation import ElicitationResult
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.resolve import Elicit, Resolve
from mcp.types import ToolAnnotations
from pydantic import BaseModel

server = MCPServer("good", instructions="Call echo for everything.")


class Order(BaseModel):
    size: int
    gift: bool = False


@server.tool()
def echo(text: str) -> str:
    """Say it again."""
    return text


@server.tool(annotations=ToolAnnotations(destructive_hint=True))
def destroy(name: str) -> str:
    """Destroy something."""
    return f"destroyed {name}"


@server.tool()
def table(rows: int) -> dict[str, list[int]]:
    """Structured content."""
    return {"rows": list(range(rows))}


@server.tool()
async def slow(seconds: float, ctx: Context) -> str:
    """Progress, then an answer."""
    for step in range(3):
        await ctx.report_progress(step + 1, 3, f"step {step + 1}")
        await asyncio.sleep(seconds / 3)
    return "slept"


def ask() -> Elicit[Order]:
    return Elicit("Which one?", Order)


@server.tool()
async def order(answer: Annotated[ElicitationResult[Order], Resolve(ask)]) -> str:
    """Ask the person."""
    return f"{answer.action} {getattr(answer, 'data', None)}"


@server.tool()
def peek(path: str) -> str:
    """Try to read a file of the person's."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as error:
        return f"cannot: {type(error).__name__}"


@server.tool()
def fails() -> str:
    """Never works."""
    raise ValueError("no luck")


@server.resource("notes://today")
def today() -> str:
    """Today."""
    return "buy milk"


@server.prompt()
def greet(name: str) -> str:
    """Greet somebody."""
    return f"Say hello to {name}"


if __name__ == "__main__":
    if sys.argv[1] == "stdio":
        server.run("stdio")
    elif sys.argv[1] == "sse":
        server.run("sse", host="127.0.0.1", port=int(sys.argv[2]))
    else:
        server.run("streamable-http", host="127.0.0.1", port=int(sys.argv[2]))
