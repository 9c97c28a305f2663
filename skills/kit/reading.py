"""Documents read through the Desk, file by file; what cannot be read is reported, never fatal."""

from collections.abc import Iterable
from dataclasses import replace

from agent.core.documents import Content, Passage, Table
from agent.core.errors import InvalidArgumentsError, NotFoundError, UnreadableError
from agent.core.paths import Place
from agent.core.ports import Snapshot
from agent.core.words import Words
from skills.kit.names import split_name
from skills.kit.report import Report, Skipped, code, code_of, count_of, skipped
from skills.recipe import Desk

READABLE = (
    ".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".docx", ".docm", ".dotx", ".pptx",
    ".pptm", ".potx", ".ppsx", ".pdf", ".eml", ".msg", ".txt", ".md", ".log", ".html", ".htm", ".json", ".xml",
)  # fmt: skip
SHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv")
# Each reading opens the file anew, so portions are large.
_PORTION = 20_000
# Nothing that a person wrote is longer; a file that claims to be would only fill the memory.
_MOST = 200_000
_CUT = Words("too long: only its beginning was read", "長すぎるため、先頭部分だけを読みました")
_NO_TEXT = "no text"


def copied(desk: Desk, report: Report, place: Place) -> Snapshot | None:
    """A private copy, or None with the reason in the report."""
    try:
        return desk.files.snapshot(place)
    except (UnreadableError, NotFoundError) as error:
        report.skips.append(skipped(place, error))
        return None


def content_of(desk: Desk, report: Report, place: Place, *, most: int = _MOST) -> Content | None:
    """What a document says, or None with the reason in the report; so is that there are more than `most` passages."""
    copy = copied(desk, report, place)
    if copy is None:
        return None
    try:
        first = desk.documents.read(copy.path, count=min(_PORTION, most))
        passages: list[Passage] = list(first.passages)
        while len(passages) < min(first.total, most):
            more = desk.documents.read(copy.path, start=len(passages), count=_PORTION).passages
            if not more:
                break
            passages += more
    except (UnreadableError, InvalidArgumentsError) as error:
        report.skips.append(skipped(place, error))
        return None
    if first.total > len(passages):
        report.skips.append(Skipped(place, _CUT))
    return Content(first.format, tuple(passages), first.total, first.facts)


def tables_of(desk: Desk, report: Report, place: Place) -> tuple[Table, ...] | None:
    """The tables of a file, or None with the reason in the report."""
    copy = copied(desk, report, place)
    if copy is None:
        return None
    try:
        tables = desk.documents.tables(copy.path)
    except (UnreadableError, InvalidArgumentsError) as error:
        report.skips.append(skipped(place, error))
        return None
    # The one table of a CSV is named after its file, which for the reader is the private copy.
    return tuple(replace(t, name=split_name(place.name)[0]) if t.name == copy.path.stem else t for t in tables)


def tell_unsolved(report: Report, tables: Iterable[tuple[Place, Table]]) -> None:
    """Say which formulas have no result in their file, so that their cells came out empty, and which may be old."""
    tables = list(tables)
    if old := list(dict.fromkeys(place for place, table in tables if table.out_of_date)):
        report.say(
            "**Results of formulas may be out of date** until a spreadsheet program opens and saves these files:",
            "**数式の結果が古い可能性があります**。次のファイルを表計算ソフトで開いて保存してください:",
        )
        report.points([code(place) for place in old])
    bare = [(place, table) for place, table in tables if table.unsolved]
    if not bare:
        return
    count = sum(len(table.unsolved) for _, table in bare)
    report.say(
        f"**{count_of(count, 'formula')} without a result**: the cells are empty. Open the file in a spreadsheet "
        "program, save it there, and run this again.",
        f"**計算結果が保存されていない数式 {count} 個**は空欄です。"
        "表計算ソフトで開いて保存してから、もう一度実行してください。",
    )
    report.points([f"{code(place)} {code_of(table.name)}: {', '.join(table.unsolved[:5])}" for place, table in bare])


def is_scan(content: Content) -> bool:
    """Whether a document is a picture of words: there is nothing to read without recognising characters."""
    return any(fact.en.startswith(_NO_TEXT) for fact in content.facts) and not content.passages
