"""Scans are read by RapidOCR where that optional package is installed: confined, within a worker's memory, and told."""

import pytest
from PIL import Image, ImageDraw

from agent.documents.drawing.fonts import font, has_japanese
from agent.documents.pictures.line_order import Line, paragraphs
from agent.documents.programs.models import ModelOcr, has_models
from agent.documents.programs.ocr import OcrProgram, found_ocr
from agent.documents.programs.printing import PrintingDocuments, Programs, found_programs
from desktop.compose.sandboxing import for_workers

installed = pytest.mark.skipif(not has_models(), reason="the extra 'ocr' (RapidOCR) is not installed")
japanese = pytest.mark.skipif(not has_japanese(), reason="no font with Japanese letters is installed")


@pytest.fixture
def reading():
    tesseract = found_ocr()
    documents = PrintingDocuments(
        Programs(ocr=OcrProgram(tesseract) if tesseract else None, models=ModelOcr(for_workers()))
    )
    yield documents
    documents.close()


@installed
@japanese
def test_japanese_is_read_confined_and_it_is_said_by_whom(reading, tmp_path):
    page = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    draw.text((120, 150), "請求書の合計金額は48,300円です。", fill="black", font=font(40))
    draw.text((120, 400), "Invoice for Yamada", fill="black", font=font(40))
    page.save(tmp_path / "scan.png")
    content = reading.read(tmp_path / "scan.png", part="ocr")
    assert [one.text for one in content.passages] == ["請求書の合計金額は48,300円です。", "Invoice for Yamada"]
    assert {(one.anchor, one.kind) for one in content.passages} == {("p1", "ocr")}
    assert "by RapidOCR" in content.facts[0].en
    assert "RapidOCRによる" in content.facts[0].ja
    assert len(content.facts) == 1


@installed
def test_a_white_page_has_no_words(reading, tmp_path):
    Image.new("RGB", (1240, 1754), "white").save(tmp_path / "scan.png")
    assert reading.read(tmp_path / "scan.png", part="ocr").passages == ()


def test_it_is_found_exactly_where_it_is_installed():
    assert (found_programs().models is not None) == has_models()


@pytest.mark.skipif(found_ocr() is None, reason="Tesseract is not installed")
@pytest.mark.skipif(has_models(), reason="RapidOCR is installed: it reads, and does not fail")
def test_where_it_fails_tesseract_reads_and_is_named(reading, tmp_path):
    page = Image.new("RGB", (1240, 600), "white")
    ImageDraw.Draw(page).text((120, 150), "Invoice 2026", fill="black", font=font(60))
    page.save(tmp_path / "scan.png")
    content = reading.read(tmp_path / "scan.png", part="ocr")
    assert "Invoice 2026" in content.passages[0].text
    assert "by Tesseract" in content.facts[0].en


def test_rows_are_read_from_the_left_and_wide_gaps_end_a_paragraph():
    lines = [
        Line(300, 12, 400, 32, "120円"),
        Line(10, 10, 100, 30, "りんご"),
        Line(10, 40, 60, 60, "Tom"),
        Line(70, 40, 120, 60, "Sato"),
        Line(10, 120, 60, 140, "東京"),
        Line(61, 121, 100, 141, "都"),
    ]
    assert list(paragraphs(lines)) == ["りんご 120円\nTom Sato", "東京都"]


def test_vertical_lines_are_read_from_the_right():
    lines = [Line(100, 10, 130, 300, "先の行の文"), Line(50, 10, 80, 300, "後の行の文"), Line(10, 320, 90, 340, "1")]
    assert list(paragraphs(lines)) == ["1", "先の行の文\n後の行の文"]
