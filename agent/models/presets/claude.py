"""Claude at Anthropic. Facts: Anthropic's pages on thinking and effort, and live probes of pydantic-ai."""

from agent.core.ports import Traits
from agent.core.words import Words
from agent.models.dialect import Caching, Dialect, Protocol
from agent.models.presets.preset import OFF, ON, Ability, Address, Asked, Family, Preset, Thinks
from agent.models.presets.sent import effort_body

_TOOLS = (Ability.SEARCH,)
_QUIET = ("low", "medium", "high")
_EFFORTS = (*_QUIET, "xhigh", "max")
_BIG = Traits(1_000_000, 128_000, sees=True, watches=False)
_SMALL = Traits(200_000, 64_000, sees=True, watches=False)
_BUDGETED = ("claude-opus-4-5", "claude-sonnet-4-5", "claude-haiku-4-5")
_SILENT_BETWEEN_TOOLS = ("claude-sonnet-5-5",)
_BUDGET = 8192


def _dialect(asked: Asked) -> Dialect:
    body = effort_body(asked.protocol, asked.effort)
    if thinking := _thinking(asked):
        body["thinking"] = thinking
    search = {"type": "web_search_20250305", "name": "web_search", "max_uses": 8}
    return Dialect(
        body=body,
        profile="anthropic",
        caching=Caching.BREAKPOINTS,
        # Models from 4.7 on refuse them; the older ones only while they think. Deskhand never needs them.
        forbidden=("temperature", "top_p", "top_k"),
        server_tools=(search,) if asked.runs(Ability.SEARCH) else (),
    )


def _thinking(asked: Asked) -> dict[str, object]:
    """Each generation has its own way to say it, and refuses that of the others."""
    if asked.thinking == OFF:
        quiet = asked.model.startswith(_SILENT_BETWEEN_TOOLS)
        return {"type": "between_tools" if quiet else "disabled"}
    if asked.thinking == ON:
        if asked.model.startswith(_BUDGETED):
            return {"type": "enabled", "budget_tokens": _BUDGET}
        return {"type": "adaptive"}
    return {}


CLAUDE = Preset(
    id="claude",
    title=Words("Claude (Anthropic)", "Claude (Anthropic)"),
    good_for=Words(
        "Careful work on documents and long tasks with tools.", "文書の丁寧な作業や、ツールを使う長い作業に強いです。"
    ),
    addresses=(Address(Protocol.ANTHROPIC, "https://api.anthropic.com"),),
    families=(
        Family(
            ("claude-opus-5-5", "claude-fable-5", "claude-mythos"),
            ("claude-opus-5-5", "claude-fable-5-2"),
            _BIG,
            Thinks.ALWAYS,
            _EFFORTS,
            runs=_TOOLS,
        ),
        Family(
            ("claude-sonnet-5-5", "claude-haiku-5-5", "claude-opus-5"),
            ("claude-sonnet-5-5", "claude-haiku-5-5"),
            _BIG,
            Thinks.ON,
            _EFFORTS,
            _QUIET,
            runs=_TOOLS,
        ),
        Family(("claude-sonnet-5",), (), _BIG, Thinks.ON, _EFFORTS, runs=_TOOLS),
        Family(("claude-opus-4-7", "claude-opus-4-8"), ("claude-opus-4-8",), _BIG, Thinks.OFF, _EFFORTS, runs=_TOOLS),
        Family(("claude-opus-4-6", "claude-sonnet-4-6"), (), _BIG, Thinks.OFF, (*_QUIET, "max"), runs=_TOOLS),
        Family(("claude-opus-4-5",), ("claude-opus-4-5",), _SMALL, Thinks.OFF, _QUIET, runs=_TOOLS),
        Family(("claude-sonnet-4-5", "claude-haiku-4-5"), ("claude-haiku-4-5",), _SMALL, Thinks.OFF, runs=_TOOLS),
        Family(("",), (), Traits(sees=True, watches=False), runs=_TOOLS),
    ),
    dialect=_dialect,
    key=Words("The Claude Console, under API keys.", "Claude Console の「API keys」から取得します。"),
    notes=Words(
        "What does not change between requests is kept in its cache, which makes long tasks much cheaper.",
        "要求の間で変わらない部分は提供元にキャッシュされるため、長い作業の費用を大きく抑えられます。",
    ),
    runs_over=(Protocol.ANTHROPIC,),
)
