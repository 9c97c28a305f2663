"""GPT at OpenAI, over Responses: only there its thoughts can be sent back. Efforts: live probes of pydantic-ai."""

from agent.core.ports import Traits
from agent.core.words import Words
from agent.models.dialect import Dialect, Protocol
from agent.models.presets.preset import OFF, Ability, Address, Asked, Family, Preset, Thinks
from agent.models.presets.sent import effort_body

_TOOLS = (Ability.SEARCH, Ability.CODE)
_EFFORTS = ("low", "medium", "high", "xhigh")
_BIG = Traits(1_050_000, 128_000, sees=True, watches=False)
_SMALL = Traits(400_000, 128_000, sees=True, watches=False)
_NO_EFFORT = "none"


def _dialect(asked: Asked) -> Dialect:
    tools: list[dict[str, object]] = []
    told: list[str] = []
    body = effort_body(asked.protocol, _NO_EFFORT if asked.thinking == OFF else asked.effort)
    if asked.runs(Ability.SEARCH):
        tools.append({"type": "web_search"})
        told.append("web_search_call.action.sources")
    if asked.runs(Ability.CODE):
        tools.append({"type": "code_interpreter", "container": {"type": "auto"}})
        told.append("code_interpreter_call.outputs")
    if told:
        body["include"] = ["reasoning.encrypted_content", *told]
    return Dialect(body=body, profile="openai", server_tools=tuple(tools), max_output_name="max_completion_tokens")


GPT = Preset(
    id="openai",
    title=Words("OpenAI", "OpenAI"),
    good_for=Words("Strong at everything; many sizes and prices.", "幅広い作業に強く、規模と価格の選択肢が豊富です。"),
    addresses=(Address(Protocol.RESPONSES, "https://api.openai.com/v1"),),
    families=(
        Family(("gpt-6.1-sol",), ("gpt-6.1-sol",), _BIG, Thinks.ALWAYS, (*_EFFORTS, "max"), runs=_TOOLS),
        Family(
            ("gpt-6.1-terra", "gpt-6-luna", "gpt-6-sol"),
            ("gpt-6.1-terra", "gpt-6-luna"),
            _BIG,
            Thinks.ON,
            (*_EFFORTS, "max"),
            runs=_TOOLS,
        ),
        Family(("gpt-6-astra",), ("gpt-6-astra",), _BIG, Thinks.ALWAYS, (*_EFFORTS, "max"), runs=_TOOLS),
        Family(("gpt-5.6",), ("gpt-5.6-sol", "gpt-5.6-terra", "gpt-5.6-luna"), _BIG, Thinks.ON, _EFFORTS, runs=_TOOLS),
        Family(
            ("gpt-5.5-pro", "gpt-5.4-pro", "gpt-5.2-pro"),
            (),
            Traits(sees=True, watches=False),
            Thinks.ALWAYS,
            ("medium", "high", "xhigh"),
            runs=(Ability.SEARCH,),
        ),
        Family(
            ("gpt-5.5",), (), Traits(1_000_000, 128_000, sees=True, watches=False), Thinks.ON, _EFFORTS, runs=_TOOLS
        ),
        Family(("gpt-5.4-mini", "gpt-5.4-nano"), (), _SMALL, Thinks.OFF, _EFFORTS, runs=_TOOLS),
        Family(("gpt-5.4",), (), _BIG, Thinks.OFF, _EFFORTS, runs=_TOOLS),
        Family(("gpt-5.3-chat", "gpt-5.2-chat"), (), Traits(128_000, sees=True), Thinks.ALWAYS),
        Family(("gpt-5.3", "gpt-5.2"), ("gpt-5.2",), _SMALL, Thinks.OFF, _EFFORTS, runs=_TOOLS),
        Family(("",), runs=(Ability.SEARCH,)),
    ),
    dialect=_dialect,
    key=Words("The OpenAI Platform, under API keys.", "OpenAI Platform の「API keys」から取得します。"),
    notes=Words(
        "Nothing is stored there: its thoughts travel encrypted with the conversation.",
        "会話は提供元に保存されません。思考の内容は暗号化された形で会話と一緒にやり取りされます。",
    ),
    runs_over=(Protocol.RESPONSES,),
)
