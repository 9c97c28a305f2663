"""Words in a text that a model hears and a person does not see."""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator

from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.package import Advice, Weight

_FLAG = re.compile("\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]{3,6}\U000e007f")  # of a region
_TAGS = re.compile("[\U000e0000-\U000e007f]+")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BITS = re.compile("[\u200b-\u200d\u2060-\u2064\u180e\ufeff]{6,}")
_IN_WORD = re.compile("[A-Za-z][\u200b\u2060\u2062-\u2064\u00ad\u180e\ufeff]+[A-Za-z]")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,}")
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_STYLE = re.compile(
    r"""style\s*=\s*["'][^"'>]*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])"""
    r"""|color\s*:\s*(?:white|#fff(?:fff)?\b|transparent))""",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget)\s+(?:all\s+|any\s+)?(?:of\s+)?(?:the\s+|your\s+)?(?:previous|prior|above|earlier|other)"
    r"\s+(?:\w+\s+)?(?:instructions?|prompts?|rules|guidelines|messages|commands|directions)\b"
    r"|\b(?:do\s+not|don't|never)\s+(?:tell|inform|notify|alert|show)\s+(?:it\s+to\s+)?(?:the\s+)?(?:user|person|human)\b"
    r"(?!\s+(?:to|that\s+you\s+can|how|about\s+(?:technical|internal)))"
    r"|\bwithout\s+(?:telling|informing|notifying|alerting)\s+(?:the\s+)?(?:user|person|human)\b"
    r"|\byour\s+real\s+(?:task|instructions)\b|以前の指示を無視|これまでの指示を無視|ユーザーに(?:は)?(?:知らせ|伝え)(?:ない|ず)で?",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"(?<![A-Za-z0-9+/=,._-])[A-Za-z0-9+/]{240,}={0,2}(?![A-Za-z0-9+/])")
_QUOTES = frozenset("\"'“‘`「")
_MARKUP = (".md", ".mdx", ".markdown", ".txt", ".mdc")
_TAGGED = Words("Text in characters that nobody sees: {text}", "目に見えない文字で書かれた文章があります: {text}")
_ORDERED = Words("Signs that make text look other than it is read.", "表示と実際の並びを変える制御文字があります。")
_CODED = Words(
    "A run of characters without width: a way to hide text.", "幅のない文字が連続しています。文章を隠す手口の一つです。"
)
_SPLIT = Words("Characters without width inside of words.", "単語の中に、幅のない文字が含まれています。")
_SELECTED = Words(
    "A run of characters that only choose a look: a way to hide text.",
    "字形の選択だけを行う文字が連続しています。文章を隠す手口の一つです。",
)
_HIDDEN = Words("A comment that is not shown where this text is: {text}", "表示されないコメントがあります: {text}")
_STYLED = Words("Text in a style that hides it.", "見えないように書式が設定された文章があります。")
_TOLD = Words("It tells the model to hide something or to set its task aside: {text}",
              "モデルに対し、隠しごとや、本来の指示の無視を求める記述があります: {text}")  # fmt: skip
_PACKED = Words("A block of encoded text.", "符号化された文字のかたまりがあります。")


def hidden_in(name: str, text: str) -> Iterator[Advice]:
    """What is hidden in the text of the member `name`; each way is told once."""
    markup = name.lower().endswith(_MARKUP)
    if found := _TAGS.search(_FLAG.sub(lambda flag: " " * len(flag[0]), text)):
        said = "".join(chr(ord(one) - 0xE0000) for one in found[0])
        yield _at(Weight.WARNING, _TAGGED.of(text=_short(said)), name, text, found.start())
    if found := _DIRECTION.search(text):
        weight = Weight.NOTE if markup and _from_the_right(text) else Weight.WARNING
        yield _at(weight, _ORDERED, name, text, found.start())
    for pattern, words, weight in (
        (_BITS, _CODED, Weight.WARNING),
        (_SELECTORS, _SELECTED, Weight.WARNING),
        (_IN_WORD, _SPLIT, Weight.CAUTION),
    ):
        if found := pattern.search(text):
            yield _at(weight, words, name, text, found.start())
    if markup:
        yield from _in_markup(name, text)
    if (block := _encoded(text)) >= 0:
        yield _at(Weight.CAUTION, _PACKED, name, text, block)


def _in_markup(name: str, text: str) -> Iterator[Advice]:
    for comment in _COMMENT.finditer(text):
        if _ORDERS.search(comment[1]):
            yield _at(Weight.WARNING, _HIDDEN.of(text=_short(comment[1])), name, text, comment.start())
            break
    else:
        long = next((one for one in _COMMENT.finditer(text) if len(one[1].split()) > 12), None)
        if long is not None:
            yield _at(Weight.NOTE, _HIDDEN.of(text=_short(long[1])), name, text, long.start())
    if found := _STYLE.search(text):
        yield _at(Weight.CAUTION, _STYLED, name, text, found.start())
    if found := _ORDERS.search(_COMMENT.sub(lambda one: " " * len(one[0]), text)):
        quoted = text[max(0, found.start() - 1) : found.start()] in _QUOTES  # told about rather than told
        weight = Weight.NOTE if quoted else Weight.CAUTION
        yield _at(weight, _TOLD.of(text=_short(found[0])), name, text, found.start())


def _encoded(text: str) -> int:
    """Where a block of Base64 begins that is no picture; -1 when there is none."""
    for found in _BLOCK.finditer(text):
        before = text[max(0, found.start() - 60) : found.start()]
        varied = len(set(found[0])) > 20
        if varied and "base64," not in before and "sha512-" not in before and _is_base64(found[0]):
            return found.start()
    return -1


def _is_base64(block: str) -> bool:
    whole = block.rstrip("=")
    try:
        base64.b64decode(whole[: len(whole) // 4 * 4], validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _from_the_right(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def _short(text: str) -> str:
    said = " ".join(text.split())
    return shown(said[:120]) + ("…" if len(said) > 120 else "")


def _at(weight: Weight, words: Words, name: str, text: str, at: int) -> Advice:
    line = text.count("\n", 0, at) + 1
    return Advice(weight, words, f"{name}:{line}")
