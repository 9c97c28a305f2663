"""`compare` and `check`: what differs between two documents, and what is wrong with one."""

from agent.calls.marks import as_data
from agent.calls.params import parsed, schema
from agent.core.actions import Action, Effect, Intent
from agent.core.documents import Difference, Problem
from agent.core.errors import InvalidArgumentsError
from agent.core.messages import Result, Text, ToolCall, ToolSpec
from agent.core.paths import Place, shown
from agent.core.ports import ReadyCall
from agent.core.words import Words
from agent.tools.ready import Ready, existing_file, heard, new_place, reading
from agent.tools.writing import Writer

_SHOWN = 200
_LONGEST = 400
_AUTHOR = "Deskhand"
_COMPARE = Words("Compare {before} with {after}", "「{before}」と「{after}」を比較")
_REDLINE = Words("Write {name} with the differences as tracked changes", "差分を変更履歴として「{name}」に記録")
_CHECK = Words("Check {name}", "「{name}」を点検")
_DIFFERENCES = Words("{count} {count:difference|differences}", "{count} 件の違い")
_PROBLEMS = Words("{count} {count:problem|problems}", "{count} 件の問題")
_NOTHING_WRONG = Words("It opens, and nothing was found wrong with it.", "正しく開け、問題は見つかりませんでした。")


class CompareTool(Writer):
    """The differences of two documents, told or written as tracked changes."""

    spec = ToolSpec(
        "compare",
        "What differs between two versions of a document. `redline` is the path of a new .docx: `before` with tracked "
        "changes that make it `after`.",
        schema(
            ("before", "after"),
            before={"type": "string"}, after={"type": "string"}, redline={"type": "string"}, author={"type": "string"},
        ),
    )  # fmt: skip

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        before = existing_file(self._files, arguments.text("before"))
        after = existing_file(self._files, arguments.text("after"))
        if not arguments.text("redline"):
            names = {"before": shown(str(before)), "after": shown(str(after))}
            title = _COMPARE.of(**names).text(self._language)
            return Ready(reading(title, before, after), lambda: self._told(before, after))
        place = new_place(self._files, arguments.text("redline"))
        if place.suffix not in (".docx", ".docm"):
            raise InvalidArgumentsError("A redline is a Word document: let `redline` end in .docx.")
        author = arguments.text("author") or _AUTHOR
        return Ready(self.intent(_REDLINE, place, before, after), lambda: self._written(before, after, place, author))

    def _told(self, before: Place, after: Place) -> Result:
        old, new = self._files.snapshot(before), self._files.snapshot(after)
        self._log.saw(old)
        self._log.saw(new)
        found = self._documents.diff(old.path, new.path)
        more = f"\nand {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        lines = "They do not differ." if not found else as_data([_line(one) for one in found[:_SHOWN]]) + more
        told = _DIFFERENCES.of(count=len(found)).text(self._language)
        return Result((Text(lines),), told, sources=(heard(before, (), old.sha256), heard(after, (), new.sha256)))

    def _written(self, before: Place, after: Place, place: Place, author: str) -> Result:
        expects = self.known_state(place)
        draft = self._files.stage(place.suffix)
        old, new = self._files.snapshot(before), self._files.snapshot(after)
        said = self._documents.redline(old.path, new.path, draft, author=author)
        return self.proposed(place, draft, said, expects)


class CheckTool(Writer):
    """What is wrong with a document."""

    spec = ToolSpec(
        "check",
        "Prove that a document opens and find what is wrong in it: formula errors, broken references, blanks of a "
        "template, overflowing text, missing fonts. Do this with what you made or changed.",
        schema(("path",), path={"type": "string"}),
    )

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        place = existing_file(self._files, parsed(call, self.spec).text("path"))
        title = _CHECK.of(name=self._files.called(place)).text(self._language)
        return Ready(Intent(title, (Action(Effect.READ, str(place)),)), lambda: self._checked(place))

    def _checked(self, place: Place) -> Result:
        copy = self._files.snapshot(place).path
        self._documents.check(copy)
        found = self._documents.problems(copy)
        if not found:
            return Result((Text(_NOTHING_WRONG.en),), _NOTHING_WRONG.text(self._language))
        lines = as_data([_problem(one) for one in found[:_SHOWN]])
        told = _PROBLEMS.of(count=len(found)).text(self._language)
        return Result((Text(f"It opens. {told}:\n{lines}"),), told, sources=(heard(place),))


def _line(one: Difference) -> str:
    kind = f" [{one.kind}]" if one.kind else ""
    return f"{one.anchor}{kind}\t{_short(one.before)} → {_short(one.after)}"


def _problem(one: Problem) -> str:
    return f"{one.anchor} [{one.code}{'' if one.grave else ', not grave'}]\t{one.words.en}"


def _short(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…") if text else "nothing"
