"""OpenDocument spreadsheets (.ods) that calamine does not take as they are: OpenDocument 1.3, part 3, 9."""

import io
import zipfile
from pathlib import Path

from lxml import etree

from agent.documents.opc.package import Package
from agent.documents.opc.xml_text import parsed_xml

_CONTENT = "content.xml"
# What every program writes, and calamine wants; a few programs leave it out.
_USUAL = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": b"<manifest/>"}


def plain_copy(source: Path) -> io.BytesIO:
    """The same workbook without the blanks that some programs write between rows and cells, and with its kind told.

    Raises:
        UnreadableError: it is broken.
    """
    out = io.BytesIO()
    with Package.open(source) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, usual in _USUAL.items():
            copy.writestr(name, package.read(name) if name in package else usual)
        copy.writestr(_CONTENT, _without_blanks(package.read(_CONTENT)))
    out.seek(0)
    return out


def _without_blanks(content: bytes) -> bytes:
    """`content` where only words stand between tags: blanks beside elements of tables mean nothing."""
    root = parsed_xml(content)
    for element in root.iter("{*}spreadsheet", "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}*"):
        if not (element.text or "x").strip():
            element.text = None
        for child in element:
            if not (child.tail or "x").strip():
                child.tail = None
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
