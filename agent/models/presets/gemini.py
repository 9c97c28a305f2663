"""Gemini at Google. Facts: Google's table of thinking levels and its page on combining tools."""

from agent.core.ports import Traits
from agent.core.words import Words
from agent.models.dialect import Dialect, Protocol
from agent.models.presets.preset import Ability, Address, Asked, Family, Preset, Thinks, VideoWay
from agent.models.presets.sent import effort_body

_TOOLS = (Ability.SEARCH, Ability.EXTRACT, Ability.CODE)
_LEVELS = ("low", "medium", "high")
_TRAITS = Traits(1_048_576, 65_536, sees=True, watches=True)
_FORMS: tuple[tuple[Ability, str], ...] = (
    (Ability.SEARCH, "googleSearch"),
    (Ability.EXTRACT, "urlContext"),
    (Ability.CODE, "codeExecution"),
)


def _dialect(asked: Asked) -> Dialect:
    body = effort_body(asked.protocol, asked.effort)
    tools = tuple({form: dict[str, object]()} for ability, form in _FORMS if asked.runs(ability))
    if tools:  # without it these models refuse their own tools beside ours
        body["toolConfig"] = {"includeServerSideToolInvocations": True}
    return Dialect(body=body, profile="google", server_tools=tools)


GEMINI = Preset(
    id="gemini",
    title=Words("Gemini (Google)", "Gemini (Google)"),
    good_for=Words("Very long documents, pictures and video.", "非常に長い文書や、画像・動画の理解に強いです。"),
    addresses=(Address(Protocol.GEMINI, "https://generativelanguage.googleapis.com"),),
    families=(
        Family(("gemini-4",), ("gemini-4-argon", "gemini-4-carbon"), _TRAITS, Thinks.ALWAYS, _LEVELS, runs=_TOOLS),
        Family(
            ("gemini-3.8-flash", "gemini-3.7-flash", "gemini-3.1-pro"),
            ("gemini-3.8-flash", "gemini-3.1-pro-preview"),
            _TRAITS,
            Thinks.ALWAYS,
            _LEVELS,
            runs=_TOOLS,
        ),
        Family(("gemini-3-pro",), (), _TRAITS, Thinks.ALWAYS, ("low", "high"), runs=_TOOLS),
        Family(
            ("gemini-3",),
            ("gemini-3.5-flash-lite",),
            _TRAITS,
            Thinks.ALWAYS,
            ("minimal", *_LEVELS),
            runs=_TOOLS,
        ),
        Family(("gemini-2.5",), (), _TRAITS, Thinks.ALWAYS),
        Family(("",), (), Traits(sees=True)),
    ),
    dialect=_dialect,
    key=Words("Google AI Studio, under API keys.", "Google AI Studio の「API キー」から取得します。"),
    notes=Words(
        "It signs its thoughts; they are sent back as they came, and left out when another model continues.",
        "思考には署名が付き、受け取ったまま返送されます。別のモデルが引き継ぐときは送られません。",
    ),
    runs_over=(Protocol.GEMINI,),
    video=VideoWay.NATIVE,
)
