"""Requests to a server that is connected: bounded in time and pages, their failures in words for the model."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

import mcp_types as types
from mcp import Client, MCPError
from pydantic import ValidationError

from agent.core.errors import ToolError
from agent.core.ports import Progress
from agent.core.words import Words
from connectors.mcp.connection import LostError, said, within
from connectors.mcp.results import one_line

T = TypeVar("T")
CALL_SECONDS, LIST_SECONDS = 600.0, 30.0
MOST_PAGES = 20
_MOST_SAID = 2_000
_NEEDS_PAGE = -32042
_LOST = Words("{name} cannot be reached: {why}", "{name} に接続できません: {why}")
_ENDED = Words("its program ended", "プログラムが終了しました")
_SLOW = Words("{name} did not answer in time.", "{name} から時間内に応答がありませんでした。")
_REFUSED = Words("{name} refused the request.", "{name} が要求を拒否しました。")
_ODD = Words("{name} answered what nobody can read.", "{name} からの応答を読み取れませんでした。")
_NO_METHOD = -32601
_FIRST_STEPS, _STEP_SECONDS, _MOST_STEPS = 50, 0.1, 1e15


async def asked(account: str, ended: asyncio.Event | None, work: Awaitable[T], seconds: float = CALL_SECONDS) -> T:
    """What a request gives.

    Raises:
        ToolError: "connector_lost", "connector_slow", "connector_refused" or "connector_odd"; the server's own words
            are in `told`.
    """
    try:
        return await within(seconds, ended, work)
    except LostError as error:
        raise failed(_LOST.of(name=account, why=one_line(error.why, 300)), "connector_lost", account) from error
    except TimeoutError as error:
        raise failed(_SLOW.of(name=account), "connector_slow", account) from error
    except MCPError as error:
        if ended is not None and ended.is_set():
            raise failed(_LOST.of(name=account, why=_ENDED), "connector_lost", account) from error
        told = one_line(error.error.message, _MOST_SAID)
        raise failed(_REFUSED.of(name=account), "connector_refused", account, told) from error
    except (ValidationError, RuntimeError, ValueError, RecursionError) as error:
        raise failed(_ODD.of(name=account), "connector_odd", account, one_line(str(error), 300)) from error
    except (OSError, ExceptionGroup) as error:
        why = one_line(said(error), 300)
        raise failed(_LOST.of(name=account, why=why), "connector_lost", account) from error


def failed(words: Words, code: str, account: str, *told: str) -> ToolError:
    """An error whose words may hold the server's."""
    error = ToolError(words, code)
    error.told, error.hosts = told, (account,)
    return error


async def called(
    client: Client,
    name: str,
    given: Mapping[str, object],
    told: Progress,
    page: Callable[[str, str], Awaitable[bool]],
) -> types.CallToolResult:
    """Call a tool. When the server says that the person must see a page first, they are asked, and it is called once
    more.
    """

    steps = Steps()

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        if steps.may():
            told(one_line(message or name, 200), _whole(progress), _whole(total or 0.0))

    try:
        return await client.call_tool(name, dict(given), progress_callback=hear)
    except MCPError as error:
        if error.error.code != _NEEDS_PAGE or not await _seen(error.error.data, page):
            raise
    return await client.call_tool(name, dict(given), progress_callback=hear)


class Steps:
    """How often a server may say how far it is: the first ones, then ten times a second."""

    def __init__(self) -> None:
        self._told, self._last = 0, 0.0

    def may(self) -> bool:
        """Whether the next one is told."""
        now = time.monotonic()
        if self._told >= _FIRST_STEPS and now - self._last < _STEP_SECONDS:
            return False
        self._told, self._last = self._told + 1, now
        return True


def _whole(number: float) -> int:
    return int(min(max(number, 0.0), _MOST_STEPS)) if math.isfinite(number) else 0


async def _seen(wanted: Any, page: Callable[[str, str], Awaitable[bool]]) -> bool:
    """Whether the person opened every page that an error names."""
    pages = wanted.get("elicitations") if isinstance(wanted, dict) else None
    if not isinstance(pages, list) or not 0 < len(pages) <= 3:
        return False
    for one in pages:
        if not isinstance(one, dict) or not await page(str(one.get("url")), str(one.get("message", ""))):
            return False
    return True


async def every_tool(client: Client) -> Sequence[types.Tool]:
    """All pages of its tools; () when it has none."""
    return await _pages(client.list_tools, lambda page: page.tools)


async def every_prompt(client: Client) -> Sequence[types.Prompt]:
    """All pages of its prompts."""
    return await _pages(client.list_prompts, lambda page: page.prompts)


async def every_resource(client: Client) -> Sequence[types.Resource]:
    """All pages of its resources."""
    return await _pages(client.list_resources, lambda page: page.resources)


async def every_template(client: Client) -> Sequence[types.ResourceTemplate]:
    """All pages of its templates of resources; () where that is not known."""
    try:
        return await _pages(client.list_resource_templates, lambda page: page.resource_templates)
    except MCPError as error:
        if error.error.code == _NO_METHOD:
            return ()
        raise


async def _pages(ask: Callable[..., Awaitable[Any]], entries: Callable[[Any], Sequence[T]]) -> Sequence[T]:
    """A cursor that leads nowhere new ends it, and so do MOST_PAGES."""
    found: list[T] = []
    cursor, seen = None, set()
    for _ in range(MOST_PAGES):
        page = await ask(cursor=cursor)
        found += entries(page)
        cursor = page.next_cursor
        if not cursor or cursor in seen:
            break
        seen.add(cursor)
    return found
