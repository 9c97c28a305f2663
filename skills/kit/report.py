"""What a Recipe says in the end: short, honest Markdown in the person's language, and the same for the model."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.core.changes import Change, ChangeSet
from agent.core.errors import ToolError
from agent.core.messages import Evidence, Result, Text
from agent.core.paths import Place, shown
from skills.form import Words
from skills.recipe import Desk

_SHOWN = 12
_WHY = {
    "encrypted": Words("needs a password", "パスワードが必要です"),
    "broken": Words("is broken", "壊れています"),
    "empty": Words("is empty", "空のファイルです"),
    "wrong_type": Words("is not what its name says", "拡張子と中身が一致しません"),
    "unknown_kind": Words("is of a kind that cannot be read", "対応していない形式です"),
    "too_large": Words("is too large", "大きすぎます"),
    "not_found": Words("is gone", "見つかりません"),
    "unreadable": Words("cannot be read", "読み取れません"),
}
SCAN = Words("holds no text (a scan)", "文字情報がありません(スキャン画像)")
EMPTY = Words("is empty", "空のファイルです")
OPEN = Words("is open in another program", "ほかのプログラムで開かれています")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out, and why."""

    place: Place
    why: Words


def skipped(place: Place, error: ToolError) -> Skipped:
    """A file that could not be read."""
    return Skipped(place, _WHY.get(error.code) or Words(str(error).rstrip("."), str(error)))


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

    def result(self, title: str, changes: Sequence[Change] = ()) -> Result:
        """The Result, with what was left out at the end."""
        self._tell_skips()
        text = "\n\n".join(self.lines)
        made = ChangeSet(title, tuple(changes)) if changes else None
        return Result((Text(text),), text, made, tuple(self.evidence))

    def _tell_skips(self) -> None:
        if self.skips:
            count = len(self.skips)
            self.say(f"**Left out: {count}**", f"**対象外: {count} 件**")
            self.points([f"{code(skip.place)}: {skip.why.text(self.desk.language)}" for skip in self.skips])


def code(place: Place) -> str:
    """A Place in Markdown, safe to show."""
    return f"`{shown(str(place)).replace('`', chr(0x2018))}`"


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
