"""The form that a package wants filled in: `userConfig` of Claude plugins and `user_config` of bundles, one shape.

{key: {type: string|number|boolean|directory|file, title, description, required, default, multiple, sensitive,
min, max}}
"""

from collections.abc import Mapping

from agent.core.words import Words
from agent.packages.fields import as_object, text_of
from agent.packages.package import Need, Setting

_NEEDS = {
    "string": Need.TEXT,
    "number": Need.NUMBER,
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
_NO_OBJECT = Words("The setting {key!r} is not an object.", "設定「{key}」がオブジェクトではありません。")
_NO_TYPE = Words("The setting {key!r} has the unknown type {type!r}.", "設定「{key}」の種類「{type}」は使えません。")
_UNKNOWN = Words(
    "The setting {key!r} has an unknown field {field!r}.", "設定「{key}」に未知の項目「{field}」があります。"
)


def settings_of(form: object) -> tuple[tuple[Setting, ...], tuple[Words, ...]]:
    """The lines of the form in their order, and what is wrong. A line of an unknown type is left out, the others stay.

    A field that is not known is told and ignored: the reference tool refuses the whole plugin for it.
    """
    lines, problems = [], []
    for key, told in (as_object(form) or {}).items():
        fields = as_object(told)
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
    hidden = need is Need.TEXT and fields.get("sensitive") is True
    choices = fields.get("options")
    return Setting(
        key,
        Need.HIDDEN if hidden else need,
        text_of(fields.get("title")) or key,
        text_of(fields.get("description")),
        required=fields.get("required") is True,
        default="" if hidden else _as_text(fields.get("default")),
        multiple=fields.get("multiple") is True,
        least=_number(fields.get("min")),
        most=_number(fields.get("max")),
        choices=tuple(_as_text(one) for one in choices) if isinstance(choices, list) else (),
    )


def _as_text(value: object) -> str:
    """A value of the form as text: a flag is "true" or "false", several stand one a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "\n".join(_as_text(one) for one in value)
    return str(value) if isinstance(value, (str, int, float)) else ""


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
