"""XML of Office parts: parsed without following anything, or as text that is patched in place and encoded as it was."""

import codecs
import re
from html import escape

from lxml import etree

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.facts import NO_XML
from agent.documents.op_words import speakable

_NO_ENCODING = Words(
    "The file is broken: a part of it is in no known encoding.", "ファイルが壊れています(文字コードが不明です)。"
)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ESCAPED = re.compile(r"&(#[xX]?[0-9a-fA-F]+|\w+);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_NOTES = re.compile(r"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def parsed_xml(part: bytes, *, encoding: str | None = None) -> etree._Element:
    """The root of an XML part; no entity is resolved, nothing is fetched. `encoding` overrules what the part declares.

    Raises:
        UnreadableError: "broken".
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, encoding=encoding
    )
    try:
        return etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise UnreadableError(NO_XML, "broken") from error


def decoded_xml(part: bytes) -> tuple[str, str]:
    """The text of a part, and how `encoded_xml` makes the same bytes of it again.

    Raises:
        UnreadableError: "broken" when the bytes do not fit the encoding that they declare.
    """
    try:
        for mark, name in _MARKS:
            if part.startswith(mark):
                return part[len(mark) :].decode(name), f"{name}+mark"
        declared = _DECLARED.match(part[:200])
        name = declared[1].decode("ascii").lower() if declared else _undeclared(part)
        return part.decode(name), name
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableError(_NO_ENCODING, "broken") from error


def _undeclared(part: bytes) -> str:
    if part[:4] == b"<\0?\0":
        return "utf-16-le"
    return "utf-16-be" if part[:4] == b"\0<\0?" else "utf-8"


def encoded_xml(text: str, encoding: str) -> bytes:
    """The bytes of a part, in the encoding that `decoded_xml` told."""
    name, _, mark = encoding.partition("+")
    data = text.encode(name, "xmlcharrefreplace")
    return next(m for m, n in _MARKS if n == name) + data if mark else data


def unescaped(text: str) -> str:
    """Text of an element or attribute with its five named entities and its character references resolved."""
    return _ESCAPED.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    word = found[1]
    if not word.startswith("#"):
        return _NAMED.get(word, found[0])
    code = int(f"0{word[1:]}", 16) if word[1] in "xX" else int(word[1:])
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def escaped(text: str) -> str:
    """Text for an element or attribute; characters that XML cannot hold are left out."""
    return escape(speakable(text), quote=True).replace("&#x27;", "'")


def without_notes(text: str) -> str:
    """XML without comments, and with CDATA as escaped text, so that tags can be found by pattern."""
    return _NOTES.sub(lambda found: escape(found[1], quote=False) if found[1] else "", text)
