"""Qwen's page reader in the Responses protocol: an item that only Alibaba has, shown as the page visit that it is.

Facts: Alibaba Model Studio, "Web extractor": an item of type web_extractor_call with goal, output and urls.
"""

from collections.abc import AsyncIterator
from typing import Any

from openai.types.responses.response_function_web_search import ActionOpenPage, ResponseFunctionWebSearch
from pydantic_ai.models.openai import OpenAIResponsesModel

_ITEMS = ("response.output_item.added", "response.output_item.done")


class ExtractingModel(OpenAIResponsesModel):
    """A model whose streams hold such items; the library drops what it does not know."""

    async def _process_streamed_response(self, response: Any, *how: Any, **more: Any) -> Any:
        return await super()._process_streamed_response(_translated(response), *how, **more)  # type: ignore[arg-type]  # it is only iterated


async def _translated(events: AsyncIterator[Any]) -> AsyncIterator[Any]:
    async for event in events:
        item = getattr(event, "item", None)
        if event.type in _ITEMS and getattr(item, "type", "") == "web_extractor_call":
            event.item = _visit(item)
        yield event


def _visit(item: Any) -> ResponseFunctionWebSearch:
    urls = getattr(item, "urls", None) or [""]
    action = ActionOpenPage(type="open_page", url=", ".join(map(str, urls)))
    return ResponseFunctionWebSearch(id=item.id, action=action, status="completed", type="web_search_call")
