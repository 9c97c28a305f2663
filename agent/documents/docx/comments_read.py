"""What a reader is told of comments: who, when, about which words, who answers whom, what is resolved."""

from collections.abc import Iterator, Mapping, Sequence

from agent.core.words import Words
from agent.documents.docx.stories import Story
from agent.documents.docx.tracked_read import place_in, places_of, roots_of
from agent.documents.docx.tree import Element, children, name_of, pieces, value
from agent.documents.opc.package import Package
from agent.documents.opc.xml_text import parsed_xml

PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_MOST_SHOWN = 60
_RESOLVED = Words("comments that are resolved: {count}", "解決済みのコメント {count} 件")


def last_key(comment: Element) -> str:
    """The w14:paraId of the last paragraph of a comment, or ""."""
    paragraphs = children(comment, "p")
    return paragraphs[-1].get(PARAGRAPH_ID, "") if paragraphs else ""


def comment_heads(package: Package, stories: Sequence[Story]) -> dict[str, str]:
    """What stands before the words of a comment, by the prefix of its addresses: who, when, where, on which words."""
    comments = [story for story in stories if story.kind == "comment"]
    if not comments:
        return {}
    extended = _extended(package)
    keys = {last_key(story.container): value(story.container, "id") for story in comments}
    anchors = _anchors(stories)
    heads: dict[str, str] = {}
    for story in comments:
        entry = extended.get(last_key(story.container))
        above = keys.get(value(entry, "paraIdParent"), "") if value(entry, "paraIdParent") else ""
        told = [
            value(story.container, "date")[:10],
            anchors.get(value(story.container, "id"), ""),
            f"answers comment {above}" if above else "",
            "resolved" if value(entry, "done") in {"1", "true"} else "",
        ]
        more = ", ".join(one for one in told if one)
        heads[story.prefix] = value(story.container, "author") + (f" ({more})" if more else "")
    return heads


def _anchors(stories: Sequence[Story]) -> Mapping[str, str]:
    """Where each comment stands, by its id: "on P3 “these words”"."""
    places = places_of([story for story in stories if story.kind != "comment"])
    found: dict[str, str] = {}
    for root in roots_of(stories):
        for one in root.iter("{*}commentRangeStart", "{*}commentReference"):
            number, at = value(one, "id"), place_in(places, one)
            about = _about(one, number) if name_of(one) == "commentRangeStart" else ""
            if at and number not in found:
                found[number] = f"on {at}" + (f" “{about}”" if about else "")
    return found


def comment_texts(package: Package) -> Iterator[tuple[str, str]]:
    """The address of each comment with its author and words, and whether it is resolved."""
    extended = _extended(package)
    for name in package.related(package.main_part("document"), "/comments"):
        for comment in children(parsed_xml(package.read(name)), "comment"):
            lines = ("".join(one.text for one in pieces(each) if one.state == "shown") for each in comment.iter("{*}p"))
            done = value(extended.get(last_key(comment)), "done") in {"1", "true"}
            text = f"{value(comment, 'author')}: {' / '.join(lines)}"
            yield f"comment {value(comment, 'id')}", f"{text} [resolved]" if done else text


def comment_facts(package: Package) -> Iterator[Words]:
    """How many comments are resolved."""
    count = sum(value(one, "done") in {"1", "true"} for one in _extended(package).values())
    if count:
        yield _RESOLVED.of(count=count)


def _extended(package: Package) -> dict[str, Element]:
    names = package.related(package.main_part("document"), "/commentsExtended")
    return {value(one, "paraId"): one for name in names for one in parsed_xml(package.read(name))}


def _about(start: Element, number: str) -> str:
    """The words that a comment is about."""
    words = ""
    for one in _behind(start):
        name = name_of(one)
        if (name == "commentRangeEnd" and value(one, "id") == number) or len(words) > _MOST_SHOWN:
            break
        if name == "t":
            words += one.text or ""
    return words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN]}…"


def _behind(element: Element) -> Iterator[Element]:
    """All elements behind one, in their order."""
    for above in (element, *element.iterancestors()):
        for sibling in above.itersiblings("*"):
            yield from sibling.iter("*")
