"""files:rename: new names by a pattern, by replacing words, by case and width."""

import datetime
import re
from collections.abc import Mapping, Sequence

from agent.core.changes import Move
from agent.core.errors import InvalidArgumentsError
from agent.core.messages import Result
from agent.core.paths import Place, shown
from agent.core.ports import Entry
from agent.core.words import Words
from skills.form import FOLDER, Field, Form, Kind, choice
from skills.kit.gather import existing, files_below, in_turn, is_open, natural, wildcard
from skills.kit.names import FreeNames, split_name, valid_name
from skills.kit.report import OPEN, Report, Skipped, code, count_of
from skills.phrase import Phrase
from skills.recipe import Desk, Recipe, nothing_to_do

_TOKEN = re.compile(r"\{(\w+)(?::(\d{1,2}))?\}")
_TOKENS = ("name", "n", "date", "year", "month", "day", "ext", "folder")
# Full-width forms of characters that file names must not hold stay full-width.
_HALF = {
    code_point: code_point - 0xFEE0
    for code_point in range(0xFF01, 0xFF5F)
    if chr(code_point - 0xFEE0) not in '/\\:*?"<>|'
} | {0x3000: " "}
_UNUSABLE = Words("no name would remain", "名前が空になります")


def _rename(desk: Desk, form: Form) -> Result:
    """Moves within their folders. Two files may swap their names: the commit sees to it."""
    _check_pattern(form.text("pattern"))
    report = Report(desk)
    entries = _ordered_entries(report, form)
    locked = len(report.skips)
    wanted: dict[Place, str] = {}
    for number, entry in enumerate(in_turn(desk, entries)):
        name = _new_name(form, entry, int(form.number("start")) + number)
        if not name:
            report.skips.append(Skipped(entry.place, _UNUSABLE))
        elif name != entry.place.name and is_open(desk.files, entry.place):
            report.skips.append(Skipped(entry.place, OPEN))
        elif name != entry.place.name:
            wanted[entry.place] = name
    moves = _settled(desk, wanted)
    numbered = sum(wanted[move.place] != move.to.name for move in moves)
    _tell(report, moves, len(entries) - len(moves) - len(report.skips) + locked, numbered)
    title = desk.say(f"Rename {count_of(len(moves), 'file')}", f"{len(moves)} 件の名前を変更")
    return report.result(title, moves)


def _check_pattern(pattern: str) -> None:
    known = ", ".join(f"{{{token}}}" for token in _TOKENS)
    strange = [found[0] for found in _TOKEN.finditer(pattern) if found[1] not in _TOKENS]
    if strange or "{" in _TOKEN.sub("", pattern):
        shown_pattern = shown(strange[0] if strange else pattern)
        words = Words(
            f"{shown_pattern!r} is no part of a name. There are {known}; {{n:03}} has three digits.",
            f"「{shown_pattern}」は使えません。使えるのは {known}({{n:03}} は 3 桁)です。",
        )
        raise InvalidArgumentsError(words)


def _ordered_entries(report: Report, form: Form) -> list[Entry]:
    desk = report.desk
    named = [existing(desk, place) for place in form.places("files", desk.files)]
    folder = form.place("folder", desk.files)
    entries = named or files_below(report, folder, deep=form.yes("subfolders"), projects=False)
    entries = wildcard(entries, form.text("filter"))
    if not entries:
        raise nothing_to_do("No file fits this choice.", "条件に合うファイルがありません。")
    match form.text("order"):
        case "date":
            entries.sort(key=lambda e: (e.modified_ns, natural(e.place.path)))
        case "size":
            entries.sort(key=lambda e: (e.size, natural(e.place.path)))
    return entries


def _new_name(form: Form, entry: Entry, number: int) -> str:
    """The wished name, "" when nothing would remain. The ending always stays as it is."""
    stem, ending = split_name(entry.place.name)
    if find := form.text("find"):
        stem = stem.replace(find, form.text("replace"))
    if form.yes("half"):
        stem = stem.translate(_HALF)
    stem = _cased(stem, form.text("case"))
    name = _filled(form.text("pattern"), entry, stem, number)
    whole = name if ending and name.casefold().endswith(ending.casefold()) else name + ending
    if whole == entry.place.name:
        return whole
    return valid_name(whole) if name.strip(" .") and whole != ending else ""


def _cased(stem: str, case: str) -> str:
    match case:
        case "lower":
            return stem.lower()
        case "upper":
            return stem.upper()
        case "title":
            return re.sub(r"[^\W\d_]+", lambda word: word[0][0].upper() + word[0][1:].lower(), stem)
    return stem


def _filled(pattern: str, entry: Entry, stem: str, number: int) -> str:
    day = datetime.datetime.fromtimestamp(entry.modified_ns / 1e9).astimezone()
    values = {
        "name": stem,
        "date": f"{day:%Y-%m-%d}",
        "year": f"{day:%Y}",
        "month": f"{day:%m}",
        "day": f"{day:%d}",
        "ext": split_name(entry.place.name)[1].lstrip("."),
        "folder": entry.place.parent.name,
    }
    return _TOKEN.sub(lambda t: str(number).zfill(int(t[2] or 0)) if t[1] == "n" else values[t[1]], pattern)


def _settled(desk: Desk, wanted: Mapping[Place, str]) -> list[Move]:
    """Moves to free names. A name that another file gives up counts as free."""
    free = FreeNames(desk.files, frozenset(wanted))
    moves = [Move(place, free.claim(place.parent, name)) for place, name in wanted.items()]
    return [move for move in moves if move.place != move.to]


def _tell(report: Report, moves: Sequence[Move], same: int, numbered: int) -> None:
    if not moves and any(skip.why is OPEN for skip in report.skips):
        report.say("No name was changed.", "名前は変更していません。")
        return
    if not moves:
        report.say("Nothing to rename: all names are as wished.", "変更する名前はありません。")
        return
    report.say(f"**{count_of(len(moves), 'new name')}**:", f"**{len(moves)} 件**の名前を変更します。")
    report.points([f"{code(move.place)} → `{shown(move.to.name)}`" for move in moves])
    if same:
        report.say(f"{count_of(same, 'file')} already named so.", f"{same} 件は変更不要です。")
    if numbered:
        report.say(
            f"{count_of(numbered, 'file')} got a number, because the name was taken.",
            f"名前が重なるため、{numbered} 件に番号を付けました。",
        )


def _fills(phrase: Phrase) -> Mapping[str, str]:
    values = {"files": phrase.lines(), "folder": str(phrase.folder.place) if phrase.folder else ""}
    quoted = re.search(r"[\"'“「](.+?)[\"'”」].*?[\"'“「](.*?)[\"'”」]", phrase.text)
    if quoted and phrase.says("replace|置換|置き換え|変え|変更"):
        values |= {"find": quoted[1], "replace": quoted[2]}
    if ending := phrase.found(r"\*?\.(jpe?g|png|pdf|xlsx|docx|txt|csv|mp4|heic)\b"):
        values |= {} if phrase.files else {"filter": f"*.{ending}"}
    if phrase.says(r"\bnumber|連番|番号|通し番号"):
        values["pattern"] = "{n:03}_{name}"
    if phrase.says(r"\bdate\b|日付"):
        values["pattern"] = "{date}_{name}"
    if phrase.says(r"half.?width|半角"):
        values["half"] = "true"
    if phrase.says(r"lower.?case|小文字"):
        values["case"] = "lower"
    return values


RENAME = Recipe(
    id="files:rename",
    title=Words("Rename many files", "ファイル名をまとめて変更"),
    summary=Words(
        "New names by a pattern, by replacing words, by case or width. Every name is shown first.",
        "書式・置換・大文字小文字・全角半角で名前を一括変更します。事前に一覧で確認できます。",
    ),
    icon="text-cursor-input",
    fields=(
        FOLDER,
        Field("files", Kind.FILES, Words("Only these files", "対象ファイル(任意)")),
        Field(
            "filter", Kind.TEXT, Words("Only names like", "対象の名前"), help=Words("*.jpg; IMG_*", "例: *.jpg; IMG_*")
        ),
        Field(
            "pattern",
            Kind.TEXT,
            Words("New name", "新しい名前"),
            "{name}",
            Words(
                "{name} {n:03} {date} {year} {month} {day} {folder} {ext}; the ending stays.",
                "{name} 元の名前、{n:03} 連番、{date} {year} {month} {day} 更新日、{folder} フォルダー名。"
                "拡張子はそのままです。",
            ),
        ),
        Field("find", Kind.TEXT, Words("Replace in the name", "置き換える文字")),
        Field("replace", Kind.TEXT, Words("with", "置き換え後")),
        choice(
            "case",
            Words("Letters", "大文字と小文字"),
            {
                "keep": Words("As they are", "そのまま"),
                "lower": Words("all small", "小文字"),
                "upper": Words("ALL CAPITAL", "大文字"),
                "title": Words("Each Word", "単語の先頭を大文字"),
            },
        ),
        Field("half", Kind.BOOL, Words("Full-width letters and digits to half-width", "全角英数字を半角に"), "false"),
        Field("start", Kind.NUMBER, Words("First number", "連番の開始"), "1"),
        choice(
            "order",
            Words("Number by", "連番の順序"),
            {"name": Words("Name", "名前"), "date": Words("Last change", "更新日"), "size": Words("Size", "サイズ")},
        ),
        Field("subfolders", Kind.BOOL, Words("Also files in subfolders", "サブフォルダー内も"), "false"),
    ),
    keywords={
        r"\brename|\bnew names?|リネーム|名前.{0,6}(変更|変え|付け)|ファイル名": 4,
        r"連番|half.?width|全角|半角|file ?names?": 2,
        r"\breplace|置換|置き換え": 2,
    },
    work=_rename,
    fills=_fills,
)
