"""What the person agreed to, as digests: how a server starts, and what each of its tools says it is.

A digest is SHA-256 in hex over canonical JSON (keys in order, no blanks). What a server changes afterwards is not what
was agreed to, and is asked about with the difference.
"""

import difflib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

START = "start"
_TOOL, _TEXT = "tool:", "text:"
_PINNED = "tools"
_STARTS = ("transport", "command", "arguments", "env", "cwd", "url", "headers", "oauth")
_LONGEST_TEXT = 20_000
_LONGEST_DIFFERENCE = 4_000


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits for the person: a tool that is new since they agreed, or not as it was, or the start.

    `what` is its key in `Config.approved` ("tool:NAME", "start"), `before` what they agreed to ("" for nothing),
    `after` what would count with `digest`.
    """

    what: str
    before: str
    after: str
    digest: str

    @property
    def difference(self) -> str:
        """What differs, as a unified difference, cut where it is too long."""
        told = "\n".join(difflib.unified_diff(_lines(self.before), _lines(self.after), lineterm="", n=1))
        return told if len(told) <= _LONGEST_DIFFERENCE else f"{told[:_LONGEST_DIFFERENCE]}\n…"


@dataclass(frozen=True, slots=True)
class Said:
    """What a tool says it is: `name` is the server's own, `text` all else in canonical form."""

    name: str
    text: str

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it."""
        return hashlib.sha256(canonical([self.name, self.text]).encode()).hexdigest()


def start_digest(declared: Mapping[str, object]) -> str:
    """Of how a server starts or where it is, as it was declared (see `connectors.connector.Config.declared`): with its
    placeholders, without its name. A key that is missing is one that is empty.
    """
    kept = {key: declared.get(key) for key in _STARTS if declared.get(key)}
    return hashlib.sha256(canonical(kept).encode()).hexdigest()


def canonical(value: object) -> str:
    """JSON that is the same for the same value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def is_approved(declared: Mapping[str, object], approved: Mapping[str, str]) -> bool:
    """Whether the person agreed to exactly this start."""
    return approved.get(START) == start_digest(declared)


def approving_start(declared: Mapping[str, object], approved: Mapping[str, str]) -> Mapping[str, str]:
    """`approved` with a yes to this start. Tools of another start were another program's: they count no more."""
    digest = start_digest(declared)
    return approved if approved.get(START) == digest else {START: digest}


def pinned(approved: Mapping[str, str], tools: Sequence[Said]) -> Mapping[str, str]:
    """`approved` with a yes to these tools, as they are now."""
    made = {**approved, _PINNED: "pinned"}
    for tool in tools:
        made[_TOOL + tool.name] = tool.digest
        made[_TEXT + tool.name] = tool.text[:_LONGEST_TEXT]
    return made


def is_new(approved: Mapping[str, str]) -> bool:
    """Whether no tool of this server was ever agreed to: then the yes to its start covers those that it has now."""
    return not any(key == _PINNED or key.startswith(_TOOL) for key in approved)


def agreed(approved: Mapping[str, str], tool: Said) -> bool:
    """Whether the tool is as the person agreed to it."""
    return approved.get(_TOOL + tool.name) == tool.digest


def pending(approved: Mapping[str, str], tools: Sequence[Said]) -> tuple[Pending, ...]:
    """The tools that the person must be asked about, with what they agreed to earlier."""
    return tuple(
        Pending(_TOOL + tool.name, approved.get(_TEXT + tool.name, ""), tool.text[:_LONGEST_TEXT], tool.digest)
        for tool in tools
        if not agreed(approved, tool)
    )


def _lines(text: str) -> list[str]:
    """Canonical JSON as lines that a person can compare."""
    try:
        return json.dumps(json.loads(text), indent=1, ensure_ascii=False).replace("\\n", "\n").splitlines()[:400]
    except ValueError:
        return text.splitlines()[:400]
