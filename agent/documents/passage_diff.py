"""What changed between two versions of a document, passage by passage."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from agent.core.documents import Difference, Passage
from agent.documents.unseen import DISGUISED

_MAX_PAIRED = 40


def differences(before: Sequence[Passage], after: Sequence[Passage]) -> tuple[Difference, ...]:
    """Passages that are new, gone or changed; a changed one is told once, with both its texts.

    An address alone makes no difference: what only moved down because a paragraph was inserted is the same.
    """
    found: list[Difference] = []
    old = [(passage.kind, said(passage)) for passage in before]
    new = [(passage.kind, said(passage)) for passage in after]
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found += _block(before[a:b], after[c:d])
    return tuple(found)


def _block(before: Sequence[Passage], after: Sequence[Passage]) -> list[Difference]:
    """One run of passages that differ: those that are alike are one change, the others came or went."""
    found: list[Difference] = []
    at = 0
    for passage in after:
        partner = _partner(before, at, passage, alone=len(before) == len(after) == 1)
        if partner is None:
            found.append(Difference(passage.anchor, "", said(passage)))
            continue
        found += [Difference(gone.anchor, said(gone), "") for gone in before[at:partner]]
        found.append(Difference(passage.anchor, said(before[partner]), said(passage)))
        at = partner + 1
    return found + [Difference(gone.anchor, said(gone), "") for gone in before[at:]]


def said(passage: Passage) -> str:
    """Words that nobody sees are told as such: a change must not hide in them."""
    return f"[{passage.hidden}] {passage.text}" if passage.hidden in DISGUISED else passage.text


def _partner(before: Sequence[Passage], at: int, passage: Passage, *, alone: bool) -> int | None:
    """The index of the first passage from `at` that `passage` was made of; one alone was made of the other alone."""
    if alone:
        return at
    for index in range(at, min(len(before), at + _MAX_PAIRED)):
        matcher = SequenceMatcher(None, before[index].text[:1000], passage.text[:1000], autojunk=False)
        if matcher.real_quick_ratio() > 0.5 and matcher.quick_ratio() > 0.5 and matcher.ratio() > 0.5:
            return index
    return None
