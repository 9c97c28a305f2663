"""files:organise: sort files into folders by kind and date."""

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from agent.core.changes import Move
from agent.core.messages import Result
from agent.core.paths import Place
from agent.core.ports import Entry
from agent.core.words import Words
from skills.form import FOLDER, Field, Form, Kind, choice
from skills.kit.gather import files_below, in_turn, is_open
from skills.kit.kinds import kind_of
from skills.kit.names import FreeNames, same_name
from skills.kit.report import OPEN, Report, Skipped, code, count_of
from skills.phrase import Phrase
from skills.recipe import Desk, Fit, Recipe

_RULES: Mapping[str, tuple[str, ...]] = {
    "kind": ("kind",),
    "kind_year": ("kind", "year"),
    "kind_month": ("kind", "month"),
    "year": ("year",),
    "month": ("month",),
    "month_kind": ("month", "kind"),
}
_IN_NAME = re.compile(r"(?<!\d)(19[89]\d|20\d\d)([-_. ]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_MANY = 15


def _organise(desk: Desk, form: Form) -> Result:
    """Moves, one for each file that is not yet where its rule wants it."""
    folder = form.place("folder", desk.files)
    report, free = Report(desk), FreeNames(desk.files)
    entries = files_below(report, folder, deep=form.yes("subfolders"), projects=False)
    moves: list[Move] = []
    groups: Counter[Place] = Counter()
    right = 0
    for entry in in_turn(desk, entries):
        target = _target(desk, form, folder, entry)
        if _is_below(entry.place, target):
            right += 1
        elif is_open(desk.files, entry.place):
            report.skips.append(Skipped(entry.place, OPEN))
        else:
            moves.append(Move(entry.place, free.claim(target, entry.place.name)))
            groups[target] += 1
    _tell(report, folder, groups, right, sum(move.place.name != move.to.name for move in moves))
    title = desk.say(f"Organise {count_of(len(moves), 'file')} into folders", f"{len(moves)} 件のファイルを整理")
    return report.result(title, moves)


def _target(desk: Desk, form: Form, folder: Place, entry: Entry) -> Place:
    day = _day(entry, by_name=form.text("date") == "name")
    names = {
        "kind": kind_of(entry.place).words.text(desk.language),
        "year": f"{day:%Y}",
        "month": f"{day:%Y-%m}",
    }
    return folder.child("/".join(names[part] for part in _RULES[form.text("rule")]))


def _day(entry: Entry, *, by_name: bool) -> datetime.date:
    """The day in the file's name ("2026-04-01", "IMG_20260401") when asked for, else the day of its last change."""
    found = _IN_NAME.search(entry.place.name) if by_name else None
    if found:
        try:
            return datetime.date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:
            pass
    return datetime.datetime.fromtimestamp(entry.modified_ns / 1e9).astimezone().date()


def _is_below(place: Place, folder: Place) -> bool:
    """Like `Place.within`, but "documents" is "Documents": on many systems they are one folder."""
    return same_name(place.path).startswith(same_name(folder.path) + "/")


def _tell(report: Report, folder: Place, groups: Counter[Place], right: int, renamed: int) -> None:
    moved = groups.total()
    if not moved and any(skip.why is OPEN for skip in report.skips):
        report.say("No file was moved.", "移動したファイルはありません。")
    elif not moved:
        report.say(
            "Nothing to move: every file is where it belongs.", "移動するファイルはありません。すべて整理済みです。"
        )
    else:
        report.say(
            f"**{count_of(moved, 'file')}** into {count_of(len(groups), 'folder')} of {report.folder(folder)}:",
            f"**{moved} 件**のファイルを {report.folder(folder)} の {len(groups)} 個のフォルダーに分けます。",
        )
        report.points([f"{code(group)}: {count}" for group, count in sorted(groups.items())], 20)
    if right:
        report.say(f"{count_of(right, 'file')} already there.", f"{right} 件はすでに正しい場所にあります。")
    if renamed:
        report.say(
            f"{count_of(renamed, 'file')} got a number, because the name was taken.",
            f"同名のファイルがあるため、{renamed} 件に番号を付けました。",
        )


def _fits(entries: Sequence[Entry]) -> Fit | None:
    loose = [e for e in entries if e.kind == "file" and e.place.parent.path == ""]
    kinds = {kind_of(e.place).key for e in loose}
    if len(loose) < _MANY or len(kinds) < 3:
        return None
    words = Words(
        "{count} {count:file|files} of {kinds} {kinds:kind|kinds} lie loose here.",
        "{count} 件({kinds} 種類)のファイルが散らばっています。",
    ).of(count=len(loose), kinds=len(kinds))
    return Fit(50, words, {"rule": "kind"})


def _fills(phrase: Phrase) -> Mapping[str, str]:
    kind = phrase.says(r"\bkind|\btype|種類|拡張子|形式")
    month = phrase.says(r"\bmonth|月別|月ごと|年月|\bdate|日付")
    year = phrase.says(r"\byear|年別|年ごと")
    rule = "month" if month else "year" if year else "kind"
    if kind and rule != "kind":
        rule = f"kind_{rule}"
    values = {"rule": rule, "folder": str(phrase.folder.place) if phrase.folder else ""}
    return values | ({"subfolders": "true"} if phrase.says("subfolder|サブフォルダ") else {})


ORGANISE = Recipe(
    id="files:organise",
    title=Words("Organise files into folders", "ファイルをフォルダーに整理"),
    summary=Words(
        "Sorts files into folders by kind, year or month. Nothing is deleted.",
        "種類や年月ごとのフォルダーに分けます。削除はしません。",
    ),
    icon="folder-tree",
    fields=(
        FOLDER,
        choice(
            "rule",
            Words("Sort by", "分け方"),
            {
                "kind": Words("Kind (Documents, Pictures …)", "種類(文書、画像…)"),
                "kind_year": Words("Kind, then year", "種類 → 年"),
                "kind_month": Words("Kind, then month", "種類 → 年月"),
                "year": Words("Year", "年"),
                "month": Words("Month", "年月"),
                "month_kind": Words("Month, then kind", "年月 → 種類"),
            },
        ),
        choice(
            "date",
            Words("Date to use", "使う日付"),
            {
                "modified": Words("Last change", "更新日"),
                "name": Words("In the name, else last change", "ファイル名の日付(なければ更新日)"),
            },
        ),
        Field(
            "subfolders",
            Kind.BOOL,
            Words("Also files in subfolders", "サブフォルダー内のファイルも"),
            "false",
            Words(
                "Files in subfolders are brought into the same order.",
                "サブフォルダー内のファイルも同じ分け方で移動します。",
            ),
        ),
    ),
    keywords={
        r"organi[sz]e|\bsort\b|\btidy|\bclean up|\barrange|整理|片付|片づけ|仕分け|分類|振り分け": 3,
        r"\bfiles?\b|\bfolders?\b|\bdownloads?\b|\bdesktop\b|ファイル|フォルダ|ダウンロード|デスクトップ": 1,
        r"\bby (kind|type|date|month|year)|(種類|日付|月|年)(別|ごと)": 2,
    },
    work=_organise,
    fits=_fits,
    fills=_fills,
)
