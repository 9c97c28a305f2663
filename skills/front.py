"""The front matter of a SKILL.md, a command or an agent: YAML between two lines of "---", read leniently.

It comes from strangers: no aliases (a few lines of them can mean gigabytes), no deep nesting, at most MOST bytes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import yaml

from agent.core.words import Words

MOST = 100_000
_DEEP, _MOST_EVENTS = 20, 20_000
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)(?:\r?\n)?---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_OPENS = re.compile(r"\A\ufeff?---[ \t]*\r?\n")
_PLAIN_LINE = re.compile(r"^([A-Za-z][\w-]*):[ \t]+(?![\"'|>\[{&*!])(.*\S)[ \t]*$")
_ENTRY = re.compile(r"^([A-Za-z][\w-]*):[ \t]*(.*)$")
_ODD = re.compile(r"[\[{&*?]|(?:- +){3}|^ {20}|\t", re.MULTILINE)  # without these it cannot be deep, nor have aliases
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where it was built

_MISSING = Words(
    "It has no front matter between '---', so it must start with one.",
    "先頭に「---」で囲まれた見出し（YAML）がありません。",
)
_UNCLOSED = Words("Its front matter is not closed with '---'.", "見出し（YAML）が「---」で閉じられていません。")
_REPAIRED = Words(
    "The front matter is not valid YAML and was read leniently: {why}",
    "見出しが正しい YAML ではないため、補って読み取りました: {why}",
)
_BROKEN = Words(
    "The front matter is not valid YAML; only plain lines of it were read: {why}",
    "見出しが正しい YAML ではないため、単純な行だけを読み取りました: {why}",
)


class Fault(StrEnum):
    """What is wrong with it. REPAIRED and BROKEN: no YAML; of a BROKEN one only lines "key: value" are known."""

    NONE = ""
    UNREADABLE = "unreadable"
    MISSING = "missing"
    UNCLOSED = "unclosed"
    REPAIRED = "repaired"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Front:
    """`fields` are as YAML gave them, never nested deeper than _DEEP; `body` is the Markdown after it."""

    fields: Mapping[str, object] = field(default_factory=dict)
    body: str = ""
    problems: tuple[Words, ...] = ()
    fault: Fault = Fault.NONE
    text: str = ""


def read_front(text: str) -> Front:
    """Take it apart. An unquoted colon, the most common break, is repaired by quoting; the rest is told."""
    match = _FRONT.match(text)
    if match is None:
        unclosed = _OPENS.match(text) is not None
        words, fault = (_UNCLOSED, Fault.UNCLOSED) if unclosed else (_MISSING, Fault.MISSING)
        return Front({}, text, (words,), fault)
    raw, body = match[1], text[match.end() :].strip()
    try:
        return Front(mapping(raw), body, text=raw)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        why = " ".join(str(error).split())[:200]
    quoted = "\n".join(_quoted(line) for line in raw.splitlines())
    try:
        return Front(mapping(quoted), body, (_REPAIRED.of(why=why),), Fault.REPAIRED, raw)
    except (yaml.YAMLError, ValueError, RecursionError):
        return Front(_lines(raw), body, (_BROKEN.of(why=why),), Fault.BROKEN, raw)


def mapping(text: str) -> Mapping[str, object]:
    """The fields that YAML of a stranger gives.

    Raises:
        yaml.YAMLError, ValueError: it is none, no mapping, too large, too deep, or it has aliases.
    """
    if len(text) > MOST:
        raise ValueError("it is too long")
    if _ODD.search(text):
        _must_be_simple(text)
    loaded = yaml.load(text, Loader=_LOADER)  # noqa: S506  # both are safe loaders
    if not isinstance(loaded, dict):
        raise ValueError("the front matter is not a mapping of 'key: value' lines")
    return {str(key): value for key, value in loaded.items()}


def _must_be_simple(text: str) -> None:
    """Before anything is built of it: events come one by one, whatever they describe."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("it has aliases")
        if depth > _DEEP or number > _MOST_EVENTS:
            raise ValueError("it is nested too deeply or too long")


def _quoted(line: str) -> str:
    match = _PLAIN_LINE.match(line)
    if match is None:
        return line
    value = match[2].replace("'", "''")
    return f"{match[1]}: '{value}'"


def _lines(text: str) -> Mapping[str, object]:
    """What plain lines say when the whole is no YAML: a skill with a broken line is not an empty one."""
    found = (match for line in text[:MOST].splitlines() if (match := _ENTRY.match(line)))
    fields = {match[1]: match[2].strip().strip("\"'") for match in found}
    return {key: value for key, value in fields.items() if value and value[0] not in "[{|>&*!"}
