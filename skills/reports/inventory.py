"""reports:inventory: what a folder holds, as a workbook of every file and a short Word report."""

import datetime
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.core.changes import Change, Create
from agent.core.documents import Value
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.messages import Result
from agent.core.paths import Place, shown
from agent.core.ports import Entry
from agent.core.words import Words
from skills.form import FOLDER, SUBFOLDERS, Field, Form, Kind
from skills.kit.book import Sheet, new_book
from skills.kit.gather import in_turn, tree
from skills.kit.kinds import KINDS, FileKind, kind_of
from skills.kit.names import FreeNames
from skills.kit.reading import READABLE
from skills.kit.report import UNOPENED, Report, Skipped, code, count_of, size_of, skipped
from skills.phrase import Phrase
from skills.recipe import Desk, Recipe, nothing_to_do

_LISTED = 10
_MOST_EMPTY = 100
# Reading costs about 20 ms a document; beyond this the list would keep a person waiting.
_MOST_READ = 300


@dataclass(slots=True)
class _Holdings:
    """Files and folders, with what was read of the documents."""

    files: list[Entry]
    folders: list[Entry]
    unopened: list[Entry]
    facts: dict[Place, str] = field(default_factory=dict)

    def by_kind(self) -> list[tuple[FileKind, list[Entry]]]:
        """Kinds that are there, the one with the most bytes first."""
        groups: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.files:
            groups[kind_of(entry.place).key].append(entry)
        found = [(kind, groups[kind.key]) for kind in KINDS if kind.key in groups]
        return sorted(found, key=lambda pair: -sum(entry.size for entry in pair[1]))

    def empty_folders(self) -> list[Entry]:
        """Folders without any file below them, of those whose contents can be seen."""
        held = (*self.files, *self.unopened)
        return [f for f in self.folders if not any(e.place.within(f.place) for e in held)]


def _inventory(desk: Desk, form: Form) -> Result:
    """A workbook and, when wished, a Word report."""
    folder = form.place("folder", desk.files)
    entries = list(tree(desk.files, folder, deep=form.yes("subfolders")))
    unopened = [e for e in entries if e.kind in UNOPENED]
    files, folders = ([e for e in entries if e.kind == kind] for kind in ("file", "folder"))
    holdings = _Holdings(files, folders, unopened)
    if not entries:
        raise nothing_to_do("The folder is empty.", "フォルダーは空です。")
    report = Report(desk)
    report.skips += [Skipped(e.place, UNOPENED[e.kind]) for e in unopened]
    if form.yes("details"):
        _read_facts(desk, report, holdings)
    title = desk.say(f"Inventory {desk.today}", f"ファイル一覧 {desk.today}")
    changes: list[Change] = [new_book(desk, folder, title, [_files(desk, holdings), _kinds(desk, holdings)])]
    if form.yes("document"):
        changes.append(_document(desk, folder, title, holdings))
    _tell(report, holdings, changes)
    return report.result(title, changes)


def _read_facts(desk: Desk, report: Report, holdings: _Holdings) -> None:
    readable = [entry for entry in holdings.files if entry.place.suffix in READABLE]
    for entry in in_turn(desk, readable[:_MOST_READ]):
        try:
            content = desk.documents.read(desk.files.snapshot(entry.place).path, count=1)
        except (UnreadableError, InvalidArgumentsError) as error:
            report.skips.append(skipped(entry.place, error))
        else:
            holdings.facts[entry.place] = "; ".join(fact.text(desk.language) for fact in content.facts[:3])
    rest = len(readable) - _MOST_READ
    if rest > 0:
        report.say(f"Details of {rest} more documents were not read.", f"残り {rest} 件の文書の詳細は読んでいません。")


def _modified(entry: Entry) -> datetime.datetime:
    moment = datetime.datetime.fromtimestamp(entry.modified_ns / 1e9).astimezone()
    return moment.replace(tzinfo=None, microsecond=0)


def _files(desk: Desk, holdings: _Holdings) -> Sheet:
    header = (
        desk.say("Folder", "フォルダー"), desk.say("Name", "名前"), desk.say("Kind", "種類"),
        desk.say("Bytes", "バイト数"), desk.say("Modified", "更新日時"), desk.say("Details", "詳細"),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = [
        (
            shown(entry.place.parent.path),
            shown(entry.place.name),
            kind_of(entry.place).words.text(desk.language),
            entry.size,
            _modified(entry),
            holdings.facts.get(entry.place, ""),
        )
        for entry in holdings.files
    ]
    return Sheet(desk.say("Files", "ファイル"), header, rows, formats={3: "#,##0", 4: "yyyy-mm-dd hh:mm"})


def _kinds(desk: Desk, holdings: _Holdings) -> Sheet:
    header = (desk.say("Kind", "種類"), desk.say("Files", "件数"), desk.say("Bytes", "バイト数"))
    rows: list[tuple[Value, ...]] = [
        (kind.words.text(desk.language), len(entries), sum(entry.size for entry in entries))
        for kind, entries in holdings.by_kind()
    ]
    rows.append((desk.say("All", "合計"), len(holdings.files), sum(entry.size for entry in holdings.files)))
    return Sheet(desk.say("Kinds", "種類別"), header, rows, formats={2: "#,##0"})


def _document(desk: Desk, folder: Place, title: str, holdings: _Holdings) -> Create:
    target = desk.files.stage(".docx")
    blocks = _blocks(desk, folder, holdings)
    desk.documents.create({"title": title, "language": desk.language, "blocks": blocks}, target)
    return Create(FreeNames(desk.files).claim(folder, f"{title}.docx"), desk.files.staged(target))


def _blocks(desk: Desk, folder: Place, holdings: _Holdings) -> list[Mapping[str, object]]:
    largest = sorted(holdings.files, key=lambda e: (-e.size, e.place))[:_LISTED]
    oldest = sorted(holdings.files, key=lambda e: (e.modified_ns, e.place))[:_LISTED]
    file, size = desk.say("File", "ファイル"), desk.say("Size", "サイズ")
    kinds = [
        [kind.words.text(desk.language), f"{len(entries):,}", size_of(sum(e.size for e in entries))]
        for kind, entries in holdings.by_kind()
    ]
    blocks: list[Mapping[str, object]] = [
        {"paragraph": _sentence(desk, folder, holdings)},
        {"heading": desk.say("By kind", "種類別"), "level": 1},
        {"table": [[desk.say("Kind", "種類"), desk.say("Files", "件数"), size], *kinds]},
        {"heading": desk.say("Largest files", "大きいファイル"), "level": 1},
        {"table": [[file, size], *([_literal(e.place.path), size_of(e.size)] for e in largest)]},
        {"heading": desk.say("Oldest files", "古いファイル"), "level": 1},
        {
            "table": [
                [file, desk.say("Modified", "更新日")],
                *([_literal(e.place.path), f"{_modified(e):%Y-%m-%d}"] for e in oldest),
            ]
        },
    ]
    if empty := holdings.empty_folders():
        blocks.append({"heading": desk.say("Empty folders", "空のフォルダー"), "level": 1})
        blocks.append({"bullets": [_literal(entry.place.path) for entry in empty[:_MOST_EMPTY]]})
    return blocks


def _literal(path: str) -> str:
    """A path in a document whose texts are Markdown: "a_b*.txt" keeps its characters."""
    return re.sub(r"([\\`*_\[\]<>~&|])", r"\\\1", shown(path))


def _sentence(desk: Desk, folder: Place, holdings: _Holdings) -> str:
    total = size_of(sum(entry.size for entry in holdings.files))
    name = _literal(desk.files.called(folder))
    return desk.say(
        f"{name}: {count_of(len(holdings.files), 'file')} in {count_of(len(holdings.folders), 'subfolder')}, "
        f"{total} in all, as of {desk.today}.",
        f"{name}: ファイル {len(holdings.files)} 件、サブフォルダー {len(holdings.folders)} 個、"
        f"合計 {total}({desk.today} 現在)。",
    )


def _tell(report: Report, holdings: _Holdings, changes: Sequence[Change]) -> None:
    places = ", ".join(code(change.place) for change in changes)
    total = size_of(sum(entry.size for entry in holdings.files))
    report.say(
        f"{places}: **{count_of(len(holdings.files), 'file')}**, {total}.",
        f"{places}: **{len(holdings.files)} 件**、{total}。",
    )
    language = report.desk.language
    report.points([f"{kind.words.text(language)}: {len(entries)}" for kind, entries in holdings.by_kind()])
    empty = len(holdings.empty_folders())
    if empty:
        report.say(f"{count_of(empty, 'empty folder')}.", f"空のフォルダーが {empty} 個あります。")


def _fills(phrase: Phrase) -> Mapping[str, str]:
    return {"folder": str(phrase.folder.place) if phrase.folder else ""}


INVENTORY = Recipe(
    id="reports:inventory",
    title=Words("Inventory of a folder", "フォルダーの一覧を作成"),
    summary=Words(
        "Lists every file in a workbook and sums the folder up in a Word report.",
        "すべてのファイルを Excel に一覧し、概要を Word にまとめます。",
    ),
    icon="clipboard-list",
    fields=(
        FOLDER,
        SUBFOLDERS,
        Field("details", Kind.BOOL, Words("Pages and sheets of documents", "文書のページ数・シート名も"), "true"),
        Field("document", Kind.BOOL, Words("Also a Word report", "Word の概要も作る"), "true"),
    ),
    keywords={
        r"\binventory|\blist (?:all|of|every)|\boverview|\bsummar|一覧|棚卸|目録|リスト|概要": 3,
        r"\bfolder|\bfiles?\b|フォルダ|ファイル": 1,
    },
    work=_inventory,
    fills=_fills,
)
