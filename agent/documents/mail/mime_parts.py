"""Which parts of a mail are its words and which are files (RFC 2045 to 2049, 2387, 3464), however odd its make-up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import Message

# A mark between parts whose signs need quotation marks (RFC 2045, 5.1) and have none: parsers would cut it off there.
_UNQUOTED = re.compile(rb"(;\s*boundary=)([^\"\s;][^\s;]*[()<>@,:\\/\[\]?=][^\s;]*)", re.IGNORECASE)
_WORDS = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown"})
# The same words once more, for programs that show more than HTML.
_AGAIN = frozenset({"text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext"})
_BLANK = re.compile(rb"\n\r?\n")
_HEADER, _LOOSE = re.compile(rb"[!-9;-~]+:|[ \t]|From "), re.compile(rb"[!-9;-~]+[ \t]+:")
_BEFORE_COLON = re.compile(rb"^([!-9;-~]+)[ \t]+:")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class MailParts:
    """`blocks` are words in their order, each as the parts that say it plainly and those that say it in HTML."""

    blocks: list[tuple[list[Message], list[Message]]] = field(default_factory=list)
    files: list[Message] = field(default_factory=list)


def mended(data: bytes) -> bytes:
    """The bytes of a mail as parsers take them: a text that somebody saved as UTF-16 is UTF-8, marks are quoted.

    What is no header among the headers goes.
    """
    if data.startswith(_UTF_16):
        data = data.decode("utf-16", "replace").encode()
    elif data[1:2] == b"\0" or data[:1] == b"\0":
        data = data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace").encode()
    data = data.lstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    data = _UNQUOTED.sub(rb'\1"\2"', data)
    end = _BLANK.search(data)
    lines = data[: end.start() + 1 if end else len(data)].splitlines(keepends=True)
    if all(map(_HEADER.match, lines)):
        return data
    # A line that is no header would end the headers: it goes, and so do blanks before a colon.
    kept = (_BEFORE_COLON.sub(rb"\1:", line) for line in lines if _HEADER.match(line) or _LOOSE.match(line))
    return b"".join(kept) + data[end.start() + 1 if end else len(data) :]


def parts_of(message: Message) -> MailParts:
    """Its words and its files."""
    found = MailParts()
    _walk(message, found, root=True)
    return found


def _walk(part: Message, found: MailParts, *, root: bool = False) -> None:
    inner = inner_parts(part)
    if not inner:
        if _is_words(part, root=root, first=not found.blocks):
            html = part.get_content_type() == "text/html"
            found.blocks.append(([], [part]) if html else ([part], []))
        elif part.get_payload():
            found.files.append(part)
    elif part.get_content_subtype() == "alternative":
        _alternative(inner, found)
    else:
        for one in inner:
            _walk(one, found)


def _alternative(inner: Iterable[Message], found: MailParts) -> None:
    """One block: what says the same in several ways; an invitation or a card among them is a file."""
    one = MailParts()
    for part in inner:
        if inner_parts(part):
            _walk(part, one)
        elif part.get_content_type() in {"text/plain", "text/html"}:
            html = part.get_content_type() == "text/html"
            one.blocks.append(([], [part]) if html else ([part], []))
        elif part.get_content_type() not in _AGAIN or not one.blocks:
            _walk(part, one)
    if one.blocks:
        plain = [said for block in one.blocks for said in block[0]]
        found.blocks.append((plain, [said for block in one.blocks for said in block[1]]))
    found.files += one.files


def inner_parts(part: Message) -> list[Message]:
    """The parts of a multipart; [] for what is none, or for one whose marks lead nowhere."""
    payload = part.get_payload()
    if part.get_content_maintype() != "multipart" or not isinstance(payload, list):
        return []
    return [one for one in payload if isinstance(one, Message)]


def _is_words(part: Message, *, root: bool, first: bool) -> bool:
    """A text with a name is a file, unless it is the first or the only one; a multipart that is none is a text."""
    if part.get_content_maintype() == "multipart":
        return True
    if part.get_content_type() not in _WORDS:
        return False
    attached = str(part.get("content-disposition", "")).strip().lower().startswith("attachment")
    return root or not (attached or (part.get_filename() and not first))
