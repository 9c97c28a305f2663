"""How the words of a paragraph look, told in words: what a comparison says when only the formatting differs."""

from collections.abc import Iterator, Mapping, Sequence

from agent.documents.docx.styles import Styles
from agent.documents.docx.tree import Element, child, is_on, name_of, pieces, value

_SWITCHES = {
    "b": "bold", "i": "italic", "strike": "struck", "dstrike": "struck", "caps": "capitals", "vanish": "hidden",
    "smallCaps": "small capitals",
}  # fmt: skip
_VALUES = {
    "u": "underline", "color": "colour", "highlight": "highlight", "vertAlign": "", "rStyle": "style", "em": "dots",
}  # fmt: skip
# What programs note by themselves, and twins for scripts that a person sets together with the first.
_UNSEEN = frozenset({"lang", "noProof", "bCs", "iCs", "szCs", "webHidden", "rPrChange", "ins", "del", "kern"})
_MOST_SHOWN = 80
Span = tuple[str, str]


def spans(paragraphs: Sequence[Element]) -> list[Span]:
    """The shown words of paragraphs with the look of each stretch, "plain" for none of its own."""
    found: list[Span] = []
    for piece in (one for paragraph in paragraphs for one in pieces(paragraph) if one.state == "shown"):
        run = next(piece.element.iterancestors("{*}r"), None) if piece.element is not None else None
        look = ", ".join(_told(child(run, "rPr"))) or "plain"
        if found and found[-1][1] == look:
            found[-1] = (found[-1][0] + piece.text, look)
        else:
            found.append((piece.text, look))
    return found


def _told(properties: Element | None) -> Iterator[str]:
    for one in properties if properties is not None else ():
        name = name_of(one)
        if name in _SWITCHES:
            yield _SWITCHES[name] if is_on(one) else f"not {_SWITCHES[name]}"
        elif name in _VALUES:
            yield f"{_VALUES[name]} {value(one)}".strip()
        elif name == "sz":
            yield f"{int(value(one)) / 2:g} pt" if value(one).isdecimal() else f"size {value(one)}"
        elif name == "rFonts":
            yield "font " + "/".join(dict.fromkeys(str(text) for text in one.attrib.values()))
        elif name and name not in _UNSEEN:
            yield f"{name} {value(one)}".strip()


def look_differences(old: Sequence[Span], new: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """Stretches of the same text whose looks differ: "“1,000 yen”: plain" and "“1,000 yen”: bold"."""
    text = "".join(words for words, _ in old)
    ends = sorted({end for spans_ in (old, new) for end in _ends(spans_)})
    start, pending = 0, ("", "", "")
    for end in ends:
        looks = _look_at(old, start), _look_at(new, start)
        if looks == pending[1:]:
            pending = (pending[0] + text[start:end], *looks)
        else:
            yield from _shown(*pending)
            pending = (text[start:end], *looks)
        start = end
    yield from _shown(*pending)


def _shown(words: str, before: str, after: str) -> Iterator[tuple[str, str]]:
    if before != after and words.strip():
        short = words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN]}…"
        yield f"“{short}”: {before}", f"“{short}”: {after}"


def _ends(found: Sequence[Span]) -> Iterator[int]:
    at = 0
    for words, _ in found:
        at += len(words)
        yield at


def _look_at(found: Sequence[Span], place: int) -> str:
    return next((look for (_, look), end in zip(found, _ends(found), strict=True) if end > place), "")


def style_of(paragraph: Element, styles: Styles) -> str:
    """The name of the style of a paragraph."""
    return styles.of(paragraph).name or "Normal"


_APART = frozenset({"pStyle", "rPr", "sectPr", "pPrChange"})
_NAMES: Mapping[str, str] = {
    "jc": "alignment", "ind": "indent", "spacing": "spacing", "numPr": "list", "shd": "shading", "pBdr": "border",
    "outlineLvl": "outline level", "tabs": "tabs", "pageBreakBefore": "page break before", "keepNext": "keep with next",
}  # fmt: skip


def layout_of(paragraph: Element) -> dict[str, str]:
    """What a paragraph says of its own layout, by the names of its properties; its style is told apart."""
    properties = child(paragraph, "pPr")
    kept = [one for one in (properties if properties is not None else ()) if name_of(one) not in _APART]
    return {_NAMES.get(name_of(one), name_of(one)): _brief(one) for one in kept if isinstance(one.tag, str)}


def _brief(element: Element) -> str:
    told = {str(key).rpartition("}")[2]: str(text) for key, text in element.attrib.items()}
    own = [text if key == "val" else f"{key} {text}" for key, text in told.items()]
    return ", ".join([*own, *(_brief(one) for one in element if isinstance(one.tag, str))])
