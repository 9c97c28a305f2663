"""Redaction: the words are gone from the file, and not only covered.

An affected page becomes a picture of itself with black boxes, so nothing of its contents can come back. Whatever else
holds the words goes too, the file is written anew without older versions in it, and the result is searched again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pypdfium2
from pypdf import PdfWriter

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words, joined
from agent.documents.op_words import flag_in, number_in
from agent.documents.operations import Operation
from agent.documents.pdf.draft import Draft, list_words, pages_in
from agent.documents.pdf.find import Letters, Needle, found_in, letters_of, line_boxes, needles_of, text_of
from agent.documents.pdf.forget import drop_fields, drop_tags, drop_unreachable, forget, strays
from agent.documents.pdf.objects import array_at, dictionary, numbers_of
from agent.documents.pdf.proof import Proof
from agent.documents.pdf.raster import become_picture, picture_of, text_layer
from agent.documents.pdf.scrub import note_holds, scrubbed
from agent.documents.pdf.space import Box, Space, numbers_in, space_of
from agent.documents.pdf.unseen import PageSight, has_picture

_REDACTED = Words(
    "Redacted {count} {count:place|places} on {pages}. These pages are pictures now (with their other words as "
    "unseen text); fields "
    "and links on them are gone. It cannot be taken back inside the file.",
    "{pages}の {count} か所を墨消ししました。該当ページは画像になりました(残りの文字は検索用に保持)。"
    "ページ上の入力項目とリンクはなくなっています。ファイル内で元に戻すことはできません。",
)
_PICTURES = Words(
    "Words inside pictures are not found: look at {pages}.",
    "画像の中の文字は検索できません。{pages}をご確認ください。",
)
_ELSEWHERE = Words(
    "{count} {count:place|places} with these words {count:stays|stay} on {pages}, outside the pages asked for.",
    "指定外のページ({pages})には、該当する文字が {count} か所残っています。",
)
_MAX_PAGES = 40
# In points, around what is found.
_ROOM = 1.0


@dataclass(slots=True)
class _Affected:
    """What is painted over on a page: boxes as seen, and the letters that are gone from its text."""

    boxes: list[Box] = field(default_factory=list)
    letters: set[int] = field(default_factory=set)
    places: int = 0


def _redact(draft: Draft, op: Op) -> Words:
    needles = needles_of(op["find"], pattern=flag_in(op, "pattern", default=False)) if "find" in op else ()
    numbers = pages_in(op, len(draft.writer.pages))
    boxes = dict(_boxes(op, draft.writer))
    if not needles and not boxes:
        if "pages" not in op:
            raise InvalidArgumentsError("'redact' needs 'find', 'boxes' or 'pages'.")
        boxes = {number: [(0.0, 0.0, *space_of(draft.writer.pages[number - 1]).size)] for number in numbers}
    forget(draft.writer, strays(draft.writer))
    drop_unreachable(draft.writer)
    with draft.drawn() as document:
        finding = _Finding(draft.writer, document, needles)
        found = {number: finding.on(number) for number in numbers} if needles else {}
        for number, some in boxes.items():
            affected = found.setdefault(number, _Affected())
            affected.boxes += some
            affected.places += len(some)
        found = {number: one for number, one in found.items() if one.places}
        rest = finding.elsewhere(numbers)
        _refuse(found, op, needles, rest)
        _paint(draft, document, found)
    said = scrubbed(draft.writer, needles)
    draft.proofs.append(Proof(needles, {number: one.boxes for number, one in found.items()}, tuple(numbers)))
    pictures = [number for number in finding.pictures if number not in found]
    more = [_PICTURES.of(pages=list_words(pictures))] if pictures else []
    more += [_ELSEWHERE.of(count=sum(rest.values()), pages=list_words(list(rest)))] if rest else []
    count = sum(one.places for one in found.values())
    return joined(_REDACTED.of(count=count, pages=list_words(sorted(found))), *said, *more)


def _boxes(op: Op, writer: PdfWriter) -> Iterator[tuple[int, list[Box]]]:
    some = op.get("boxes", [])
    if not isinstance(some, Sequence) or isinstance(some, str) or not all(isinstance(one, Mapping) for one in some):
        raise InvalidArgumentsError('\'boxes\' is a list: [{"page":2,"box":[x,y,width,height]}] in points.')
    by_page: dict[int, list[Box]] = {}
    for one in some:
        number = number_in(one, "page", len(writer.pages), "pages")
        x, y, width, height = numbers_in(one, "box", 4, "[x,y,width,height] from the top left")
        across, down = space_of(writer.pages[number - 1]).size
        if width <= 0 or height <= 0 or x >= across or y >= down or x + width <= 0 or y + height <= 0:
            raise InvalidArgumentsError(f"Page {number} is {across:.0f} x {down:.0f} points: the box lies beside it.")
        left, top = max(0.0, x), max(0.0, y)
        box = left, top, min(across, x + width) - left, min(down, y + height) - top
        by_page.setdefault(number, []).append(box)
    yield from by_page.items()


def _refuse(found: Mapping[int, _Affected], op: Op, needles: Sequence[Needle], rest: Mapping[int, int]) -> None:
    if len(found) > _MAX_PAGES:
        raise InvalidArgumentsError(
            f"{len(found)} pages would become pictures, more than {_MAX_PAGES} at once: redact them in parts ('pages')."
        )
    if not found and needles:
        where = "on these pages" if "pages" in op else "on any page"
        other = f" It is on other pages: {list_words(list(rest)).en}." if rest else ""
        raise InvalidArgumentsError(
            f"{op['find']!r} is not found {where}.{other} Read the text to see how it is written; words in pictures "
            "need 'boxes'. Nothing was changed."
        )


@dataclass(slots=True)
class _Finding:
    """Looks for words on pages; `pictures` are those with pictures, where words may be that nobody finds."""

    writer: PdfWriter
    document: pypdfium2.PdfDocument
    needles: Sequence[Needle]
    pictures: list[int] = field(default_factory=list)

    def on(self, number: int) -> _Affected:
        affected = _Affected()
        space = space_of(self.writer.pages[number - 1])
        page = self.document[number - 1]
        words = page.get_textpage()
        letters = letters_of(words)
        for needle in self.needles:
            for indexes in found_in(letters.text, needle):
                affected.letters.update(indexes)
                affected.boxes += [_roomy(space.seen(box)) for box in line_boxes(letters, indexes)]
                affected.places += 1
        for one in array_at(self.writer.pages[number - 1], "/Annots"):
            note = dictionary(one)
            if note is not None and note.get("/Subtype") == "/Widget" and note_holds(note, self.needles):
                left, bottom, right, top = numbers_of(note.get("/Rect")) or (0.0, 0.0, 0.0, 0.0)
                affected.boxes.append(_roomy(space.seen((left, bottom, right, top))))
                affected.places += 1
        if has_picture(page):
            self.pictures.append(number)
        words.close()
        page.close()
        return affected

    def elsewhere(self, numbers: Sequence[int]) -> dict[int, int]:
        """How often the words stand on which pages that are not among `numbers`: there they stay."""
        counts: dict[int, int] = {}
        for number in sorted(set(range(1, len(self.document) + 1)) - set(numbers)) if self.needles else ():
            page = self.document[number - 1]
            words = page.get_textpage()
            text = text_of(words)
            if count := sum(1 for needle in self.needles for _ in found_in(text, needle)):
                counts[number] = count
            words.close()
            page.close()
        return counts


def _roomy(box: Box) -> Box:
    x, y, width, height = box
    return x - _ROOM, y - _ROOM, width + 2 * _ROOM, height + 2 * _ROOM


def _paint(draft: Draft, document: pypdfium2.PdfDocument, found: Mapping[int, _Affected]) -> None:
    """Make pictures of the pages, and take their fields and tags out of the document."""
    sight = PageSight()
    pages = [draft.writer.pages[number - 1] for number in found]
    drop_fields(draft.writer, pages)
    drop_tags(draft.writer, pages)
    for (number, affected), page in zip(found.items(), pages, strict=True):
        space = space_of(page)
        drawn = document[number - 1]
        words = drawn.get_textpage()
        letters = letters_of(words)
        gone = affected.letters | _covered(letters, affected.boxes, space) | set(sight.unseen(drawn, words))
        layer = text_layer(words, letters, gone, space)
        become_picture(draft.writer, page, picture_of(drawn, space, affected.boxes), space, layer)
        words.close()
        drawn.close()


def _covered(letters: Letters, boxes: Sequence[Box], space: Space) -> set[int]:
    """The letters of which any part lies under a box."""
    places = ((index, space.seen(letter)) for index, letter in enumerate(letters.boxes) if letter is not None)
    return {index for index, place in places if any(_overlap(place, box) for box in boxes)}


def _overlap(one: Box, other: Box) -> bool:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    # Neighbours touch the room around a box; what is in the middle of a letter counts.
    return across > 0.25 * max(0.1, one[2]) and down > 0.25 * max(0.1, one[3])


REDACT_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "redact": Operation(
        _redact,
        ("find", "pattern", "boxes", "pages"),
        '{"op":"redact","find":["山田太郎","090-1234-5678"]} (gone for good, not only covered; any case and width; '
        '"pattern":true for regular expressions; "pages":"2-5" limits it) or '
        '"boxes":[{"page":2,"box":[x,y,width,height]}] (points from the top left) or pages alone for whole pages',
    )
}
