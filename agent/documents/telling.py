"""A difference as a person reads it: where, of which kind, and what went and what came, word by word."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.core.documents import Difference
from agent.core.paths import shown
from agent.core.words import Words
from agent.documents.anchors import anchor_words

_KINDS = {
    "": Words("contents", "内容"), "value": Words("value", "値"), "formula": Words("formula", "数式"),
    "format": Words("format", "書式"), "moved": Words("moved", "移動"), "added": Words("added", "追加"),
    "removed": Words("removed", "削除"), "style": Words("style", "スタイル"), "comment": Words("comment", "コメント"),
    "picture": Words("picture", "画像"), "property": Words("property", "設定"), "text": Words("text", "文章"),
    "table": Words("table", "表"),
}  # fmt: skip
# What diffs say in English to the model and not in words of the document, by the kinds in which they say it.
_SAID = frozenset({"format", "moved", "style", "picture", "property"})
_SENTENCES = tuple((re.compile(pattern), ja) for pattern, ja in (
    (r"page (\d+)", "{0} ページ"),
    (r"slide (\d+)", "スライド {0}"),
    (r"sheet (\d+) of (\d+)", "シート {0}({1} 枚中)"),
    (r"sheet (.+)", "シート「{0}」"),
    (r"layout (.*)", "レイアウト「{0}」"),
    (r"looks different in ([\d.]+) % of the page", "ページの {0} % の見た目が変わっています"),
    (r"(\d+) x (\d+) points", "{0} x {1} ポイント"),
    (r"(\d+) x (\d+) points, turned by (\d+) degrees", "{0} x {1} ポイント、{2} 度回転"),
    (r"plain", "書式なし"),
    (r"shown|visible", "表示"),
    (r"hidden|veryHidden", "非表示"),
    (r"picture", "画像"),
    (r"another picture", "別の画像"),
    (r"(.*), with other contents", "{0}(中身が違います)"),
))  # fmt: skip
_EMPTY_ROWS = re.compile(r"(\d+) empty rows?")
_LOOKS = {
    "plain": "書式なし", "bold": "太字", "italic": "斜体", "struck": "取り消し線", "underlined": "下線",
    "underline": "下線", "letters": "文字:", "font": "フォント", "colour": "文字色", "fill": "塗りつぶし",
    "border": "罫線", "align": "配置:", "number format": "表示形式", "highlight": "蛍光ペン", "alignment:": "配置:",
    "indent:": "インデント:",
    "spacing:": "間隔:", "list:": "リスト:", "shading:": "網かけ:", "hidden": "非表示", "not bold": "太字なし",
    "not italic": "斜体なし", "style": "スタイル", "horizontal": "横", "vertical": "縦", "center": "中央",
    "left": "左", "right": "右", "top": "上", "bottom": "下", "wrapText": "折り返し", "thin": "細線",
    "gradient": "グラデーション", "of the style": "スタイルのとおり", "capitals": "大文字",
    "small capitals": "小型大文字",
}  # fmt: skip
_LOOK = re.compile("|".join(rf"(?<![\w#]){re.escape(one)}(?![\w-])" for one in sorted(_LOOKS, key=len, reverse=True)))
_QUOTED = re.compile(r"(“.*”: )(.*)", re.DOTALL)
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
    if language == "ja":
        before, after = _in_japanese(before, one.kind), _in_japanese(after, one.kind)
    whole = one.kind in {"value", "moved", "style"}
    found = tuple(_wholes(before, after)) if whole else tuple(_tracked(_pieces(before, after)))
    found = tuple(_brief(found)) if brief else found
    place = shown(anchor_words(one.anchor, file).text(language))
    return Told(place, kind, tuple((sign, _safe(text)) for sign, text in found))


def _safe(text: str) -> str:
    """Safe to show over several lines."""
    return "\n".join(shown(line.replace("\t", "    ")) for line in text.replace("\r\n", "\n").split("\n"))


def _in_japanese(text: str, kind: str) -> str:
    if (rows := _EMPTY_ROWS.fullmatch(text)) is not None and kind in {"added", "removed"}:
        return f"空の行 {rows[1]} 行"
    if kind not in _SAID:
        return text
    for pattern, ja in _SENTENCES:
        if (match := pattern.fullmatch(text)) is not None:
            return ja.format(*match.groups())
    if kind != "format":
        return text
    quoted = _QUOTED.fullmatch(text)  # words of the document stay as they are
    head, looks = quoted.groups() if quoted else ("", text)
    return head + _LOOK.sub(lambda found: _LOOKS[found[0]], looks)


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
