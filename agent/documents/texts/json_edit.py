"""Ops of JSON: only the characters of the named value change; blanks, order of keys and spelling of numbers stay."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import text_of
from agent.documents.operations import Operation
from agent.documents.texts.json_spans import Member, found_at, key_end, keys_of, members_of

_SET = Words("Set {path}.", "{path} を設定しました。")
_ADDED = Words("Added {path}.", "{path} を追加しました。")
_DELETED = Words("Deleted {path}.", "{path} を削除しました。")
_RENAMED = Words("Renamed {path} to {key!r}.", "{path} の名前を「{key}」に変更しました。")
_INDENT = re.compile(r"[{\[]\r?\n([ \t]+)")


@dataclass(slots=True)
class Draft:
    """The text of a JSON file that is being edited."""

    text: str


def _set(draft: Draft, op: Op) -> Words:
    path, value = text_of(op, "path"), _value(op)
    parent, key = _parent(draft.text, path)
    members = list(members_of(draft.text, parent.value)) if path else []
    if path and draft.text[parent.value] == "{" and not any(one.key == key for one in members):
        _insert(draft, parent, members, len(members), _named(draft.text, key, value))
        return _ADDED.of(path=path)
    here = found_at(draft.text, path)
    _splice(draft, here.value, here.end, _dumped(draft.text, value, here.start))
    return _SET.of(path=path or "/")


def _append(draft: Draft, op: Op) -> Words:
    path, value = text_of(op, "path"), _value(op)
    here = found_at(draft.text, path)
    members = _items(draft.text, here, path)
    _insert(draft, here, members, len(members), ("", value))
    return _ADDED.of(path=f"{path}/{len(members)}")


def _insert_item(draft: Draft, op: Op) -> Words:
    path, value = text_of(op, "path"), _value(op)
    parent, key = _parent(draft.text, path)
    members = _items(draft.text, parent, path.rpartition("/")[0])
    if not key.isdecimal() or int(key) >= len(members):
        raise InvalidArgumentsError(f"{path!r} must end in an index below {len(members)}; 'append' adds at the end.")
    _insert(draft, parent, members, int(key), ("", value))
    return _ADDED.of(path=path)


def _delete(draft: Draft, op: Op) -> Words:
    path = text_of(op, "path")
    parent, key = _parent(draft.text, path)
    here = found_at(draft.text, path)
    if not path:
        raise InvalidArgumentsError("'path' is the whole file, which is not taken out of itself. Name a part: '/a/b'.")
    members = list(members_of(draft.text, parent.value))
    index = next(at for at, one in enumerate(members) if one.key == key)
    if index + 1 < len(members):
        _splice(draft, here.start, members[index + 1].start, "")
    elif index:
        _splice(draft, members[index - 1].end, here.end, "")
    else:
        _splice(draft, parent.value + 1, parent.end - 1, "")
    return _DELETED.of(path=path)


def _rename(draft: Draft, op: Op) -> Words:
    path, key = text_of(op, "path"), text_of(op, "key")
    parent, before = _parent(draft.text, path)
    here = found_at(draft.text, path)
    if draft.text[parent.value] != "{":
        raise InvalidArgumentsError(f"{path!r} is an item of a list, which has no name.")
    if key != before and any(one.key == key for one in members_of(draft.text, parent.value)):
        raise InvalidArgumentsError(f"A value called {key!r} is there already.")
    _splice(draft, here.start, key_end(draft.text, here), _quoted(draft.text, key))
    return _RENAMED.of(path=path, key=key)


def _parent(text: str, path: str) -> tuple[Member, str]:
    """What holds the value at `path`, and the last key of it. The whole text is held by nothing: by itself."""
    keys = keys_of(path)
    return found_at(text, path.rpartition("/")[0]), keys[-1] if keys else ""


def _items(text: str, here: Member, path: str) -> list[Member]:
    if text[here.value] != "[":
        raise InvalidArgumentsError(f"{path or 'The whole'!r} is no list.")
    return list(members_of(text, here.value))


def _value(op: Op) -> object:
    if "value" not in op:
        raise InvalidArgumentsError(f"{op.get('op')!r} needs a 'value': any JSON.")
    return op["value"]


def _named(text: str, key: str, value: object) -> tuple[str, object]:
    return _quoted(text, key) + (": " if re.search(r"\"\s*: ", text) or '":' not in text else ":"), value


def _insert(draft: Draft, parent: Member, members: list[Member], index: int, fresh: tuple[str, object]) -> None:
    """A member before the one of that index, or behind the last, with the blanks that its neighbours have."""
    text, (name, value) = draft.text, fresh
    if not members:
        margin = _margin(text, parent.start)
        unit, newline = _unit(text), "\r\n" if "\r\n" in text else "\n"
        before, behind = (f"{newline}{margin}{unit}", f"{newline}{margin}") if unit else ("", "")
        made = name + _dumped(text, value, parent.start, deeper=unit)
        _splice(draft, parent.value + 1, parent.end - 1, before + made + behind)
        return
    made = name + _dumped(text, value, members[0].start)
    if index < len(members):
        gap = text[members[index - 1].end : members[index].start] if index else _gap(text, parent, members)
        _splice(draft, members[index].start, members[index].start, made + gap)
        return
    last = members[-1]
    _splice(draft, last.end, last.end, _gap(text, parent, members) + made)


def _gap(text: str, parent: Member, members: list[Member]) -> str:
    """What stands between two members: a comma and blanks."""
    if len(members) > 1:
        return text[members[0].end : members[1].start]
    blank = text[parent.value + 1 : members[0].start]
    return "," + (blank or (" " if ", " in text else ""))


def _dumped(text: str, value: object, at: int, *, deeper: str = "") -> str:
    """A value as JSON in the manner of the text, for a place in the line of `at`."""
    unit, ascii_only = _unit(text), text.isascii() and "\\u" in text
    try:
        if not unit:
            loose = not re.search(r'"[:,]\S', text) and bool(re.search(r"[:,] ", text))
            signs = (", ", ": ") if loose else (",", ":")
            return json.dumps(value, ensure_ascii=ascii_only, separators=signs, allow_nan=False)
        made = json.dumps(value, ensure_ascii=ascii_only, indent=unit, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InvalidArgumentsError("'value' must be JSON: no NaN and no infinite number.") from error
    newline = "\r\n" if "\r\n" in text else "\n"
    return made.replace("\n", newline + _margin(text, at) + deeper)


def _unit(text: str) -> str:
    """The blanks of one level; "" for a text without lines."""
    found = _INDENT.search(text)
    return found[1] if found else ""


def _margin(text: str, at: int) -> str:
    """The blanks at the beginning of the line of `at`."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _quoted(text: str, key: str) -> str:
    return json.dumps(key, ensure_ascii=text.isascii() and "\\u" in text)


def _splice(draft: Draft, start: int, end: int, fresh: str) -> None:
    draft.text = draft.text[:start] + fresh + draft.text[end:]


OPERATIONS: Mapping[str, Operation[Draft]] = {
    "set": Operation(_set, ("path", "value"), '{"op":"set","path":"/a/b/0","value":1} a new key is added at the end'),
    "append": Operation(_append, ("path", "value"), '{"op":"append","path":"/list","value":{"a":1}}'),
    "insert": Operation(_insert_item, ("path", "value"), '{"op":"insert","path":"/list/0","value":1} before that item'),
    "delete": Operation(_delete, ("path",), '{"op":"delete","path":"/a/b"}'),
    "rename": Operation(_rename, ("path", "key"), '{"op":"rename","path":"/a/b","key":"c"}'),
}
