"""OpenRouter: many providers behind one address. Facts: its pages on reasoning tokens, caching and server tools."""

from agent.core.ports import Traits
from agent.core.words import Words
from agent.models.dialect import Caching, Dialect, Protocol
from agent.models.presets.preset import ON, Ability, Address, Asked, Family, Preset, Thinks

_TOOLS = (Ability.SEARCH,)
_EFFORTS = ("minimal", "low", "medium", "high", "xhigh")
_MARKED = ("anthropic/", "qwen/", "alibaba/")  # these keep a prefix only where it is marked
_BIG = Traits(1_000_000, sees=True)


def _dialect(asked: Asked) -> Dialect:
    reasoning: dict[str, object] = {"effort": asked.effort} if asked.effort else {}
    if asked.thinking:
        reasoning["enabled"] = asked.thinking == ON
    return Dialect(
        body={"reasoning": reasoning} if reasoning else {},
        profile="openrouter",
        caching=Caching.BREAKPOINTS if asked.model.startswith(_MARKED) else Caching.AUTOMATIC,
        server_tools=({"type": "openrouter:web_search"},) if asked.runs(Ability.SEARCH) else (),
    )


def _family(begins: str, offers: tuple[str, ...], traits: Traits = _BIG, thinks: Thinks = Thinks.ALWAYS) -> Family:
    return Family((begins,), offers, traits, thinks, _EFFORTS, runs=_TOOLS)


OPENROUTER = Preset(
    id="openrouter",
    title=Words("OpenRouter", "OpenRouter"),
    good_for=Words(
        "One key for the models of many providers.", "1 つのキーで、さまざまな提供元のモデルを利用できます。"
    ),
    addresses=(Address(Protocol.CHAT, "https://openrouter.ai/api/v1"),),
    families=(
        _family("anthropic/claude-opus-5.5", ("anthropic/claude-opus-5.5",)),
        _family("anthropic/claude-sonnet-5.5", ("anthropic/claude-sonnet-5.5",)),
        _family("openai/gpt-6", ("openai/gpt-6.1-sol", "openai/gpt-6.1-terra"), Traits(1_050_000, sees=True)),
        _family("google/gemini-4", ("google/gemini-4-argon",), Traits(1_048_576, sees=True)),
        _family("moonshotai/kimi-k3", ("moonshotai/kimi-k3.1-pro",), Traits(1_048_576, sees=True)),
        _family("qwen/qwen3.8-max", ("qwen/qwen3.8-max-0902",)),
        _family("qwen/qwen3-max", ("qwen/qwen3-max-thinking",), Traits(262_144, sees=False), Thinks.ON),
        _family("deepseek/", ("deepseek/deepseek-v4-pro-0813",), Traits(1_048_576, sees=False), Thinks.ON),
        _family("x-ai/grok-4.7", ("x-ai/grok-4.7",), Traits(500_000, sees=True)),
        _family("", (), Traits(), Thinks.OFF),
    ),
    dialect=_dialect,
    key=Words("OpenRouter, under Keys.", "OpenRouter の「Keys」から取得します。"),
    notes=Words(
        "Your words go to OpenRouter and from there to the provider of the model.",
        "入力した内容は OpenRouter を経由して、モデルの提供元へ送られます。",
    ),
    runs_over=(Protocol.CHAT,),
)
