"""What the person can choose for a model, and whether a choice holds."""

from collections.abc import Mapping

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.models.dialect import Protocol
from agent.models.presets.preset import OFF, ON, Ability, Option, Preset, Thinks

_TITLES = {
    Ability.SEARCH: Words("Provider's own web search", "提供元の Web 検索"),
    Ability.EXTRACT: Words("Provider's own web page reader", "提供元の Web ページ読み取り"),
    Ability.CODE: Words("Provider's own code runner", "提供元のコード実行"),
}
_REMEDY = Words("Choose other options.", "オプションの指定を見直してください。")


def abilities(preset: Preset, model: str) -> tuple[Ability, ...]:
    """What a model of the system can do, as far as it is known."""
    family = preset.family(model)
    found = [
        (Ability.THINKING, family.thinks is not Thinks.NEVER),
        (Ability.EFFORTS, bool(family.efforts)),
        (Ability.IMAGES, family.traits.sees is True),
        (Ability.VIDEO, family.traits.watches is True),
        (Ability.CACHING, preset.caches),
    ]
    return (*(ability for ability, there in found if there), *family.runs)


def options_of(preset: Preset, model: str, protocol: Protocol | None = None) -> tuple[Option, ...]:
    """What can be chosen for a model; for None with the protocol that the choice needs."""
    family = preset.family(model)
    found: list[Option] = []
    if len(preset.regions) > 1:
        found.append(Option("region", Words("Region", "リージョン"), preset.regions, preset.regions[0]))
    if family.thinks in (Thinks.ON, Thinks.OFF):
        found.append(Option("thinking", Words("Thinking", "思考"), (ON, OFF)))
    if family.efforts:
        found.append(Option("effort", Words("Effort", "思考の深さ"), family.efforts))
    if protocol is None or protocol in preset.runs_over:
        found += [
            Option(ability.value, _TITLES[ability], (ON, OFF), OFF, outward=ability is not Ability.CODE)
            for ability in family.runs
        ]
    return tuple(found)


def checked_options(
    preset: Preset, model: str, options: Mapping[str, str], protocol: Protocol | None = None
) -> dict[str, str]:
    """The options as they are kept: lower case, without those that only repeat a default.

    Raises:
        NeedsUserError: "bad_option" when there is no such option or choice, or when two of them exclude each other.
    """
    known = {option.name: option for option in options_of(preset, model, protocol)}
    kept: dict[str, str] = {}
    for name, value in options.items():
        name, value = name.strip().lower(), value.strip().lower()
        option = known.get(name)
        if option is None:
            raise _unknown(name, model, tuple(known))
        if value not in option.choices:
            raise _no_choice(option, value)
        if value != option.default:
            kept[name] = value
    _check_thinking(preset, model, kept)
    return kept


def _check_thinking(preset: Preset, model: str, kept: Mapping[str, str]) -> None:
    """What the provider would refuse only when the work has begun."""
    family, thinking = preset.family(model), kept.get("thinking", "")
    runs = [ability for ability in family.runs if kept.get(ability.value) == ON]
    needed = preset.runs_while_thinking
    if runs and needed and thinking and thinking != needed:
        title = _TITLES[runs[0]]
        words = Words(
            f"{title.en} works only with thinking {needed}.",
            f"{title.ja}は、思考を{_called(needed)}にしたときだけ使えます。",
        )
        raise NeedsUserError(words, _REMEDY, "bad_option")
    effort = kept.get("effort", "")
    allowed = family.quiet_efforts or family.efforts
    if thinking == OFF and effort and effort not in allowed:
        words = Words(
            f"Without thinking this model takes no effort above {allowed[-1]}.",
            f"思考をオフにすると、このモデルの思考の深さは {allowed[-1]} までです。",
        )
        raise NeedsUserError(words, _REMEDY, "bad_option")


def _called(switch: str) -> str:
    return "オン" if switch == ON else "オフ"


def _unknown(name: str, model: str, known: tuple[str, ...]) -> NeedsUserError:
    words = Words(
        f"{shown(model)} has no option {shown(name)!r}.",
        f"「{shown(model)}」には「{shown(name)}」というオプションはありません。",
    )
    there = ", ".join(known)
    remedy = (
        Words(f"It has: {there}.", f"使えるオプション: {there}。")
        if known
        else Words("Leave it out.", "指定を外してください。")
    )
    return NeedsUserError(words, remedy, "bad_option")


def _no_choice(option: Option, value: str) -> NeedsUserError:
    words = Words(f"{option.name} cannot be {shown(value)!r}.", f"{option.name} に「{shown(value)}」は指定できません。")
    choices = ", ".join(option.choices)
    return NeedsUserError(
        words, Words(f"Choose one of: {choices}.", f"次の中から選んでください: {choices}。"), "bad_option"
    )
