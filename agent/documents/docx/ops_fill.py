"""Templates filled: placeholders that may be split over runs, rows and paragraphs repeated for lists.

A placeholder takes the look of its first character. Content controls and merge fields are in docx_ops_controls.
"""

import re
from collections.abc import Mapping, Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses
from agent.documents.docx.dialect import dialect_of
from agent.documents.docx.draft import run_text, shown_pieces
from agent.documents.docx.ops_chosen import structural
from agent.documents.docx.ops_controls import control_splices
from agent.documents.docx.template import PLACEHOLDER, Context, flat_text, items_of, said
from agent.documents.docx.tree import Element, name_of
from agent.documents.op_fields import object_of
from agent.documents.op_words import speakable
from agent.documents.opc.xml_splice import Layout, Splice
from agent.documents.operations import Operation

# What may stand once only in a document: copies go without.
_ONCE = re.compile(rb"""\s[\w.-]+:(?:paraId|textId)=(?:"[^"]*"|'[^']*')|<(?:[\w.-]+:)?bookmark(?:Start|End)\b[^>]*/>""")
_NO_WORDS = frozenset({"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", ""})


class _Filling:
    """One part that is filled. It notes which values were used and which placeholders have none."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.used: dict[str, int] = {}
        self.missing: dict[str, None] = {}

    def splices(self, elements: Sequence[Element], context: Context, inside: frozenset[str]) -> list[Splice]:
        """What fills these siblings; the marks of sections in `inside` vanish."""
        found: list[Splice] = []
        at = 0
        while at < len(elements):
            section = self._section(elements, at, context, inside)
            if section is None:
                found += self._one(elements[at], context, inside)
                at += 1
                continue
            mark, end = section
            found.append(self._repeated(elements[at : end + 1], mark, context, inside))
            at = end + 1
        return found

    def _one(self, element: Element, context: Context, inside: frozenset[str]) -> list[Splice]:
        name = name_of(element)
        if name in _NO_WORDS:
            return []
        if name != "p":
            return self.splices(list(element), context, inside)
        found = self._words(element, context, inside)
        for box in element.iter("{*}txbxContent"):
            if next(box.iterancestors("{*}p"), None) is element:
                found += self.splices(list(box), context, inside)
        return found

    def _section(
        self, elements: Sequence[Element], at: int, context: Context, inside: frozenset[str]
    ) -> tuple[re.Match[str], int] | None:
        """The section that begins in an element and is to be repeated at its level, and where it ends."""
        if name_of(elements[at]) in _NO_WORDS:
            return None
        for mark in PLACEHOLDER.finditer(flat_text(elements[at])):
            name = mark[2]
            if mark[1] not in {"#", "^"} or not name or name in inside:
                continue
            if not context.has(name):
                self.missing[f"#{name}"] = None
                continue
            end = next((one for one in range(at, len(elements)) if _closes(elements[one], name)), None)
            if end is None:
                raise InvalidArgumentsError(
                    f"{{{{#{name}}}}} has no {{{{/{name}}}}} behind it in the same text or table: add it."
                )
            return None if end == at and _goes_deeper(elements[at], name) else (mark, end)
        return None

    def _repeated(
        self, units: Sequence[Element], mark: re.Match[str], context: Context, inside: frozenset[str]
    ) -> Splice:
        name = mark[2]
        self.used[name] = self.used.get(name, 0) + 1
        items = items_of(context.of(name), context, inverted=mark[1] == "^")
        start, end = self._layout.span(units[0]).start, self._layout.span(units[-1]).end
        inner = [one for one in units if len(units) == 1 or not _is_mark_alone(one, name)]
        copies = [self._copy(inner, item, inside | {name}) for item in items] if inner else []
        # Marks that may stand once only stay in the first copy.
        new = b"".join([*copies[:1], *(_ONCE.sub(b"", copy) for copy in copies[1:])])
        return Splice(start, end, new or self._rest(units))

    def _rest(self, units: Sequence[Element]) -> bytes:
        """What must stay where nothing is left: a cell needs a paragraph."""
        parent = units[0].getparent()
        siblings = [one for one in parent if name_of(one) not in _NO_WORDS] if parent is not None else []
        if len(siblings) > len(units) or name_of(units[0]) not in {"p", "tr"}:
            return b""
        if name_of(units[0]) == "tr":
            raise InvalidArgumentsError(
                "An empty list would leave a table without rows: give it an item, or take the table out."
            )
        return dialect_of(self._layout, units[0]).xml("<w:p/>")

    def _copy(self, units: Sequence[Element], context: Context, inside: frozenset[str]) -> bytes:
        at, end = self._layout.span(units[0]).start, self._layout.span(units[-1]).end
        pieces: list[bytes] = []
        for splice in sorted(self.splices(units, context, inside), key=lambda one: one.start):
            pieces += [self._layout.xml[at : splice.start], splice.new]
            at = splice.end
        return b"".join([*pieces, self._layout.xml[at:end]])

    def _words(self, paragraph: Element, context: Context, inside: frozenset[str]) -> list[Splice]:
        """Placeholders in a paragraph; words of a placeholder that lie in other runs vanish."""
        shown = shown_pieces(paragraph)
        text = "".join(piece.text for piece in shown)
        hits = [(one.start(), one.end(), new) for one in PLACEHOLDER.finditer(text)
                if (new := self._value(one, context, inside)) is not None]  # fmt: skip
        found, at = [], 0
        for piece in shown:
            end = at + len(piece.text)
            mine = [(low - at, high - at, new) for low, high, new in hits if low < end and high > at]
            if mine and piece.element is not None:
                span = self._layout.span(piece.element)
                words = _with(piece.text, mine)
                found.append(Splice(span.start, span.end, run_text(words, self._layout.prefix(piece.element))))
            at = end
        return found

    def _value(self, mark: re.Match[str], context: Context, inside: frozenset[str]) -> str | None:
        kind, name = mark[1], mark[2]
        if kind:
            return "" if name in inside else None
        if not name or not context.has(name):
            self.missing.update({name: None} if name else {})
            return None
        value = context.of(name)
        if isinstance(value, (list, tuple, Mapping)):
            raise InvalidArgumentsError(
                f"{{{{{name}}}}} is one value and got a list, which needs {{{{#{name}}}}} ... {{{{/{name}}}}}."
            )
        self.used[name] = self.used.get(name, 0) + 1
        return speakable(said(value))


def _with(text: str, hits: Sequence[tuple[int, int, str]]) -> str:
    pieces, at = [], 0
    for low, high, new in hits:
        # The value stands where its placeholder begins.
        pieces += [text[at : max(at, low)], new if low >= 0 else ""]
        at = min(len(text), high)
    return "".join([*pieces, text[at:]])


def _closes(element: Element, name: str) -> bool:
    return any(one[1] == "/" and one[2] == name for one in PLACEHOLDER.finditer(flat_text(element)))


def _goes_deeper(element: Element, name: str) -> bool:
    """Whether a section that lies in one element repeats something in it: a row of a table, a paragraph of a cell."""
    if name_of(element) == "p":
        return False
    if name_of(element) != "tr":
        return True
    cells = [one for one in element.iter("{*}tc") if f"#{name}" in re.sub(r"\s", "", flat_text(one))]
    return any(_closes(one, name) for one in cells)


def _is_mark_alone(element: Element, name: str) -> bool:
    found = PLACEHOLDER.fullmatch(flat_text(element).strip())
    return found is not None and found[2] == name and found[1] in {"#", "^", "/"}


def _filled(addresses: Addresses, op: Op) -> Words:
    values = object_of(op, "values")
    used: dict[str, int] = {}
    missing: dict[str, None] = {}
    unbound = False
    for part, draft in list(addresses.drafts.items()):
        filling = _Filling(draft.layout)
        words = filling.splices([draft.layout.root], Context(values), frozenset())
        controls = control_splices(draft.layout, values)
        splices = _apart(words, controls.splices)
        if splices:
            addresses.rewrite(part, splices)
        for name, count in (*filling.used.items(), *controls.used.items()):
            used[name] = used.get(name, 0) + count
        missing |= filling.missing | controls.missing
        unbound = unbound or controls.unbound
    unknown = [name for name in values if name not in used and not any(one.startswith(f"{name}.") for one in used)]
    if not used:
        names = ", ".join(missing) or "none"
        raise InvalidArgumentsError(f"The document has no place for {', '.join(unknown)}. Its places are: {names}.")
    return _told(used, list(missing), unknown, unbound=unbound)


def _apart(words: Sequence[Splice], controls: Sequence[Splice]) -> list[Splice]:
    """Sections before what lies in them, and content controls before placeholders in them."""
    kept = [one for one in controls if not any(other.start <= one.start and one.end <= other.end for other in words)]
    return [
        *kept,
        *(one for one in words if not any(other.start < one.end and one.start < other.end for other in kept)),
    ]


def _told(used: Mapping[str, int], missing: Sequence[str], unknown: Sequence[str], *, unbound: bool) -> Words:
    count = sum(used.values())
    en, ja = [f"Filled {count} places ({', '.join(used)})."], [f"{count} か所に記入しました({'、'.join(used)})。"]
    if missing:
        en.append(f"Still open: {', '.join(missing)}.")
        ja.append(f"未記入の項目があります: {'、'.join(missing)}。")
    if unknown:
        en.append(f"The document has no place for {', '.join(unknown)}.")
        ja.append(f"文書に該当する箇所のない値: {'、'.join(unknown)}。")
    if unbound:
        en.append("Content controls that showed stored values were cut off from them.")
        ja.append("保存済みの値を表示していたコンテンツ コントロールは、その値との連結を解除しました。")
    return Words(" ".join(en), "".join(ja))


FILL_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "fill": Operation(
        structural(_filled),
        ("values",),
        '{"op":"fill","values":{"name":"Sato","items":[{"item":"Pen","price":100}]}} ({{name}}, content controls by '
        "tag or title, merge fields; {{#items}} ... {{/items}} repeats a row or paragraphs; reading tells the places)",
    ),
}
