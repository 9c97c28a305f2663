"""`convert`, `extract` and `operations`: another format, a part as a file, and how ops are written."""

from agent.calls.params import parsed, schema
from agent.core.errors import InvalidArgumentsError
from agent.core.messages import Result, ToolCall, ToolSpec
from agent.core.paths import Place
from agent.core.ports import ReadyCall
from agent.core.words import Words
from agent.tools.ready import Ready, existing_file, new_place, reading, said
from agent.tools.writing import Writer

_CONVERT = Words("Make {name}", "「{name}」を作成")
_FORMS = Words("Look up operations", "操作の書き方を確認")
_COUNT = Words("{count} {count:operation|operations}", "操作 {count} 種類")


class ConvertTool(Writer):
    """A copy of a document in another format."""

    spec = ToolSpec(
        "convert",
        "Write a document in another format: `to` ends in .md .txt .html .csv .xlsx .docx or .pdf, for pictures .png "
        "or .jpg. What the new format cannot hold is told.",
        schema(("path", "to"), path={"type": "string"}, to={"type": "string"}),
    )

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        source = existing_file(self._files, arguments.text("path"))
        target = new_place(self._files, arguments.text("to"))
        if not target.suffix:
            raise InvalidArgumentsError("Let `to` end in the extension of the new format.")
        return Ready(self.intent(_CONVERT, target, source), lambda: self._converted(source, target))

    def _converted(self, source: Place, target: Place) -> Result:
        expects = self.known_state(target)
        draft = self._files.stage(target.suffix)
        told = self._documents.convert(self._files.snapshot(source).path, draft)
        return self.proposed(target, draft, told, expects)


class ExtractTool(Writer):
    """A file that lies in another one."""

    spec = ToolSpec(
        "extract",
        "Save a part of a file as a file: an attachment of a mail or PDF (attachment 1), a file of a .zip (its name), "
        "a picture of an Office document (picture 2); `read` tells the parts. `to`: the new path, same extension.",
        schema(("path", "part", "to"), path={"type": "string"}, part={"type": "string"}, to={"type": "string"}),
    )

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        source = existing_file(self._files, arguments.text("path"))
        target = new_place(self._files, arguments.text("to"))
        part = arguments.text("part")
        return Ready(self.intent(_CONVERT, target, source), lambda: self._extracted(source, part, target))

    def _extracted(self, source: Place, part: str, target: Place) -> Result:
        expects = self.known_state(target)
        draft = self._files.stage(target.suffix)
        told = self._documents.extract(self._files.snapshot(source).path, part, draft)
        return self.proposed(target, draft, told, expects)


class OperationsTool(Writer):
    """The forms of the ops of `edit`."""

    spec = ToolSpec(
        "operations",
        "The ops of `edit` for a file, with their fields and rules; `names` narrows. Ask before you use an op of which "
        "only the name is told.",
        schema(("path",), path={"type": "string"}, names={"type": "array", "items": {"type": "string"}}),
    )

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        path, names = arguments.text("path"), arguments.texts("names")
        return Ready(reading(_FORMS.text(self._language)), lambda: self._forms(path, names))

    def _forms(self, path: str, names: tuple[str, ...]) -> Result:
        known = self._documents.operations(path)
        unknown = [name for name in names if name not in known]
        if unknown:
            raise InvalidArgumentsError(f"{unknown[0]!r} is no operation on {path}. There are {', '.join(known)}.")
        forms = [form for name, form in known.items() if not names or name in names]
        text = "\n".join(forms) if forms else f"{path} can be read but not edited."
        return said(text, _COUNT.of(count=len(forms)).text(self._language))
