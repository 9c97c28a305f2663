"""What a reader is told of comments: who wrote them, what they say, what is answered and resolved.

Old ones are those of PowerPoint 2007 to 2019 (ECMA-376 part 1, 13.3.2 and 19.4), with answers as of 2013 (MS-PPTX
2.2.9); newer ones, in threads, are those of Microsoft 365 (MS-PPTX 2.2.21, "modern comments").
"""

from collections.abc import Callable, Iterator

from agent.core.documents import Passage
from agent.documents.docx.tree import Element
from agent.documents.opc.package import Package
from agent.documents.pptx.tree import first, local, paragraphs_of, text_of

_DONE = frozenset({"resolved", "closed"})


def authors_of(package: Package, root_of: Callable[[str], Element]) -> dict[str, str]:
    """The names of all who commented, by the id that a comment gives."""
    main = package.main_part("presentation")
    parts = [part for kind in ("/commentAuthors", "/authors") for part in package.related(main, kind)]
    people = [one for part in parts for one in root_of(part).iter("{*}cmAuthor", "{*}author")]
    return {one.get("id", ""): one.get("name", "") for one in people}


def comments_in(at: str, root: Element, authors: dict[str, str]) -> Iterator[Passage]:
    """The comments of a slide with their authors, each answer indented below what it answers."""
    for comment in root.iter("{*}cm"):
        own = first(comment, "text")
        words = (own.text or "") if own is not None else _words(comment)
        answers = next(comment.iter("{*}parentCm"), None) is not None
        told = [_told(comment, words, authors, depth=int(answers))]
        told += [_told(one, _words(one), authors, depth=1) for one in comment.iter("{*}reply")]
        for text in filter(None, told):
            yield Passage(f"{at} comment", text, "comment")


def _told(comment: Element, words: str, authors: dict[str, str], *, depth: int) -> str:
    if not words.strip():
        return ""
    author = authors.get(comment.get("authorId", ""), "")
    done = " [resolved]" if comment.get("status") in _DONE else ""
    return f"{'  ' * depth}{f'{author}: ' if author else ''}{words.strip()}{done}"


def _words(comment: Element) -> str:
    """What a comment of the newer kind says itself."""
    bodies = [one for one in comment if local(one) == "txBody"]
    return "\n".join(filter(None, (text_of(one) for body in bodies for one in paragraphs_of(body))))
