"""Lines of text: where they may end. Rules for Japanese: JIS X 4051 (kinsoku), for the rest blanks and hyphens."""

from collections.abc import Sequence

_NOT_FIRST = frozenset(
    "、。，．,.・：；:;？！?!゛゜ヽヾゝゞ々ー’”）)〕］]｝}〉》」』】〙〗»‐゠–〜～ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ%％‰°℃"
)
_NOT_LAST = frozenset("‘“（(〔［[｛{〈《「『【〘〖«￥¥＄$£№#")
_TOGETHER = frozenset("…‥―—")


def is_wide(c: str) -> bool:
    """Whether a line may end on either side of a character as such: kanji, kana and their signs."""
    return "\u2e80" <= c <= "\ud7ff" or "\uf900" <= c <= "\ufaff" or "\uff00" <= c <= "\uffef" or c >= "\U00020000"


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if before.isspace():
        return not after.isspace()
    if after.isspace() or after in _NOT_FIRST or before in _NOT_LAST or (before == after and before in _TOGETHER):
        return False
    return is_wide(before) or is_wide(after) or (before == "-" and after.isalpha())


def broken(text: str, widths: Sequence[float], room: float) -> list[range]:
    """The lines of a text: ranges of its characters without the blanks at their ends.

    `widths` are those of the characters, in the unit of `room`. A word that fits into no line is cut. "\\n" and "\\v"
    end a line.
    """
    lines: list[range] = []
    start, chance, taken = 0, -1, 0.0
    index = 0
    while index < len(text):
        c = text[index]
        if c in "\n\v":
            lines.append(_trimmed(text, start, index))
            start, chance, taken, index = index + 1, -1, 0.0, index + 1
            continue
        if index > start and may_break(text[index - 1], c):
            chance = index
        if taken + widths[index] > room + 1e-6 and not c.isspace() and index > start:
            end = chance if chance > start else index
            lines.append(_trimmed(text, start, end))
            start = index = end
            chance, taken = -1, 0.0
            continue
        taken += widths[index]
        index += 1
    lines.append(_trimmed(text, start, len(text)))
    return lines


def _trimmed(text: str, start: int, end: int) -> range:
    while end > start and text[end - 1].isspace():
        end -= 1
    return range(start, end)
