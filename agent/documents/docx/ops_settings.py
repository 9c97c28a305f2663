"""Settings of a Word document that ops turn on (ECMA-376 part 1, 17.15)."""

from agent.documents.docx.addresses import Addresses
from agent.documents.docx.dialect import dialect_of
from agent.documents.docx.ops_properties import changed
from agent.documents.opc.xml_splice import Layout

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"
_EMPTY = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:settings xmlns:w="{}"></w:settings>'


def setting_put(addresses: Addresses, name: str, element: str) -> None:
    """Put `element`, written with the prefix w:, into the settings, which are made when there are none."""
    package = addresses.package
    part = package.related(package.main, "/settings")
    if part is None:
        root = addresses.drafts[package.main].layout.root
        part = package.add_beside("settings", "xml", _EMPTY.format(root.nsmap.get(root.prefix, "")).encode(), _TYPE)
        package.relate(package.main, "settings", part)
    layout = Layout(package.read(part))
    new = dialect_of(layout, layout.root).xml(element)
    package.put(part, layout.spliced(changed(layout, layout.root, {name: new})))
