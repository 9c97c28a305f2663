"""Two versions of a Word document as one with tracked changes: rejecting all gives the first, accepting all the second.

Changes that were tracked before count as accepted in both, as Word's own comparison takes them.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from agent.core.words import Words
from agent.documents.docx.addresses import Addresses, addresses_of
from agent.documents.docx.redline_blocks import Comparison
from agent.documents.docx.redline_copy import Copier
from agent.documents.docx.redline_import import Import, part_draft
from agent.documents.docx.sections import sections_of
from agent.documents.docx.tracked import Stamp
from agent.documents.docx.tracked_blocks import insert_content, track_mark
from agent.documents.docx.tracked_decided import decide
from agent.documents.docx.tracked_revisions import KINDS, Revision, revisions
from agent.documents.docx.tree import Element, children, name_of, value
from agent.documents.opc.package import Package

_SAME = Words("The two documents say the same; nothing is tracked.", "2 つの文書に違いはなく、変更履歴はありません。")
_NOTHING = Words("Nothing could be tracked of what differs.", "違いはありますが、変更履歴にはできませんでした。")
_TRACKED = Words("Tracked as changes by {author}: {what}.", "変更履歴(作成者: {author}): {what}。")
_ACCEPTED = Words(
    "Changes that were tracked before ({count}) count as accepted.",
    "以前の変更履歴 {count} 件は承諾済みとして比較しました。",
)
_LEFT = {
    "note": Words("Notes that the second document refers to and does not have are left out: {count}.",
                  "2 つ目の文書が参照し、本文のない脚注 {count} 件は取り込んでいません。"),
    "picture": Words("Shapes, charts and linked pictures of the second document are not carried over: {count}.",
                     "2 つ目の文書だけにある図形・グラフ・リンクされた画像 {count} 件は取り込んでいません。"),
    "box": Words("Paragraphs whose text boxes differ in number were not compared inside of these: {count}.",
                 "テキストボックスの数が違う段落 {count} 件は、ボックスの中を比較していません。"),
    "story": Words("Headers and footers that only one of the documents has were not compared: {count}.",
                   "片方の文書だけにあるヘッダー・フッター {count} 件は比較していません。"),
    "page": Words("Page setup differs and was not compared.", "ページ設定の違いは比較していません。"),
}  # fmt: skip


def redline(before: Path, after: Path, target: Path, author: str) -> tuple[Words, ...]:
    """Write `before` to `target` with tracked changes by `author` that make it `after`; what was done, in sentences.

    Raises:
        UnreadableError: one of both is no Word document, or broken.
    """
    with Package.open(before) as old, Package.open(after) as new:
        mine, theirs = addresses_of(old), addresses_of(new)
        accepted = _accept_all(mine) + _accept_all(theirs)
        stamp = Stamp(author, mine.moment, mine.ids)
        left = _compare(mine, theirs, stamp)
        mine.settle()
        said = _said(mine, author, whole=not any(left.values()))
        old.save(target, mine.written())
    more = [_ACCEPTED.of(count=accepted)] if accepted else []
    return said, *more, *(words.of(count=left[kind]) for kind, words in _LEFT.items() if left[kind])


def _accept_all(addresses: Addresses) -> int:
    """Accept what was tracked before; returns how many changes."""
    count = 0
    for draft in list(addresses.drafts.values()):
        found = [one.element for one in revisions(draft.layout.root)]
        if found:
            draft.grow()
            decide(draft.layout.root, found, accept=True)
            count += len(found)
    addresses.settle()
    return count


def _compare(mine: Addresses, theirs: Addresses, stamp: Stamp) -> Counter[str]:
    source = Import(mine, theirs)
    left: Counter[str] = Counter()
    body, other = _body(mine), _body(theirs)
    comparison = _comparison(source, mine.package.main, theirs.package.main, stamp, left)
    comparison.container(body, other)
    for key, one, two in comparison.notes:
        _compare_notes(source, (key.removesuffix("Reference"), one, two), stamp, left)
    sections, others = sections_of(body), sections_of(other)
    headers, other_headers = _headers(mine, sections), _headers(theirs, others)
    left["story"] = len(set(headers) ^ set(other_headers))
    done: set[str] = set()
    for place in headers:
        if place in other_headers and headers[place] not in done:
            done.add(headers[place])
            parts = headers[place], other_headers[place]
            _comparison(source, *parts, stamp, left).container(*(_root(one, part) for one, part in
                                                                 zip((mine, theirs), parts, strict=True)))  # fmt: skip
    for note in source.notes:
        _track_note(note, stamp)
    left["page"] = [_page(one) for one in sections] != [_page(one) for one in others]
    return left


def _comparison(source: Import, mine: str, theirs: str, stamp: Stamp, left: Counter[str]) -> Comparison:
    draft = source.before.drafts[mine]
    draft.grow()
    return Comparison(Copier(source, mine, theirs, draft.layout.root, left), stamp)


def _compare_notes(source: Import, pair: tuple[str, str, str], stamp: Stamp, left: Counter[str]) -> None:
    kind, *ids = pair
    drafts = [part_draft(one, f"/{kind}s") for one in (source.before, source.after)]
    found: list[Element] = []
    for draft, number in zip(drafts, ids, strict=True):
        notes = children(draft.layout.root, kind) if draft is not None else []
        found += [one for one in notes if value(one, "id") == number][:1]
    if len(found) == 2 and drafts[0] is not None and drafts[1] is not None:
        names = source.before.part_of(drafts[0]), source.after.part_of(drafts[1])
        _comparison(source, *names, stamp, left).container(*found)


def _track_note(note: Element, stamp: Stamp) -> None:
    """Track the words of a note that came along: where its reference is rejected, nothing of it is left."""
    paragraphs = [one for one in note.iter("{*}p") if name_of(one) == "p"]
    for number, paragraph in enumerate(paragraphs, 1):
        insert_content(paragraph, stamp)
        if number < len(paragraphs):
            track_mark(paragraph, "ins", stamp)


def _root(addresses: Addresses, part: str) -> Element:
    return addresses.drafts[part].layout.root


def _body(addresses: Addresses) -> Element:
    return next(one for one in _root(addresses, addresses.package.main) if name_of(one) == "body")


def _headers(addresses: Addresses, sections: list[Element]) -> dict[tuple[int, str, str], str]:
    """The parts of headers and footers by section, kind and type ("default", "first", "even")."""
    targets = {one.id: addresses.package.target(addresses.package.main, one) for one in
               addresses.package.relations(addresses.package.main) if not one.external}  # fmt: skip
    found: dict[tuple[int, str, str], str] = {}
    for number, section in enumerate(sections):
        for one in children(section, "headerReference", "footerReference"):
            part = next(
                (targets.get(str(text)) for key, text in one.attrib.items() if "relationships}" in str(key)), None
            )
            if part in addresses.drafts and part is not None:
                found[number, name_of(one), value(one, "type")] = part
    return found


def _page(section: Element) -> tuple[str, ...]:
    return tuple(sorted(f"{name_of(one)} {sorted(map(str, one.attrib.values()))}" for one in
                        children(section, "pgSz", "pgMar", "cols", "type")))  # fmt: skip


def _said(addresses: Addresses, author: str, *, whole: bool) -> Words:
    counts = Counter(one.kind for one in _all(addresses))
    if not counts:
        return _SAME if whole else _NOTHING
    told = [Words(f"{words.en}: {counts[kind]}", f"{words.ja} {counts[kind]} 件") for kind, words in KINDS.items()
            if counts[kind]]  # fmt: skip
    return _TRACKED.of(author=author, what=Words(", ".join(one.en for one in told), "、".join(one.ja for one in told)))


def _all(addresses: Addresses) -> Iterator[Revision]:
    for draft in addresses.drafts.values():
        yield from revisions(draft.layout.root)
