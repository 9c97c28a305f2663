"""llama.cpp's server (github.com/ggml-org/llama.cpp, tools/server/README.md): /props and /v1/models."""

import asyncio
from collections.abc import Mapping
from pathlib import PurePath

from agent.models.discovery.found import FoundModel, Program, Server
from agent.models.discovery.knock import Port
from agent.models.discovery.reading import MOST_MODELS, count, flag, mapping, name, rows

_OWNER = "llamacpp"


async def llama_cpp(port: Port) -> Server | None:
    """The llama-server at that port. With a key, /props is locked and the list of models is not."""
    props, listed = await asyncio.gather(port.get("/props"), port.get("/v1/models"))
    served = [row for row in rows(listed.body, "data") if name(row, "owned_by") == _OWNER]
    settings = mapping(props.body, "default_generation_settings")
    if not settings and not served:
        return None
    context = count(settings, "n_ctx") or count(props.body, "n_ctx")
    models = [_model(row, props.body, context, alone=len(served) == 1) for row in served[:MOST_MODELS]]
    if not models:
        models = [FoundModel(_called(props.body), context=context, loaded=True)]
    found = tuple(one for one in models if one.id)
    version = name(props.body, "build_info")
    return Server(Program.LLAMA_CPP, f"{port.root}/v1", version, found, locked=props.locked)


def _model(row: Mapping[str, object], props: Mapping[str, object], context: int, *, alone: bool) -> FoundModel:
    """What /props says is about the one model that is loaded; a router of many has none of its own."""
    meta = mapping(row, "meta")
    most = count(meta, "n_ctx_train")
    if not alone:
        state = name(mapping(row, "status"), "value")
        return FoundModel(name(row, "id"), most=most, loaded=state == "loaded")
    return FoundModel(
        name(row, "id"),
        tools=_tools(mapping(props, "chat_template_caps")),
        sees=_sees(row, props),
        context=context or count(meta, "n_ctx"),
        most=most,
        loaded=True,
    )


def _sees(row: Mapping[str, object], props: Mapping[str, object]) -> bool | None:
    told = flag(mapping(props, "modalities"), "vision")
    taken = mapping(row, "architecture").get("input_modalities")
    return "image" in taken if told is None and isinstance(taken, list) else told


def _tools(caps: Mapping[str, object]) -> bool | None:
    """A template that knows no tools lets the server drop them without a word."""
    told = [one for one in (flag(caps, "supports_tools"), flag(caps, "supports_tool_calls")) if one is not None]
    return all(told) if told else None


def _called(props: Mapping[str, object]) -> str:
    path = props.get("model_path")
    return name(props, "model_alias") or (PurePath(path).name[:80] if isinstance(path, str) else "")
