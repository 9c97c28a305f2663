"""The places of a Word document that hold text: body, headers, footers, notes, comments."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.docx.tree import Element, child, children, name_of, value
from agent.documents.opc.package import Package

_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}


@dataclass(frozen=True, slots=True)
class Story:
    """A container of paragraphs in a part: `prefix` begins its addresses ("header1 "), "" for the body.

    `kind` is that of its passages: text, header, note or comment.
    """

    part: str
    prefix: str
    kind: str
    container: Element


def stories(package: Package, root_of: Callable[[str], Element]) -> Iterator[Story]:
    """The body first, then headers and footers, notes and comments. `root_of` parses a part; each is asked for once.

    Raises:
        UnreadableError: the package holds no Word document, or a part of it is broken.
    """
    main = package.main_part("document")
    root = root_of(main)
    body = child(root, "body")
    if name_of(root) != "document" or body is None:
        raise UnreadableError(
            Words("The file is broken: its document has no body.", "文書の本文がなく、壊れています。"), "broken"
        )
    yield Story(main, "", "text", body)
    for name in sorted({*package.related(main, "/header"), *package.related(main, "/footer")}):
        yield Story(name, f"{PurePosixPath(name).stem} ", "header", root_of(name))
    for word, kind in (("footnote", "note"), ("endnote", "note"), ("comment", "comment")):
        for name in package.related(main, f"/{word}s"):
            for note in children(root_of(name), word):
                if value(note, "type") not in _SEPARATORS:
                    yield Story(name, f"{word} {value(note, 'id')} ", kind, note)
