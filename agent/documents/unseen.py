"""Words that are in a document and that nobody sees: characters without a shape, and the reasons for all kinds.

Unicode 16: tag characters (chapter 23.9), variation selectors (23.4), controls of direction (UAX 9), and characters
that UTS 39 and UAX 31 list as ignorable. Texts can be carried by them that a model reads and a person does not.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from agent.core.documents import Passage
from agent.core.words import Words

# Reasons that a program's own menus show to the person, or that ordinary documents are full of: named at their
# passage, and no reason to be alarmed.
ORDINARY: Mapping[str, str] = {
    "alt text": "代替テキスト",
    "property": "文書のプロパティ",
    "defined name": "名前の定義",
    "input message": "入力時メッセージ",
    "hidden row": "非表示の行",
    "hidden column": "非表示の列",
    "hidden sheet": "非表示のシート",
    "hidden slide": "非表示のスライド",
    "annotation": "注釈",
    "comment in the source": "ソース内のコメント",
    "form control": "フォームコントロール",
}
# Reasons for which somebody took care that the words are not seen.
DISGUISED: Mapping[str, str] = {
    "white text": "背景と同じ色の文字",
    "tiny text": "極小の文字",
    "hidden text": "隠し文字",
    "transparent text": "透明な文字",
    "invisible number format": "表示されない表示形式",
    "off the page": "ページ外の文字",
    "zero size": "大きさゼロの枠",
    "hidden shape": "非表示の図形",
    "very hidden sheet": "完全に非表示のシート",
    "layer that is off": "非表示のレイヤー",
    "hidden by style": "スタイルによる非表示",
    "tag characters": "タグ文字",
    "variation selectors": "異体字セレクター",
    "zero-width characters": "幅のない文字",
    "direction controls": "書字方向の制御文字",
}
_HIDDEN = Words("{count} piece{s} of hidden text: {places}", "隠された文字 {count} か所: {places}")
_MOST_NAMED = 5
_TAGS = r"[\U000E0000-\U000E007F]"
_SELECTORS = r"[\ufe00-\ufe0f\U000E0100-\U000E01EF]"
# Joiners and marks stand alone in many languages and emoji; three in a row have no use in any.
_IGNORABLE = r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufeff\uffa0\U0001D173-\U0001D17A]"  # noqa: E501
_FORCED = frozenset("\u202d\u202e")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FOUND = re.compile(
    rf"(?P<flag>\U0001F3F4(?:\U000E0067\U000E0062(?:\U000E0065\U000E006E\U000E0067|\U000E0073\U000E0063\U000E0074"
    rf"|\U000E0077\U000E006C\U000E0073)\U000E007F))|(?P<tags>{_TAGS}+)|(?P<selectors>{_SELECTORS}{{3,}})"
    rf"|(?P<width>{_IGNORABLE}{{3,}})|(?P<direction>[\u202a-\u202e\u2066-\u2069])"
)
_ANY = re.compile(rf"{_TAGS}|{_SELECTORS}{{3}}|{_IGNORABLE}{{3}}|[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Unseen:
    """Characters `start`..`end` of a text that have no shape. `text` is what they say where that can be read."""

    start: int
    end: int
    reason: str
    text: str


def unseen(text: str) -> tuple[Unseen, ...]:
    """The shapeless characters of any text: a passage, a cell, the name of a file.

    Flags of England, Scotland and Wales, single joiners, and controls of direction in a text that has letters written
    from right to left are none, except those that force a direction.
    """
    if text.isascii() or not _ANY.search(text):
        return ()
    mixed = _RIGHT_TO_LEFT.search(text) is not None
    found = (one for match in _FOUND.finditer(text) if (one := _one(match)))
    return tuple(one for one in found if not mixed or one.reason != "direction controls" or text[one.start] in _FORCED)


def _one(found: re.Match[str]) -> Unseen | None:
    match found.lastgroup:
        case "tags":
            said = "".join(chr(ord(c) - 0xE0000) for c in found[0])
            return Unseen(*found.span(), "tag characters", "".join(c for c in said if c.isprintable()))
        case "selectors":
            return Unseen(*found.span(), "variation selectors", _bytes_of(found[0]))
        case "width":
            return Unseen(*found.span(), "zero-width characters", "")
        case "direction":
            return Unseen(*found.span(), "direction controls", "")
    return None


def _bytes_of(selectors: str) -> str:
    """256 selectors stand for 256 bytes, by the way in which texts are known to be smuggled behind an emoji."""
    numbers = [ord(c) - 0xFE00 if ord(c) < 0xFE10 else ord(c) - 0xE0100 + 16 for c in selectors]
    said = bytes(numbers).decode("utf-8", "replace")
    return "".join(c for c in said if c.isprintable() and c != "\ufffd")


def revealed(passage: Passage) -> Passage:
    """The passage with what its shapeless characters say in brackets, in their place, and with the reason."""
    found = unseen(passage.text)
    if not found:
        return passage
    pieces: list[str] = []
    at = 0
    for one in found:
        pieces.append(passage.text[at : one.start])
        pieces.append(f"[{one.reason}: {one.text}]" if one.text else f"[{one.reason}]")
        at = one.end
    told = passage.hidden if passage.hidden in DISGUISED else found[0].reason
    return replace(passage, text="".join((*pieces, passage.text[at:])), hidden=told)


def hidden_facts(places: Iterable[tuple[str, str]]) -> Iterator[Words]:
    """One sentence on hidden words: `places` are anchors with their reasons; those in ORDINARY are not counted."""
    kept = [(anchor, reason) for anchor, reason in places if reason in DISGUISED]
    if not kept:
        return
    counted = Counter(reason for _, reason in kept)
    at = {reason: [anchor for anchor, one in kept if one == reason] for reason in counted}
    yield _HIDDEN.of(
        count=len(kept),
        s=Words("s" if len(kept) > 1 else "", ""),
        places=Words(
            "; ".join(f"{reason} at {_named(at[reason], ' and more')}" for reason in counted),
            "、".join(f"{DISGUISED[reason]} ({_named(at[reason], ' ほか')})" for reason in counted),
        ),
    )


def hidden_of(passages: Iterable[Passage]) -> Iterator[tuple[str, str]]:
    """Anchors and reasons of passages that nobody sees, or that hold shapeless characters."""
    for one in passages:
        reasons = {one.hidden, *(found.reason for found in unseen(one.text))} - {""}
        yield from ((one.anchor, reason) for reason in sorted(reasons))


def _named(anchors: list[str], rest: str) -> str:
    different = list(dict.fromkeys(anchors))
    return ", ".join(different[:_MOST_NAMED]) + (rest if len(different) > _MOST_NAMED else "")
