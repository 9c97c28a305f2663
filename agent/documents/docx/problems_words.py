"""Words that were left over in a Word document: placeholders, prompts, drafts' marks, changes and comments."""

import re
from collections.abc import Iterator

from agent.core.documents import Problem
from agent.core.words import Words
from agent.documents.docx.ops_controls import controls_of
from agent.documents.docx.template import PLACEHOLDER
from agent.documents.docx.tree import name_of, pieces
from agent.documents.docx.whole import Place, Whole

_LEFT = Words("Something was left to be filled in: {text}.", "未記入の箇所があります: {text}")
_PROMPT = Words(
    "The content control {name} shows only its prompt.", "コンテンツ コントロール {name} が未入力のままです。"
)
_HEADING = Words("A heading without text.", "文字のない見出しがあります。")
_TRACKED = Words(
    "{count} tracked {count:change is|changes are} neither accepted nor rejected.",
    "変更履歴が {count} 件残っています。",
)
_COMMENTS = Words("{count} {count:comment is|comments are} left.", "コメントが {count} 件残っています。")
# Marks for "so and so" in drafts: rings and crosses in a row, XXX, prompts in brackets, sample text.
_MARKS = re.compile(
    r"[○〇◯●]{2,}|[×✕]{2,}|[△▲□■]{3,}|\bX{3,}\b|\bT\.?B\.?D\b\.?|\bTODO\b|[Ll]orem ipsum|＿{3,}"
    r"|\[(?:insert|enter|your|name|date|company|address|title|TBD)\b[^\]\n]{0,60}\]"
    r"|[【\[［](?:要確認|確認中|未定|ここに[^】\]］]{0,30}|氏名|日付|会社名|宛名)[】\]］]",
    re.IGNORECASE,
)
_REVISIONS = frozenset({"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "cellIns", "cellDel"})
# A row of check marks in a form is no gap.
_FORM = re.compile(r"[□■△▲]{3,}")


def word_problems(whole: Whole) -> Iterator[Problem]:
    """What somebody has still to do with the text."""
    for place in whole.places:
        yield from _placeholders(place)
        if _is_empty_heading(whole, place):
            yield Problem(place.anchor, "leftover", _HEADING, grave=False)
    for root in whole.roots.values():
        for control in controls_of(root):
            if control.prompts:
                anchor = _anchor_of(whole, control.element)
                yield Problem(anchor, "leftover", _PROMPT.of(name=control.names[0][:60]), grave=False)
    yield from _unfinished(whole)


def _placeholders(place: Place) -> Iterator[Problem]:
    text = place.text
    for found in (*PLACEHOLDER.finditer(text), *_MARKS.finditer(text)):
        if not _FORM.fullmatch(found[0]):
            around = text[max(0, found.start() - 10) : found.end() + 10].strip()
            yield Problem(place.anchor, "leftover", _LEFT.of(text=around[:80]))


def _is_empty_heading(whole: Whole, place: Place) -> bool:
    drawn = any(name_of(one) in {"drawing", "pict", "object"} for one in place.paragraph.iter("*"))
    level = whole.styles.level(place.paragraph) if place.part == whole.main else None
    return bool(level) and not place.text.strip() and not drawn and not _is_going(place)


def _is_going(place: Place) -> bool:
    """Whether words of the paragraph are deleted as a tracked change: until it is decided, it is no leftover."""
    return any(piece.state == "deleted" for piece in pieces(place.paragraph))


def _anchor_of(whole: Whole, element: object) -> str:
    """The first place in a content control, or the one that it stands in."""
    for place in whole.places:
        if any(one is element for one in place.paragraph.iterancestors("{*}sdt")):
            return place.anchor
        if any(one is element for one in place.paragraph.iter("{*}sdt")):
            return place.anchor
    return ""


def _unfinished(whole: Whole) -> Iterator[Problem]:
    tracked = sum(name_of(one) in _REVISIONS for root in whole.roots.values() for one in root.iter("*"))
    if tracked:
        yield Problem("", "leftover", _TRACKED.of(count=tracked), grave=False)
    comments = sum(name_of(one) == "comment" for root in whole.roots.values() for one in root.iter("{*}comment"))
    if comments:
        yield Problem("", "leftover", _COMMENTS.of(count=comments), grave=False)
