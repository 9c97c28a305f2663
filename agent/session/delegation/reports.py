"""What a delegate gives back: a short report, and claims that say where each value was found."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agent.calls.params import array, fields, parsed, schema
from agent.core.actions import Intent
from agent.core.errors import InvalidArgumentsError
from agent.core.messages import AssistantMessage, Result, ToolCall, ToolSpec
from agent.core.ports import ReadyCall
from agent.core.words import Words
from agent.tools.ready import Ready, said

_TITLE = Words("Report", "報告")
_TEXT = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact: `key` names it so that another delegate would name it the same, `source` and `anchor` say where it is."""

    key: str
    value: str
    source: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """`unclear` says what was missing or doubtful."""

    text: str = ""
    claims: tuple[Claim, ...] = ()
    unclear: str = ""


class ReportTool:
    """Takes the one report of a delegate, which `given` is then. `missing` names files that it declared and did not
    make: it is told of them once, unless it says itself what was unclear.
    """

    spec = ToolSpec(
        "report",
        "Give your result; then you are done. `text`: briefly what you did and found. `claims`: every value that "
        "matters, with the file and the page, cell or line where it stands; a key names one fact exactly, as anybody "
        'would: "INV-0042 total", never only "total". `unclear`: what was missing or doubtful.',
        schema(
            ("text",),
            text=_TEXT,
            claims=array(fields(key=_TEXT, value=_TEXT, source=_TEXT, anchor=_TEXT)),
            unclear=_TEXT,
        ),
    )

    def __init__(self, missing: Callable[[], Sequence[str]], language: str) -> None:
        self.given: Report | None = None
        self._missing = missing
        self._told = False
        self._title = _TITLE.text(language)

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        claims = tuple(_claim(given) for given in arguments.objects("claims"))
        report = Report(arguments.text("text"), claims, arguments.text("unclear"))
        return Ready(Intent(self._title), lambda: self._take(report))

    async def objection(self, answer: AssistantMessage) -> str:
        """The same for a delegate that ends without the tool."""
        return self._objection()

    def _objection(self) -> str:
        missing = () if self._told else self._missing()
        if not missing:
            return ""
        self._told = True
        return f"You have not made {', '.join(missing)}. Make it, or say in your report why not; then report again."

    def _take(self, report: Report) -> Result:
        if not report.unclear and (objection := self._objection()):
            return said(objection)
        self.given = report
        return said("Taken.")


def report_in(text: str) -> Report:
    """The report in a last answer that came without the tool: a JSON object of the same form, else its words."""
    bare = text.strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    try:
        given = json.loads(bare)
        claims = tuple(_claim(one) for one in given.get("claims") or ())
        return Report(str(given["text"]), claims, str(given.get("unclear") or ""))
    except (ValueError, KeyError, TypeError, AttributeError, InvalidArgumentsError):
        return Report(text.strip())


def _claim(given: Mapping[str, object]) -> Claim:
    key, value = given.get("key"), given.get("value")
    if not isinstance(key, str) or not key.strip() or value is None or isinstance(value, (dict, list)):
        raise InvalidArgumentsError('A claim is {"key":"...","value":"...","source":"a.pdf","anchor":"p2"}.')
    return Claim(key.strip(), str(value), str(given.get("source") or ""), str(given.get("anchor") or ""))
