"""`read`: documents as text with addresses."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from agent.calls.marks import as_data
from agent.calls.params import Arguments, parsed, schema
from agent.core.documents import Content, Documents, Passage
from agent.core.messages import Result, ToolCall, ToolSpec
from agent.core.paths import Place
from agent.core.ports import Files, ReadyCall
from agent.core.words import Words
from agent.tools.finding import PAGE, names
from agent.tools.ready import ReadLog, Ready, existing, heard, reading, said

CHARACTERS = 20_000
LINES = 400
_READ = Words("Read {name}", "「{name}」を読み取り")
_ENTRIES = Words("{count} {count:entry|entries}", "{count} 件")
_LINES = Words("{count} {count:line|lines}", "{count} 行")


class ReadTool:
    """Any supported document as text with addresses."""

    spec = ToolSpec(
        "read",
        "Read a document (Office, PDF, mail, CSV, text, others) as text. Each piece begins with its address "
        "(Sheet1!A3:F3, then A4:F4 of the same sheet; P12, p2, slide 3, L40), for `edit`. In workbooks ' marks "
        "a text that looks like a number or date, [=...] a formula. `part` narrows: a "
        "sheet, a range (Sheet1!A1:F20, tells the sums too), pages (2-5), paragraphs (P10-P20, T1), a file in a mail "
        "(attachment 1). [hidden: ...] marks words that no person sees. "
        'The part "ocr" or "ocr 2-3" reads scans and pictures (by OCR). Long '
        "files come in pieces: go on with the `start` that is told. A folder is listed.",
        schema(("path",), path={"type": "string"}, part={"type": "string"}, start={"type": "integer"}),
    )

    def __init__(self, files: Files, documents: Documents, log: ReadLog, language: str) -> None:
        self._files = files
        self._documents = documents
        self._log = log
        self._language = language

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        entry = existing(self._files, arguments.text("path"))
        title = _READ.of(name=self._files.called(entry.place)).text(self._language)
        if entry.kind == "folder":
            return Ready(reading(title, entry.place), lambda: self._listing(entry.place))
        return Ready(reading(title, entry.place), lambda: self._text(entry.place, arguments))

    def _listing(self, folder: Place) -> Result:
        entries = list(islice(self._files.walk(folder, deep=False), PAGE + 1))
        more = f"\nThere are more than {PAGE}: list them with `find`." if len(entries) > PAGE else ""
        told = _ENTRIES.of(count=len(entries[:PAGE])).text(self._language)
        return said((names(entries[:PAGE]) or "The folder is empty.") + more, told)

    def _text(self, place: Place, arguments: Arguments) -> Result:
        start, part = max(0, arguments.number("start", 0)), arguments.text("part")
        snapshot = self._files.snapshot(place)
        content = self._documents.read(snapshot.path, start=start, count=LINES, part=part)
        self._log.saw(snapshot)
        passages = _fitting(content) if start < content.total else ()
        told = _LINES.of(count=content.total).text(self._language)
        return replace(
            said(_framed(place, content, passages, start, part), told),
            sources=(heard(place, passages, snapshot.sha256),),
        )


def _framed(place: Place, content: Content, passages: Sequence[Passage], start: int, part: str) -> str:
    """The text between marks that say that it is data, with the exact call to read on."""
    about = [f"[about] {'; '.join(fact.en for fact in content.facts)}"] if content.facts else []
    name = f"{place} ({content.format})"
    if start >= content.total:
        end = f"nothing from start={start} on, it ends at {content.total}" if content.total else _silence(content)
        return f"{name}: {end}.\n{as_data(about)}" if about else f"{name}: {end}."
    lines = _lines(passages)
    end_of_page = start + len(lines)
    same = " the same `part` and" if part else ""
    more = f"\nThere is more: read again with{same} start={end_of_page}." if end_of_page < content.total else ""
    return f"{name} pieces {start + 1}-{end_of_page} of {content.total}\n{as_data([*about, *lines])}{more}"


def _fitting(content: Content) -> Sequence[Passage]:
    """As many passages as fit, at least one."""
    size = 0
    for count, passage in enumerate(content.passages):
        size += len(passage.anchor) + len(passage.text) + len(passage.hidden)
        if count and size > CHARACTERS:
            return content.passages[:count]
    return content.passages


def _lines(passages: Sequence[Passage]) -> list[str]:
    """A piece each. The sheet stands where it changes; what no person sees says so."""
    lines: list[str] = []
    sheet = ""
    for passage in passages:
        here, _, cells = passage.anchor.rpartition("!")
        line = f"{cells if here and here == sheet else passage.anchor}{_mark(passage)}\t{passage.text}"
        sheet = here
        lines.append(line if len(line) <= CHARACTERS else _cut(line))
    return lines


def _mark(passage: Passage) -> str:
    kind = "" if passage.kind in ("text", "row", "cell") else f" [{passage.kind}]"
    return f" [hidden: {passage.hidden}]" if passage.hidden else kind


def _cut(line: str) -> str:
    return f"{line[:CHARACTERS]}… ({len(line) - CHARACTERS:,} more characters of this piece are not shown)"


def _silence(content: Content) -> str:
    return (
        "no text in it: see it with `look`, or read its part 'ocr'"
        if content.format in ("pdf", "image")
        else "nothing to read in it"
    )
