"""Whether a word is one that the person said, in another form: with another ending, or as a part of Japanese words.

Only for words that tell nothing new (`Said.covers`), never for what says where something goes.
"""

import re
from collections.abc import Iterator

CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff々〆"
_JAPANESE = re.compile(f"[{CJK}]+")
_HIRAGANA = re.compile(r"[\u3040-\u309f]+")
_ENDINGS = ("", "s", "es", "d", "ed", "ing")
_SHORTEST = 4


def is_part(word: str, plain: str) -> bool:
    """Whether a Japanese word stands in `plain`, NFKC and folded, which has no blanks that would part its words.

    A single Kanji or Katakana does not count: from those any message could be spelt.
    """
    if _JAPANESE.fullmatch(word) is None:
        return False
    return (len(word) > 1 or _HIRAGANA.fullmatch(word) is not None) and word in plain


def forms(word: str) -> Iterator[str]:
    """An English word with each other ending: "invoice" for "invoices"; nothing for a short one or one with digits."""
    if word.isalpha() and word.isascii():
        for stem in {word.removesuffix(ending) for ending in _ENDINGS}:
            if len(stem) >= _SHORTEST:
                yield from (f"{stem}{ending}" for ending in _ENDINGS)
