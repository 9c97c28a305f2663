"""files:duplicates: files with the same bytes; one of each stays."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from agent.core.changes import Change, Delete, Move
from agent.core.errors import ToolError
from agent.core.messages import Result
from agent.core.paths import Place
from agent.core.ports import Entry
from agent.core.words import Words
from skills.form import FOLDER, Field, Form, Kind, choice
from skills.kit.gather import files_below, in_turn, is_open, natural
from skills.kit.names import FreeNames, valid_name
from skills.kit.report import OPEN, Report, Skipped, code, count_of, size_of, skipped
from skills.phrase import Phrase
from skills.recipe import Desk, Fit, Recipe

_FOLDER = Words("Duplicates", "重複")
_MAYBE = Words("{count} {count:file|files} may be duplicates.", "重複の可能性が {count} 件あります。")


def _duplicates(desk: Desk, form: Form) -> Result:
    """Moves into a folder of duplicates, or deletions; files of no bytes are not counted as copies."""
    folder = form.place("folder", desk.files)
    aside = folder.child(_FOLDER.text(desk.language))
    report = Report(desk)
    entries = files_below(report, folder, deep=form.yes("subfolders"), projects=False)
    entries = [e for e in entries if not any(e.place.within(folder.child(w)) for w in (_FOLDER.en, _FOLDER.ja))]
    groups = _groups(desk, report, [e for e in entries if e.size])
    changes: list[Change] = []
    told: list[str] = []
    freed, free = 0, FreeNames(desk.files)
    for digest, group in groups:
        kept, *others = sorted(group, key=lambda e: _rank(form.text("keep"), e))
        copies = [e for e in others if not _is_held(desk, report, e)]
        for copy in copies:
            changes.append(_change(copy, digest, form, folder, aside, free))
            freed += copy.size
        if copies:
            told.append(
                desk.say("keep", "残す") + f" {code(kept.place)} ← " + ", ".join(code(e.place) for e in copies[:4])
            )
    _tell(report, form, told, (len(changes), freed), (aside, sum(not e.size for e in entries)))
    title = desk.say(f"Set aside {count_of(len(changes), 'duplicate')}", f"重複 {len(changes)} 件を整理")
    return report.result(title, changes)


def _groups(desk: Desk, report: Report, entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """Files with equal bytes, in order of their first path. Only files of equal size are read."""
    by_size: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_size[entry.size].append(entry)
    suspects = [entry for entry in entries if len(by_size[entry.size]) > 1]
    by_hash: dict[str, list[Entry]] = defaultdict(list)
    for entry in in_turn(desk, suspects):
        try:
            by_hash[desk.files.sha256(entry.place)].append(entry)
        except ToolError as error:
            report.skips.append(skipped(entry.place, error))
    return [(digest, group) for digest, group in by_hash.items() if len(group) > 1]


def _rank(keep: str, entry: Entry) -> tuple[object, ...]:
    path = natural(entry.place.path)
    match keep:
        case "newest":
            return (-entry.modified_ns, path)
        case "shortest":
            return (len(entry.place.path), path)
        case "first":
            return (path,)
    return (entry.modified_ns, path)


def _is_held(desk: Desk, report: Report, entry: Entry) -> bool:
    held = is_open(desk.files, entry.place)
    if held:
        report.skips.append(Skipped(entry.place, OPEN))
    return held


def _change(copy: Entry, digest: str, form: Form, folder: Place, aside: Place, free: FreeNames) -> Change:
    if form.text("action") == "delete":
        return Delete(copy.place, digest)
    inside = copy.place.parent.path[len(folder.path) :].strip("/")
    inside = "/".join(valid_name(name) or "_" for name in inside.split("/") if name)
    return Move(copy.place, free.claim(aside.child(inside), copy.place.name))


def _tell(report: Report, form: Form, told: list[str], sums: tuple[int, int], rest: tuple[Place, int]) -> None:
    (count, freed), (aside, empty) = sums, rest
    if not count and any(skip.why is OPEN for skip in report.skips):
        report.say("No duplicate was set aside.", "重複ファイルは移動していません。")
    elif not count:
        report.say("No two files here have the same contents.", "同じ内容のファイルはありません。")
    elif form.text("action") == "delete":
        report.say(
            f"**{count_of(count, 'duplicate')}** of {count_of(len(told), 'file')} deleted: {size_of(freed)} freed.",
            f"{len(told)} 種類のファイルの重複 **{count} 件**({size_of(freed)})を削除します。",
        )
    else:
        report.say(
            f"**{count_of(count, 'duplicate')}** of {count_of(len(told), 'file')} ({size_of(freed)}) moved to "
            f"{code(aside)}, each below the folder it came from.",
            f"{len(told)} 種類のファイルの重複 **{count} 件**({size_of(freed)})を、"
            f"元のフォルダー構成のまま {code(aside)} に移します。",
        )
    report.points(told)
    if empty:
        report.say(f"{count_of(empty, 'empty file')} not compared.", f"空のファイル {empty} 件は比較していません。")


def _fits(entries: Sequence[Entry]) -> Fit | None:
    sizes = [e.size for e in entries if e.kind == "file" and e.size > 1000]
    twins = len(sizes) - len(set(sizes))
    if twins < 2:
        return None
    return Fit(30 + min(twins, 30), _MAYBE.of(count=twins), {})


def _fills(phrase: Phrase) -> Mapping[str, str]:
    values = {"folder": str(phrase.folder.place) if phrase.folder else ""}
    if phrase.says(r"newest|latest|新しい(方|ほう|もの)を残|最新を残"):
        values["keep"] = "newest"
    if phrase.says(r"delete|remove|削除|消し"):
        values["action"] = "delete"
    return values


DUPLICATES = Recipe(
    id="files:duplicates",
    title=Words("Find duplicate files", "重複ファイルを探す"),
    summary=Words(
        "Finds files with exactly the same contents, keeps one of each and sets the others aside.",
        "内容が完全に同じファイルを探し、1 つを残してほかをまとめます。",
    ),
    icon="copy",
    fields=(
        FOLDER,
        choice(
            "keep",
            Words("Keep", "残すもの"),
            {
                "oldest": Words("the oldest", "最も古いもの"),
                "newest": Words("the newest", "最も新しいもの"),
                "shortest": Words("the one with the shortest path", "パスが最も短いもの"),
                "first": Words("the one in the first folder", "最初のフォルダーのもの"),
            },
        ),
        choice(
            "action",
            Words("The others", "ほかのファイル"),
            {
                "move": Words("move to “Duplicates”", "「重複」フォルダーに移す"),
                "delete": Words("delete (can be undone)", "削除(元に戻せます)"),
            },
        ),
        Field("subfolders", Kind.BOOL, Words("Look into subfolders", "サブフォルダーも対象"), "true"),
    ),
    keywords={
        r"duplicat|\bdedup|same (file|content)|重複|ダブり|同じ(ファイル|内容)|同一": 4,
        r"\bfiles?\b|\bphotos?\b|ファイル|写真": 1,
    },
    work=_duplicates,
    fits=_fits,
    fills=_fills,
)
