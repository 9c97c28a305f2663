"""Relationships that lead nowhere, ids that are used twice: what makes Word offer to repair a document."""

from collections import Counter
from collections.abc import Iterator

from agent.core.documents import Problem
from agent.core.words import Words
from agent.documents.docx.tree import Element, name_of, value
from agent.documents.docx.whole import Whole

_MISSING_PART = Words(
    "{part} refers to {target}, which is not in the document.", "{part} が参照する {target} が文書内にありません。"
)
_NO_RELATION = Words(
    "{part} uses the relationship {key}, which does not exist: Word may offer to repair the document.",
    "{part} に存在しない参照 {key} があります。Word で修復を求められることがあります。",
)
_TWICE = Words("The {what} {key} is there {count} {count:time|times}.", "{what} {key} が {count} 回使われています。")
_NAMES = {
    "bookmarkStart": Words("bookmark", "ブックマーク"),
    "comment": Words("comment id", "コメント ID"),
    "footnote": Words("footnote id", "脚注 ID"),
    "endnote": Words("endnote id", "文末脚注 ID"),
}
_RELATIONS = ("http://schemas.openxmlformats.org/officeDocument/2006/relationships",
              "http://purl.oclc.org/ooxml/officeDocument/relationships")  # fmt: skip
_MANY = 20


def part_problems(whole: Whole) -> Iterator[Problem]:
    """Problems of the package as such."""
    for name, root in whole.roots.items():
        yield from _relations(whole, name, root)
        yield from _twice(name, root)


def _relations(whole: Whole, name: str, root: Element) -> Iterator[Problem]:
    package = whole.package
    relations = {one.id: one for one in package.relations(name)}
    for one in relations.values():
        target = package.target(name, one)
        if not one.external and not one.target.startswith("#") and target not in package:
            yield Problem(name, "broken_reference", _MISSING_PART.of(part=name, target=target[:80]))
    used = {
        str(text)
        for element in root.iter("*")
        for key, text in element.attrib.items()
        if any(str(key).startswith(f"{{{space}}}") for space in _RELATIONS) and text
    }
    for key in sorted(used - set(relations))[:_MANY]:
        yield Problem(name, "invalid", _NO_RELATION.of(part=name, key=key[:40]))


def _twice(name: str, root: Element) -> Iterator[Problem]:
    counts: Counter[tuple[str, str]] = Counter()
    for element in root.iter("*"):
        kind = name_of(element)
        if kind in _NAMES:
            counts[kind, value(element, "name" if kind == "bookmarkStart" else "id")] += 1
    for (kind, key), count in counts.items():
        if count > 1:
            words = _TWICE.of(what=_NAMES[kind], key=key[:40], count=count)
            yield Problem(name, "invalid", words, grave=kind != "bookmarkStart")
