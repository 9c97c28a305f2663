"""Furigana: the reading above words (w:ruby, ECMA-376 part 1, 17.3.3.25), as words in brackets behind them.

The words of a paragraph are read without them, so that a name is found that has a reading over half of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from agent.core.words import Words
from agent.documents.docx.names import Element, is_within, name_of

_STALE = Words(
    "Words below furigana changed, and these stay as they were: {above}. Check the reading.",
    "ふりがなの付いた文字が変わりましたが、ふりがなは元のままです({above})。読みを確かめてください。",
)


def reading_of(ruby: Element) -> str:
    """The reading in full-width brackets, as Japanese text has it where nothing can stand above; "" for none."""
    text = _words(ruby, "rt")
    return f"（{text}）" if text.strip() else ""


def readings(paragraph: Element) -> Iterator[str]:
    """All words of a paragraph that have a reading, with it."""
    for ruby in paragraph.iter("{*}ruby"):
        reading = reading_of(ruby)
        if reading and next(ruby.iterancestors("{*}p"), None) is paragraph and not is_within(ruby, "Fallback"):
            yield _words(ruby, "rubyBase") + reading


def _words(ruby: Element, name: str) -> str:
    return "".join(one.text or "" for one in ruby.iterfind(f"{{*}}{name}//{{*}}t") if name_of(one) == "t")


def counted_readings(roots: Iterable[Element]) -> Counter[tuple[str, str]]:
    """How often which words have which reading."""
    rubies = (one for root in roots for one in root.iter("{*}ruby"))
    return Counter((_words(one, "rubyBase"), reading_of(one)) for one in rubies)


def stale_readings(before: Counter[tuple[str, str]], after: Counter[tuple[str, str]]) -> tuple[Words, ...]:
    """A sentence on readings that stand above other words than before."""
    left = {reading for _, reading in before - after}
    found = [words + reading for words, reading in after - before if reading and reading in left]
    return (_STALE.of(above=", ".join(found)),) if found else ()
