"""Runs of a paragraph, and runs split where found words begin and end (ECMA-376 part 1, 17.3.2.25)."""

from collections.abc import Mapping, Sequence

from agent.core.errors import InvalidArgumentsError
from agent.documents.docx.draft import shown_pieces
from agent.documents.docx.ops_properties import Properties, changed, made, owned
from agent.documents.docx.tree import Element, child, name_of
from agent.documents.opc.xml_splice import Layout, Splice, text_bytes

Cuts = dict[Element, list[tuple[int, int]]]
Segment = tuple[bool, bytes]


def hits_in(paragraph: Element, find: str) -> list[tuple[int, int]]:
    """Where `find` is in the shown text of a paragraph, in characters."""
    text = "".join(piece.text for piece in shown_pieces(paragraph))
    found, at = [], text.find(find)
    while at >= 0:
        found.append((at, at + len(find)))
        at = text.find(find, at + len(find))
    return found


def runs_of(paragraph: Element) -> list[Element]:
    """The runs of a paragraph, those in links and content controls too, without those of text boxes in it."""
    return [run for run in paragraph.iter("{*}r") if name_of(run) == "r" and _home(run) is paragraph]


def _home(run: Element) -> Element | None:
    return next((one for one in run.iterancestors("{*}p") if name_of(one) == "p"), None)


def marked_runs(paragraph: Element, hits: Sequence[tuple[int, int]]) -> dict[Element, Cuts]:
    """The runs that hold characters of `hits`; of each the elements with words, and which of their characters."""
    found: dict[Element, Cuts] = {}
    at = 0
    for piece in shown_pieces(paragraph):
        end = at + len(piece.text)
        inside = [(max(low, at) - at, min(high, end) - at) for low, high in hits if max(low, at) < min(high, end)]
        run = piece.element.getparent() if piece.element is not None else None
        if inside and run is not None and piece.element is not None and name_of(run) == "r":
            found.setdefault(run, {})[piece.element] = inside
        at = end
    return found


def split_run(layout: Layout, run: Element, cuts: Cuts, new: Properties) -> list[Splice]:
    """Splices that give the characters of `cuts` other properties than the rest of their run."""
    groups = _groups(layout, run, cuts)
    if all(hit for hit, _ in groups):
        return owned(layout, run, "rPr", new)
    return [_written(layout, run, groups, new)]


def wrapped_runs(
    layout: Layout, runs: Mapping[Element, Cuts], new: Properties, around: tuple[bytes, bytes]
) -> list[Splice]:
    """Splices that put bytes before and behind the characters of the cuts, which get other properties too.

    Raises:
        InvalidArgumentsError: the characters lie partly in something else, such as a link or a content control.
    """
    if len({run.getparent() for run in runs}) != 1:
        raise InvalidArgumentsError("These words lie partly in a link, a content control or a tracked change.")
    splices: list[Splice] = []
    for index, (run, cuts) in enumerate(runs.items()):
        groups = _groups(layout, run, cuts)
        before = around[0] if index == 0 else b""
        behind = around[1] if index == len(runs) - 1 else b""
        splices.append(_written(layout, run, groups, new, (before, behind)))
    return splices


def _groups(layout: Layout, run: Element, cuts: Cuts) -> list[Segment]:
    groups: list[Segment] = []
    for hit, source in (segment for one in run if name_of(one) != "rPr" for segment in _segments(layout, one, cuts)):
        if groups and groups[-1][0] == hit:
            groups[-1] = (hit, groups[-1][1] + source)
        else:
            groups.append((hit, source))
    return groups


def _written(
    layout: Layout, run: Element, groups: Sequence[Segment], new: Properties, around: tuple[bytes, bytes] = (b"", b"")
) -> Splice:
    """A run as several, those of the hits with other properties, and bytes around the first and last of them."""
    span = layout.span(run)
    start, end = layout.xml[span.start : span.inner], layout.xml[span.close : span.end]
    plain, marked = _both_properties(layout, run, new)
    pieces = [start + (marked if hit else plain) + source + end for hit, source in groups]
    hits = [index for index, (hit, _) in enumerate(groups) if hit]
    pieces[hits[0]] = around[0] + pieces[hits[0]]
    pieces[hits[-1]] += around[1]
    return Splice(span.start, span.end, b"".join(pieces))


def _both_properties(layout: Layout, run: Element, new: Properties) -> tuple[bytes, bytes]:
    properties = child(run, "rPr")
    if properties is None:
        return b"", made(layout, run, "rPr", new)
    plain, start = layout.source(properties), layout.span(properties).start
    marked, at = b"", 0
    for splice in sorted(changed(layout, properties, new), key=lambda one: (one.start, one.end)):
        marked += plain[at : splice.start - start] + splice.new
        at = splice.end - start
    return plain, marked + plain[at:]


def _segments(layout: Layout, element: Element, cuts: Cuts) -> list[Segment]:
    """An element of a run, a text cut in pieces, each with whether it is meant."""
    spans = cuts.get(element)
    if spans is None:
        return [(False, layout.source(element))]
    if name_of(element) != "t":
        return [(True, layout.source(element))]
    text, at, found = element.text or "", 0, list[tuple[bool, str]]()
    for start, end in spans:
        found += [(False, text[at:start]), (True, text[start:end])]
        at = end
    prefix = layout.prefix(element)
    pieces = [(hit, words) for hit, words in [*found, (False, text[at:])] if words]
    if len(pieces) == 1:
        return [(pieces[0][0], layout.source(element))]
    return [(hit, text_element(words, prefix)) for hit, words in pieces]


def text_element(text: str, prefix: str) -> bytes:
    """<w:t> with its spaces kept."""
    return f'<{prefix}t xml:space="preserve">'.encode() + text_bytes(text) + f"</{prefix}t>".encode()
