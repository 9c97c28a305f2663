"""LM Studio's own API (lmstudio.ai/docs/developer/rest): /api/v1/models, and /api/v0/models before 0.4."""

from collections.abc import Mapping

from agent.models.discovery.found import FoundModel, Program, Server
from agent.models.discovery.knock import Port
from agent.models.discovery.reading import MOST_MODELS, count, flag, mapping, name, rows

_ASKED = ("llm", "vlm", "")


async def lm_studio(port: Port) -> Server | None:
    """The LM Studio at that port. It does not tell its version."""
    newer = await port.get("/api/v1/models")
    models = [_model(row) for row in rows(newer.body, "models") if "loaded_instances" in row and "key" in row]
    if models or ("models" in newer.body and not newer.body["models"]):
        return _server(port, models)
    older = await port.get("/api/v0/models")
    told = [_older(row) for row in rows(older.body, "data") if "state" in row and "type" in row]
    return _server(port, told) if told else None


def _server(port: Port, models: list[FoundModel | None]) -> Server:
    return Server(Program.LM_STUDIO, f"{port.root}/v1", models=tuple(one for one in models if one)[:MOST_MODELS])


def _model(row: Mapping[str, object]) -> FoundModel | None:
    key = name(row, "key")
    if not key or name(row, "type") not in _ASKED:
        return None
    instances, can = rows(row, "loaded_instances"), mapping(row, "capabilities")
    contexts = [count(mapping(one, "config"), "context_length") for one in instances]
    return FoundModel(
        key,
        tools=flag(can, "trained_for_tool_use"),
        sees=flag(can, "vision"),
        context=min((one for one in contexts if one), default=0),  # it is not said which instance will answer
        most=count(row, "max_context_length"),
        loaded=bool(instances),
    )


def _older(row: Mapping[str, object]) -> FoundModel | None:
    model, kind = name(row, "id"), name(row, "type")
    if not model or kind not in _ASKED:
        return None
    can = row.get("capabilities")
    return FoundModel(
        model,
        tools="tool_use" in can if isinstance(can, list) else None,
        sees=kind == "vlm",
        context=count(row, "loaded_context_length"),
        most=count(row, "max_context_length"),
        loaded=name(row, "state") == "loaded",
    )
