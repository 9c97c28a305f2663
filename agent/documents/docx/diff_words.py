"""What differs between two texts, in words: of Latin letters by blanks, of Japanese by runs of one script."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(
    r"\d+(?:[.,:/-]\d+)*"  # a number, a date, a time
    r"|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f々]+(?:['’-][^\W\d_\u3040-\u30ff\u3400-\u9fff]+)*"
    r"|[\u3400-\u9fff々]+|[\u3041-\u309f]+|[\u30a0-\u30ff\uff66-\uff9fー]+"
    r"|\s|.",
    re.DOTALL,
)
_WIDE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff々]")
_MOST = 4_000


@dataclass(frozen=True, slots=True)
class Hunk:
    """Items start:end of the old are replaced by items new_start:new_end of the new."""

    start: int
    end: int
    new_start: int
    new_end: int


def tokens(text: str) -> list[str]:
    """The words of a text, with what stands between them; joined they are the text."""
    return _TOKEN.findall(text)


def hunks(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Hunk]:
    """What differs between two lists, in order. Very long ones are told as one difference between equal ends."""
    begin, limit = 0, min(len(old), len(new))
    while begin < limit and old[begin] == new[begin]:
        begin += 1
    end = 0
    while end < limit - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    a, b = old[begin : len(old) - end], new[begin : len(new) - end]
    if not a and not b:
        return []
    if not a or not b or len(a) > _MOST or len(b) > _MOST:
        return [Hunk(begin, begin + len(a), begin, begin + len(b))]
    codes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return [Hunk(begin + i, begin + j, begin + k, begin + m) for tag, i, j, k, m in codes if tag != "equal"]


def joined_hunks(found: Sequence[Hunk], old: Sequence[str]) -> list[Hunk]:
    """Changes with nothing but a blank between them are one, so that a phrase is replaced and not each of its words."""
    joined: list[Hunk] = []
    for hunk in found:
        last = joined[-1] if joined else None
        if last is not None and all(one.isspace() and one not in "\n\t" for one in old[last.end : hunk.start]):
            joined[-1] = Hunk(last.start, hunk.end, last.new_start, hunk.new_end)
        else:
            joined.append(hunk)
    return joined


def text_hunks(old: str, new: str) -> list[Hunk]:
    """What differs between two texts, as places of their characters; no word of letters is cut."""
    before, after = tokens(old), tokens(new)
    starts, ends = offsets(before), offsets(after)
    found = [
        trimmed(old, new, Hunk(starts[one.start], starts[one.end], ends[one.new_start], ends[one.new_end]))
        for one in joined_hunks(hunks(before, after), before)
    ]
    return [one for one in found if one.start != one.end or one.new_start != one.new_end]


def offsets(words: Sequence[str]) -> list[int]:
    """Where each word begins, and the end of the last."""
    found = [0]
    for word in words:
        found.append(found[-1] + len(word))
    return found


def trimmed(old: str, new: str, hunk: Hunk) -> Hunk:
    """Equal characters at both ends are left out where Japanese writes words without blanks."""
    start, end, begin, stop = hunk.start, hunk.end, hunk.new_start, hunk.new_end
    while start < end and begin < stop and old[start] == new[begin] and _WIDE.match(old[start]):
        start, begin = start + 1, begin + 1
    while start < end and begin < stop and old[end - 1] == new[stop - 1] and _WIDE.match(old[end - 1]):
        end, stop = end - 1, stop - 1
    return Hunk(start, end, begin, stop)
