"""Ops on Word documents as other programs write them: real files, other prefixes, the strict kind, other encodings."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from lxml import etree
from PIL import Image

from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.documents.docx.document import check, edit, read

OPEN = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"


def ops(picture: Path) -> list[dict[str, object]]:
    """An op of every kind, for any document with a paragraph P1."""
    return [
        {"op": "set_format", "at": "P1", "bold": True, "size": 13, "align": "right", "indent_cm": 1, "font": "游明朝"},
        {"op": "set_style", "at": "P1", "style": "Heading 3"},
        {"op": "set_list", "at": "P1", "kind": "numbers"},
        {"op": "insert_table", "after": "P1", "rows": [["品名", "x"], ["a", 12]]},
        {"op": "insert_list", "after": "P1", "kind": "bullets", "items": ["one", "  two"]},
        {"op": "insert_markdown", "after": "P1", "markdown": "## New\n\n1. a\n\n> b[^1]\n\n[^1]: c"},
        {"op": "insert_page_break", "after": "P1"},
        {"op": "insert_image", "after": "P1", "picture": picture, "alt": "blue", "align": "center"},
        {"op": "insert_footnote", "at": "P1", "text": "below"},
        {"op": "insert_toc", "after": "P1", "title": "目次"},
        {"op": "set_header", "text": "Top {page}", "pages": "even", "align": "right"},
        {"op": "set_properties", "title": "Title"},
    ]


@pytest.fixture
def picture(tmp_path):
    Image.new("RGB", (30, 20), "navy").save(tmp_path / "a.png")
    return tmp_path / "a.png"


def package_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_ops_work_on_real_documents_and_touch_no_other_part(real_files, picture, tmp_path):
    """One op for each document, in turns; tests/long/word_ops.py tries all of them on all."""
    documents = [one for one in real_files if one.suffix in {".docx", ".docm"}]
    kinds = ops(picture)
    done = sum(
        tried(real, kinds[number % len(kinds)], tmp_path / "edited.docx") for number, real in enumerate(documents)
    )
    assert done > 25


def tried(real: Path, op: dict[str, object], target: Path) -> bool:
    """Whether the op could be done; proves that only parts that it is about are changed, and that all are XML."""
    try:
        edit(real, [op], target)
    except (UnreadableError, InvalidArgumentsError):
        return False
    check(target)
    before, after = package_of(real), package_of(target)
    assert not set(before) - set(after), (real.name, op["op"])
    changed = {name for name in before if before[name] != after[name]}
    assert all(name.endswith((".xml", ".rels")) for name in changed), (real.name, op["op"])
    assert {"word/theme/theme1.xml", "word/fontTable.xml", "docProps/app.xml"}.isdisjoint(changed), (
        real.name,
        op["op"],
    )
    assert all(etree.fromstring(after[name]) is not None for name in after if name.endswith((".xml", ".rels")))
    return True


def test_all_ops_together_are_read_back(picture, tmp_path):
    source = tmp_path / "a.docx"
    document = Document()
    document.add_paragraph("first")
    document.add_heading("第一章", 1)
    document.save(str(source))
    texts = after_all(source, picture, tmp_path / "b.docx")
    assert [one.strip() for one in texts] == [
        "1. first[footnote 2]", "品名 | x", "a | 12", "- one", "- two", "New", "1. a", "b[footnote 1]", "[picture]",
        "blue", "目次", "first", "第一章", "第一章", "Top 1", "c", "below",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["prefix", "default", "strict", "utf-16"])
def test_documents_in_other_dialects_are_edited_in_theirs(kind, picture, tmp_path):
    plain, source = tmp_path / "plain.docx", tmp_path / "a.docx"
    document = Document()
    document.add_paragraph("first")
    document.add_heading("第一章", 1)
    document.save(str(plain))
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(source, "w") as new:
        for name in old.namelist():
            new.writestr(name, in_dialect(name, old.read(name), kind))
    assert after_all(source, picture, tmp_path / "b.docx") == after_all(plain, picture, tmp_path / "c.docx")
    wanted = STRICT if kind == "strict" else OPEN
    for name, part in package_of(tmp_path / "b.docx").items():
        if name.startswith("word/") and name.endswith(".xml") and "theme" not in name:
            names = {etree.QName(one).namespace for one in etree.fromstring(part).iter("*")}
            others = {
                one for one in names if one and one.endswith(("wordprocessingml/main", "wordprocessingml/2006/main"))
            }
            assert others == {wanted.decode()}, name


def in_dialect(name: str, part: bytes, kind: str) -> bytes:
    if kind == "strict":
        part = part.replace(OPEN, STRICT)
        return part.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    if not name.startswith("word/") or not name.endswith(".xml") or b"<w:" not in part:
        return part
    if kind == "prefix":
        return (
            part.replace(b"<w:", b"<ns0:")
            .replace(b"</w:", b"</ns0:")
            .replace(b" w:", b" ns0:")
            .replace(b"xmlns:w=", b"xmlns:ns0=")
        )
    if kind == "default":
        return (
            part.replace(b"<w:", b"<").replace(b"</w:", b"</").replace(b"xmlns:w=", b'xmlns="' + OPEN + b'" xmlns:w=')
        )
    root = etree.fromstring(part)
    written = io.BytesIO()
    etree.ElementTree(root).write(written, encoding="utf-16", xml_declaration=True)
    return written.getvalue()


def after_all(source: Path, picture: Path, target: Path) -> list[str]:
    edit(source, ops(picture), target)
    check(target)
    return [one.text for one in read(target, 0, 1000, "").passages]
