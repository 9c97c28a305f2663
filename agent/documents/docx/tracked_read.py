"""What a reader is told of tracked changes: who, when, where, and the ids that ops take."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from agent.core.documents import Passage
from agent.core.words import Words
from agent.documents.docx.names import is_within
from agent.documents.docx.stories import Story
from agent.documents.docx.tracked_revisions import Revision, revisions
from agent.documents.docx.tree import Element, blocks, cells_of, name_of, paragraphs_of, rows_of

_MOST_SHOWN = 60
_TOLD = {
    "ins": "inserted", "del": "deleted", "moveFrom": "moved away", "moveTo": "moved here", "cellIns": "cell inserted",
    "cellDel": "cell deleted", "cellMerge": "cells merged",
}  # fmt: skip
_AUTHORS = Words("tracked changes by {authors}", "変更履歴の作成者: {authors}")


def places_of(stories: Sequence[Story]) -> dict[Element, str]:
    """The address of each paragraph, of each row and of each table of a document."""
    found: dict[Element, str] = {}
    for story in stories:
        for block in blocks(story.container, story.prefix):
            found[block.element] = block.anchor
            for number, row in enumerate(rows_of(block.element) if block.is_table else (), 1):
                found[row] = f"{block.anchor} R{number}"
                for paragraph in (one for cell in cells_of(row) for one in paragraphs_of(cell)):
                    found[paragraph] = found[row]
    return found


def place_in(places: Mapping[Element, str], element: Element) -> str:
    """The address of what holds `element`, or ""."""
    return next((places[above] for above in (element, *element.iterancestors()) if above in places), "")


def revision_passages(stories: Sequence[Story]) -> Iterator[Passage]:
    """A passage for each tracked change, at "change 12": what it is, by whom, when, where, and its words."""
    places: dict[Element, str] | None = None
    for root in roots_of(stories):
        for revision in revisions(root):
            places = places if places is not None else places_of(stories)
            at = place_in(places, revision.element)
            by = ", ".join(one for one in (revision.author, revision.date[:10]) if one)
            words = _words(revision)
            text = (
                f"{_what(revision)} by {by or 'nobody'}"
                + (f", at {at}" if at else "")
                + (f": {words}" if words else "")
            )
            yield Passage(f"change {revision.id}", text, "note")


def revision_facts(stories: Sequence[Story]) -> Iterator[Words]:
    """Who tracked how many changes."""
    counted = Counter(one.author or "?" for root in roots_of(stories) for one in revisions(root))
    if counted:
        yield _AUTHORS.of(authors=", ".join(f"{author} ({count})" for author, count in counted.most_common(8)))


def roots_of(stories: Sequence[Story]) -> list[Element]:
    """The roots of the parts of stories, each once."""
    return list(dict.fromkeys(story.container.getroottree().getroot() for story in stories))


def _what(revision: Revision) -> str:
    name = name_of(revision.element)
    if revision.kind == "formatting":
        return "formatting changed"
    told = _TOLD.get(name, "changed")
    return {"paragraph": f"paragraph mark {told}", "row": f"row {told}"}.get(revision.kind, told)


def _words(revision: Revision) -> str:
    if revision.kind not in {"insertion", "deletion", "move"}:
        return ""
    texts = revision.element.iter("{*}t", "{*}delText")
    words = "".join(one.text or "" for one in texts if not is_within(one, "rt"))
    return f"“{words[:_MOST_SHOWN]}{'…' if len(words) > _MOST_SHOWN else ''}”" if words else ""
