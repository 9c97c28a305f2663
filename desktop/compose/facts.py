"""What a model can do, what it costs and what leaves the machine, in words for its page."""

from collections.abc import Mapping
from dataclasses import dataclass

from agent.core.ports import Traits
from agent.core.words import Words
from agent.models.address import host_of, is_local
from agent.models.presets.options import options_of
from agent.models.presets.preset import Ability, Preset, Thinks
from agent.models.prices import Price
from agent.models.selftest.lines import Check, SelfTest, Standing
from agent.models.selftest.pricing import price_words

BACKUP = "fallback"
"""The setting of a model that names who goes on when it gives up."""
_YES, _NO, _UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a page. `state` is yes, no, unknown, or away for what leaves this computer."""

    key: str
    title: Words
    words: Words
    state: str = _YES


_CHOICES = {
    "on": Words("On", "オン"),
    "off": Words("Off", "オフ"),
    "none": Words("None", "なし"),
    "minimal": Words("Minimal", "最小"),
    "low": Words("Low", "低"),
    "medium": Words("Medium", "中"),
    "high": Words("High", "高"),
    "xhigh": Words("Very high", "非常に高い"),
    "max": Words("Highest", "最大"),
}
_WHERE = Words("What leaves", "送信先")
_HERE = Words("Nothing leaves this computer.", "内容はこのパソコンの外に出ません。")
_GOES = Words(
    "Your words, and what is read from files, go to {host}.",
    "入力した内容と、ファイルから読み取った内容が {host} に送信されます。",
)
_THERE = Words("Your words go to the address that you give.", "指定したアドレスに送信されます。")
_THINKING = Words("Thinking", "思考")
_THINKS = {
    Thinks.NEVER: Words("It answers without thinking first.", "思考せずに回答します。"),
    Thinks.OFF: Words("Can be switched on.", "オンにできます。"),
    Thinks.ON: Words("On; can be switched off.", "オン(オフにもできます)。"),
    Thinks.ALWAYS: Words("Always.", "常に思考します。"),
}
_EFFORTS = Words("{thinks} Effort: {efforts}.", "{thinks}深さ: {efforts}。")
_PICTURES = Words("Pictures", "画像")
_VIDEO = Words("Video", "動画")
_CONTEXT = Words("Room for text", "コンテキスト長")
_TOOLS = Words("Provider's tools", "提供元のツール")
_CACHE = Words("Cache", "キャッシュ")
_PRICE = Words("Price", "料金")
_SEES = Words("It sees pictures and scanned pages.", "画像やスキャンした書類を認識できます。")
_BLIND = Words("It does not see pictures.", "画像には対応していません。")
_WATCHES = Words("It watches video.", "動画を認識できます。")
_STILLS = Words("Not taken.", "対応していません。")
_BY_MODEL = Words("Depends on the model.", "モデルによります。")
_TOKENS = Words("{count} {count:token|tokens}.", "{count} トークン。")
_AS_LOADED = Words("As the model was loaded.", "モデルの読み込み設定によります。")
_RUNS = {
    Ability.SEARCH: Words("web search", "Web 検索"),
    Ability.EXTRACT: Words("web page reader", "Web ページの読み取り"),
    Ability.CODE: Words("code runner", "コードの実行"),
}
_OFF_FIRST = Words("{tools}: off unless you switch it on.", "{tools}(初期設定ではオフ)。")
_NO_TOOLS = Words("None.", "ありません。")
_CACHED = Words("What does not change is charged less.", "変わらない部分は割安になります。")
_FREE = Words("Free: it runs on this computer.", "無料(このパソコンで動作)。")
_NO_PRICE = Words("Not in the price list.", "料金表に記載がありません。")


def facts(
    system: Preset, model: str, base_url: str, price: Price | None = None, test: SelfTest | None = None
) -> tuple[Fact, ...]:
    """All that is known of a model at an address. `test` is its last self-test, which knows better than a table."""
    family = system.family(model)
    found = [_where(base_url), _thinking(family.thinks, family.efforts), *_senses(family.traits, test)]
    found.append(_room(family.traits, base_url))
    runs = [_RUNS[one] for one in family.runs]
    if runs or not is_local(base_url):
        found.append(_tools(runs))
    if system.caches and not is_local(base_url):
        found.append(Fact("cache", _CACHE, _CACHED))
    return (*found, _cost(price, base_url))


def _where(base_url: str) -> Fact:
    if not base_url:
        return Fact("where", _WHERE, _THERE, _UNKNOWN)
    if is_local(base_url):
        return Fact("where", _WHERE, _HERE)
    return Fact("where", _WHERE, _GOES.of(host=host_of(base_url)), "away")


def _thinking(thinks: Thinks, efforts: tuple[str, ...]) -> Fact:
    words = _THINKS[thinks]
    if efforts:
        told = [_called(one) for one in efforts]
        listed = Words(", ".join(one.en.lower() for one in told), "、".join(one.ja for one in told))
        words = _EFFORTS.of(thinks=words, efforts=listed)
    return Fact("thinking", _THINKING, words, _NO if thinks is Thinks.NEVER else _YES)


def _called(choice: str) -> Words:
    return _CHOICES.get(choice, Words(choice, choice))


def _senses(traits: Traits, test: SelfTest | None) -> tuple[Fact, Fact]:
    line = next((one for one in test.lines if one.check is Check.SEES), None) if test else None
    sees = traits.sees if line is None or line.standing is Standing.NOT_RUN else line.standing is Standing.PASSED
    return _sense("pictures", _PICTURES, sees, _SEES, _BLIND), _sense(
        "video", _VIDEO, traits.watches, _WATCHES, _STILLS
    )


def _sense(key: str, title: Words, able: bool | None, yes: Words, no: Words) -> Fact:
    if able is None:
        return Fact(key, title, _BY_MODEL, _UNKNOWN)
    return Fact(key, title, yes if able else no, _YES if able else _NO)


def _room(traits: Traits, base_url: str) -> Fact:
    if traits.context:
        return Fact("context", _CONTEXT, _TOKENS.of(count=f"{traits.context:,}"))
    return Fact("context", _CONTEXT, _AS_LOADED if is_local(base_url) else _BY_MODEL, _UNKNOWN)


def _tools(runs: list[Words]) -> Fact:
    if not runs:
        return Fact("tools", _TOOLS, _NO_TOOLS, _NO)
    tools = Words(", ".join(one.en for one in runs), "、".join(one.ja for one in runs))
    return Fact("tools", _TOOLS, _OFF_FIRST.of(tools=Words(tools.en[0].upper() + tools.en[1:], tools.ja)))


def _cost(price: Price | None, base_url: str) -> Fact:
    if is_local(base_url):
        return Fact("price", _PRICE, _FREE)
    if price is None:
        return Fact("price", _PRICE, _NO_PRICE, _UNKNOWN)
    return Fact("price", _PRICE, price_words(price))


@dataclass(frozen=True, slots=True)
class Setting:
    """An option of a model with what is chosen; "" is the provider's own default."""

    name: str
    title: Words
    choices: tuple[tuple[str, Words], ...]
    value: str
    outward: bool


_USUAL = Words("Default", "既定")


def settings(system: Preset, model: str, options: Mapping[str, str]) -> tuple[Setting, ...]:
    """What can be chosen for a model, and what is."""
    return tuple(
        Setting(
            option.name,
            option.title,
            (
                *(() if option.default else (("", _USUAL),)),
                *((one, _called(one)) for one in option.choices),
            ),
            options.get(option.name, option.default),
            option.outward,
        )
        for option in options_of(system, model)
    )
