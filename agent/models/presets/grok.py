"""Grok at xAI, over its addresses in OpenAI's form. Efforts: live probes of pydantic-ai and xAI's reasoning guide."""

from agent.core.ports import Traits
from agent.core.words import Words
from agent.models.dialect import Dialect, Protocol
from agent.models.presets.preset import OFF, Ability, Address, Asked, Family, Preset, Thinks
from agent.models.presets.sent import effort_body

_TOOLS = (Ability.SEARCH, Ability.CODE)
_EFFORTS = ("low", "medium", "high")
_SEES = Traits(500_000, sees=True, watches=False)
# Its thinking models refuse these.
_REFUSED = ("presence_penalty", "frequency_penalty", "stop", "search_parameters")


def _dialect(asked: Asked) -> Dialect:
    body = effort_body(asked.protocol, "none" if asked.thinking == OFF else asked.effort)
    tools: list[dict[str, object]] = []
    if asked.runs(Ability.SEARCH):
        tools.append({"type": "web_search"})
    if asked.runs(Ability.CODE):
        tools.append({"type": "code_interpreter"})
    return Dialect(body=body, profile="grok", forbidden=_REFUSED, server_tools=tuple(tools))


GROK = Preset(
    id="grok",
    title=Words("Grok (xAI)", "Grok (xAI)"),
    good_for=Words("Quick answers, and search in the web.", "素早い回答と Web 検索が得意です。"),
    addresses=(
        Address(Protocol.RESPONSES, "https://api.x.ai/v1"),
        Address(Protocol.CHAT, "https://api.x.ai/v1"),
    ),
    families=(
        Family(("grok-4.7",), ("grok-4.7",), _SEES, Thinks.ALWAYS, (*_EFFORTS, "xhigh"), runs=_TOOLS),
        Family(("grok-4.5", "grok-4.6"), ("grok-4.6", "grok-4.5"), _SEES, Thinks.ALWAYS, _EFFORTS, runs=_TOOLS),
        Family(
            ("grok-4.3", "grok-latest"),
            ("grok-4.3",),
            Traits(1_000_000, sees=True, watches=False),
            Thinks.ON,
            _EFFORTS,
            runs=_TOOLS,
        ),
        Family(("grok-4.20",), (), Traits(1_000_000, sees=True, watches=False), Thinks.ALWAYS, runs=_TOOLS),
        Family(("grok-4",), (), Traits(256_000, sees=True, watches=False), Thinks.ALWAYS, runs=_TOOLS),
        Family(
            ("",),
        ),
    ),
    dialect=_dialect,
    key=Words("The xAI Console, under API Keys.", "xAI Console の「API Keys」から取得します。"),
    runs_over=(Protocol.RESPONSES,),
)
