"""`search`: words inside documents, with the place of each hit, and what was not searched."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from agent.calls.marks import as_data
from agent.calls.params import Arguments, parsed, schema
from agent.core.actions import Source
from agent.core.documents import Content, Documents, Passage
from agent.core.errors import InvalidArgumentsError, ToolError
from agent.core.messages import Result, ToolCall, ToolSpec
from agent.core.paths import Place, shown
from agent.core.ports import Files, ReadyCall
from agent.core.words import Words
from agent.tools.finding import folded, matches
from agent.tools.ready import Ready, given_or_all, heard, is_hidden, reading, said

HITS = 80
IN_FILE = 8
NAMED = 10
_AROUND = 90
# What is read as a list of its parts is searched in all of their words (`agent.documents.mail.mailbox.EVERY`).
_WHOLE = {".mbox": "mails"}
_SEEN_ONLY = frozenset({"pdf", "image"})
_SEARCH = Words("Search for “{text}”", "「{text}」を検索")
_HITS = Words("{hits} {hits:hit|hits} in {files} {files:file|files}", "{files} 個のファイルで {hits} 件見つかりました")


class SearchTool:
    """Words inside all readable documents."""

    spec = ToolSpec(
        "search",
        "Search for words inside all documents (Office, PDF, mail, CSV, text); case and width do not count. `regex`: "
        "`text` is a regular expression. Narrow with `folder` and `pattern` "
        "(wildcard on the path).",
        schema(
            ("text",),
            text={"type": "string"},
            folder={"type": "string"},
            pattern={"type": "string"},
            regex={"type": "boolean"},
        ),
    )

    def __init__(self, files: Files, documents: Documents, language: str) -> None:
        self._files = files
        self._documents = documents
        self._language = language

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        folders = given_or_all(self._files, arguments.text("folder"))
        wanted = _wanted(arguments)
        title = _SEARCH.of(text=shown(arguments.text("text"))).text(self._language)
        return Ready(reading(title, *folders), lambda: self._hits(folders, arguments.text("pattern", "*"), wanted))

    def _hits(self, folders: Sequence[Place], pattern: str, wanted: re.Pattern[str]) -> Result:
        found = _Found()
        for entry in (entry for folder in folders for entry in self._files.walk(folder)):
            if entry.kind == "file" and matches(entry.place, pattern):
                self._look(entry.place, wanted, found)
        told = _HITS.of(hits=found.hits, files=found.files)
        return replace(said(found.told(), told.text(self._language)), sources=found.sources(folders))

    def _look(self, place: Place, wanted: re.Pattern[str], found: "_Found") -> None:
        if len(found.lines) >= HITS:
            found.left += 1
            return
        found.searched += 1
        try:
            found.add(place, list(self._in_file(place, wanted, found)))
        except ToolError:
            found.unreadable.append(str(place))

    def _in_file(self, place: Place, wanted: re.Pattern[str], found: "_Found") -> Iterator[tuple[Passage, str]]:
        source = self._files.snapshot(place).path
        start, part = 0, _WHOLE.get(place.suffix, "")
        while True:
            content = self._documents.read(source, start=start, count=2000, part=part)
            if not content.total and content.format in _SEEN_ONLY:
                found.silent.append(str(place))
            for passage in content.passages:
                hit = wanted.search(folded(_words(content, passage)))
                if hit:
                    mark = f" [hidden: {passage.hidden or 'hidden text'}]" if is_hidden(passage) else ""
                    yield passage, f"{place} {passage.anchor}{mark}: {_around(passage.text, hit)}"
            start += len(content.passages)
            if not content.passages or start >= content.total:
                return


@dataclass
class _Found:
    """What a search found so far."""

    lines: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    hits: int = 0
    files: int = 0
    searched: int = 0
    left: int = 0
    heard: list[Source] = field(default_factory=list)

    def add(self, place: Place, hits: Sequence[tuple[Passage, str]]) -> None:
        """The hits of one file: the first ones, and how many more there are."""
        self.hits += len(hits)
        self.files += bool(hits)
        told = hits[:IN_FILE]
        self.lines += [line for _, line in told]
        if told:
            self.heard.append(heard(place, [passage for passage, _ in told]))
        if len(hits) > IN_FILE:
            self.lines.append(f"{place}: {len(hits) - IN_FILE} more hits in this file")

    def sources(self, folders: Sequence[Place]) -> tuple[Source, ...]:
        """The files whose words were told, and the folders whose names of files were."""
        return (*(heard(folder) for folder in folders), *self.heard)

    def told(self) -> str:
        """All of it in words for a model."""
        parts = [f"{self.hits} hits in {self.files} files; {self.searched} files searched."]
        if self.lines:
            parts.append(as_data(self.lines))
        if self.left:
            parts.append(f"{self.left} more files were not searched: narrow with `folder` or `pattern`.")
        if self.silent:
            parts.append(f"Pictures and scans without text, see them with `look`: {_named(self.silent)}.")
        if self.unreadable:
            parts.append(f"Could not be read: {_named(self.unreadable)}.")
        return "\n".join(parts)


def _words(content: Content, passage: Passage) -> str:
    """What is searched: of a sheet's heading only its name, since the rest are our words."""
    return passage.anchor if content.format == "xlsx" and passage.kind == "heading" else passage.text


def _around(text: str, hit: re.Match[str]) -> str:
    """The words around a hit in one line. Folding may change lengths a little, which does not matter here."""
    first, last = max(0, hit.start() - _AROUND), hit.end() + _AROUND
    before, after = "… " if first else "", " …" if last < len(text) else ""
    return before + " ".join(text[first:last].split()) + after


def _named(names: list[str]) -> str:
    rest = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _wanted(arguments: Arguments) -> re.Pattern[str]:
    text = arguments.text("text")
    if not text.strip():
        raise InvalidArgumentsError("Give the words to search for.")
    try:
        return re.compile(text if arguments.flag("regex") else re.escape(folded(text)), re.IGNORECASE)
    except re.error as error:
        raise InvalidArgumentsError(f"{text!r} is no regular expression: {error}.") from error
