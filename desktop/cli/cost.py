"""`deskhand cost`, `price` and `budget`."""

import datetime
import unicodedata
from argparse import Namespace
from collections.abc import Sequence

from agent.core.codec import dumps
from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import NO_WORDS, Words, dollars, rate
from agent.models.price_book import given
from agent.models.prices import Price
from agent.session.costs import Cost, costs, together
from agent.session.journal import HOUSE
from agent.session.spending import today
from desktop.cli.show import say, tell
from desktop.cli.work import known_session
from desktop.compose.budgets import Budget, Period, budget_name
from desktop.compose.house import House
from desktop.compose.missing import no_model

_NOTHING = Words("Nothing was asked of a model.", "モデルへの要求はありません。")
_HEADS = (
    Words("requests", "要求"),
    Words("in", "入力"),
    Words("cached", "キャッシュ読込"),
    Words("written", "キャッシュ書込"),
    Words("out", "出力"),
    Words("dollars", "米ドル"),
)
_BY = {
    "model": Words("By model", "モデル別"),
    "day": Words("By day", "日別"),
    "session": Words("By session", "セッション別"),
}
_ALL = Words("All", "合計")
_TESTS = Words("tests of models", "モデルの接続テスト")
_UNKNOWN = Words("unknown", "不明")
_MORE = Words("{known} + unknown", "{known} + 不明")
_NO_PRICE = Words(
    "The price of {names} is not known. Give it, in US dollars for a million tokens: "
    "deskhand price NAME --in X --out Y",
    "{names}の料金は不明です。100 万トークンあたりの米ドルで指定できます: deskhand price NAME --in X --out Y",
)
_ESTIMATED = Words(
    "{count} {count:request|requests} broke off or {count:was|were} not counted by {count:its|their} server: "
    "{count:its|their} tokens are estimates.",
    "途中で途切れた、またはサーバーが数を返さなかった要求 {count} 件は、推定値で集計しています。",
)
_ORIGINS = {
    "list": Words("price list", "料金表"),
    "table": Words("Deskhand's table", "Deskhand の表"),
    "person": Words("yours", "指定した料金"),
    "local": Words("on this computer", "このパソコン上"),
}
_RATES = Words(
    "{model}: {input} in, {cached} cached, {written} written, {output} out for a million tokens ({origin})",
    "{model}: 100 万トークンあたり 入力 {input}、キャッシュ読込 {cached}、キャッシュ書込 {written}、"
    "出力 {output}（{origin}）",
)
_ABOVE = Words("    above {tokens:,} {tokens:token|tokens}: {input} in, {output} out",
               "    {tokens:,} トークン超: 入力 {input}、出力 {output}")  # fmt: skip
_NOT_KNOWN = Words("{model}: price not known", "{model}: 料金は不明です")
_BOTH = Words("A price needs --in and --out.", "料金には --in と --out の両方が必要です。")
_LIKE = Words("Write it like --in 1.2 --out 6.", "--in 1.2 --out 6 のように指定してください。")
_BUDGET = Words("{name}: {spent} of {most}{per}", "{name}: {most}{per}のうち {spent} を使用")
_PER = {Period.DAY: Words(" a day", "/日"), Period.MONTH: Words(" a month", "/月"), Period.EVER: NO_WORDS}
_NO_BUDGETS = Words("There are no budgets. Make one: deskhand budget NAME --usd 5",
                    "予算はありません。作成するには: deskhand budget NAME --usd 5")  # fmt: skip


async def cost(house: House, options: Namespace) -> int:
    """What was spent: by model, day and Session."""
    session = known_session(house, options.session) if options.session else ""
    found = costs(house.journal, session, _since(options.days))
    if options.json:
        for one in found:
            say(dumps(one))
        return 0
    if not found:
        tell(_NOTHING.text(options.language))
        return 0
    _tables(house, found, options.language, whole=not session)
    return 0


async def price(house: House, options: Namespace) -> int:
    """What models cost; or keep what the person says."""
    prices, language = house.money.prices, options.language
    models = house.models.list()
    if options.name:
        if house.models.find(options.name) is None:
            raise no_model(options.name)
        models = tuple(one for one in models if one.name == options.name)
        if options.forget:
            prices.give(options.name, None)
        elif (own := _given(options)) is not None:
            prices.give(options.name, own)
    for config in models:
        known = prices.price_of(config)
        if options.json:
            say(dumps({"model": config.name, "price": known}))
            continue
        for line in _price_lines(config.name, known):
            say(line.text(language))
    return 0


async def budget(house: House, options: Namespace) -> int:
    """List the named budgets, or change one."""
    kept = house.money.budgets
    name = budget_name(options.name or "")
    if name and options.forget:
        kept.set(name, None)
    elif name and options.usd is not None:
        kept.set(name, Budget(options.usd, Period(options.per)))
    elif name:
        kept.find(name)
    shown_ones = {known: one for known, one in kept.all().items() if not name or known == name}
    for known, one in shown_ones.items():
        spent = house.money.spending.spent(one.scope(known))
        if options.json:
            say(dumps({"budget": known, "usd": one.usd, "per": one.per, "spent": spent}))
            continue
        cap = one.cap(known)
        words = _BUDGET.of(name=shown(cap.name), spent=dollars(spent), most=dollars(cap.most), per=_PER[one.per])
        say(words.text(options.language))
    if not shown_ones and not options.json and not options.forget:
        tell(_NO_BUDGETS.text(options.language))
    return 0


def _since(days: int | None) -> str:
    """The first of the last `days` dates."""
    if not days:
        return ""
    return (datetime.date.fromisoformat(today()) - datetime.timedelta(days=max(days, 1) - 1)).isoformat()


def _given(options: Namespace) -> Price | None:
    """The price in the options. Raises NeedsUserError when only a part of it is there."""
    values = (options.sent, options.answered, options.cached, options.written)
    if all(value is None for value in values):
        return None
    if options.sent is None or options.answered is None:
        raise NeedsUserError(_BOTH, _LIKE, "usage")
    return given(options.sent, options.answered, options.cached, options.written)


def _price_lines(name: str, known: Price | None) -> list[Words]:
    if known is None:
        return [_NOT_KNOWN.of(model=shown(name))]
    lines = []
    for above, rates in known.tiers:
        fields = {
            "input": rate(rates.input), "output": rate(rates.output), "cached": rate(rates.cached),
            "written": rate(rates.written),
        }  # fmt: skip
        if above:
            lines.append(_ABOVE.of(tokens=above, **fields))
        else:
            lines.append(_RATES.of(model=shown(name), origin=_ORIGINS[known.origin], **fields))
    return lines


def _tables(house: House, found: Sequence[Cost], language: str, *, whole: bool) -> None:
    groups = [("model", ("model", "host")), ("day", ("day",)), *([("session", ("session",))] if whole else [])]
    heads = [words.text(language) for words in _HEADS]
    for name, fields in groups:
        rows = [(_called(house, one, name, language), *_cells(one, language)) for one in together(found, *fields)]
        _table((_BY[name].text(language), *heads), rows)
        say("")
    total = together(found)[0]
    _table((_ALL.text(language), *heads), [("", *_cells(total, language))])
    unpriced = dict.fromkeys(one.model for one in found if one.unpriced)
    if unpriced:
        tell(_NO_PRICE.of(names=", ".join(map(shown, unpriced))).text(language))
    if total.estimated:
        tell(_ESTIMATED.of(count=total.estimated).text(language))


def _called(house: House, one: Cost, name: str, language: str) -> str:
    if name == "session":
        title = _TESTS.text(language) if one.session == HOUSE else house.state(one.session)[0].title
        return f"{one.session}  {shown(title)}"
    if name == "day":
        return one.day
    return f"{shown(one.model)} ({shown(one.host)})" if one.host else shown(one.model)


def _cells(one: Cost, language: str) -> tuple[str, ...]:
    used = one.usage
    numbers = (one.requests, used.input, used.cached, used.written, used.output)
    return (*(f"{number:,}" for number in numbers), _amount(one).text(language))


def _amount(one: Cost) -> Words:
    known = dollars(one.usage.cost or 0.0)
    if not one.unpriced:
        return Words(known, known)
    return _UNKNOWN if one.unpriced == one.requests else _MORE.of(known=known)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """The first column to the left, the others to the right."""
    widths = [max(map(_width, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        first, *rest = zip(row, widths, strict=True)
        cells = [first[0] + " " * (first[1] - _width(first[0]))]
        cells += [" " * (width - _width(text)) + text for text, width in rest]
        say("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Columns in a terminal: a Japanese letter has two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
