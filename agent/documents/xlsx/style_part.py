"""The styles part of a workbook that is edited; one is made when a program left it out."""

import re

from agent.documents.opc.package_draft import with_new_part
from agent.documents.opc.xml_text import decoded_xml
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.style_draft import MINIMAL

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


def styles_part(draft: Draft) -> str:
    """The name of the styles part."""
    parts = draft.related(draft.book.part, "/styles")
    if parts:
        return parts[0]
    return with_new_part(
        draft, draft.book.part, "styles", "xl/styles.xml", _TYPE, MINIMAL.format(space=space(draft)).encode()
    ).name


def space(draft: Draft) -> str:
    """The namespace of the workbook's own elements, which tells Strict files from others."""
    text, _ = decoded_xml(draft.part(draft.book.part))
    found = re.search(r"xmlns(?::[\w.-]+)?=[\"'](http://[^\"']*spreadsheetml[^\"']*)[\"']", text)
    return found[1] if found else "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
