"""What a model is told of the skills that there are, within a sum of tokens: a line each, names and when they fit.

Deskhand's own keep their lines; of the others first the descriptions get shorter, then only names are told by pack,
then as many names as there is room for. `find` of the tool `skill` finds the rest.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from skills.found import Found
from skills.places import Where

MOST_TOKENS = 2_000
_SHORTEST, _LONGEST = 40, 1_024
_FEW = 5
_MORE = "`skill` with `find` shows whole descriptions"
_REST = "(and {count} more: look for them with `find` of `skill`)"
# Words of what is looked for: of Japanese the Kanji and Katakana, since what stands between them only joins.
_JAPANESE = re.compile(r"[一-鿿々ァ-ヺー]")
_WORD = re.compile(rf"{_JAPANESE.pattern}{{2,}}|[^\W一-鿿々ぁ-ヿ]+")
Tokens = Callable[[str], float]
"""About how many tokens a text has."""


def catalogue(offered: Sequence[Found], tokens: Tokens, most: int = MOST_TOKENS) -> str:
    """One line a skill, at most `most` tokens; "" when there is none."""
    own = [one for one in offered if one.where is Where.BUILT_IN]
    others = [one for one in offered if one.where is not Where.BUILT_IN]
    first = "\n".join(_line(one, _LONGEST) for one in own)
    if not others:
        return first
    rest = _fitting(others, lambda text: tokens(f"{first}\n{text}") <= most)
    return f"{first}\n{rest}".strip()


def _fitting(others: Sequence[Found], fits: Callable[[str], bool]) -> str:
    whole = "\n".join(_line(one, _LONGEST) for one in others)
    if fits(whole):
        return whole
    best = _shortened(others, _SHORTEST)
    if not fits(best):
        return _names(others, fits)
    least, longest = _SHORTEST + 1, _LONGEST
    while least <= longest:  # the longest descriptions that fit, by halving
        length = (least + longest) // 2
        text = _shortened(others, length)
        if fits(text):
            best, least = text, length + 1
        else:
            longest = length - 1
    return best


def _shortened(others: Sequence[Found], length: int) -> str:
    return "\n".join((*(_line(one, length) for one in others), f"({_MORE})"))


def _names(others: Sequence[Found], fits: Callable[[str], bool]) -> str:
    """Names by pack; when even these are too many, the first ones."""
    if fits(whole := _grouped(others, len(others))):
        return whole
    count, low, high = 0, 0, len(others) - 1
    while low <= high:
        middle = (low + high) // 2
        if fits(_grouped(others, middle)):
            count, low = middle, middle + 1
        else:
            high = middle - 1
    return _grouped(others, count)


def _grouped(others: Sequence[Found], count: int) -> str:
    packs: dict[str, list[str]] = {}
    for one in others[:count]:
        packs.setdefault(one.key.partition(":")[0], []).append(one.name)
    lines = [f"- {pack}: {', '.join(names)}" for pack, names in packs.items()]
    left = len(others) - count
    last = _REST.format(count=left) if left else f'(names of packs "pack:name"; {_MORE})'
    return "\n".join((*lines, last))


def _line(one: Found, length: int) -> str:
    text = one.skill.description
    if len(text) > length:
        text = f"{text[:length].rpartition(' ')[0] or text[:length]}…"
    return f"- {one.key}: {text}"


def matching(known: Sequence[Found], words: str, most: int = 20) -> tuple[Found, ...]:
    """Skills whose name or description has these words in any form: those that have most of them, else a few more."""
    wanted = [re.compile(pattern) for pattern in dict.fromkeys(_patterns(words))]
    scored = sorted(((*_score(one, wanted), one) for one in known), key=lambda one: (-one[0], -one[1]))
    count = sum(had == scored[0][0] for had, _, _ in scored) if scored else 0
    return tuple(one for had, _, one in scored[: min(max(count, _FEW), most)] if had)


def _patterns(words: str) -> Iterator[str]:
    """A word stands for all that begin as it does, but for its ending ("invoices", "invoicing"). Nothing parts Japanese
    words, so there any two letters that follow each other stand for one.
    """
    for word in _WORD.findall(unicodedata.normalize("NFKC", words).casefold()):
        if _JAPANESE.match(word):
            yield from (re.escape(word[at : at + 2]) for at in range(len(word) - 1))
        else:
            yield rf"\b{re.escape(word[: max(4, len(word) - 3)])}"


def _score(one: Found, wanted: Sequence[re.Pattern[str]]) -> tuple[int, int]:
    """How many of the words it has, and how many in its name."""
    key = one.key.casefold().replace("_", "-")
    text = f"{key}\n{unicodedata.normalize('NFKC', one.skill.description).casefold()}"
    return sum(bool(word.search(text)) for word in wanted), sum(bool(word.search(key)) for word in wanted)
