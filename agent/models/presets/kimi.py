"""Kimi at Moonshot AI. Facts: its guides on thinking, `$web_search` and vision, and live probes of pydantic-ai."""

from agent.core.ports import Traits
from agent.core.words import Words
from agent.models.dialect import Dialect, Protocol
from agent.models.presets.preset import OFF, ON, Ability, Address, Asked, Family, Preset, Thinks, VideoWay
from agent.models.presets.sent import effort_body

WEB_SEARCH = "$web_search"
# Its own check wants words there, also where another model called.
_NO_THOUGHT = "(not known)"
# The platform fixes them for these models and refuses other values.
_FIXED = ("temperature", "top_p", "n", "presence_penalty", "frequency_penalty", "strict")


def _dialect(asked: Asked) -> Dialect:
    body = effort_body(asked.protocol, asked.effort)
    searches = asked.runs(Ability.SEARCH)
    if asked.thinking == OFF or searches:
        body["thinking"] = {"type": "disabled"}
    elif asked.thinking == ON:
        body["thinking"] = {"type": "enabled"}
    tool = {"type": "builtin_function", "function": {"name": WEB_SEARCH}}
    return Dialect(
        body=body,
        profile="moonshotai",
        forbidden=_FIXED,
        server_tools=(tool,) if searches else (),
        missing_thought=_NO_THOUGHT,
    )


KIMI = Preset(
    id="kimi",
    title=Words("Kimi (Moonshot AI)", "Kimi (Moonshot AI)"),
    good_for=Words(
        "Long agent work with many tools; understands pictures and video.",
        "多数のツールを使う長い作業に強く、画像と動画も理解できます。",
    ),
    addresses=(
        Address(Protocol.CHAT, "https://api.moonshot.ai/v1", "international"),
        Address(Protocol.CHAT, "https://api.moonshot.cn/v1", "china"),
    ),
    families=(
        Family(
            ("kimi-k3",),
            ("kimi-k3.1-pro", "kimi-k3.1-pro-highspeed", "kimi-k3"),
            Traits(1_048_576, sees=True, watches=True),
            Thinks.ALWAYS,
            ("low", "high", "max"),
        ),
        Family(
            ("kimi-k2.6",),
            ("kimi-k2.6",),
            Traits(262_144, sees=True, watches=True),
            Thinks.ON,
            runs=(Ability.SEARCH,),
        ),
        Family(("kimi-k2.7-code",), ("kimi-k2.7-code", "kimi-k2.7-code-highspeed"), Traits(262_144), Thinks.ALWAYS),
        Family(
            ("kimi-k2.5",),
            ("kimi-k2.5",),
            Traits(262_144, sees=True, watches=True),
            Thinks.ON,
            runs=(Ability.SEARCH,),
        ),
        Family(("",), runs=(Ability.SEARCH,)),
    ),
    dialect=_dialect,
    key=Words("The Kimi Open Platform, under API Keys.", "Kimi Open Platform の「API Keys」から取得します。"),
    notes=Words(
        "Its web search works only while thinking is switched off, so not with models that always think.",
        "提供元の Web 検索は思考をオフにしたときだけ使えます。常に思考するモデルでは使えません。",
    ),
    runs_over=(Protocol.CHAT,),
    runs_while_thinking=OFF,
    video=VideoWay.UPLOADED,
)
