"""Words of a paragraph replaced with tracked changes: only the words that differ, in the formatting that they had."""

from collections.abc import Sequence

from agent.core.errors import InvalidArgumentsError
from agent.documents.docx.diff_words import text_hunks
from agent.documents.docx.tracked import Stamp, parent_of, plain_properties, run_like
from agent.documents.docx.tracked_runs import (
    cut_run,
    cut_text,
    delete,
    inline,
    insert_before,
    insert_behind,
    outer_run,
)
from agent.documents.docx.tree import Element, Piece, child, name_of, pieces, value
from agent.documents.texts.text_draft import KEEP

_WORDS = frozenset({"t", "tab", "br", "cr", "noBreakHyphen", "ptab"})
_FURIGANA = 'Furigana stand over the words to change: replace whole words with their furigana, or say "track": false.'


def text_set(paragraph: Element, text: str, stamp: Stamp) -> None:
    """Track the changes that make the shown text of a paragraph `text`; marks such as [picture] must be in it.

    Raises:
        InvalidArgumentsError: a picture, a note or a formula would be lost.
    """
    segments, at, rest = list[tuple[int, int, str]](), 0, text
    begin = 0
    for piece in (one for one in pieces(paragraph) if one.state == "shown"):
        if piece.element is None and piece.text:
            part, mark, rest = rest.partition(piece.text)
            if not mark:
                raise InvalidArgumentsError(KEEP)
            segments.append((begin, at, part))
            begin = at + len(piece.text)
        at += len(piece.text)
    for start, end, part in reversed([*segments, (begin, at, rest)]):
        replace(paragraph, "shown", (start, end), part, stamp)


def replace(paragraph: Element, state: str, span: tuple[int, int], text: str, stamp: Stamp) -> None:
    """Track that the characters `span` of the pieces of one state become `text`, word by word.

    Raises:
        InvalidArgumentsError: a picture, a note or a formula would be lost, or half of a word with furigana.
    """
    start, end = span
    old = "".join(piece.text for piece in pieces(paragraph) if piece.state == state)[start:end]
    # From the last to the first, so that the places before stay where they are.
    for hunk in reversed(text_hunks(old, text)):
        new = text[hunk.new_start : hunk.new_end]
        _change(paragraph, state, (start + hunk.start, start + hunk.end), new, stamp)


def _change(paragraph: Element, state: str, span: tuple[int, int], text: str, stamp: Stamp) -> None:
    if span[0] == span[1]:
        _insert(paragraph, state, span[0], text, stamp)
        return
    runs = runs_between(paragraph, state, span)
    if text:
        model = next((run for run in runs if child(run, "t") is not None), runs[0])
        anchor = runs[0]
        for run in runs[1:]:
            if anchor.getnext() is not run:
                break
            anchor = run
        insert_behind(anchor, [run_like(paragraph, child(model, "rPr"), text)], stamp)
    for run in runs:
        delete(run, stamp)


def runs_between(paragraph: Element, state: str, span: tuple[int, int]) -> list[Element]:
    """The runs that hold exactly the characters of `span`, cut out of longer ones. Raises InvalidArgumentsError."""
    for at in reversed(span):
        _cut(paragraph, state, at)
    found: dict[Element, None] = {}
    for piece, at in _placed(paragraph, state):
        if piece.text and span[0] < at + len(piece.text) and at < span[1]:
            if piece.element is None:
                raise InvalidArgumentsError(KEEP)
            for run in _words_alone(piece.element):
                found[run] = None
    return list(found)


def _placed(paragraph: Element, state: str) -> list[tuple[Piece, int]]:
    found, at = list[tuple[Piece, int]](), 0
    for piece in pieces(paragraph):
        if piece.state == state:
            found.append((piece, at))
            at += len(piece.text)
    return found


def _cut(paragraph: Element, state: str, place: int) -> None:
    """Make a run begin at the character `place`."""
    for piece, at in _placed(paragraph, state):
        if at + len(piece.text) > place:
            if piece.element is None or (at == place and _run_of(piece.element) is None):
                return
            run = _run_of(piece.element)
            if run is None:
                raise InvalidArgumentsError(_FURIGANA)
            cut_run(cut_text(piece.element, place - at) if at < place else piece.element)
            return


def _run_of(element: Element) -> Element | None:
    """The run of the paragraph that holds a text element; None when the element is the base of furigana."""
    run = parent_of(element)
    return run if outer_run(element) is run else None


def _words_alone(element: Element) -> list[Element]:
    """The run of a text element, without what is no text in it: that gets a run of its own."""
    if _run_of(element) is None:
        return [outer_run(element)]
    run = cut_run(element) if _foreign(element.getprevious()) else parent_of(element)
    behind = next((one for one in element.itersiblings("*") if name_of(one) not in _WORDS), None)
    if behind is not None:
        cut_run(behind)
    return [run]


def _foreign(element: Element | None) -> bool:
    return element is not None and name_of(element) not in {*_WORDS, "rPr"}


def _insert(paragraph: Element, state: str, place: int, text: str, stamp: Stamp) -> None:
    """Words that replace nothing: behind those before them, else before those behind."""
    _cut(paragraph, state, place)
    placed = [(piece, at) for piece, at in _placed(paragraph, state) if piece.element is not None]
    before = [piece for piece, at in placed if at + len(piece.text) == place and piece.text]
    after = [piece for piece, at in placed if at == place and piece.text]
    if before and before[-1].element is not None:
        run = outer_run(before[-1].element)
        insert_behind(_past(run, after), [run_like(paragraph, child(run, "rPr"), text)], stamp)
    elif after and after[0].element is not None:
        run = outer_run(after[0].element)
        insert_before(run, [run_like(paragraph, child(run, "rPr"), text)], stamp)
    elif any(piece.text for piece, _ in _placed(paragraph, state)):
        raise InvalidArgumentsError(KEEP)
    else:
        append(paragraph, text, stamp)


def _past(run: Element, after: Sequence[Piece]) -> Element:
    """Words behind a link or a field are no part of it."""
    if not (after and after[0].element is not None and parent_of(outer_run(after[0].element)) is parent_of(run)):
        link = next(run.iterancestors("{*}hyperlink"), None)
        if link is not None and all(one is run for one in list(inline(link))[-1:]):
            return link
    ends = run.getnext()
    return ends if ends is not None and value(child(ends, "fldChar"), "fldCharType") == "end" else run


def append(paragraph: Element, text: str, stamp: Stamp) -> None:
    """Track words at the end of a paragraph that has none, in the formatting of its mark."""
    wrapper = stamp.made(paragraph, "ins")
    wrapper.append(run_like(paragraph, plain_properties(child(paragraph, "pPr", "rPr")), text))
    paragraph.append(wrapper)
