"""What changed between two versions of a PDF: pages, their words, fields, notes, properties, and what is drawn."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import suppress
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2
from PIL import ImageChops
from pypdf import PageObject, PdfReader

from agent.core.documents import Difference
from agent.documents.pdf.fields import fields_of
from agent.documents.pdf.objects import array_at, dictionary
from agent.documents.pdf.space import space_of
from agent.documents.pdf.structure import DAMAGE
from agent.documents.pdf.text import opened, page_texts

_ALIKE = 0.5
_MAX_COMPARED = 60
_MAX_DRAWN = 40
_LEVEL = 32
_SHARE = 0.0005
_PROPERTIES = ("/Title", "/Author", "/Subject", "/Keywords")
Pairs = list[tuple[int | None, int | None]]
"""Pages of both versions, from 0, that belong to each other; None where a side has none."""


def differences(before: Path, after: Path) -> tuple[Difference, ...]:
    """Everything that differs; text at the page on which it stands in `after`, or stood in `before`."""
    old, new = page_texts(before), page_texts(after)
    pairs = paired(old, new)
    turned = _turned(before, after, pairs)
    found = list(_texts(pairs, old, new, turned))
    both = [(a, b) for a, b in pairs if a is not None and b is not None and b not in turned]
    found += _drawn(before, after, [(a, b) for a, b in both if old[a] == new[b]])
    # What only a sound structure tells is left out where it is damaged; the words are there.
    with suppress(*DAMAGE):
        found += _beside(PdfReader(before), PdfReader(after), pairs)
    return tuple(found)


def paired(old: Sequence[str], new: Sequence[str]) -> Pairs:
    """Which page became which: equal ones in order, then equal ones elsewhere (moved), then those that are alike."""
    partners: dict[int, int] = {}
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    for block in blocks:
        partners |= {block.b + at: block.a + at for at in range(block.size)}
    taken = set(partners.values())
    left_old = [a for a in range(len(old)) if a not in taken]
    left_new = [b for b in range(len(new)) if b not in partners]
    words = [_sorted_words(one) for one in old], [_sorted_words(one) for one in new]  # a turned page: another order
    for was, become, same in ((old, new, _is_equal), (*words, _is_equal), (old, new, _is_alike)):
        for b in list(left_new):
            near = sorted(left_old, key=lambda a: abs(a - b))[:_MAX_COMPARED]
            match = next((a for a in near if same(was[a], become[b])), None)
            if match is not None:
                partners[b] = match
                left_old.remove(match)
                left_new.remove(b)
    for b in [b for b in left_new if b in left_old and not (old[b].strip() and new[b].strip())]:
        # Pages without words belong together by their place alone.
        partners[b] = b
        left_old.remove(b)
    pairs: Pairs = [(partners.get(b), b) for b in range(len(new))]
    return pairs + [(a, None) for a in left_old]


def _is_equal(was: str, become: str) -> bool:
    return bool(was.strip()) and was == become


def _is_alike(was: str, become: str) -> bool:
    matcher = SequenceMatcher(None, was[:4_000], become[:4_000], autojunk=False)
    return matcher.real_quick_ratio() > _ALIKE and matcher.quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE


def _texts(pairs: Pairs, old: Sequence[str], new: Sequence[str], turned: Set[int]) -> Iterator[Difference]:
    # A page has only moved when its neighbours did not come along.
    stay = _longest_rise([a for a, b in pairs if a is not None and b is not None])
    replaced = _replaced(pairs)
    for a, b in pairs:
        if a is None and b is not None:
            was = replaced.get(b)
            yield (
                Difference(f"p{b + 1}", "", new[b], "added")
                if was is None
                else Difference(f"p{b + 1}", old[was], new[b])
            )
        elif b is None and a is not None and a not in replaced.values():
            yield Difference(f"p{a + 1}", old[a], "", "removed")
        elif a is not None and b is not None:
            if a not in stay:
                yield Difference(f"p{b + 1}", f"page {a + 1}", f"page {b + 1}", "moved")
            lines = _turned_lines if b in turned else _lines
            yield from lines(f"p{b + 1}", old[a], new[b])


def _turned_lines(anchor: str, was: str, become: str) -> Iterator[Difference]:
    """Lines that only one side has, in whatever order a turned page is read."""
    if _sorted_words(was) == _sorted_words(become):
        return
    gone, come = (Counter(filter(str.strip, text.split("\n"))) for text in (was, become))
    before, after = ("\n".join(one.elements()) for one in (gone - come, come - gone))
    yield from _if_other(anchor, before, after, "")


def _sorted_words(text: str) -> str:
    return " ".join(sorted(text.split()))


def _turned(before: Path, after: Path, pairs: Pairs) -> Set[int]:
    """Pages of `after` that are turned against those of `before`: their lines may be read in another order."""
    with opened(before) as old, opened(after) as new:
        both = [(a, b) for a, b in pairs if a is not None and b is not None]
        return {b for a, b in both if _rotation(old, a) != _rotation(new, b)}


def _rotation(document: pypdfium2.PdfDocument, at: int) -> int:
    try:
        return int(document[at].get_rotation())
    except pypdfium2.PdfiumError:
        return 0


def _replaced(pairs: Pairs) -> Mapping[int, int]:
    """New pages that stand where another one stood: one change and not two."""
    gone = {a for a, b in pairs if b is None and a is not None}
    found: dict[int, int] = {}
    last = -1
    for a, b in pairs:
        if a is not None and b is not None:
            last = a
        elif b is not None and (stood := last + 1 if last + 1 in gone else b) in gone:
            found[b] = last = stood
            gone.remove(stood)
    return found


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The most of the numbers that are in order (longest increasing subsequence): all others were moved."""
    ends: list[int] = []
    before: list[int | None] = []
    at: list[int] = []
    for index, number in enumerate(numbers):
        place = bisect_left(ends, number)
        before.append(at[place - 1] if place else None)
        ends[place:] = [number, *ends[place + 1 :]]
        at[place:] = [index, *at[place + 1 :]]
    found: set[int] = set()
    last = at[-1] if at else None
    while last is not None:
        found.add(numbers[last])
        last = before[last]
    return found


def _lines(anchor: str, was: str, become: str) -> Iterator[Difference]:
    old, new = was.split("\n"), become.split("\n")
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Difference(anchor, "\n".join(old[a:b]), "\n".join(new[c:d]))


def _drawn(before: Path, after: Path, same: Sequence[tuple[int, int]]) -> Iterator[Difference]:
    """Pages whose words are the same and whose pictures are not."""
    with opened(before) as old, opened(after) as new:
        for a, b in same[:_MAX_DRAWN]:
            share = _differing(old, a, new, b)
            if share > _SHARE:
                told = f"looks different in {max(0.1, 100 * share):.1f} % of the page"
                yield Difference(f"p{b + 1}", "", told, "picture")


def _differing(old: pypdfium2.PdfDocument, a: int, new: pypdfium2.PdfDocument, b: int) -> float:
    """The share of points that differ clearly."""
    try:
        was, become = (document[at].render(scale=1).to_pil().convert("L") for document, at in ((old, a), (new, b)))
    except (pypdfium2.PdfiumError, ValueError):  # a page without a size
        return 0.0
    if was.size != become.size:
        return 1.0
    counts: list[int] = ImageChops.difference(was, become).histogram()
    return sum(counts[_LEVEL:]) / int(max(1, was.width * was.height))


def _beside(before: PdfReader, after: PdfReader, pairs: Pairs) -> Iterator[Difference]:
    old, new = ({field.name: field.value for field in fields_of(one)} for one in (before, after))
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            kind = "value" if name in old and name in new else "added" if name in new else "removed"
            yield Difference(f"field {name}", old.get(name, ""), new.get(name, ""), kind)
    for key in _PROPERTIES:
        was, become = (str(one.metadata.get(key, "")) if one.metadata else "" for one in (before, after))
        if was != become:
            yield Difference(f"property {key[1:]}", was, become, "property")
    for a, b in pairs:
        if a is not None and b is not None:
            yield from _page(before, a, after, b)


def _page(before: PdfReader, a: int, after: PdfReader, b: int) -> Iterator[Difference]:
    was, become = _notes(before, a), _notes(after, b)
    for note in was:
        if note not in become:
            yield Difference(f"p{b + 1}", note, "", "comment")
    for note in become:
        if note not in was:
            yield Difference(f"p{b + 1}", "", note, "comment")
    old, new = before.pages[a], after.pages[b]
    yield from _if_other(f"p{b + 1}", _size(old), _size(new))
    yield from _if_other(f"p{b + 1}", _turn(old), _turn(new))


def _if_other(anchor: str, was: str, become: str, kind: str = "format") -> Iterator[Difference]:
    if was != become:
        yield Difference(anchor, was, become, kind)


def _notes(reader: PdfReader, at: int) -> list[str]:
    """What annotations say, with who wrote them."""
    notes = [note for one in array_at(reader.pages[at], "/Annots") if (note := dictionary(one)) is not None]
    said = [note for note in notes if note.get("/Contents") and note.get("/Subtype") not in {"/Widget", "/Popup"}]
    return [f"{note.get('/T', '')}: {note['/Contents']}".removeprefix(": ") for note in said]


def _size(page: PageObject) -> str:
    """As it would lie without being turned: a turned page has its own words."""
    across, down = space_of(page).size
    if page.rotation % 180:
        across, down = down, across
    return f"{across:.0f} x {down:.0f} points"


def _turn(page: PageObject) -> str:
    turned = page.rotation % 360
    return f"turned by {turned}°" if turned else ""
