"""What a document tells of itself: title, author, subject (core properties, ECMA-376 part 2, 11)."""

import datetime
from collections.abc import Mapping

from lxml import etree

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses
from agent.documents.docx.ops_chosen import structural
from agent.documents.docx.ops_properties import last, with_room
from agent.documents.op_words import speakable, text_in
from agent.documents.opc.xml_splice import Layout, Splice
from agent.documents.opc.xml_text import escaped
from agent.documents.operations import Operation

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DUBLIN = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_EMPTY = f'<?xml version="1.0" encoding="UTF-8"?>\n<cp:coreProperties xmlns:cp="{_CORE}"></cp:coreProperties>'
_NAMES = {
    "title": (_DUBLIN, "title"), "author": (_DUBLIN, "creator"), "subject": (_DUBLIN, "subject"),
    "keywords": (_CORE, "keywords"), "description": (_DUBLIN, "description"), "category": (_CORE, "category"),
}  # fmt: skip


def _properties_set(addresses: Addresses, op: Op) -> Words:
    told = {key: speakable(text_in(op, key, empty=True)) for key in _NAMES if key in op}
    if not told:
        raise InvalidArgumentsError(f"'set_properties' needs at least one of {', '.join(_NAMES)}.")
    package = addresses.package
    part = package.related("", "/core-properties")
    if part is None:
        names = ("docProps/core.xml", *(f"docProps/core{number}.xml" for number in range(1, 99)))
        part = next(name for name in names if name not in package)
        package.put_new(part, _EMPTY.encode(), _TYPE)
        package.relate("", _RELATION, part)
    layout = with_room(Layout(package.read(part)))
    splices = [_property(layout, *_NAMES[key], text) for key, text in told.items()]
    modified = next((one for one in layout.root if one.tag == f"{{{_TERMS}}}modified"), None)
    if modified is not None:
        now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        splices.append(_within(layout, modified, now))
    package.put(part, layout.spliced(splices))
    return Words(f"Set the properties {', '.join(told)}.", f"プロパティを設定しました({'、'.join(told)})。")


def _property(layout: Layout, namespace: str, name: str, text: str) -> Splice:
    old = next((one for one in layout.root if one.tag == f"{{{namespace}}}{name}"), None)
    if old is not None:
        return _within(layout, old, text)
    known = next((prefix for prefix, one in layout.root.nsmap.items() if one == namespace and prefix), None)
    declared = "" if known else f' xmlns:p="{namespace}"'
    prefix = known or "p"
    return last(layout, layout.root, f"<{prefix}:{name}{declared}>{escaped(text)}</{prefix}:{name}>".encode())


def _within(layout: Layout, element: etree._Element, text: str) -> Splice:
    span = layout.span(element)
    if span.inner == span.end:
        return last(layout, element, escaped(text).encode())
    return Splice(span.inner, span.close, escaped(text).encode())


ABOUT_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "set_properties": Operation(
        structural(_properties_set),
        tuple(_NAMES),
        '{"op":"set_properties","title":"...","author":"...","subject":"...","keywords":"...","description":"..."}',
    ),
}
