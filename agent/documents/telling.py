"""A difference as a person reads it: where, of which kind, and what went and what came, word by word."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.core.documents import Difference
from agent.core.paths import shown
from agent.core.words import Words
from agent.documents.anchors import anchor_words
from agent.documents.telling_japanese import in_japanese

_KINDS = {
    "": Words("contents", "内容"), "value": Words("value", "値"), "formula": Words("formula", "数式"),
    "format": Words("format", "書式"), "moved": Words("moved", "移動"), "added": Words("added", "追加"),
    "removed": Words("removed", "削除"), "style": Words("style", "スタイル"), "comment": Words("comment", "コメント"),
    "picture": Words("picture", "画像"), "property": Words("property", "設定"), "text": Words("text", "文章"),
    "table": Words("table", "表"),
}  # fmt: skip
_DELETED = re.compile(r"\[deleted: (.*?)\]", re.DOTALL)
_MOST = 500
"""At so many differences of cells a comparison ends."""
_COUNT = Words("{count} {count:difference|differences}", "違い {count} 件")
_LEAST = Words("the first {count} {count:difference|differences}", "違い(最初の {count} 件)")
# Numbers and words, runs of blanks, and each wide character by itself: what a person sees as one piece that changed.
_PIECES = re.compile(
    r"\[deleted: .*?\]|[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]|\d+(?:[.,:/]\d+)+|\w+|\s+|.", re.DOTALL
)
_MOST_PIECES = 4_000
# Below a third it reads as noise.
_LEAST_ALIKE = 0.3
_AROUND = 60
_LEFT_OUT = " … "

Piece = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """A Difference in words of one language: where, of which kind, and its `pieces`, each a sign and words.

    The sign is "" for what stayed, "-" for what went, "+" for what came.
    """

    place: str
    kind: str
    pieces: tuple[tuple[str, str], ...]


def counted(count: int) -> Words:
    """How many differences there are."""
    return (_LEAST if count == _MOST else _COUNT).of(count=f"{count:,}")


def told(one: Difference, file: str, language: str, *, brief: bool = False) -> Told:
    """`one` in `language`; `file` is the name of the document. `brief` leaves out what stayed far from a change."""
    kind = _KINDS[one.kind].text(language) if one.kind in _KINDS else one.kind
    before, after = one.before, one.after
    if language == "ja" and not one.anchor.startswith(("property ", "name ")):  # these are words of the document
        before, after = in_japanese(before, one.kind), in_japanese(after, one.kind)
    whole = one.kind in {"value", "moved", "style"}
    found = tuple(_wholes(before, after)) if whole else tuple(_tracked(_pieces(before, after)))
    found = tuple(_brief(found)) if brief else found
    place = shown(anchor_words(one.anchor, file).text(language))
    return Told(place, kind, tuple((sign, _safe(text)) for sign, text in found))


def _safe(text: str) -> str:
    """Safe to show over several lines."""
    return "\n".join(shown(line.replace("\t", "    ")) for line in text.replace("\r\n", "\n").split("\n"))


def _tracked(found: tuple[Piece, ...]) -> Iterator[Piece]:
    """Words that are deleted with tracking are still in the document, and shown as what went."""
    last = ""
    for sign, text in found:
        at = 0
        for gone in _DELETED.finditer(text) if sign != "-" else ():
            if gone.start() > at:
                yield sign, text[at : gone.start()]
            if gone[1].strip() != last.strip():
                yield "-", gone[1]
            at, last = gone.end(), ""
        if text[at:]:
            yield sign, _DELETED.sub(r"\1", text[at:])
        last = _DELETED.sub(r"\1", text) if sign == "-" else ""


def _wholes(before: str, after: str) -> Iterator[Piece]:
    yield from ((sign, text) for sign, text in (("-", before), ("+", after)) if text)


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    """What went and what came, word by word; as wholes when little is equal."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    match = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if not (old and new) or len(old) + len(new) > _MOST_PIECES or match.ratio() < _LEAST_ALIKE:
        return tuple(_wholes(before, after))
    found: list[Piece] = []
    for tag, a, b, c, d in match.get_opcodes():
        if tag == "equal":
            found.append(("", "".join(old[a:b])))
        else:
            found += _wholes("".join(old[a:b]), "".join(new[c:d]))
    return tuple(_joined(found))


def _joined(found: list[Piece]) -> Iterator[Piece]:
    """Two changes with nothing but a blank between them are one: to a reader "one two" became "three four"."""
    went, came = "", ""
    for at, (sign, text) in enumerate(found):
        if sign == "-":
            went += text
        elif sign == "+":
            came += text
        elif text.isspace() and went and came and at + 1 < len(found):
            went, came = went + text, came + text
        else:
            yield from _wholes(went, came)
            yield "", text
            went, came = "", ""
    yield from _wholes(went, came)


def _brief(found: tuple[Piece, ...]) -> Iterator[Piece]:
    last = len(found) - 1
    for at, (sign, text) in enumerate(found):
        if sign or len(found) == 1:
            yield sign, text
            continue
        head, tail = (_AROUND if at > 0 else 0), (_AROUND if at < last else 0)
        if len(text) <= head + tail + len(_LEFT_OUT) + _AROUND // 2:
            yield "", text
        else:
            yield "", f"{text[:head]}{_LEFT_OUT}{text[len(text) - tail :]}"
