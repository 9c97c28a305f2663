"""Lines of a form as they are given on the command line: KEY=VALUE. What is hidden is asked for and never stands there,
where the history of the terminal and every other program of this user would have it.
"""

import math
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from getpass import getpass

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.package import Need, Setting

_ASKED = Words("{title} (not shown): ", "{title}（表示されません）: ")
_NO_PAIR = Words("{text!r} is no KEY=VALUE.", "「{text}」は キー=値 の形式ではありません。")
_LIKE = Words("Like key=value.", "例: key=value")
_UNKNOWN = Words("There is no {key!r} in its form.", "設定項目に「{key}」はありません。")
_KEYS = Words("It has: {keys}", "設定できる項目: {keys}")
_OPEN = Words(
    "{key} is hidden: its value must not stand on the command line.",
    "{key} は非表示の項目のため、値をコマンドラインに書くことはできません。",
)
_ASK = Words("Give {key}= with nothing behind it, and you are asked.", "{key}= とだけ書くと、入力を求められます。")
_BAD = Words("{key} cannot be {value!r}.", "{key} に「{value}」は指定できません。")
_ONE_OF = Words("One of: {values}", "指定できる値: {values}")
_NUMBER = Words("It is a number{bounds}.", "数値を指定します{bounds}。")
_BOUNDS = Words(" between {least} and {most}", "（{least} から {most} まで）")


def given_values(texts: Sequence[str], form: Sequence[Setting], options: Namespace) -> Mapping[str, str]:
    """The values by key; several of one key are several values. Hidden ones come from the terminal without echo, or
    from what is piped in, a line for each.

    Raises:
        NeedsUserError: a line is not in the form, does not fit it, or is hidden and was given (code "usage").
    """
    known, made = {one.key: one for one in form}, dict[str, str]()
    for text in texts:
        key, mark, value = text.partition("=")
        one = known.get(key)
        if one is None:
            raise _usage(_UNKNOWN.of(key=shown(key)), _KEYS.of(keys=", ".join(map(shown, known)) or "-"))
        if one.need is Need.HIDDEN:
            made[key] = _asked(one, value, options)
            continue
        if not mark:
            raise _usage(_NO_PAIR.of(text=shown(text)), _LIKE)
        _check(one, value)
        made[key] = f"{made[key]}\n{value}" if one.multiple and key in made else value
    return made


def _asked(one: Setting, value: str, options: Namespace) -> str:
    if value:
        raise _usage(_OPEN.of(key=shown(one.key)), _ASK.of(key=shown(one.key)))
    prompt = _ASKED.of(title=shown(one.title or one.key)).text(options.language)
    return getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _check(one: Setting, value: str) -> None:
    """An empty value takes a line back."""
    if not value:
        return
    bad = _BAD.of(key=shown(one.key), value=shown(value))
    choices = ("true", "false") if one.need is Need.FLAG else one.choices
    if choices and value not in choices:
        raise _usage(bad, _ONE_OF.of(values=", ".join(map(shown, choices))))
    least = -math.inf if one.least is None else one.least
    most = math.inf if one.most is None else one.most
    if one.need is Need.NUMBER and not least <= _number(value) <= most:
        bounds = _BOUNDS.of(least=f"{least:g}", most=f"{most:g}") if math.isfinite(least) or math.isfinite(most) else ""
        raise _usage(bad, _NUMBER.of(bounds=bounds))


def _number(text: str) -> float:
    """Not a number compares with nothing."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _usage(words: Words, remedy: Words) -> NeedsUserError:
    return NeedsUserError(words, remedy, "usage")
