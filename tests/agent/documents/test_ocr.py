"""Scans are read by Tesseract where it is installed, and it is said that words may be wrong."""

import pytest
from PIL import Image, ImageDraw

from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.documents.drawing.fonts import font, has_japanese
from agent.documents.pictures.image import as_pdf
from agent.documents.programs.ocr import OcrProgram, found_ocr
from agent.documents.programs.printing import PrintingDocuments, Programs

PROGRAM = found_ocr()
installed = pytest.mark.skipif(PROGRAM is None, reason="Tesseract is not installed")


@pytest.fixture
def reading():
    documents = PrintingDocuments(Programs(ocr=OcrProgram(PROGRAM) if PROGRAM else None))
    yield documents
    documents.close()


@pytest.fixture
def scan(tmp_path):
    """A page with a picture of words on it, and no text."""
    page = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    draw.text((120, 150), "Invoice 2026 for Yamada", fill="black", font=font(60))
    draw.text((120, 400), "Total 48,300 yen", fill="black", font=font(60))
    page.save(tmp_path / "scan.png")
    (tmp_path / "scan.pdf").write_bytes(as_pdf(tmp_path / "scan.png"))
    return tmp_path / "scan.pdf"


@installed
@pytest.mark.parametrize("suffix", [".pdf", ".png"])
def test_a_scan_is_read_with_its_page_and_a_warning(reading, scan, suffix):
    content = reading.read(scan.with_suffix(suffix), part="ocr")
    text = " ".join(one.text for one in content.passages)
    assert "Invoice 2026" in text
    assert "48,300" in text
    assert {(one.anchor, one.kind) for one in content.passages} == {("p1", "ocr")}
    assert "may be wrong" in content.facts[0].en
    assert "Tesseract" in content.facts[0].ja


@installed
@pytest.mark.skipif(not has_japanese(), reason="no font with Japanese letters is installed")
def test_japanese_words_have_no_blanks_between_them(reading, tmp_path):
    assert PROGRAM is not None
    if "jpn" not in OcrProgram(PROGRAM).languages:
        pytest.skip("Tesseract has no Japanese here")
    page = Image.new("RGB", (1240, 600), "white")
    ImageDraw.Draw(page).text((120, 150), "請求書の合計金額", fill="black", font=font(80))
    page.save(tmp_path / "scan.png")
    text = reading.read(tmp_path / "scan.png", part="ocr").passages[0].text
    assert text.startswith("請求書の")
    assert " " not in text


@installed
def test_a_page_that_is_not_there_is_refused(reading, scan):
    with pytest.raises(InvalidArgumentsError):
        reading.read(scan, part="ocr 2")


def test_without_it_the_reason_is_told(scan):
    documents = PrintingDocuments(Programs())
    with pytest.raises(UnreadableError) as refused:
        documents.read(scan, part="ocr")
    documents.close()
    assert refused.value.code == "no_ocr"
    assert "Tesseract" in refused.value.words.ja
