"""files:search: words inside of all documents of a folder, with the place of every hit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agent.core.changes import Change
from agent.core.documents import Passage, Value
from agent.core.messages import Evidence, Result
from agent.core.paths import Place, shown
from agent.core.words import Words
from skills.form import FOLDER, SUBFOLDERS, Field, Form, Kind, choice
from skills.kit.book import Sheet, new_book
from skills.kit.gather import files_below, in_turn
from skills.kit.reading import READABLE, content_of, is_scan
from skills.kit.report import SCAN, Report, Skipped, code, count_of
from skills.phrase import Phrase, folded
from skills.recipe import Desk, Recipe

_SHOWN = 40
_SHOWN_IN_FILE = 5
_MOST = 10_000
_AROUND = 60


@dataclass(frozen=True, slots=True)
class _Hit:
    """A line with the words in it."""

    place: Place
    passage: Passage
    line: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for: words that must stand together, or all somewhere in one passage."""

    words: tuple[str, ...]

    def in_text(self, text: str) -> bool:
        """Whether all words are there, whatever their width and case."""
        plain = folded(text)
        return all(word in plain for word in self.words)


def _search(desk: Desk, form: Form) -> Result:
    """A list of hits; a workbook of them only when asked for."""
    folder = form.place("folder", desk.files)
    text = folded(form.text("text"))
    wanted = _Wanted(tuple(text.split()) if form.text("mode") == "all" else (text,))
    report = Report(desk)
    entries = files_below(report, folder, deep=form.yes("subfolders"))
    hits: list[_Hit] = []
    names = [entry.place for entry in entries if wanted.in_text(entry.place.name)]
    readable = [entry for entry in entries if entry.place.suffix in READABLE]
    for entry in in_turn(desk, readable):
        hits += _hits(desk, report, entry.place, wanted)
    _tell(report, form.text("text"), (hits, names), (len(readable), len(entries)))
    changes: list[Change] = []
    if form.yes("workbook") and hits:
        made = new_book(
            desk, folder, desk.say(f"Search {form.text('text')}", f"検索 {form.text('text')}"), [_sheet(desk, hits)]
        )
        changes.append(made)
        if len(hits) > _MOST:
            report.say(
                f"The first {_MOST:,} of {len(hits):,} hits: {code(made.place)}",
                f"{len(hits):,} 件のうち最初の {_MOST:,} 件: {code(made.place)}",
            )
        else:
            report.say(f"All hits: {code(made.place)}", f"すべての結果: {code(made.place)}")
    return report.result(desk.say("Workbook of hits", "検索結果の一覧"), changes)


def _hits(desk: Desk, report: Report, place: Place, wanted: _Wanted) -> Iterator[_Hit]:
    content = content_of(desk, report, place)
    if content is None:
        return
    if is_scan(content):
        report.skips.append(Skipped(place, SCAN))
    for passage in content.passages:
        if not wanted.in_text(passage.text):
            continue
        lines = [line for line in passage.text.splitlines() if wanted.in_text(line)]
        for line in lines or [" ".join(passage.text.split())]:
            yield _Hit(place, passage, line.strip())


def _tell(report: Report, text: str, found: tuple[list[_Hit], list[Place]], counts: tuple[int, int]) -> None:
    (hits, names), (readable, entries) = found, counts
    places = list(dict.fromkeys(hit.place for hit in hits))
    report.say(
        f"“{shown(text)}”: **{count_of(len(hits), 'hit')}** in {count_of(len(places), 'file')} "
        f"({readable} of {count_of(entries, 'file')} can hold words).",
        f"「{shown(text)}」: {len(places)} ファイルに **{len(hits)} 件**(全 {entries} 件のうち {readable} 件を検索)。",
    )
    if names:
        report.say("In the name:", "ファイル名に含むもの:")
        report.points([code(place) for place in names])
    rest = _SHOWN
    for place in places:
        inside = [hit for hit in hits if hit.place == place]
        if rest <= 0:
            break
        report.say(f"{code(place)} ({len(inside)})", f"{code(place)} ({len(inside)} 件)")
        report.points([f"{hit.passage.anchor}: {_excerpt(hit.line, text)}" for hit in inside], _SHOWN_IN_FILE)
        rest -= min(len(inside), _SHOWN_IN_FILE)
    if rest <= 0 and len(places) > 1:
        report.say(
            "The list is cut; ask for the workbook to get all.",
            "一部のみ表示しています。一覧ファイルですべて確認できます。",
        )
    report.evidence += [Evidence(str(h.place), h.passage.anchor, h.line[:300]) for h in hits[:_SHOWN]]


def _excerpt(line: str, text: str) -> str:
    """The words around the hit, safe inside Markdown."""
    at = max(folded(line).find(folded(text)), 0)
    start = max(0, at - _AROUND)
    cut = line[start : at + len(text) + _AROUND]
    shown_cut = shown(cut.replace("`", "‘"))
    return f"{'…' if start else ''}`{shown_cut}`{'…' if len(line) > start + len(cut) else ''}"


def _sheet(desk: Desk, hits: list[_Hit]) -> Sheet:
    header = (
        desk.say("File", "ファイル"),
        desk.say("Place", "場所"),
        desk.say("Kind", "種類"),
        desk.say("Line", "内容"),
    )
    rows: list[tuple[Value, ...]] = [(h.place.path, h.passage.anchor, h.passage.kind, h.line) for h in hits[:_MOST]]
    return Sheet(desk.say("Hits", "検索結果"), header, rows)


def _fills(phrase: Phrase) -> Mapping[str, str]:
    quoted = phrase.found(r"[\"'“「『](.+?)[\"'”」』]")
    words = (
        quoted
        or phrase.found(
            r"(?:search(?: for)?|find|look for|where is|which files? (?:mention|contain|say)s?)\s+(.+?)(?: in .*)?$"
        )
        or phrase.found(r"^(.+?)(?:を|という|が)(?:検索|探|さが|含)")
    )
    return {"text": words.strip(" ?.!。、"), "folder": str(phrase.folder.place) if phrase.folder else ""}


SEARCH = Recipe(
    id="files:search",
    title=Words("Search inside documents", "文書の中を検索"),
    summary=Words(
        "Finds words in workbooks, documents, slides, PDFs and mails, with the cell or page of each hit.",
        "Excel・Word・PDF・メールなどの中身を検索し、セルやページを示します。",
    ),
    icon="search",
    fields=(
        Field("text", Kind.TEXT, Words("Words", "探す言葉"), required=True),
        FOLDER,
        SUBFOLDERS,
        choice(
            "mode",
            Words("Find", "検索方法"),
            {
                "phrase": Words("exactly these words", "この並びのまま"),
                "all": Words("all words, anywhere in a passage", "すべての語を含む"),
            },
        ),
        Field("workbook", Kind.BOOL, Words("Also make a workbook of the hits", "結果を Excel にもまとめる"), "false"),
    ),
    keywords={
        r"\bsearch|\bfind\b|\blook for|\bwhere\b|\bwhich files?\b|検索|探し|探す|さがし|どこ|どのファイル": 3,
        r"\bcontain|\bmention|\bwords?\b|含む|書いて": 1,
    },
    work=_search,
    fills=_fills,
)
