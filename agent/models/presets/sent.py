"""How thinking is asked for in each protocol. Used by the Dialects of several systems."""

from agent.models.dialect import Protocol


def effort_body(protocol: Protocol, effort: str) -> dict[str, object]:
    """The fields that ask for an effort; none for ""."""
    if not effort:
        return {}
    match protocol:
        case Protocol.CHAT:
            return {"reasoning_effort": effort}
        case Protocol.RESPONSES:
            return {"reasoning": {"effort": effort}}
        case Protocol.ANTHROPIC:
            return {"output_config": {"effort": effort}}
        case Protocol.GEMINI:
            return {"generationConfig": {"thinkingConfig": {"thinkingLevel": effort.upper()}}}
