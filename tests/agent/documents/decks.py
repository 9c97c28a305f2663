"""Presentations for tests, and what is wrong with one as a package: what PowerPoint would offer to repair."""

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from agent.core.documents import Parts

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def flaws(path: Path) -> list[str]:
    """Relationships that lead nowhere, parts without a type, ids that come twice, ids of relationships without one."""
    with zipfile.ZipFile(path) as package:
        return list(_flaws(package))


def _types(package: zipfile.ZipFile) -> str:
    """The part of content types as the package spells it: names of parts count in any case."""
    return next(name for name in package.namelist() if name.lower() == "[content_types].xml")


def _flaws(package: zipfile.ZipFile) -> Iterator[str]:
    names = {name.lower() for name in package.namelist()}
    types = etree.fromstring(package.read(_types(package)))
    overrides = Counter(one.get("PartName", "").lstrip("/").lower() for one in types.iter("{*}Override"))
    defaults = {one.get("Extension", "").lower() for one in types.iter("{*}Default")}
    yield from (f"type of {name} is told twice" for name, count in overrides.items() if count > 1)
    yield from (f"type of {name}, which is not there" for name in overrides if name not in names)
    for name in package.namelist():
        if name.lower() not in overrides and name.rpartition(".")[2].lower() not in defaults:
            yield f"{name} has no type"
        if name.endswith("Master1.xml"):
            rels = posixpath.join(posixpath.dirname(name), "_rels", posixpath.basename(name) + ".rels")
            if rels not in package.namelist() or b"/theme" not in package.read(rels):
                yield f"{name} leads to no theme"
        if name.endswith(".rels"):
            yield from _relations(package, name, names)
        elif name.endswith(".xml") and name.startswith("ppt/"):
            yield from _ids(package, name)


def _relations(package: zipfile.ZipFile, name: str, names: set[str]) -> Iterator[str]:
    folder = posixpath.dirname(posixpath.dirname(name))
    ids: Counter[str | None] = Counter()
    for one in etree.fromstring(package.read(name)).iter(RELATION):
        ids[one.get("Id")] += 1
        target = unquote(one.get("Target", "").partition("#")[0])
        place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if one.get("TargetMode") != "External" and target and place.lower() not in names:
            yield f"{name}: {one.get('Target')} is not there"
    yield from (f"{name}: {one} is there twice" for one, count in ids.items() if count > 1)


def _ids(package: zipfile.ZipFile, name: str) -> Iterator[str]:
    root = etree.fromstring(package.read(name))
    rels = posixpath.join(posixpath.dirname(name), "_rels", posixpath.basename(name) + ".rels")
    known = (
        {one.get("Id") for one in etree.fromstring(package.read(rels)).iter(RELATION)}
        if rels in package.namelist()
        else set()
    )
    for element in root.iter("*"):
        for key, value in ((str(key), str(value)) for key, value in element.attrib.items()):
            if "officeDocument" in key and "relationships}" in key and value and value not in known:
                yield f"{name}: {etree.QName(element).localname} names {value}, which is no relationship"
    if root.tag.endswith("}sld"):
        shapes = Counter(one.get("id") for one in root.iter("{*}cNvPr"))
        yield from (f"{name}: shape id {one} is there twice" for one, count in shapes.items() if count > 1)
    if root.tag.endswith("}presentation"):
        slides = Counter(one.get("id") for one in root.iterfind("{*}sldIdLst/{*}sldId"))
        yield from (f"slide id {one} is there twice" for one, count in slides.items() if count > 1)
        listed = [one.get("id") for one in root.iterfind(".//{*}section/{*}sldIdLst/{*}sldId")]
        yield from (f"a section names slide {one}" for one in listed if one not in slides)


def touched(parts: Parts) -> list[str]:
    """The parts that an edit changed, added or took away, by the kind of change."""
    return [
        *(f"~{one}" for one in parts.changed),
        *(f"+{one}" for one in parts.added),
        *(f"-{one}" for one in parts.removed),
    ]
