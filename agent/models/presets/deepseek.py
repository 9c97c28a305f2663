"""DeepSeek. Facts: its thinking mode guide, and live probes of pydantic-ai."""

from agent.core.ports import Traits
from agent.core.words import Words
from agent.models.dialect import Dialect, Protocol
from agent.models.presets.preset import OFF, Address, Asked, Family, Preset, Thinks
from agent.models.presets.sent import effort_body

_TRAITS = Traits(1_000_000, sees=False, watches=False)


def _dialect(asked: Asked) -> Dialect:
    body = effort_body(asked.protocol, asked.effort)
    if asked.thinking:
        body["thinking"] = {"type": "disabled" if asked.thinking == OFF else "enabled"}
    return Dialect(body=body, profile="deepseek", max_output_name="max_tokens")


DEEPSEEK = Preset(
    id="deepseek",
    title=Words("DeepSeek", "DeepSeek"),
    good_for=Words("Much thinking for little money; text only.", "低価格でしっかり考えます。文字だけを扱います。"),
    addresses=(Address(Protocol.CHAT, "https://api.deepseek.com"),),
    families=(
        Family(
            ("deepseek-v4", "deepseek-flash"),
            ("deepseek-v4-pro", "deepseek-flash"),
            _TRAITS,
            Thinks.ON,
            ("low", "high", "max"),
        ),
        Family(("deepseek-reasoner",), (), Traits(64_000, sees=False, watches=False), Thinks.ALWAYS),
        Family(("deepseek-chat",), (), Traits(64_000, sees=False, watches=False)),
        Family(("",), (), Traits(sees=False, watches=False)),
    ),
    dialect=_dialect,
    key=Words("The DeepSeek Platform, under API keys.", "DeepSeek Platform の「API keys」から取得します。"),
)
