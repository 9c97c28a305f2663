"""`find`: files by name, kind, date and size."""

import datetime
import unicodedata
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

from agent.calls.params import Arguments, parsed, schema
from agent.core.errors import InvalidArgumentsError
from agent.core.messages import Result, ToolCall, ToolSpec
from agent.core.paths import Place
from agent.core.ports import Entry, Files, ReadyCall
from agent.core.words import Words
from agent.tools.ready import Ready, given_or_all, reading, said

PAGE = 200
_LIST = Words("List {name}", "「{name}」の中身を一覧表示")
_FOUND = Words("{count} found", "{count} 件見つかりました")
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
        "List files and folders below `folder` (else everywhere) with size and date. `pattern`: a wildcard on the name "
        "or path (*.pdf, 2026/*). `since`, `until`: dates (2026-10-01) of the last change. "
        f"{PAGE} at a time; go on with `start`.",
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
        folders = given_or_all(self._files, arguments.text("folder"))
        fits = _filter(arguments)
        title = _LIST.of(name=", ".join(map(self._files.called, folders))).text(self._language)
        return Ready(reading(title, *folders), lambda: self._found(folders, fits, arguments))

    def _found(self, folders: Sequence[Place], fits: Callable[[Entry], bool], arguments: Arguments) -> Result:
        found = [entry for folder in folders for entry in self._files.walk(folder) if fits(entry)]
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


def _filter(arguments: Arguments) -> Callable[[Entry], bool]:
    kind = arguments.text("kind")
    since, until = _day(arguments.text("since")), _day(arguments.text("until"))
    pattern = arguments.text("pattern", "*")

    def fits(entry: Entry) -> bool:
        day = datetime.datetime.fromtimestamp(entry.modified_ns / 1e9).astimezone().date()
        return (
            (not kind or _is_kind(entry, kind))
            and matches(entry.place, pattern)
            and (since is None or day >= since)
            and (until is None or day <= until)
        )

    return fits


def _is_kind(entry: Entry, kind: str) -> bool:
    return entry.kind == "folder" if kind == "folder" else entry.place.suffix in _KINDS[kind]


def matches(place: Place, pattern: str) -> bool:
    """Whether a wildcard fits the name or the path."""
    wanted = folded(pattern)
    return fnmatchcase(folded(place.name), wanted) or fnmatchcase(folded(place.path), wanted)


def _day(text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise InvalidArgumentsError(f"{text!r} is no date; write it as 2026-10-31.") from error


def folded(text: str) -> str:
    """Text as it is compared: case and width do not count."""
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
