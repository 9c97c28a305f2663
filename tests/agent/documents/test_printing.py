"""Office documents drawn by LibreOffice, where it is installed; it fetches nothing and can be stopped."""

import http.server
import os
import sys
import threading
import time
import zipfile
from pathlib import Path

import psutil
import pytest
from docx import Document
from openpyxl import Workbook
from PIL import Image
from pptx import Presentation

from agent.core.errors import UnreadableError
from agent.documents.programs.office import OfficeProgram, found_program
from agent.documents.programs.printing import PrintingDocuments, Programs
from tests.agent.documents.packages import with_parts

PROGRAM = found_program() or Path()
installed = pytest.mark.skipif(Path() == PROGRAM, reason="LibreOffice is not installed")


@pytest.fixture
def printing():
    documents = PrintingDocuments(Programs(OfficeProgram(PROGRAM) if Path() != PROGRAM else None))
    yield documents
    documents.close()


@pytest.fixture
def letter(tmp_path):
    document = Document()
    for number in range(120):
        document.add_paragraph(f"Line {number}")
    document.save(tmp_path / "a letter.docx")
    return tmp_path / "a letter.docx"


@pytest.fixture
def asked():
    """The paths that anybody asks a server on this computer for, and its port."""
    paths = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815  the names that the server looks for

        def log_message(self, *_):
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield paths, server.server_port
    server.shutdown()
    server.server_close()


@installed
def test_a_word_document_is_drawn_as_it_is_printed(printing, letter, tmp_path):
    drawing = printing.render(letter, 2, tmp_path / "out.png", width=300)
    assert (drawing.pages, drawing.by) == (5, "libreoffice")
    with Image.open(tmp_path / "out.png") as picture:
        assert picture.width == 300
        assert len(picture.getcolors(100_000) or ()) > 10, "there is ink on it"


@installed
def test_it_becomes_a_pdf_and_it_is_said_who_laid_it_out(printing, letter, tmp_path):
    said = printing.convert(letter, tmp_path / "out.pdf")
    assert "LibreOffice" in said[0].en
    assert "Line 119" in "".join(one.text for one in printing.read(tmp_path / "out.pdf").passages)


@installed
def test_a_document_that_would_fetch_something_is_not_given_to_it(printing, letter, tmp_path, asked):
    paths, port = asked
    source = fetching(letter, tmp_path / "fetching.docx", port)
    assert any(reach.fetches for reach in printing.reaches(source))
    assert printing.render(source, 1, tmp_path / "out.png").by == "deskhand"
    assert paths == []


@installed
def test_even_when_it_is_given_one_it_fetches_nothing(letter, tmp_path, asked):
    paths, port = asked
    office = OfficeProgram(PROGRAM)
    assert office.printed(fetching(letter, tmp_path / "fetching.docx", port), 60) is not None
    office.close()
    assert paths == []


@installed
def test_what_it_makes_is_gone_afterwards(letter):
    office = OfficeProgram(PROGRAM)
    pdf = office.printed(letter, 60)
    assert pdf is not None
    assert office.printed(letter, 60) == pdf
    office.close()
    assert not pdf.parent.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the program")
def test_a_program_that_hangs_is_ended_with_its_children(letter, tmp_path):
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {tmp_path}/child\nwait\n")
    program.chmod(0o755)
    office = OfficeProgram(program)
    assert office.printed(letter, 3) is None
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 10
    while runs(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not runs(child)
    office.close()


def test_a_broken_document_is_refused_with_its_own_sentence(printing, tmp_path):
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 and nothing else")
    with pytest.raises(UnreadableError) as refused:
        printing.render(tmp_path / "a.docx", 1, tmp_path / "out.png")
    assert refused.value.code == "broken"


def runs(process):
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def fetching(source, target, port):
    """A copy with a picture that lies on a server."""
    Image.new("RGB", (40, 40), "red").save(target.with_suffix(".png"))
    document = Document(source)
    document.add_picture(str(target.with_suffix(".png")))
    document.save(target.with_suffix(".one.docx"))
    with zipfile.ZipFile(target.with_suffix(".one.docx")) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            data = data.replace(b"r:embed=", b"r:link=") if name == "word/document.xml" else data
            if name == "word/_rels/document.xml.rels":
                address = f'Target="http://127.0.0.1:{port}/a.png" TargetMode="External"'
                data = data.replace(b'Target="media/image1.png"', address.encode())
            new.writestr(name, data)
    return target


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a script")
def test_what_waits_for_its_turn_is_not_printed_after_the_end(letter, tmp_path):
    """Two documents are printed at once, and everything is closed: the second must not be begun."""
    program, began = tmp_path / "soffice", tmp_path / "began"
    program.write_text(f"#!/bin/sh\necho x >> {began}\nexec sleep 60\n")
    program.chmod(0o755)
    office, ends = OfficeProgram(program), []
    other = tmp_path / "b.docx"
    other.write_bytes(letter.read_bytes() + b"\0")
    threads = [
        threading.Thread(target=lambda one=one: ends.append(office.printed(one, 60.0))) for one in (letter, other)
    ]
    for thread in threads:
        thread.start()
    while not began.exists():
        time.sleep(0.01)
    office.close()
    for thread in threads:
        thread.join(10)
    assert ends == [None, None]
    assert began.read_text() == "x\n"
    assert office.printed(letter, 60.0) is None


@installed
def test_a_hidden_slide_is_drawn_so_that_numbers_of_pages_are_those_of_slides(printing, tmp_path):
    deck = Presentation()
    for hidden in (True, False):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = "Hidden" if hidden else "Shown"
        if hidden:
            slide._element.set("show", "0")
    deck.save(str(tmp_path / "a.pptx"))
    drawing = printing.render(tmp_path / "a.pptx", 2, tmp_path / "out.png")
    assert (drawing.pages, drawing.by) == (2, "libreoffice")


def test_a_large_workbook_is_not_given_to_libreoffice_which_would_print_all_of_it(tmp_path):
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/asked'\n")
    program.chmod(0o755)
    Workbook().save(tmp_path / "small.xlsx")
    large = with_parts(tmp_path / "small.xlsx", tmp_path / "large.xlsx", {"xl/media/noise.png": os.urandom(4_300_000)})
    documents = PrintingDocuments(Programs(OfficeProgram(program)))
    assert documents.render(large, 1, tmp_path / "out.png").by == "deskhand"
    assert not (tmp_path / "asked").exists()
    assert documents.render(tmp_path / "small.xlsx", 1, tmp_path / "out.png").by == "deskhand"
    assert sys.platform == "win32" or (tmp_path / "asked").exists()
    documents.close()
