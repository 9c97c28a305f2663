"""Qwen at Alibaba Cloud Model Studio. Facts: its pages "OpenAI Responses API reference" and "Web extractor"."""

from agent.core.ports import Traits
from agent.core.words import Words
from agent.models.dialect import Caching, Dialect, Protocol
from agent.models.presets.preset import OFF, Ability, Address, Asked, Family, Preset, Thinks, VideoWay
from agent.models.presets.sent import effort_body

_TOOLS = (Ability.SEARCH, Ability.EXTRACT, Ability.CODE)
_EFFORTS = ("low", "medium", "high", "xhigh", "max")
_CHAT = "/compatible-mode/v1"
_RESPONSES = "/api/v2/apps/protocols/compatible-mode/v1"
_HOSTS = (
    ("international", "https://dashscope-intl.aliyuncs.com"),
    ("china", "https://dashscope.aliyuncs.com"),
    ("us", "https://dashscope-us.aliyuncs.com"),
)


def _dialect(asked: Asked) -> Dialect:
    body = effort_body(asked.protocol, asked.effort)
    if asked.family.offers or asked.thinking:  # of other models it is not known whether they can think
        body["enable_thinking"] = asked.thinking != OFF
    return Dialect(
        body=body,
        profile="qwen",
        caching=Caching.AUTOMATIC,
        # The Responses address ignores `instructions`, as it ignores every field that its reference does not name.
        system_as_message=asked.protocol is Protocol.RESPONSES,
        server_tools=_server_tools(asked),
        streams_only=True,
    )


def _server_tools(asked: Asked) -> tuple[dict[str, object], ...]:
    """Its extractor is refused without its search."""
    wanted = [ability for ability in _TOOLS if asked.runs(ability)]
    if Ability.EXTRACT in wanted and Ability.SEARCH not in wanted:
        wanted.insert(0, Ability.SEARCH)
    names = {Ability.SEARCH: "web_search", Ability.EXTRACT: "web_extractor", Ability.CODE: "code_interpreter"}
    return tuple({"type": names[ability]} for ability in wanted)


QWEN = Preset(
    id="qwen",
    title=Words("Qwen (Alibaba Cloud)", "Qwen (Alibaba Cloud)"),
    good_for=Words(
        "Long thinking, and its own web search, page reader and code runner when you switch them on.",
        "じっくり考える作業向き。必要に応じて、提供元の Web 検索・ページ読み取り・コード実行も利用できます。",
    ),
    addresses=tuple(
        Address(protocol, host + path, region)
        for protocol, path in ((Protocol.CHAT, _CHAT), (Protocol.RESPONSES, _RESPONSES))
        for region, host in _HOSTS
    ),
    families=(
        Family(
            ("qwen3.8-max",),
            ("qwen3.8-max",),
            Traits(1_000_000, 131_072, sees=True, watches=True),
            Thinks.ON,
            _EFFORTS,
            runs=_TOOLS,
        ),
        Family(("qwen3.7-max",), ("qwen3.7-max",), Traits(1_000_000), Thinks.ON, runs=_TOOLS),
        Family(
            ("qwen3-max-2026-01-23", "qwen3-max-thinking"),
            ("qwen3-max-2026-01-23",),
            Traits(262_144, 65_536, sees=False, watches=False),
            Thinks.ON,
            runs=_TOOLS,
        ),
        Family(("qwen3.6-plus",), ("qwen3.6-plus",), Traits(1_000_000, sees=True), Thinks.ON, runs=_TOOLS),
        Family(("",), thinks=Thinks.OFF, runs=_TOOLS),
    ),
    dialect=_dialect,
    key=Words(
        "Alibaba Cloud Model Studio, under API Keys. A key works in its own region only.",
        "Alibaba Cloud Model Studio の「API Key」から取得します。キーは発行したリージョンでのみ使えます。",
    ),
    notes=Words(
        "Qwen3-Max-Thinking is qwen3-max-2026-01-23. Its own tools need the Responses address and thinking.",
        "Qwen3-Max-Thinking のモデル名は qwen3-max-2026-01-23 です。"
        "提供元のツールを使うには、Responses 方式を選び、思考をオンにしてください。",
    ),
    runs_over=(Protocol.RESPONSES,),
    runs_while_thinking="on",
    video=VideoWay.INLINE,
)
