"""Strangers' documents that try to reach out: what they refer to is named and kept, and never contacted (D07)."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
import xlsxwriter
from docx import Document
from pptx import Presentation
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from agent.core.errors import ToolError
from agent.documents.pool import WorkerDocuments
from tests.agent.documents.packages import replacing, rewritten

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = ("image", "attachedTemplate", "oleObject", "hyperlink", "frame", "subDocument", "video")


@pytest.fixture(scope="module")
def documents() -> Iterator[WorkerDocuments]:
    pool = WorkerDocuments()
    yield pool
    pool.close()


class Listener:
    """A server on this computer that only counts who comes."""

    def __init__(self) -> None:
        self.count = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                came, _ = self._socket.accept()
            except OSError:
                return
            self.count += 1
            came.close()

    def close(self) -> None:
        self._socket.close()


@contextmanager
def listening() -> Iterator[Listener]:
    server = Listener()
    try:
        yield server
    finally:
        server.close()


def workbook(path, out):
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("S")
        sheet.write("A1", "old words")
        for row, name in enumerate(("WEBSERVICE", "IMAGE", "IMPORTDATA"), 1):
            sheet.write_formula(row, 0, f'=_xlfn.{name}("{out}/{row}")')
        sheet.write_url(9, 0, f"{out}/link")
        sheet.write_formula(10, 0, "=cmd|'/c calc'!A0")
    return path


def letter(path, out):
    document = Document()
    document.add_paragraph("old words")
    for kind in KINDS:
        document.part.relate_to(f"{out}/{kind}", f"{REL}/{kind}", is_external=True)
    document.save(str(path.with_name("plain.docx")))
    fields = "".join(
        f'<w:p><w:fldSimple w:instr="{one} &quot;{out}/{one}&quot;"/></w:p>'
        for one in ("INCLUDEPICTURE", "INCLUDETEXT", "DDEAUTO", "IMPORT")
    )
    change = replacing(b"<w:sectPr", fields.encode() + b"<w:sectPr")
    return rewritten(path.with_name("plain.docx"), path, "word/document.xml", change)


def deck(path, out):
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[0])
    slide.shapes.title.text = "old words"
    for kind in ("image", "video", "hyperlink", "oleObject"):
        slide.part.relate_to(f"{out}/{kind}", f"{REL}/{kind}", is_external=True)
    made.save(str(path))
    return path


def paper(path, out):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url=f"{out}/link"))
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(f"app.launchURL('{out}/js')")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject(k): v for k, v in script.items()})
    writer.write(str(path))
    return path


def page(path, out):
    path.write_text(f"<p>old words</p><img src='{out}/1'><script src='{out}/2'></script><!DOCTYPE a SYSTEM '{out}/3'>")
    return path


def mail(path, out):
    path.write_text(f"From: a@b.example\nSubject: x\nContent-Type: text/html\n\n<img src='{out}/1'>old words\n")
    return path


def table(path, out):
    path.write_text(f'name,note\nold words,"=WEBSERVICE(""{out}/1"")"\n')
    return path


FULL = {
    "a.xlsx": workbook, "a.docx": letter, "a.pptx": deck, "a.pdf": paper, "a.html": page, "a.svg": page, "a.md": page,
    "a.eml": mail, "a.csv": table,
}  # fmt: skip
EDITS: dict[str, list[dict[str, object]]] = {
    "a.xlsx": [{"op": "set_cells", "cells": {"A1": "new"}}],
    "a.csv": [{"op": "set_cells", "cells": {"A2": "new"}}],
    "a.pdf": [{"op": "rotate", "pages": "1", "degrees": 90}],
}
REPLACE: list[dict[str, object]] = [{"op": "replace", "find": "old words", "with": "new words"}]


def tried(call, *arguments) -> None:
    """Some kinds of files cannot be drawn, compared or edited: that is said, and nothing is fetched for it."""
    with suppress(ToolError):
        call(*arguments)


@pytest.mark.parametrize("name", FULL)
def test_nothing_that_a_document_refers_to_is_ever_contacted(documents, tmp_path, name):
    with listening() as server:
        source = FULL[name](tmp_path / name, server.address)
        found = documents.reaches(source)
        assert any(server.address in one.address for one in found)
        for call in (documents.read, documents.tables, documents.check):
            tried(call, source)
        tried(documents.render, source, 1, tmp_path / "page.png")
        tried(documents.edit, source, EDITS.get(name, REPLACE), tmp_path / f"edited{source.suffix}")
        tried(documents.diff, source, tmp_path / f"edited{source.suffix}")
        tried(documents.pages, [source], [], tmp_path / "pages.pdf")
        assert server.count == 0


@pytest.mark.parametrize("name", [name for name in FULL if name != "a.eml"])
def test_an_edit_keeps_what_a_document_refers_to(documents, tmp_path, name):
    source = FULL[name](tmp_path / name, "http://out.example")
    target = tmp_path / f"edited{source.suffix}"
    documents.edit(source, EDITS.get(name, REPLACE), target)
    before, after = ({(one.how, one.address) for one in documents.reaches(path)} for path in (source, target))
    assert before == after


def test_the_counting_server_notices_a_guest():
    with listening() as server:
        with socket.create_connection(("127.0.0.1", int(server.address.rpartition(":")[2])), 5) as guest:
            guest.recv(1)
        assert server.count == 1
