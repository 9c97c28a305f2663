"""What a comparison tells beside words and their looks: other pictures, page breaks, other pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.core.documents import Difference
from agent.documents.docx.compare_line import digest_of
from agent.documents.docx.names import is_within
from agent.documents.docx.sections import page_of, sections_of
from agent.documents.docx.stories import Story
from agent.documents.docx.tree import Element, name_of, value
from agent.documents.opc.package import Package

_TWIPS_PER_CM = 1440 / 2.54


@dataclass(frozen=True, slots=True)
class Things:
    """The pictures at each address, by short names of what they hold; the addresses that a page break stands before;
    and each section's pages in words.
    """

    pictures: Mapping[str, Sequence[str]]
    broken: frozenset[str]
    pages: tuple[str, ...]


def things_of(package: Package, found: Sequence[Story], places: Mapping[Element, str]) -> Things:
    """The things of a document whose paragraphs stand at `places`."""
    pictures: dict[str, list[str]] = {}
    for story in found:
        digest = _digests(package, story.part)
        for picture in story.container.iter("{*}blip", "{*}imagedata"):
            holder = next((one for one in picture.iterancestors() if name_of(one) == "p"), None)
            if holder in places and holder is not None and not is_within(picture, "Fallback"):
                pictures.setdefault(places[holder], []).append(digest(picture))
    body = found[0].container
    return Things(pictures, frozenset(_broken(body, places)), tuple(map(_page, sections_of(body))))


def thing_differences(old: Things, new: Things, was: str, now: str) -> Iterator[Difference]:
    """What differs at the address `was` of the old and `now` of the new document."""
    mine, theirs = old.pictures.get(was, ()), new.pictures.get(now, ())
    # Another number of pictures is told by the words, where each has its mark.
    if len(mine) == len(theirs):
        for one, other in zip(mine, theirs, strict=True):
            if one != other:
                yield Difference(now, "picture", "another picture", "picture")
    breaks = was in old.broken, now in new.broken
    if breaks[0] != breaks[1]:
        before, after = ("page break before it" if one else "no page break before it" for one in breaks)
        yield Difference(now, before, after, "format")


def page_differences(old: Things, new: Things) -> Iterator[Difference]:
    """Sections whose pages differ, and sections that came or went."""
    for number in range(max(len(old.pages), len(new.pages))):
        before, after = (one.pages[number] if number < len(one.pages) else "" for one in (old, new))
        if before != after:
            yield Difference(f"section {number + 1}", before, after, "format")


def _digests(package: Package, part: str) -> Callable[[Element], str]:
    targets = {one.id: one for one in package.relations(part)}

    def digest(picture: Element) -> str:
        keys = [str(text) for key, text in picture.attrib.items() if "relationships}" in str(key)]
        relation = next((targets[key] for key in keys if key in targets), None)
        if relation is None or relation.external:
            return relation.target if relation is not None else ""
        name = package.target(part, relation)
        return digest_of(package.read(name)) if name in package else name

    return digest


def _broken(body: Element, places: Mapping[Element, str]) -> Iterator[str]:
    """The addresses of paragraphs with words that begin on a new page because a break stands before them."""
    waits = False
    for element in body.iter("{*}br", "{*}t", "{*}blip"):
        if name_of(element) == "br":
            waits = waits or value(element, "type") == "page"
        elif waits and (element.text or name_of(element) != "t"):
            holder = next((one for one in element.iterancestors() if one in places), None)
            if holder is not None:
                yield places[holder]
            waits = False


def _page(section: Element) -> str:
    page = page_of(section)
    width, height, room = (one / _TWIPS_PER_CM for one in (page.width, page.height, page.text_width))
    return f"page {width:.1f} x {height:.1f} cm, {room:.1f} cm between the margins"
