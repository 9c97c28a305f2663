"""What a Recipe says in the end: short, honest Markdown in the person's language, and the same for the model."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.core.changes import Change, ChangeSet
from agent.core.errors import InvalidArgumentsError, ToolError
from agent.core.messages import Evidence, Result, Text
from agent.core.paths import Place, shown
from agent.core.words import Words
from skills.recipe import Desk

_SHOWN = 12
_WHY = {
    "encrypted": Words("need a password", "パスワードが必要です"),
    "broken": Words("broken", "壊れています"),
    "empty": Words("empty", "空のファイルです"),
    "wrong_type": Words("not what the name says", "拡張子と中身が一致しません"),
    "unknown_kind": Words("of a kind that cannot be read", "対応していない形式です"),
    "too_large": Words("too large", "大きすぎます"),
    "not_found": Words("gone", "見つかりません"),
    "open_quote": Words("a quotation mark in it never ends", '閉じられていない引用符 (") があります'),
    "unreadable": Words("cannot be read", "読み取れません"),
}
SCAN = Words("no text in it (a scan)", "文字情報がありません(スキャン画像)")
NO_TABLE = Words("no table in it", "表がありません")
UNSOLVED = Words(
    "only formulas without results: save it in a spreadsheet program first",
    "計算結果のない数式だけです。表計算ソフトで保存し直してください",
)
EARLIER = Words("an earlier result", "以前の結果ファイルです")
UNOPENED = {  # kinds of entries that are told although nothing can be done with them
    "locked": Words("a folder that cannot be opened", "開けないフォルダーです"),
    "placeholder": Words("only in the cloud: download it first", "クラウドだけにあるため、先にダウンロードが必要です"),
    "mount": Words("another disk or folder: grant it by itself", "別のディスクかフォルダーのため、別に追加が必要です"),
}
OPEN = Words("open in another program", "ほかのプログラムで開かれています")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out, and why."""

    place: Place
    why: Words


def skipped(place: Place, error: ToolError) -> Skipped:
    """A file that could not be read, or not be worked on in this way."""
    if error.code == InvalidArgumentsError.code:
        return Skipped(place, Words(str(error).rstrip("."), "この形式では処理できません"))
    return Skipped(place, _WHY.get(error.code) or Words(error.words.en.rstrip("."), error.words.ja.rstrip("。")))


@dataclass(slots=True)
class Report:
    """Lines that gather while a Recipe works."""

    desk: Desk
    lines: list[str] = field(default_factory=list)
    skips: list[Skipped] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    def say(self, en: str, ja: str) -> None:
        """Add a paragraph."""
        self.lines.append(self.desk.say(en, ja))

    def points(self, points: Sequence[str], most: int = _SHOWN) -> None:
        """Add a list; what is over `most` becomes a number."""
        shown_points = [f"- {point}" for point in points[:most]]
        rest = len(points) - most
        if rest > 0:
            shown_points.append(self.desk.say(f"- … and {rest} more", f"- … ほか {rest} 件"))
        if shown_points:
            self.lines.append("\n".join(shown_points))

    def folder(self, place: Place) -> str:
        """A folder in Markdown, safe to show: a Root by its name."""
        return code_of(self.desk.files.called(place))

    def result(self, title: str, changes: Sequence[Change] = ()) -> Result:
        """The Result, with what was left out at the end."""
        self._tell_skips()
        text = "\n\n".join(self.lines)
        made = ChangeSet(title, tuple(changes)) if changes else None
        return Result((Text(text),), text, made, tuple(self.evidence))

    def _tell_skips(self) -> None:
        """A line for each reason, with the files that it is true of."""
        if not self.skips:
            return
        self.say(f"**Left out: {len(self.skips)}**", f"**対象外: {len(self.skips)} 件**")
        reasons: dict[str, list[Place]] = {}
        for skip in self.skips:
            reasons.setdefault(skip.why.text(self.desk.language), []).append(skip.place)
        self.points([f"{why}: {self._named(places)}" for why, places in reasons.items()])

    def _named(self, places: Sequence[Place]) -> str:
        rest = len(places) - _SHOWN
        more = self.desk.say(f" … and {rest} more", f" … ほか {rest} 件") if rest > 0 else ""
        return ", ".join(code(place) for place in places[:_SHOWN]) + more


def code(place: Place) -> str:
    """A Place in Markdown, safe to show."""
    return code_of(str(place))


def code_of(name: str) -> str:
    """A name in Markdown, safe to show."""
    return f"`{shown(name).replace('`', chr(0x2018))}`"


def count_of(number: int, one: str, many: str = "") -> str:
    """ "1 file", "3 files"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size_of(size: int) -> str:
    """Bytes as people read them."""
    amount = float(size)
    for unit in ("B", "KB", "MB", "GB"):
        if amount < 1024 or unit == "GB":
            break
        amount /= 1024
    return f"{amount:,.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:,.1f} {unit}"
