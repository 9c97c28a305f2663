"""What must be true of every edited package, whatever the op was."""

import zipfile
from collections import Counter
from pathlib import Path

from lxml import etree

from tests.agent.documents.decks import flaws

PACKAGES = (".xls", ".doc", ".dot", ".xlt", ".ppt", ".pot", ".pps")
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def unsound(path: Path) -> set[str]:
    """Names that come twice, parts that are no XML, and what `decks.flaws` finds. Another file has none of it."""
    if len(path.suffix) != 5 or not path.suffix.startswith(PACKAGES):
        return set()
    with zipfile.ZipFile(path) as package:
        twice = {f"{name} is there twice" for name, count in Counter(package.namelist()).items() if count > 1}
        broken = {
            f"{name} is no XML"
            for name in package.namelist()
            if name.endswith((".xml", ".rels")) and not _is_xml(package.read(name))
        }
    return twice | (broken or set(flaws(path)))


def _is_xml(part: bytes) -> bool:
    try:
        etree.fromstring(part, PARSER)
    except etree.XMLSyntaxError:
        return False
    return True
