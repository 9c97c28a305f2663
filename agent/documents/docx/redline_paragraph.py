"""One paragraph made another one with tracked changes: words and things, then their formatting, then its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.documents.docx.compare_line import Line, cut_line, look_of, runs_within
from agent.documents.docx.diff_words import Hunk, hunks, joined_hunks, offsets, tokens, trimmed
from agent.documents.docx.redline_copy import Copier, holder_of, set_look
from agent.documents.docx.tracked import Stamp, first
from agent.documents.docx.tracked_blocks import set_properties, told_properties
from agent.documents.docx.tracked_runs import delete, insert_before, insert_behind
from agent.documents.docx.tree import Element, child

# What a program notes of a run by itself, and no person chose.
_UNCHOSEN = ("<lang ", "<noProof ", "<rsid", "<webHidden ")


@dataclass(frozen=True, slots=True)
class _Look:
    """Characters start:end of the old line look otherwise at `at` of the new one."""

    start: int
    end: int
    at: int


def paragraph_changed(old: Element, new: Element, copier: Copier, stamp: Stamp) -> None:
    """Track what makes paragraph `old` of one document paragraph `new` of the other."""
    before, after = copier.own_line(old), copier.line(new)
    found = line_hunks(before, after)
    looks = list(_looks(before, after, found, copier))
    edits: list[Hunk | _Look] = [*found, *looks]
    # From the last to the first, so that the places before stay where they are.
    for one in sorted(edits, key=lambda one: (one.start, one.end), reverse=True):
        if isinstance(one, Hunk):
            _change_words(old, after, one, copier, stamp)
        else:
            _change_look(old, after, one, copier, stamp)
    set_properties(old, copier.source.properties(child(new, "pPr"), copier.like), stamp)


def line_hunks(before: Line, after: Line) -> list[Hunk]:
    """What differs between two lines, as places of their characters."""
    if before.text == after.text and before.things == after.things:
        return []
    words, others = tokens(before.text), tokens(after.text)
    starts, ends = offsets(words), offsets(others)
    found = joined_hunks(hunks(before.keys, after.keys), words)
    placed = (Hunk(starts[one.start], starts[one.end], ends[one.new_start], ends[one.new_end]) for one in found)
    return [trimmed(before.text, after.text, one) for one in placed]


def _change_words(paragraph: Element, after: Line, hunk: Hunk, copier: Copier, stamp: Stamp) -> None:
    runs = runs_within(paragraph, copier.own_digest, hunk.start, hunk.end) if hunk.end > hunk.start else []
    if hunk.new_end > hunk.new_start:
        if runs:
            anchor = _last_beside(runs)
            in_link = holder_of(anchor, "hyperlink") is not None
            new = copier.runs(after, hunk.new_start, hunk.new_end, links=not in_link)
            if new:
                insert_behind(anchor, new, stamp)
        else:
            _insert(paragraph, hunk, after, copier, stamp)
    for run in runs:
        delete(run, stamp)


def _last_beside(runs: Sequence[Element]) -> Element:
    anchor = runs[0]
    for run in runs[1:]:
        if next(anchor.itersiblings("*"), None) is not run:
            break
        anchor = run
    return anchor


def _insert(paragraph: Element, hunk: Hunk, after: Line, copier: Copier, stamp: Stamp) -> None:
    """Words where nothing is deleted: behind what stands before, else before what stands behind.

    They are part of a link only when they stand between words of it.
    """
    cut_line(paragraph, copier.own_digest, hunk.start)
    placed = list(copier.own_line(paragraph).placed())
    before = [one.runs[-1] for one, place in placed if place + len(one.text) <= hunk.start][-1:]
    behind = [one.runs[0] for one, place in placed if place >= hunk.start][:1]
    links = [holder_of(one, "hyperlink") for one in (*before, *behind)]
    within = len(links) == 2 and links[0] is links[1] is not None
    new = copier.runs(after, hunk.new_start, hunk.new_end, links=not within)
    beside = [*before, *behind][:1]
    anchor = links[0] if links and links[0] is not None and not within else next(iter(beside), None)
    if not new:
        return
    if anchor is None:
        wrapper = stamp.made(paragraph, "ins")
        wrapper.extend(new)
        properties = child(paragraph, "pPr")
        if properties is None:
            first(paragraph, wrapper)
        else:
            properties.addnext(wrapper)
    elif before:
        insert_behind(anchor, new, stamp)
    else:
        insert_before(anchor, new, stamp)


def _looks(before: Line, after: Line, found: Sequence[Hunk], copier: Copier) -> Iterator[_Look]:
    """Where words that stay look otherwise."""
    start = new_start = 0
    ends = [*found, Hunk(len(before.text), len(before.text), len(after.text), len(after.text))]
    for hunk in ends:
        yield from _looks_between(before, after, (start, hunk.start), new_start, copier)
        start, new_start = hunk.end, hunk.new_end


def _looks_between(before: Line, after: Line, span: tuple[int, int], new_start: int, copier: Copier) -> Iterator[_Look]:
    shift = new_start - span[0]
    for segment, begin, stop in before.within(*span):
        if segment.key:
            continue
        place = next(at for one, at in before.placed() if one is segment)
        mine = _chosen(look_of(segment))
        start, end = place + begin, place + stop
        for other, first_, last in after.within(start + shift, end + shift):
            at = next(at for one, at in after.placed() if one is other) + first_ - shift
            if not other.key and _chosen(copier.look(other)) != mine:
                yield _Look(at, at + last - first_, at + shift)


def _chosen(look: Element | None) -> tuple[str, ...]:
    return tuple(one for one in told_properties(look) if not one.startswith(_UNCHOSEN))


def _change_look(paragraph: Element, after: Line, look: _Look, copier: Copier, stamp: Stamp) -> None:
    other = next(one for one, _, _ in after.within(look.at, look.at + 1))
    for run in runs_within(paragraph, copier.own_digest, look.start, look.end):
        set_look(run, copier.look(other), stamp.made(run, "rPrChange"))
