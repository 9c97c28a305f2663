"""The form that a package wants filled in: `user_config` of bundles and `userConfig` of plugins, which are one shape.

Read loosely: what a line gets wrong is told, and the line is kept as far as it can be used.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.package import Need, Setting

MOST = 100
LONGEST_KEY = 100
_LONGEST_TEXT = 2_000
_KEY = re.compile(r"[^\s{}$]{1,100}")
_NEEDS = {
    "string": Need.TEXT,
    "number": Need.NUMBER,
    "integer": Need.NUMBER,
    "boolean": Need.FLAG,
    "directory": Need.FOLDER,
    "file": Need.FILE,
}
_NO_FORM = Words("What it wants to know is written in a way that cannot be read.", "設定項目の書式を読み取れません。")
_ODD_KEY = Words(
    "The setting {key!r} cannot be used: its name is not one.", "設定「{key}」は名前が正しくないため使用できません。"
)
_ODD_TYPE = Words(
    "The setting {key!r} is of a kind that is not known ({kind}); it is asked for as text.",
    "設定「{key}」の種類({kind})は未対応のため、文字として入力します。",
)
_TOO_MANY = Words(
    "It wants more than {most} settings; the others are left out.", "設定が {most} 件を超えるため、残りは省略します。"
)


def settings_of(said: object) -> tuple[tuple[Setting, ...], tuple[Words, ...]]:
    """The lines of a form, in their order, and what is wrong with it. None is no form."""
    if said is None:
        return (), ()
    if not isinstance(said, Mapping):
        return (), (_NO_FORM,)
    settings: list[Setting] = []
    problems: list[Words] = [_TOO_MANY.of(most=MOST)] if len(said) > MOST else []
    for key, option in list(said.items())[:MOST]:
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            problems.append(_ODD_KEY.of(key=shown(str(key)[:LONGEST_KEY])))
            continue
        setting, problem = _setting(key, option if isinstance(option, Mapping) else {})
        settings.append(setting)
        problems += problem
    return tuple(settings), tuple(problems)


def _setting(key: str, option: Mapping[str, object]) -> tuple[Setting, list[Words]]:
    kind = option.get("type", "string")
    need = _NEEDS.get(kind if isinstance(kind, str) else "")
    problems = [] if need else [_ODD_TYPE.of(key=shown(key), kind=shown(str(kind)[:LONGEST_KEY]))]
    need = need or Need.TEXT
    if option.get("sensitive") is True:
        need = Need.HIDDEN
    multiple = option.get("multiple") is True and need is not Need.FLAG
    choices = option.get("choices", option.get("enum"))
    made = Setting(
        key,
        need,
        _text(option.get("title")) or key,
        _text(option.get("description")),
        required=option.get("required") is True,
        multiple=multiple,
        least=_number(option.get("min")),
        most=_number(option.get("max")),
        choices=tuple(_text(one) for one in choices[:MOST]) if isinstance(choices, list) else (),
    )
    # What a package proposes as a secret is none, and would never be asked for.
    return (made if need is Need.HIDDEN else replace(made, default=value_text(option.get("default")))), problems


def value_text(value: object) -> str:
    """A value as a Setting holds it: "true", "10", several one a line; "" for none and for what no form can hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (str, int, float)):
        return str(value)
    if isinstance(value, Sequence):
        return "\n".join(value_text(one) for one in value if isinstance(one, (str, int, float)))
    return ""


def _text(value: object) -> str:
    return value[:_LONGEST_TEXT] if isinstance(value, str) else ""


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
