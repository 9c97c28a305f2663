"""The form that a package wants filled in: `userConfig` of Claude plugins and `user_config` of bundles, one shape.

{key: {type: string|number|boolean|directory|file, title, description, required, default, multiple, sensitive,
min, max}}
"""

import re
from collections.abc import Mapping

from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.fields import as_object, text_of
from agent.packages.package import Need, Setting

_NEEDS = {
    "string": Need.TEXT,
    "number": Need.NUMBER,
    "integer": Need.NUMBER,
    "boolean": Need.FLAG,
    "directory": Need.FOLDER,
    "file": Need.FILE,
}
_KNOWN = frozenset(
    [
        "type", "title", "description", "required", "default", "multiple", "sensitive", "min", "max",
        "options",
    ]
)  # fmt: skip
MOST = 100
# A ":" is in keys of what the person grants: no package may ask for that in its own form.
_KEY = re.compile(r"[^\s{}$:]{1,100}")
_LONGEST = 2_000
_NO_FORM = Words("What it wants to know is written in a way that cannot be read.", "設定項目の書式を読み取れません。")
_ODD_KEY = Words("{key!r} cannot be the name of a setting.", "「{key}」は設定の名前として使えません。")
_TOO_MANY = Words("It wants more than {most} settings.", "設定が {most} 件を超えています。")
_NO_OBJECT = Words("The setting {key!r} is not an object.", "設定「{key}」がオブジェクトではありません。")
_NO_TYPE = Words("The setting {key!r} has the unknown type {type!r}.", "設定「{key}」の種類「{type}」は使えません。")
_UNKNOWN = Words(
    "The setting {key!r} has an unknown field {field!r}.", "設定「{key}」に未知の項目「{field}」があります。"
)


def settings_of(form: object) -> tuple[tuple[Setting, ...], tuple[Words, ...]]:
    """The lines of the form in their order, at most MOST, and what is wrong. A line of an unknown type is left out, the
    others stay. None is no form.

    A field that is not known is told and ignored: the reference tool refuses the whole plugin for it.
    """
    found = as_object(form)
    if found is None:
        return (), (() if form is None else (_NO_FORM,))
    lines, problems = [], [_TOO_MANY.of(most=MOST)] if len(found) > MOST else []
    for key, told in list(found.items())[:MOST]:
        fields = as_object(told)
        if not _KEY.fullmatch(key):
            problems.append(_ODD_KEY.of(key=shown(key[:100])))
            continue
        if fields is None:
            problems.append(_NO_OBJECT.of(key=key))
            continue
        problems += [_UNKNOWN.of(key=key, field=field) for field in fields if field not in _KNOWN]
        need = _NEEDS.get(text_of(fields.get("type", "string")))
        if need is None:
            problems.append(_NO_TYPE.of(key=key, type=text_of(fields.get("type")) or "?"))
        else:
            lines.append(_setting(key, need, fields))
    return tuple(lines), tuple(problems)


def _setting(key: str, need: Need, fields: Mapping[str, object]) -> Setting:
    hidden = fields.get("sensitive") is True
    choices = fields.get("options")
    return Setting(
        key,
        Need.HIDDEN if hidden else need,
        text_of(fields.get("title"))[:_LONGEST] or key,
        text_of(fields.get("description"))[:_LONGEST],
        required=fields.get("required") is True,
        default="" if hidden else _as_text(fields.get("default")),
        multiple=fields.get("multiple") is True and need is not Need.FLAG,
        least=_number(fields.get("min")),
        most=_number(fields.get("max")),
        choices=tuple(_as_text(one) for one in choices) if isinstance(choices, list) else (),
    )


def _as_text(value: object) -> str:
    """A value of the form as text: a flag is "true" or "false", several stand one a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "\n".join(_as_text(one) for one in value if not isinstance(one, list))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, (str, int, float)) else ""


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
