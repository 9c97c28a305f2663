"""What a new Word document begins with: our own empty one, or a template without its text."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.documents.docx.look import new_document
from agent.documents.docx.sections import sections_of
from agent.documents.docx.tree import Element, child, children, name_of, value
from agent.documents.op_words import file_in, flag_in
from agent.documents.opc.package import Package
from agent.documents.opc.xml_splice import Layout

_TYPES = "[Content_Types].xml"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.%s.main+xml"
_NAMED = {".docx": b"document", ".dotx": b"template"}
_PAPERS = ("a4", "letter")


@contextmanager
def opened_base(content: Mapping[str, object], folder: Path, target: Path) -> Iterator[Package]:
    """The package to begin with, of the kind that the extension of `target` says; `folder` is for what is made.

    Raises:
        InvalidArgumentsError: the template is none, or has macros; a paper is unknown.
    """
    kind = _NAMED.get(target.suffix.lower())
    if kind is None:
        raise InvalidArgumentsError(
            "Word documents are created as .docx or .dotx: those with macros are not made here."
        )
    base = folder / "base.docx"
    if "template" in content:
        _take(file_in(content, "template", "name.dotx"), base, kind)
    else:
        paper = str(content.get("paper", "a4")).lower()
        if paper not in _PAPERS:
            raise InvalidArgumentsError(f"'paper' is one of {', '.join(_PAPERS)}.")
        language = str(content.get("language", "en"))[:2].lower()
        made = new_document(
            language,
            letter_paper=paper == "letter",
            landscape=flag_in(content, "landscape", default=False),
            numbered=flag_in(content, "numbered", default=False),
        )
        made.save(str(folder / "made.docx"))
        _take(folder / "made.docx", base, kind)
    with Package.open(base) as package:
        yield package


def _take(source: Path, target: Path, kind: bytes) -> None:
    """A copy of the main type that is wanted: a template that is called .docx would not open."""
    try:
        with Package.open(source) as package:
            package.main_part("document")
            if package.macros:
                raise InvalidArgumentsError("The template holds macros: save it as .dotx first.")
            types = package.read(_TYPES)
            for other in _NAMED.values():
                types = types.replace(_MAIN % other, _MAIN % kind)
            package.save(target, {_TYPES: types} if types != package.read(_TYPES) else {})
    except (UnreadableError, OSError) as error:
        raise InvalidArgumentsError(
            '\'template\' is a Word document (.docx or .dotx) that opens: give it as {"file": "name.dotx"}.'
        ) from error


def emptied(layout: Layout, body: Element) -> bytes:
    """The last section of a body, with headers and footers that it took from those before it."""
    last = child(body, "sectPr")
    if last is None:
        return b""
    found: dict[tuple[str, str], Element] = {}
    for section in sections_of(body):
        for one in children(section, "headerReference", "footerReference"):
            found[name_of(one), value(one, "type") or "default"] = one
    own = children(last, "headerReference", "footerReference")
    missing = b"".join(layout.source(one) for one in found.values() if one not in own)
    span = layout.span(last)
    if span.inner == span.end or not missing:
        return layout.source(last)
    return layout.xml[span.start : span.inner] + missing + layout.xml[span.inner : span.end]
