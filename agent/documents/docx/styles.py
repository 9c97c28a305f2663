"""What the styles of a Word document say of a paragraph: heading, hidden; and the numbers that Word draws."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from agent.documents.docx.number_words import drawn_number
from agent.documents.docx.tree import Element, child, children, is_on, value


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it has of those it is based on. `level` is 1 to 9 for a heading, 0 for a title, else None.

    `kind` is paragraph, character, table or numbering.
    """

    name: str
    level: int | None = None
    hidden: bool = False
    numbering: tuple[str, int] | None = None
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by their id; `default` is that of paragraphs that name none."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str = ""

    def of(self, paragraph: Element) -> Style:
        """The style of a paragraph."""
        named = value(child(paragraph, "pPr", "pStyle")) or self.default
        return self.by_id.get(named, Style(named))

    def level(self, paragraph: Element) -> int | None:
        """1 to 9 for a heading, 0 for a title, None for text."""
        own = _outline(child(paragraph, "pPr", "outlineLvl"))
        return own if own is not None else self.of(paragraph).level

    @property
    def hidden(self) -> frozenset[str]:
        """The ids of styles whose text is not shown."""
        return frozenset(name for name, style in self.by_id.items() if style.hidden)


def styles_of(root: Element | None) -> Styles:
    """The styles in word/styles.xml."""
    if root is None:
        return Styles()
    raw = {value(style, "styleId"): style for style in children(root, "style")}
    default = next((key for key, one in raw.items() if value(one, "default") in {"1", "true"}
                    and value(one, "type") == "paragraph"), "")  # fmt: skip
    return Styles({key: _style(key, raw) for key in raw}, default)


def _style(key: str, raw: dict[str, Element]) -> Style:
    chain = list(_chain(key, raw))
    name = value(child(chain[0], "name"))
    levels = (_level(value(child(one, "name")), one) for one in chain)
    numbering = (_numbering(child(one, "pPr", "numPr")) for one in chain)
    return Style(
        name,
        next((level for level in levels if level is not None), None),
        any(is_on(child(one, "rPr", "vanish")) for one in chain),
        next((one for one in numbering if one is not None), None),
        value(chain[0], "type") or "paragraph",
    )


def _chain(key: str, raw: dict[str, Element]) -> Iterator[Element]:
    """A style and those that it is based on; a ring of them, which broken files have, ends the chain."""
    seen: set[str] = set()
    while key in raw and key not in seen:
        seen.add(key)
        yield raw[key]
        key = value(child(raw[key], "basedOn"))


def _level(name: str, style: Element) -> int | None:
    words = name.lower().split()
    if words == ["title"]:
        return 0
    if len(words) == 2 and words[0] == "heading" and words[1].isdecimal():
        return int(words[1])
    return _outline(child(style, "pPr", "outlineLvl"))


def _outline(element: Element | None) -> int | None:
    said = value(element)
    return int(said) + 1 if said.isdecimal() and int(said) < 9 else None


def _numbering(element: Element | None) -> tuple[str, int] | None:
    if element is None:
        return None
    level = value(child(element, "ilvl"))
    return value(child(element, "numId")), int(level) if level.isdecimal() else 0


class Numbering:
    """Draws the numbers and bullets that Word shows before paragraphs; they are no part of the text.

    Paragraphs must be given in their order, each once.
    """

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """Read word/numbering.xml, which a document without lists has not (`root` None)."""
        self._styles = styles
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], Element] = {}
        self._own: dict[tuple[str, int], Element] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        for abstract in children(root, "abstractNum") if root is not None else ():
            for level in children(abstract, "lvl"):
                self._levels[value(abstract, "abstractNumId"), _number(value(level, "ilvl"), 0)] = level
        for number in children(root, "num") if root is not None else ():
            name = value(number, "numId")
            self._lists[name] = value(child(number, "abstractNumId"))
            overrides = {_number(value(one, "ilvl"), 0): one for one in children(number, "lvlOverride")}
            self._restarts[name] = {
                depth: _number(value(child(one, "startOverride")), 1)
                for depth, one in overrides.items()
                if child(one, "startOverride") is not None
            }
            self._own |= {
                (name, depth): own for depth, one in overrides.items() if (own := child(one, "lvl")) is not None
            }
        self._linked(root)

    def _linked(self, root: Element | None) -> None:
        """A definition that only names a style of lists is the one that the style uses (17.9.21)."""
        for abstract in children(root, "abstractNum") if root is not None else ():
            style = self._styles.by_id.get(value(child(abstract, "numStyleLink")))
            if style is not None and style.numbering is not None:
                used = self._lists.get(style.numbering[0], "")
                for depth in range(9):
                    level = self._levels.get((used, depth))
                    if level is not None:
                        self._levels.setdefault((value(abstract, "abstractNumId"), depth), level)

    def mark(self, paragraph: Element) -> str:
        """ "1.2 ", "- " for a bullet, or ""."""
        named = self._list_of(paragraph)
        if named is None or named[0] not in self._lists:
            return ""
        name, depth = named[0], min(named[1], 8)
        self._count(name, depth, self._restarts[name].pop(depth, None))
        level = self._level(name, depth)
        if level is None or value(child(level, "numFmt")) in {"bullet", ""}:
            return "  " * depth + "- "
        return self._drawn(name, level, depth)

    def _list_of(self, paragraph: Element) -> tuple[str, int] | None:
        """The list and the level of a paragraph; one that tells only its level is in the list of its style."""
        own, styled = _numbering(child(paragraph, "pPr", "numPr")), self._styles.of(paragraph).numbering
        return (styled[0], own[1]) if own is not None and not own[0] and styled is not None else own or styled

    def _level(self, name: str, depth: int) -> Element | None:
        own = self._own.get((name, depth))
        return own if own is not None else self._levels.get((self._lists[name], depth))

    def _count(self, name: str, depth: int, restart: int | None) -> None:
        counts = self._counts.setdefault(self._lists[name], [None] * 9)
        before = counts[depth]
        if restart is not None:
            counts[depth] = restart
        else:
            counts[depth] = self._start(name, depth) if before is None else before + 1
        counts[depth + 1 :] = [None] * (8 - depth)

    def _start(self, name: str, depth: int) -> int:
        return _number(value(child(self._level(name, depth), "start")), 1)

    def _drawn(self, name: str, level: Element, depth: int) -> str:
        text, legal = value(child(level, "lvlText")), is_on(child(level, "isLgl"))
        for other in range(depth + 1):
            count = self._counts[self._lists[name]][other]
            form = "decimal" if legal else value(child(self._level(name, other), "numFmt"))
            shown = drawn_number(self._start(name, other) if count is None else count, form)
            text = text.replace(f"%{other + 1}", shown)
        return f"{text} " if text.strip() else ""


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else otherwise
