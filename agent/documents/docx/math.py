"""Equations as a line of text (OMML, ECMA-376 part 1, 22.1): (a + b)/2, x^2, √(x)."""

from collections.abc import Callable, Mapping

from agent.documents.docx.names import Element, child, children, name_of, value


def math_text(element: Element) -> str:
    """The equation below an <m:oMath> or a piece of one."""
    shape = _SHAPES.get(name_of(element))
    return shape(element) if shape else "".join(math_text(one) for one in element)


def _part(element: Element, name: str) -> str:
    found = child(element, f"m:{name}")
    return math_text(found) if found is not None else ""


def _grouped(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def _fraction(element: Element) -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _raised(element: Element) -> str:
    return f"{_part(element, 'e')}^{_grouped(_part(element, 'sup'))}"


def _lowered(element: Element) -> str:
    return f"{_part(element, 'e')}_{_grouped(_part(element, 'sub'))}"


def _both(element: Element) -> str:
    return f"{_lowered(element)}^{_grouped(_part(element, 'sup'))}"


def _root(element: Element) -> str:
    degree = _part(element, "deg")
    return f"{f'{degree}√' if degree else '√'}({_part(element, 'e')})"


def _many(element: Element) -> str:
    sign = value(child(element, "m:naryPr", "m:chr")) or "∫"
    below, above = _part(element, "sub"), _part(element, "sup")
    limits = (f"_{_grouped(below)}" if below else "") + (f"^{_grouped(above)}" if above else "")
    return f"{sign}{limits} {_part(element, 'e')}"


def _delimited(element: Element) -> str:
    properties = child(element, "m:dPr")
    begin = child(properties, "m:begChr")
    end = child(properties, "m:endChr")
    inner = ", ".join(math_text(one) for one in children(element, "m:e"))
    return f"{value(begin) if begin is not None else '('}{inner}{value(end) if end is not None else ')'}"


def _matrix(element: Element) -> str:
    rows = (" ".join(math_text(one) for one in children(row, "m:e")) for row in children(element, "m:mr"))
    return f"[{'; '.join(rows)}]"


_SHAPES: Mapping[str, Callable[[Element], str]] = {
    "m:t": lambda element: element.text or "",
    "t": lambda element: element.text or "",  # as a preview of Word 2007 wrote it
    "m:f": _fraction,
    "m:sSup": _raised,
    "m:sSub": _lowered,
    "m:sSubSup": _both,
    "m:rad": _root,
    "m:nary": _many,
    "m:d": _delimited,
    "m:m": _matrix,
}
