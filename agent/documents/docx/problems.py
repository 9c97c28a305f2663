"""What is wrong with a Word document that opens: broken references, words left over, what does not fit on the page."""

from collections.abc import Iterator
from pathlib import Path

from agent.core.documents import Problem
from agent.documents.docx.problems_fonts import font_problems
from agent.documents.docx.problems_layout import layout_problems
from agent.documents.docx.problems_parts import part_problems
from agent.documents.docx.problems_references import reference_problems
from agent.documents.docx.problems_words import word_problems
from agent.documents.docx.stories import stories
from agent.documents.docx.styles import styles_of
from agent.documents.docx.text import related_root
from agent.documents.docx.tree import Element, blocks, cells_of, paragraphs_of, rows_of
from agent.documents.docx.whole import Place, Whole
from agent.documents.opc.package import Package
from agent.documents.opc.xml_text import parsed_xml


def problems(source: Path) -> tuple[Problem, ...]:
    """The problems of a document at their addresses. Raises UnreadableError."""
    with Package.open(source) as package:
        whole = whole_of(package)
        found = (
            *part_problems(whole),
            *reference_problems(whole),
            *word_problems(whole),
            *layout_problems(whole),
            *font_problems(whole),
        )
        return tuple(dict.fromkeys(found))


def whole_of(package: Package) -> Whole:
    """Everything that problems are looked for in. Raises UnreadableError."""
    roots: dict[str, Element] = {}

    def root_of(name: str) -> Element:
        if name not in roots:
            roots[name] = parsed_xml(package.read(name))
        return roots[name]

    found = list(stories(package, root_of))
    places = [place for story in found for place in _places(story.container, story.prefix, story.part)]
    styles = styles_of(related_root(package, "/styles"))
    return Whole(package, found[0].part, roots, tuple(places), styles, found[0].container)


def _places(container: Element, prefix: str, part: str) -> Iterator[Place]:
    for block in blocks(container, prefix):
        if not block.is_table:
            yield Place(block.anchor, part, block.element)
            continue
        for number, row in enumerate(rows_of(block.element), 1):
            for cell in cells_of(row):
                for paragraph in paragraphs_of(cell):
                    yield Place(f"{block.anchor} R{number}", part, paragraph)
