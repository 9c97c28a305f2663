"""What Word makes of tracked changes, written apart from the product: all of them accepted, or all rejected.

Compared are canonical trees: runs of the same formatting are one, empty properties and session ids are left out.
"""

import re
import zipfile
from copy import deepcopy
from pathlib import Path
from typing import Any

from lxml import etree

Element = Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
PROPERTIES = ("rPr", "pPr", "trPr", "tcPr", "tblPr", "numPr", "tblPrEx")
SESSION = re.compile("rsid|}space$|paraId|textId|editId|}Unid$")
WORDS = {W + name for name in ("t", "delText", "instrText", "delInstrText")}
# What only tells where tracked moves and controls begin and end.
RANGES = "move(?:From|To)Range(?:Start|End)|customXml(?:Ins|Del|MoveFrom|MoveTo)Range(?:Start|End)|tblGridChange"
STORIES = ("document", "header", "footer", "footnotes", "endnotes")


def word_parts(path: Path) -> dict[str, Element]:
    """The parts that hold text, parsed, in the transitional namespace."""
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if name.endswith(".xml") and name.startswith("word/")]
        stories = [name for name in names if name.split("/")[-1].startswith(STORIES)]
        return {
            name: etree.fromstring(package.read(name).replace(STRICT[1:-1].encode(), W[1:-1].encode()))
            for name in stories
        }


def settled(root: Element, *, accept: bool) -> Element:
    """A copy of a part with all its tracked changes accepted, or rejected."""
    root = deepcopy(root)
    stay, go = (("ins", "moveTo"), ("del", "moveFrom"))[:: 1 if accept else -1]
    _cells(root, accept)
    _controls(root, ("Del", "MoveFrom") if accept else ("Ins", "MoveTo"))
    _properties(root, accept)
    joins = [p for p in root.iter(f"{W}p") if any(p.find(f"{W}pPr/{W}rPr/{W}{name}") is not None for name in go)]
    _rows(root, stay, go)
    for one in list(root.iter(*(W + name for name in go))):
        _take_out(one)
    for one in list(root.iter(*(W + name for name in stay))):
        _unwrap(one)
    for name, back in (("delText", "t"), ("delInstrText", "instrText")):
        for one in list(root.iter(W + name)):
            one.tag = W + back
    for paragraph in joins:
        _join(paragraph)
    for table in [one for one in root.iter(f"{W}tbl") if next(one.iter(f"{W}tr"), None) is None]:
        table.getparent().remove(table)
    return root


def _take_out(deleted: Element) -> None:
    """Remove an element, but for marks of bookmarks and comments whose other half is elsewhere, which needs them."""
    found = [one for one in deleted.iter(f"{W}*") if re.search("(?:bookmark|commentRange|perm)(?:Start|End)$", one.tag)]
    keys = [(one.tag.removesuffix("Start").removesuffix("End"), one.get(f"{W}id")) for one in found]
    for one in [one for one, key in zip(found, keys, strict=True) if keys.count(key) == 1]:
        deleted.addprevious(one)
    if deleted.getparent() is not None:
        deleted.getparent().remove(deleted)


def _rows(root: Element, stay: tuple[str, ...], go: tuple[str, ...]) -> None:
    for row in list(root.iter(f"{W}tr")):
        if any(row.find(f"{W}trPr/{W}{name}") is not None for name in go):
            _take_out(row)
    for holder in list(root.iter(f"{W}rPr", f"{W}trPr")):
        for mark in [one for one in holder if one.tag in {W + name for name in (*stay, *go)}]:
            holder.remove(mark)


def _cells(root: Element, accept: bool) -> None:
    """Inserted and deleted cells (17.13.5.1 and 2), and those merged downwards (17.13.5.3)."""
    for mark in list(root.iter(f"{W}cellDel" if accept else f"{W}cellIns")):
        cell = mark.getparent().getparent()
        row = cell.getparent()
        row.remove(cell)
        if row.find(f"{W}tc") is None:
            row.getparent().remove(row)
    for mark in list(root.iter(f"{W}cellDel", f"{W}cellIns")):
        mark.getparent().remove(mark)
    for mark in list(root.iter(f"{W}cellMerge")):
        told = {"rest": "restart", "cont": "continue"}.get(mark.get(f"{W}vMerge" if accept else f"{W}vMergeOrig", ""))
        holder = mark.getparent()
        for one in holder.findall(f"{W}vMerge"):
            holder.remove(one)
        if told:
            before = sum(one.tag in {W + name for name in ("cnfStyle", "tcW", "gridSpan", "hMerge")} for one in holder)
            merge = holder.makeelement(f"{W}vMerge")
            merge.set(f"{W}val", told)
            holder.insert(before, merge)
        holder.remove(mark)


def _controls(root: Element, kinds: tuple[str, ...]) -> None:
    """Content controls that were put around words, or taken from around them (17.13.5.4 and following)."""
    for start in list(root.iter(*(f"{W}customXml{kind}RangeStart" for kind in kinds))):
        control = start.getnext()
        if control is not None and control.tag == f"{W}sdt":
            content = control.find(f"{W}sdtContent")
            for one in () if content is None else list(content):
                control.addprevious(one)
            control.getparent().remove(control)


def _properties(root: Element, accept: bool) -> None:
    for change in list(root.iter(f"{W}numberingChange")):
        change.getparent().remove(change)
    for change in [one for one in root.iter("*") if one.tag.endswith(("PrChange", "PrExChange"))]:
        holder = change.getparent()
        if not accept:
            kept = {"rPr", "sectPr", "ins", "del", "moveFrom", "moveTo"} if holder.tag != f"{W}rPr" else {"ins", "del"}
            old = [deepcopy(one) for one in change[0]] if len(change) else []
            for one in [one for one in holder if one.tag not in {W + name for name in kept}]:
                holder.remove(one)
            marks = [one for one in holder if holder.tag == f"{W}rPr"]
            for at, one in enumerate(old):
                holder.insert(len(marks) + at, one)
        else:
            holder.remove(change)


def _unwrap(one: Element) -> None:
    parent = one.getparent()
    at = parent.index(one)
    for kid in reversed(list(one)):
        parent.insert(at, kid)
    parent.remove(one)


def _join(paragraph: Element) -> None:
    parent = paragraph.getparent()
    if parent is None:
        return
    content = [one for one in paragraph if one.tag != f"{W}pPr"]
    following = next((one for one in paragraph.itersiblings() if one.tag in {f"{W}p", f"{W}tbl"}), None)
    if following is not None and following.tag == f"{W}p":
        at = 1 if len(following) and following[0].tag == f"{W}pPr" else 0
        for one in reversed(content):
            following.insert(at, one)
        parent.remove(paragraph)
    elif not any(one.tag == f"{W}r" for one in content):
        parent.remove(paragraph)


def canonical(root: Element) -> str:
    """A part as a text that is the same for what Word shows in the same way."""
    root = deepcopy(root)
    for one in root.iter("*"):
        one.tail = None
        one.text = None if len(one) or (one.tag not in WORDS and not (one.text or "").strip()) else one.text
    for holder, key in [(one, key) for one in root.iter("*") for key in one.attrib if SESSION.search(key)]:
        del holder.attrib[key]
    for one in list(root.iter(f"{W}proofErr", f"{W}lastRenderedPageBreak")):
        one.getparent().remove(one)
    for one in [one for one in root.iter(f"{W}*") if re.fullmatch(RANGES, one.tag.removeprefix(W))]:
        one.getparent().remove(one)
    for _ in range(3):
        for one in [one for one in root.iter(*(W + name for name in PROPERTIES)) if not len(one)]:
            one.getparent().remove(one)
    for run in [run for paragraph in root.iter(f"{W}p") for run in list(paragraph.iter(f"{W}r"))]:
        _merge(run)
    return etree.tostring(root, method="c14n").decode()


def _merge(run: Element) -> None:
    """Join a run to the one before it when both look the same; drop it when it says nothing."""
    parent, before = run.getparent(), run.getprevious()
    for t in list(run.iter(f"{W}t")):
        if t.getparent() is run and not t.text:
            run.remove(t)
    if parent is None:
        return
    if not [one for one in run if one.tag != f"{W}rPr"]:
        parent.remove(run)
        return
    if before is None or before.tag != run.tag or _look(before) != _look(run):
        _join_texts(run)
        return
    for one in [one for one in run if one.tag != f"{W}rPr"]:
        before.append(one)
    parent.remove(run)
    _join_texts(before)


def _join_texts(run: Element) -> None:
    for t in list(run.iter(f"{W}t")):
        before = t.getprevious()
        if before is not None and before.tag == t.tag:
            before.text = (before.text or "") + (t.text or "")
            run.remove(t)


def _look(run: Element) -> str:
    found = run.find(f"{W}rPr")
    return "" if found is None else etree.tostring(found, method="c14n").decode()


def lines(root: Element) -> list[str]:
    """The words of each paragraph, with "\t" and "\n", without readings above them; empty ones too."""
    marks = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
    found = []
    for paragraph in root.iter(f"{W}p"):
        inside = [
            one
            for one in paragraph.iter(f"{W}t", *marks)
            if next(one.iterancestors(f"{W}p")) is paragraph
            and one.getparent().tag == f"{W}r"
            and one.getparent().getparent().tag != f"{W}rt"
        ]
        found.append("".join(one.text or "" if one.tag == f"{W}t" else marks[one.tag] for one in inside))
    return found


def main_part(parts: dict[str, Element]) -> str:
    """The name of the document itself, which some programs call otherwise; that of building blocks lies deeper."""
    return min((name for name, root in parts.items() if root.tag == f"{W}document"), key=len)


def used_notes(parts: dict[str, Element]) -> dict[str, Element]:
    """Parts with the notes that something refers to, in the order of the references, which number them.

    Word drops other notes when it saves, and a part that holds nothing but separators says nothing.
    """
    body = parts[main_part(parts)]
    for name, root in list(parts.items()):
        kind = etree.QName(root).localname.removesuffix("s")
        if kind not in {"footnote", "endnote"}:
            continue
        notes = {one.get(f"{W}id"): one for one in root.iter(f"{W}{kind}") if one.get(f"{W}type") is None}
        for one in root.iter(f"{W}{kind}"):
            one.attrib.pop(f"{W}id", None)
        ids = list(dict.fromkeys(one.get(f"{W}id") for one in body.iter(f"{W}{kind}Reference")))
        for one in notes.values():
            root.remove(one)
        root.extend(notes[one] for one in ids if one in notes)
        if not any(one in notes for one in ids):
            del parts[name]
    for number, one in enumerate(body.iter(f"{W}footnoteReference", f"{W}endnoteReference")):
        one.set(f"{W}id", str(number))
    return parts


def all_lines(path: Path, *, accept: bool) -> dict[str, list[str]]:
    """The words of every part with all changes accepted, or rejected."""
    parts = {name: settled(root, accept=accept) for name, root in word_parts(path).items()}
    return {name: lines(root) for name, root in used_notes(parts).items()}


def rejected(path: Path) -> dict[str, str]:
    """Every part as it is with all changes rejected."""
    parts = {name: settled(root, accept=False) for name, root in word_parts(path).items()}
    return {name: canonical(root) for name, root in used_notes(parts).items()}


def plain(path: Path) -> dict[str, str]:
    """Every part as it is."""
    return {name: canonical(root) for name, root in used_notes(word_parts(path)).items()}
