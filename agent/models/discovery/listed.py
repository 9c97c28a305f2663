"""Servers that list their models as OpenAI does: vLLM, Jan, and any other."""

from collections.abc import Mapping
from dataclasses import replace

from agent.models.discovery.found import FoundModel, Program, Server
from agent.models.discovery.knock import Port
from agent.models.discovery.reading import MOST_MODELS, count, name, rows


async def vllm(port: Port) -> Server | None:
    """The vLLM at that port (docs.vllm.ai): {"version": ...} at /version, `owned_by` "vllm" in its list.

    With a key the list is locked; a version alone could be anybody's, so then it is vLLM only where nothing else fits.
    """
    version = name((await port.get("/version")).body, "version")
    if not version:
        return None
    listed = await port.get("/v1/models")
    served = [row for row in rows(listed.body, "data") if name(row, "owned_by") == "vllm" or "max_model_len" in row]
    if not served and not listed.locked:
        return None
    return Server(Program.VLLM, f"{port.root}/v1", version, _models(served), locked=listed.locked)


async def jan(port: Port) -> Server | None:
    """Jan lists models like everybody and does not say its name: to be asked at its own port only, where it may be
    locked too."""
    listed = await port.get("/v1/models")
    if listed.locked:
        return Server(Program.JAN, f"{port.root}/v1", locked=True)
    found = await other(port)
    return None if found is None else replace(found, program=Program.JAN)


async def other(port: Port) -> Server | None:
    """Any server with {"object": "list", "data": [{"id": ..., "object": "model"}]}."""
    listed = await port.get("/v1/models")
    if listed.body.get("object") != "list":
        return None
    served = [row for row in rows(listed.body, "data") if row.get("object") == "model"]
    return Server(Program.OTHER, f"{port.root}/v1", models=_models(served)) if served else None


def _models(served: list[Mapping[str, object]]) -> tuple[FoundModel, ...]:
    """vLLM tells the length with which it was started."""
    found = (
        FoundModel(name(row, "id"), context=count(row, "max_model_len"), loaded="max_model_len" in row)
        for row in served[:MOST_MODELS]
    )
    return tuple(one for one in found if one.id)
