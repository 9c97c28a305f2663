import io
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from tests.skills.office import cells, made, only_made, pdf

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "office"


def ruled(*tables):
    buffer = io.BytesIO()
    story = []
    for rows in tables:
        story += [Paragraph("Numbers", getSampleStyleSheet()["Normal"]), Table(rows, style=GRID), PageBreak()]
    SimpleDocTemplate(buffer, pagesize=A4).build(story)
    return buffer.getvalue()


GRID = [("GRID", (0, 0), (-1, -1), 1, colors.black)]


def test_each_table_gets_a_sheet_with_numbers_and_its_page(office):
    office.put("q.pdf", ruled([["Item", "Sum", "Code"], ["Ink", "1,200", "007"]], [["A", "B"], ["x", "5%"]]))
    result = office.run("pdf:tables")
    assert list(made(result)) == ["q tables.xlsx"]
    found = cells(only_made(result))
    assert [row[:3] for row in found["Contents"][1:]] == [
        ("T1 q", "q.pdf", "p1 table 1"),
        ("T2 q", "q.pdf", "p2 table 1"),
    ]
    assert found["T1 q"] == [("Item", "Sum", "Code"), ("Ink", 1200, "007")]
    assert found["T2 q"] == [("A", "B"), ("x", "5%")]
    assert ("q.pdf", "p1", "Numbers") in found["Text"]
    told = [(one.source, one.anchor, one.words, one.value) for one in result.evidence]
    assert told == [("q.pdf", "p1 table 1 R2 C2", "1,200", "1200")], "a number in the new file points to its page"


def test_text_alone_is_kept_with_its_page_and_scans_are_told(office):
    office.put("text.pdf", pdf(["one", "東京の売上"]))
    office.put("scan.pdf", pdf([""]))
    office.put("broken.pdf", b"%PDF")
    result = office.run("pdf:tables")
    assert ("text.pdf", "p2", "東京の売上") in cells(only_made(result))["Text"]
    assert "Left out: 2" in result.for_user
    assert "No table was found in" in result.for_user


def test_real_pdfs_give_tables(office):
    real = DATA / "officebench-car_inventory-bff150.pdf"
    if not real.exists():
        pytest.skip("the public documents are not beside the repository")
    office.put("cars.pdf", real.read_bytes())
    found = cells(only_made(office.run("pdf:tables")))
    assert any(name.startswith("T1") for name in found) or len(found["Text"]) > 5


def test_numbers_are_read_with_the_mark_of_their_table(office):
    office.put("de.pdf", ruled([["Ware", "Preis", "Menge"], ["Tinte", "1.200,50", "1.234"], ["Stift", "2,25", "999"]]))
    found = cells(only_made(office.run("pdf:tables")))
    assert found["T1 de"][1:] == [("Tinte", 1200.5, 1234), ("Stift", 2.25, 999)]
    office.put("de.pdf", ruled([["Ware", "Menge"], ["Tinte", "1.234"], ["Stift", "2.345"]]))
    found = cells(only_made(office.run("pdf:tables")))
    assert found["T1 de"][1:] == [("Tinte", "1.234"), ("Stift", "2.345")]
