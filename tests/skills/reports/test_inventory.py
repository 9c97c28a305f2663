import docx

from tests.skills.office import book, cells, made, pdf


def test_every_file_is_listed_and_summed_up(office):
    office.put("b/plan.xlsx", book({"Costs": [["x"]], "Plan": [["y"]]}), day="2024-01-01")
    office.put("_a_ *b*.pdf", pdf(["one", "two"]))
    office.put("empty.txt", "")
    (office.root / "nothing here").mkdir()
    result = office.run("reports:inventory")
    book_path, document_path = made(result).values()
    assert list(made(result)) == ["Inventory 2026-11-24.xlsx", "Inventory 2026-11-24.docx"]
    header, *rows = cells(book_path)["Files"]
    listed = {row[1]: dict(zip(header, row, strict=True)) for row in rows}
    assert sorted(listed) == ["_a_ *b*.pdf", "empty.txt", "plan.xlsx"]
    assert (listed["plan.xlsx"]["Folder"], listed["plan.xlsx"]["Kind"]) == ("b", "Spreadsheets")
    assert "2 pages" in listed["_a_ *b*.pdf"]["Details"]
    assert "2 sheets" in listed["plan.xlsx"]["Details"]
    assert cells(book_path)["Kinds"][-1][:2] == ("All", 3)
    words = everything(document_path)
    assert "3 files in 2 subfolders" in words
    assert "nothing here" in words
    assert "_a_ *b*.pdf" in words


def everything(path):
    document = docx.Document(str(path))
    found = [paragraph.text for paragraph in document.paragraphs]
    found += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(found)


def test_a_japanese_report_is_japanese(office):
    office.language = "ja"
    office.put("資料/計画.txt", "こんにちは")
    result = office.run("reports:inventory", details="false")
    book_path, document_path = made(result).values()
    assert "種類別" in everything(document_path)
    assert cells(book_path)["ファイル"][1][:3] == ("資料", "計画.txt", "文書")
    assert "1 件" in result.for_user


def test_broken_documents_are_listed_and_told(office):
    office.put("broken.docx", b"PK\x03\x04")
    office.put("locked.pdf", pdf(["x"], password="y"))
    result = office.run("reports:inventory", document="false")
    (path,) = made(result).values()
    assert len(cells(path)["Files"]) == 3
    assert "Left out: 2" in result.for_user
