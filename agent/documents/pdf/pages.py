"""Ops on whole pages of a PDF: taken, put in order, turned, deleted, inserted."""

from collections.abc import Mapping, Sequence

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import NO_WORDS, Words, joined
from agent.documents.op_words import number_in
from agent.documents.operations import Operation
from agent.documents.pdf.draft import Draft, count_words, list_words, named_pages, pages_in, reader_of
from agent.documents.pdf.layers import add_layers
from agent.documents.pdf.objects import array_at, dictionary
from agent.documents.pdf.space import numbers_in, space_of
from agent.documents.pdf.tree import select

_TOOK = Words("Took {pages} of source {index}.", "元の PDF {index} から {pages}を取り込みました。")
_ORDERED = Words("Put {pages} in the order {order}.", "{pages}を {order} の順に並べました。")
_TURNED = Words("Turned {pages} by {degrees} degrees.", "{pages}を {degrees} 度回転しました。")
_DELETED = Words("Deleted {pages}; {left} left.", "{pages}を削除しました。残りは {left}です。")
_INSERTED = Words(
    "Inserted {pages} of source {index} after page {after}.",
    "元の PDF {index} の {pages}を、{after} ページの後に挿入しました。",
)
_BLANK = Words(
    "Inserted {pages} without contents after page {after}.", "{after} ページの後に白紙 {pages}を挿入しました。"
)
_RENAMED = Words(
    "Form fields that both documents name the same were renamed in the later one: {names}.",
    "両方の文書で同じ名前の入力項目は、後の文書のほうの名前を変更しました: {names}。",
)
_MAX_BLANK = 100


def _take(draft: Draft, op: Op) -> Words:
    index = draft.source_in(op)
    reader = reader_of(draft.sources[index])
    numbers = pages_in(op, len(reader.pages))
    if draft.writer.pages:
        renamed = append(draft.writer, reader, numbers)
    else:
        # The first one is copied as a whole, with its title, bookmarks, labels, layers and attached files.
        draft.writer, renamed = PdfWriter(clone_from=reader), NO_WORDS
        if numbers != list(range(1, len(reader.pages) + 1)):
            select(draft.writer, numbers)
    return joined(_TOOK.of(pages=count_words(len(numbers)), index=index), renamed)


def append(writer: PdfWriter, reader: PdfReader, numbers: Sequence[int]) -> Words:
    """Put pages of another document behind those of `writer`; says which form fields got another name."""
    known = {name for name, _ in _top_fields(writer)}
    old = {id(field) for _, field in _top_fields(writer)}
    at = 0
    while at < len(numbers):
        # A page that comes twice is appended in another go: pypdf knows each page of a go once.
        end = at + 1
        while end < len(numbers) and numbers[end] not in numbers[at:end]:
            end += 1
        writer.append(reader, pages=[number - 1 for number in numbers[at:end]], import_outline=at == 0)
        at = end
    add_layers(writer, reader)
    return _renamed(writer, known, old)


def _top_fields(writer: PdfWriter) -> list[tuple[str, DictionaryObject]]:
    fields = map(dictionary, array_at(writer.root_object, "/AcroForm", "/Fields"))
    return [(str(one.get("/T", "")), one) for one in fields if one is not None]


def _renamed(writer: PdfWriter, known: set[str], old: set[int]) -> Words:
    """Fields of one name would be one field with one value: those that came later get a name of their own."""
    names: list[str] = []
    for name, field in _top_fields(writer):
        if id(field) in old or name not in known:
            continue
        number = 2
        while f"{name} ({number})" in known:
            number += 1
        field[NameObject("/T")] = TextStringObject(f"{name} ({number})")
        names.append(f"{name} ({number})")
    return _RENAMED.of(names=", ".join(names[:20])) if names else NO_WORDS


def _order(draft: Draft, op: Op) -> Words:
    total = len(draft.writer.pages)
    numbers = pages_in(op, total)
    if sorted(numbers) != list(range(1, total + 1)):
        raise InvalidArgumentsError(
            f"'order' names each of the {total} pages once. To leave pages out or repeat them use 'take'."
        )
    select(draft.writer, numbers)
    return _ORDERED.of(pages=count_words(total), order=", ".join(map(str, numbers[:30])))


def _rotate(draft: Draft, op: Op) -> Words:
    degrees = op.get("degrees")
    if not isinstance(degrees, int) or degrees % 90:
        raise InvalidArgumentsError("'degrees' is 90, 180 or 270, clockwise.")
    numbers = pages_in(op, len(draft.writer.pages))
    for number in numbers:
        draft.writer.pages[number - 1].rotate(degrees)
    return _TURNED.of(pages=count_words(len(numbers)), degrees=degrees)


def _delete_pages(draft: Draft, op: Op) -> Words:
    total = len(draft.writer.pages)
    gone = named_pages(op, total)
    left = [number for number in range(1, total + 1) if number not in gone]
    if not left:
        raise InvalidArgumentsError(f"A PDF needs one page at least: of the {total} pages all would be deleted.")
    select(draft.writer, left)
    return _DELETED.of(pages=list_words(gone), left=count_words(len(left)))


def _insert_pages(draft: Draft, op: Op) -> Words:
    total = len(draft.writer.pages)
    index, after = draft.source_in(op), _after(op, total)
    reader = reader_of(draft.sources[index])
    numbers = pages_in(op, len(reader.pages))
    renamed = append(draft.writer, reader, numbers)
    new = list(range(total + 1, total + len(numbers) + 1))
    select(draft.writer, [*range(1, after + 1), *new, *range(after + 1, total + 1)])
    return joined(_INSERTED.of(pages=count_words(len(numbers)), index=index, after=after), renamed)


def _insert_blank(draft: Draft, op: Op) -> Words:
    total = len(draft.writer.pages)
    after = _after(op, total)
    count = number_in(op, "count", _MAX_BLANK, "blank pages at most") if "count" in op else 1
    like = draft.writer.pages[max(0, after - 1)]
    width, height = numbers_in(op, "size", 2, "[595, 842]") if "size" in op else space_of(like).size
    if min(width, height) < 3 or max(width, height) > 14_400:
        raise InvalidArgumentsError("'size' is width and height in points, from 3 to 14400: [595, 842] is A4.")
    for _ in range(count):
        draft.writer.add_blank_page(width, height)
    select(draft.writer, [*range(1, after + 1), *range(total + 1, total + count + 1), *range(after + 1, total + 1)])
    return _BLANK.of(pages=count_words(count), after=after)


def _after(op: Op, total: int) -> int:
    after = op.get("after", total)
    if not isinstance(after, int) or isinstance(after, bool) or not 0 <= after <= total:
        raise InvalidArgumentsError(f"'after' is a page from 0 (before all) to {total}, not {after!r}.")
    return after


PAGE_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "take": Operation(
        _take,
        ("source", "pages"),
        '{"op":"take","source":0,"pages":"1-3,7"} (sources count from 0; takes come before other ops and the result '
        "has only what is taken; to split a file make several files with a take each)",
    ),
    "order": Operation(_order, ("pages",), '{"op":"order","pages":"3,1,2"} (each page once)'),
    "rotate": Operation(_rotate, ("pages", "degrees"), '{"op":"rotate","pages":"2","degrees":90} (clockwise)'),
    "delete_pages": Operation(_delete_pages, ("pages",), '{"op":"delete_pages","pages":"2,5-6"}'),
    "insert_pages": Operation(
        _insert_pages,
        ("source", "pages", "after"),
        '{"op":"insert_pages","source":1,"pages":"1-2","after":3} (after 0: before the first page)',
    ),
    "insert_blank": Operation(
        _insert_blank,
        ("after", "count", "size"),
        '{"op":"insert_blank","after":3,"count":1} (as large as the page before it, or "size":[595,842])',
    ),
}
