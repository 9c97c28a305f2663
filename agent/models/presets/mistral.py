"""Mistral. Facts: its pages on reasoning and function calling, and the errors that people report."""

from agent.core.ports import Traits
from agent.core.words import Words
from agent.models.dialect import Dialect, Protocol
from agent.models.presets.preset import OFF, ON, Address, Asked, Family, Preset, Thinks


def _dialect(asked: Asked) -> Dialect:
    efforts = {ON: "high", OFF: "none"}
    body = {"reasoning_effort": efforts[asked.thinking]} if asked.thinking else {}
    return Dialect(
        body=body,
        profile="mistral",
        # It refuses fields that it does not know.
        bridged=True,
        streams_only=True,
        forbidden=("stream_options", "max_completion_tokens", "user", "store"),
    )


MISTRAL = Preset(
    id="mistral",
    title=Words("Mistral", "Mistral"),
    good_for=Words("European provider; quick and inexpensive.", "ヨーロッパの提供元。速く、低価格です。"),
    addresses=(Address(Protocol.CHAT, "https://api.mistral.ai/v1"),),
    families=(
        Family(
            ("mistral-large-4",),
            ("mistral-large-4",),
            Traits(1_048_576, sees=True, watches=False),
            Thinks.ALWAYS,
        ),
        Family(
            ("mistral-medium-3-5", "mistral-medium-3.5", "mistral-medium-2604", "mistral-medium-latest"),
            ("mistral-medium-3-5",),
            Traits(262_144, sees=True, watches=False),
            Thinks.OFF,
        ),
        Family(
            ("mistral-small-2603", "mistral-small-latest"),
            ("mistral-small-2603",),
            Traits(262_144, sees=True, watches=False),
            Thinks.OFF,
        ),
        Family(("mistral-large-2512",), (), Traits(262_144, sees=True, watches=False)),
        Family(("magistral",), (), Traits(sees=False, watches=False), Thinks.ALWAYS),
        Family(("",), (), Traits(watches=False)),
    ),
    dialect=_dialect,
    key=Words("Mistral AI Studio, under API keys.", "Mistral AI Studio の「API keys」から取得します。"),
)
