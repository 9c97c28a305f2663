"""Ollama's own API (docs.ollama.com/api): /api/version, /api/tags, /api/ps, /api/show."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress

from agent.models.discovery.found import FoundModel, Program, Server
from agent.models.discovery.knock import Port
from agent.models.discovery.reading import MOST_MODELS, count, mapping, name, rows

_DETAIL_SECONDS = 2.0
_ALL_DETAILS_SECONDS = 6.0
_AT_ONCE = 4


async def ollama(port: Port) -> Server | None:
    """The Ollama at that port. {"version": "0.13.0"} alone is what others say too, so its list counts."""
    version = name((await port.get("/api/version")).body, "version")
    if not version:
        return None
    tags, running = await asyncio.gather(port.get("/api/tags", _DETAIL_SECONDS), port.get("/api/ps", _DETAIL_SECONDS))
    if "models" not in tags.body:
        return None
    loaded = {
        name(row, "name") or name(row, "model"): count(row, "context_length") for row in rows(running.body, "models")
    }
    models = await _models(port, rows(tags.body, "models")[:MOST_MODELS], loaded)
    return Server(Program.OLLAMA, f"{port.root}/v1", version, models)


async def _models(
    port: Port, listed: Sequence[Mapping[str, object]], loaded: Mapping[str, int]
) -> tuple[FoundModel, ...]:
    """Every model that can be asked. What is not told in time of one of many is left open."""
    gate = asyncio.Semaphore(_AT_ONCE)
    names = [name(row, "name") or name(row, "model") for row in listed]
    bodies: dict[str, Mapping[str, object]] = {}

    async def ask(model: str) -> None:
        async with gate:
            bodies[model] = (await port.post("/api/show", {"model": model}, _DETAIL_SECONDS)).body

    with suppress(TimeoutError):
        async with asyncio.timeout(_ALL_DETAILS_SECONDS):
            await asyncio.gather(*(ask(model) for model in names if model))
    found = (_model(model, row, bodies.get(model, {}), loaded) for model, row in zip(names, listed, strict=True))
    return tuple(one for one in found if one)


def _model(
    model: str, row: Mapping[str, object], shown: Mapping[str, object], loaded: Mapping[str, int]
) -> FoundModel | None:
    """One that only makes embeddings is none that can be asked."""
    if not model:
        return None
    can = _capabilities(shown)
    if can is not None and "completion" not in can:
        return None
    return FoundModel(
        model,
        tools=None if can is None else "tools" in can,
        sees=None if can is None else "vision" in can,
        context=loaded.get(model, 0),
        most=_most(mapping(shown, "model_info")),
        loaded=model in loaded,
        local=not (name(row, "remote_host") or model.endswith(("-cloud", ":cloud"))),
    )


def _capabilities(body: Mapping[str, object]) -> frozenset[str] | None:
    """None for an Ollama that is too old to tell (before 0.6.4)."""
    told = body.get("capabilities")
    return frozenset(str(one) for one in told) if isinstance(told, list) else None


def _most(about: Mapping[str, object]) -> int:
    """The key begins with the architecture: "llama.context_length"."""
    return max((count(about, key) for key in about if key.endswith(".context_length")), default=0)
