"""`find` and `search`: files by name, kind, date and size; words inside documents."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from agent.core.documents import Documents
from agent.core.errors import InvalidArgumentsError, ToolError
from agent.core.messages import Result, ToolCall, ToolSpec
from agent.core.paths import Place, shown
from agent.core.ports import Entry, Files, ReadyCall
from agent.core.words import Words
from agent.tools.params import Arguments, parsed, schema
from agent.tools.ready import Ready, cut, existing, reading, said

PAGE = 200
HITS = 80
_LIST = Words("List {name}", "「{name}」の中身を一覧表示")
_FOUND = Words("{count} found", "{count} 件見つかりました")
_SEARCH = Words("Search for “{text}”", "「{text}」を検索")
_HITS = Words("{hits} hits in {files} files", "{files} 個のファイルで {hits} 件見つかりました")
_KINDS = {
    "document": (".docx", ".docm", ".dotx", ".txt", ".md", ".html", ".rtf", ".odt"),
    "spreadsheet": (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv"),
    "slides": (".pptx", ".pptm", ".potx"),
    "pdf": (".pdf",),
    "image": (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic"),
    "mail": (".eml", ".msg"),
}


class FindTool:
    """Files by name, kind, date and size."""

    spec = ToolSpec(
        "find",
        "List files and folders: name, size, date. `pattern` is a wildcard on the name or path (*.pdf, 2026/*). "
        "`since`/`until` are dates (2026-10-01) of the last change. "
        f"Gives {PAGE} at a time; go on with `start`.",
        schema(
            folder={"type": "string"},
            pattern={"type": "string"},
            kind={"type": "string", "enum": ["folder", *_KINDS]},
            since={"type": "string"},
            until={"type": "string"},
            sort={"type": "string", "enum": ["name", "newest", "largest"]},
            start={"type": "integer"},
        ),
    )

    def __init__(self, files: Files, language: str) -> None:
        self._files = files
        self._language = language

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        folder = existing(self._files, arguments.text("folder", ".")).place
        fits = _filter(arguments)
        title = _LIST.of(name=self._files.called(folder)).text(self._language)
        return Ready(reading(title, folder), lambda: self._found(folder, fits, arguments))

    def _found(self, folder: Place, fits: Callable[[Entry], bool], arguments: Arguments) -> Result:
        found = [entry for entry in self._files.walk(folder) if fits(entry)]
        order = arguments.text("sort", "name")
        if order == "newest":
            found.sort(key=lambda entry: -entry.modified_ns)
        elif order == "largest":
            found.sort(key=lambda entry: -entry.size)
        start = max(0, arguments.number("start", 0))
        page = found[start : start + PAGE]
        more = f"\nGo on with start={start + PAGE}." if start + PAGE < len(found) else ""
        listing = "\n".join(map(_line, page)) or "Nothing."
        return said(f"{len(found)} found.\n{listing}{more}", _FOUND.of(count=len(found)).text(self._language))


@dataclass(frozen=True, slots=True)
class _Hit:
    place: Place
    anchor: str
    text: str


class SearchTool:
    """Words inside all readable documents."""

    spec = ToolSpec(
        "search",
        "Search inside all documents (Office, PDF, mail, CSV, text) for words; upper and lower case, full and half "
        "width are the same. `regex`: true for a regular expression. Gives file, address and line. "
        "Narrow with `folder` and `pattern` (wildcard on the path).",
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
        folder = existing(self._files, arguments.text("folder", ".")).place
        wanted = _wanted(arguments)
        title = _SEARCH.of(text=shown(arguments.text("text"))).text(self._language)
        return Ready(reading(title, folder), lambda: self._hits(folder, arguments.text("pattern", "*"), wanted))

    def _hits(self, folder: Place, pattern: str, wanted: re.Pattern[str]) -> Result:
        hits: list[_Hit] = []
        unreadable = 0
        searched = 0
        for entry in self._files.walk(folder):
            if entry.kind != "file" or not _matches(entry.place, pattern):
                continue
            searched += 1
            try:
                hits += self._in_file(entry.place, wanted)
            except ToolError:
                unreadable += 1
            if len(hits) >= HITS:
                break
        shown_hits = "\n".join(f"{hit.place} {hit.anchor}: {cut(hit.text, 200)}" for hit in hits[:HITS])
        more = "\nThere may be more: narrow the search." if len(hits) >= HITS else ""
        left = f" {unreadable} could not be read." if unreadable else ""
        words = f"{len(hits[:HITS])} hits in {searched} files.{left}\n{shown_hits}{more}"
        told = _HITS.of(hits=len(hits[:HITS]), files=searched)
        return said(words, told.text(self._language))

    def _in_file(self, place: Place, wanted: re.Pattern[str]) -> Iterator[_Hit]:
        source = self._files.snapshot(place).path
        start = 0
        while True:
            content = self._documents.read(source, start=start, count=2000)
            for passage in content.passages:
                if wanted.search(_folded(passage.text)):
                    yield _Hit(place, passage.anchor, passage.text)
            start += len(content.passages)
            if not content.passages or start >= content.total:
                return


def _filter(arguments: Arguments) -> Callable[[Entry], bool]:
    kind = arguments.text("kind")
    since, until = _day(arguments.text("since")), _day(arguments.text("until"))
    pattern = arguments.text("pattern", "*")

    def fits(entry: Entry) -> bool:
        day = datetime.datetime.fromtimestamp(entry.modified_ns / 1e9).astimezone().date()
        return (
            (not kind or _is_kind(entry, kind))
            and _matches(entry.place, pattern)
            and (since is None or day >= since)
            and (until is None or day <= until)
        )

    return fits


def _is_kind(entry: Entry, kind: str) -> bool:
    return entry.kind == "folder" if kind == "folder" else entry.place.suffix in _KINDS[kind]


def _matches(place: Place, pattern: str) -> bool:
    wanted = _folded(pattern)
    return fnmatchcase(_folded(place.name), wanted) or fnmatchcase(_folded(place.path), wanted)


def _day(text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise InvalidArgumentsError(f"{text!r} is no date; write it as 2026-10-31.") from error


def _wanted(arguments: Arguments) -> re.Pattern[str]:
    text = arguments.text("text")
    if not text.strip():
        raise InvalidArgumentsError("Give the words to search for.")
    try:
        return re.compile(text if arguments.flag("regex") else re.escape(_folded(text)), re.IGNORECASE)
    except re.error as error:
        raise InvalidArgumentsError(f"{text!r} is no regular expression: {error}.") from error


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _line(entry: Entry) -> str:
    name = str(entry.place)
    if entry.kind != "file":
        return f"{name}/" if entry.kind == "folder" else f"{name} ({entry.kind}, not read)"
    day = datetime.datetime.fromtimestamp(entry.modified_ns / 1e9).astimezone()
    return f"{name}  {_size(entry.size)}  {day:%Y-%m-%d %H:%M}"


def _size(size: int) -> str:
    for unit, factor in (("MB", 1_000_000), ("KB", 1_000)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} B"


def names(entries: Sequence[Entry]) -> str:
    """A listing, a line each."""
    return "\n".join(map(_line, entries))
