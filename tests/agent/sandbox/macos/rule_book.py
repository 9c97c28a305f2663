"""A reader of Seatbelt's rules, and what they decide: as far as their language is documented, on any system.

An operation ends in "*" for all that begin so; a filter without "require" counts when it fits; the last rule that fits
decides. Sources: the comments of Chromium's sandbox/policy/mac/*.sb, Apple's /System/Library/Sandbox/Profiles.
"""

import re
from dataclasses import dataclass
from typing import Any

OPERATIONS = {
    "default", "process-info*", "nvram*", "iokit-get-properties", "file-map-executable", "process-info-pidinfo",
    "process-info-setcontrol", "signal", "sysctl-read", "process-fork", "process-exec", "file-read*", "file-write*",
    "file-read-metadata", "file-test-existence", "file-write-data", "file-write-create", "network*",
    "system-mac-syscall", "network-outbound", "mach-lookup",
}  # fmt: skip
FILTERS = {
    "subpath", "literal", "vnode-type", "target", "sysctl-name", "sysctl-name-prefix", "mac-policy-name",
    "mac-syscall-number", "require-all", "remote", "global-name",
}  # fmt: skip
_WORD = re.compile(r'\s*(?:(?P<open>\()|(?P<close>\))|"(?P<text>[^"\\]*)"|(?P<word>[^\s()"]+))')


class Text(str):
    __slots__ = ()


def read(source: str) -> list[Any]:
    """The forms of a text, as nested lists; texts in quotes are Text."""
    at = 0
    stack: list[list[Any]] = [[]]
    while source[at:].strip():
        found = _WORD.match(source, at)
        assert found, f"no word at {source[at : at + 40]!r}"
        at = found.end()
        if found["open"]:
            stack.append([])
        elif found["close"]:
            closed = stack.pop()
            stack[-1].append(closed)
        else:
            stack[-1].append(found["word"] or Text(found["text"]))
    assert len(stack) == 1, "a form is not closed"
    return stack[0]


@dataclass
class Rule:
    allows: bool
    operations: list[str]
    filters: list[list[Any]]


class Book:
    def __init__(self, source: str, parameters: dict[str, str]) -> None:
        self.parameters = parameters
        self.used: set[str] = set()
        version, *forms = read(source)
        assert version == ["version", "1"]
        self.rules = [self._rule(form) for form in forms]

    def decides(self, operation: str, path: str = "", *, kind: str = "REGULAR-FILE", target: str = "") -> bool:
        """Whether it is allowed."""
        fitting = [
            rule
            for rule in self.rules
            if any(_covers(one, operation) for one in rule.operations)
            and (not rule.filters or any(self._fits(one, path, kind, target) for one in rule.filters))
        ]
        return fitting[-1].allows

    def _rule(self, form: list[Any]) -> Rule:
        head, *rest = form
        assert head in {"allow", "deny"}
        operations = [one for one in rest if isinstance(one, str)]
        filters = [one for one in rest if isinstance(one, list)]
        assert set(operations) <= OPERATIONS
        for one in filters:
            self._filled(one)
        return Rule(head == "allow", operations, filters)

    def _filled(self, one: list[Any]) -> None:
        """Check a filter, and put paths in the place of parameters."""
        name, value, *more = one
        assert name in FILTERS
        if name == "require-all":
            for inner in (value, *more):
                self._filled(inner)
        elif isinstance(value, list):
            assert value[0] == "param"
            assert type(value[1]) is Text
            self.used.add(str(value[1]))
            one[1] = self.parameters[value[1]]
        else:
            words = {"target", "vnode-type", "mac-syscall-number", "remote"}
            assert not more
            assert type(value) is (str if name in words else Text)

    def _fits(self, one: list[Any], path: str, kind: str, target: str) -> bool:
        if one[0] == "require-all":
            return all(self._fits(inner, path, kind, target) for inner in one[1:])
        name, value = map(str, one)
        if name == "subpath":
            return path == value or path.startswith(value + "/")
        if name == "literal":
            return path == value
        return value == {"vnode-type": kind, "target": target}.get(name, path)


def _covers(rule: str, operation: str) -> bool:
    return rule in {operation, "default"} or (rule.endswith("*") and operation.startswith(rule[:-1]))
