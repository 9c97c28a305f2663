"""Ops that accept or reject tracked changes: all of them, those of an author, at a place, or by their ids."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words, joined
from agent.documents.docx.addresses import Addresses
from agent.documents.docx.comments import drop_lost, references
from agent.documents.docx.draft import Draft
from agent.documents.docx.tracked_decided import decide
from agent.documents.docx.tracked_revisions import KINDS, Revision, revisions
from agent.documents.docx.tree import Element
from agent.documents.op_words import text_in
from agent.documents.operations import Operation

_SAID = {
    True: Words("Accepted {what}{left}.", "{what}を承諾しました{left}。"),
    False: Words("Rejected {what}{left}.", "{what}を元に戻しました{left}。"),
}
_LEFT = Words("; {count} other tracked changes are left", "(ほかの変更履歴 {count} 件は残っています)")
_LOST = Words(
    "Comments on words that are gone went with them: {count}.",
    "消えた文字に付いていたコメント {count} 件も削除しました。",
)
_COUNTED = Words("{what}: {count}", "{what} {count} 件")
_PARTS = ("/styles", "/numbering")


def _accepted(addresses: Addresses, op: Op) -> Words:
    return _decided(addresses, op, accept=True)


def _rejected(addresses: Addresses, op: Op) -> Words:
    return _decided(addresses, op, accept=False)


def _decided(addresses: Addresses, op: Op, *, accept: bool) -> Words:
    addresses.settle()
    _open_others(addresses)
    found = [(draft, one) for draft in addresses.drafts.values() for one in revisions(draft.layout.root)]
    chosen = _chosen(addresses, op, found)
    if not chosen:
        raise InvalidArgumentsError(_nothing([one for _, one in found]))
    before = references(addresses)
    for draft in dict.fromkeys(draft for draft, _ in chosen):
        draft.grow()
        decide(draft.layout.root, [one.element for mine, one in chosen if mine is draft], accept=accept)
    lost = drop_lost(addresses, before)
    addresses.settle()
    counts = Counter(one.kind for _, one in chosen)
    told = [_COUNTED.of(what=words, count=counts[kind]) for kind, words in KINDS.items() if counts[kind]]
    what = Words(", ".join(one.en for one in told), "、".join(one.ja for one in told))
    left = len(found) - len(chosen)
    said = _SAID[accept].of(what=what, left=_LEFT.of(count=left) if left else "")
    return joined(said, _LOST.of(count=lost)) if lost else said


def _open_others(addresses: Addresses) -> None:
    """Styles and lists may be changed with tracking too."""
    for kind in _PARTS:
        name = addresses.package.related(addresses.package.main, kind)
        if name and name not in addresses.drafts and b"PrChange" in addresses.package.read(name):
            addresses.drafts[name] = Draft(addresses.package.read(name))


def _chosen(addresses: Addresses, op: Op, found: Sequence[tuple[Draft, Revision]]) -> list[tuple[Draft, Revision]]:
    ids = op.get("ids")
    if ids is not None and not isinstance(ids, (list, tuple)):
        raise InvalidArgumentsError("'ids' is a list of the numbers that reading tells, such as [12, 13].")
    wanted = {str(one) for one in ids} if ids is not None else None
    author = text_in(op, "author") if "author" in op else None
    place = addresses.at(op["at"], ("p", "tbl", "tr", "tc")).element if "at" in op else None
    return [
        (draft, one)
        for draft, one in found
        if (wanted is None or one.id in wanted)
        and (author is None or one.author == author)
        and (place is None or any(above is place for above in _with_above(one.element)))
    ]


def _with_above(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _nothing(found: Sequence[Revision]) -> str:
    if not found:
        return "The document has no tracked changes."
    authors = ", ".join(
        f"{count} by {author or 'nobody'}" for author, count in Counter(one.author for one in found).items()
    )
    return f"No tracked change fits. The document has {authors}."


_FIELDS = ("author", "at", "ids")
CHOICE_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "accept_changes": Operation(
        _accepted,
        _FIELDS,
        '{"op":"accept_changes"} (all tracked changes; or of "author":"Sato", "at":"P12" or "T1 R2", "ids":[12,13])',
    ),
    "reject_changes": Operation(
        _rejected, _FIELDS, '{"op":"reject_changes"} (like accept_changes, but undoes the tracked changes)'
    ),
}
