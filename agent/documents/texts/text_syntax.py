"""Whether a text is what its extension says: JSON (RFC 8259), JSON lines, XML 1.0, TOML 1.0, YAML 1.1."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import yaml
from lxml import etree

_PLACE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")


# The reader of YAML is slow: a megabyte takes seconds.
_LONG_YAML = 500_000


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first place where a text breaks the rules of its kind: its line, from 1, and the rule in English."""

    line: int
    rule: str


def misfit_of(suffix: str, text: str) -> Misfit | None:
    """The first misfit of a text whose file ends in `suffix`; None when it is fine or when the kind has no rules."""
    reader = _READERS.get(suffix.lower())
    try:
        return reader(text) if reader is not None and text.strip() else None
    except RecursionError:
        return Misfit(1, "things lie inside each other too deeply")


def _json(text: str) -> Misfit | None:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return Misfit(error.lineno, error.msg)
    return None


def _json_lines(text: str) -> Misfit | None:
    for number, line in enumerate(text.splitlines(), 1):
        found = _json(line) if line.strip() else None
        if found is not None:
            return Misfit(number, found.rule)
    return None


def _xml(text: str) -> Misfit | None:
    # The text is decoded already, so what it declares as its encoding does not count any more.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        return Misfit(error.lineno or 1, str(error.msg).rpartition(", line ")[0] or str(error.msg))
    return None


def _toml(text: str) -> Misfit | None:
    try:
        tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        return Misfit(line, _PLACE.sub("", str(error)))
    return None


def _yaml(text: str) -> Misfit | None:
    if len(text) > _LONG_YAML:
        return None
    try:
        for _ in yaml.parse(text, Loader=yaml.SafeLoader):
            pass
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return Misfit(line, error.problem or "invalid")
    except yaml.YAMLError:
        return Misfit(1, "a character that YAML does not allow")
    return None


_READERS: Mapping[str, Callable[[str], Misfit | None]] = {
    ".json": _json, ".jsonl": _json_lines, ".xml": _xml, ".toml": _toml, ".yaml": _yaml, ".yml": _yaml,
}  # fmt: skip
