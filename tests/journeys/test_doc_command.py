"""Documents on the command line: read, edit, compare and check without a model."""

import docx
import openpyxl
import pytest
from PIL import Image
from pypdf import PdfReader
from reportlab.pdfgen import canvas

from agent.documents.pool import WorkerDocuments
from tests.journeys.program import tree

SET = '[{"op": "set_cells", "cells": {"A1": "%s"}}]'


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "folder" / "a.csv"
    file.parent.mkdir()
    file.write_text("Name,Amount\nPen,1\n")
    return file


def test_an_edit_is_shown_made_and_put_back(deskhand, table):
    before = tree(table.parent)
    assert "+ Who" in deskhand.run("doc", "edit", str(table), "--ops", SET % "Who", "--dry-run")
    assert tree(table.parent) == before
    deskhand.run("doc", "edit", str(table), "--ops", SET % "Who")
    assert table.read_text() == "Who,Amount\nPen,1\n"
    deskhand.run("undo", "--last")
    assert tree(table.parent) == before


def test_an_edit_that_changes_nothing_leaves_the_file_as_it_is(deskhand, table):
    before = tree(table.parent)
    deskhand.run("doc", "edit", str(table), "--ops", SET % "Name")
    assert tree(table.parent) == before
    deskhand.run("undo", "--last", code=5)


@pytest.mark.parametrize("ops", ["no JSON", "[]", "[1]", '"x"', "@/nowhere", "[" * 50_000])
def test_what_is_no_list_of_operations_is_wrong_usage(deskhand, table, ops):
    before = tree(table.parent)
    deskhand.run("doc", "edit", str(table), "--ops", ops, code=2)
    assert tree(table.parent) == before


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("is a .csv file", ("edit", "--ops", SET % "x", "-o", "{}.xlsx")),
        ("the ending of a format", ("convert", "--to", "/dev/full")),
        ("the ending of a format", ("convert", "--to", "")),
        ("is of this format", ("convert", "--to", "csv")),
        ("is a .md file", ("convert", "--to", "md", "-o", "{}")),
        ("is a .csv file", ("redline", "{}", "-o", "{}.docx")),
    ],
)
def test_a_result_gets_no_name_of_another_kind(deskhand, table, words, arguments):
    before = tree(table.parent)
    verb, *others = arguments
    process = deskhand.start("doc", verb, str(table), *(one.replace("{}", str(table)) for one in others))
    assert words in process.communicate(timeout=100)[1]
    assert process.returncode == 1
    assert tree(table.parent) == before


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("Nothing says what to change. Give --set", ("edit",)),
        ("There is no file '/nowhere' with operations", ("edit", "--ops", "@/nowhere")),
    ],
)
def test_a_slip_in_an_edit_is_named(deskhand, table, words, arguments):
    process = deskhand.start("doc", arguments[0], str(table), *arguments[1:])
    assert words in process.communicate(timeout=100)[1]
    assert process.returncode == 2


def test_a_folder_is_no_document_and_takes_a_result(deskhand, table):
    process = deskhand.start("doc", "read", str(table.parent))
    assert "'folder' is a folder. Name one file in it." in process.communicate(timeout=100)[1].replace(
        repr(str(table.parent)), "'folder'"
    )
    (table.parent / "out").mkdir()
    deskhand.run("doc", "convert", str(table), "--to", "md", "-o", str(table.parent / "out"))
    assert "| Pen | 1 |" in (table.parent / "out" / "a.md").read_text()
    deskhand.run("doc", "edit", str(table), "--set", "B2=7", "-o", str(table.parent / "out"))
    assert (table.parent / "out" / "a.csv").read_text() == "Name,Amount\nPen,7\n"


def test_a_file_that_nobody_named_is_not_replaced(deskhand, table):
    table.with_suffix(".md").write_text("mine\n")
    process = deskhand.start("doc", "convert", str(table), "--to", "md")
    assert "There is a file 'a.md' already. Name another one with -o" in process.communicate(timeout=100)[1]
    assert process.returncode == 5
    assert table.with_suffix(".md").read_text() == "mine\n"
    deskhand.run("doc", "convert", str(table), "--to", "md", "-o", str(table.with_suffix(".md")))
    deskhand.run("undo", "--last")
    assert table.with_suffix(".md").read_text() == "mine\n"


def test_a_text_that_is_edited_is_one_part_that_changed(deskhand, table):
    process = deskhand.start("doc", "edit", str(table), "--set", "B2=7")
    assert "Parts: 1 changed, 0 added, 0 removed" in process.communicate(timeout=100)[1]


def test_files_without_a_difference_are_said_to_have_none(deskhand, table):
    process = deskhand.start("doc", "diff", str(table), str(table))
    assert "No differences were found." in process.communicate(timeout=100)[1]
    assert process.returncode == 0


def test_files_of_two_kinds_are_not_compared(deskhand, table):
    other = table.with_suffix(".md")
    other.write_text("# Name\n")
    process = deskhand.start("doc", "diff", str(table), str(other))
    assert "Files of two kinds (.csv and .md) cannot be compared" in process.communicate(timeout=100)[1]
    assert process.returncode == 1


@pytest.fixture
def book(tmp_path):
    file = tmp_path / "folder" / "a.xlsx"
    file.parent.mkdir()
    made = openpyxl.Workbook()
    made["Sheet"].append(["Pen", 3])
    made["Sheet"].append(["Ink", 4])
    made.save(file)
    return file


def test_a_cell_is_set_and_the_report_says_which_parts_changed(deskhand, book):
    before = tree(book.parent)
    (report,) = deskhand.events("doc", "edit", str(book), "--set", "Sheet!B1=12.5", "--set", "B2=zwölf")
    values = [[cell.value for cell in row] for row in openpyxl.load_workbook(book)["Sheet"]]
    assert values == [["Pen", 12.5], ["Ink", "zwölf"]]
    assert report["parts"]["changed"] == ["xl/worksheets/sheet1.xml"]
    assert report["parts"]["identical"] > 5
    assert [one["anchor"] for one in report["differences"]] == ["Sheet!B1", "Sheet!B2"]
    deskhand.run("undo", report["undo"])
    assert tree(book.parent) == before


def test_with_an_output_the_document_stays_as_it_is(deskhand, book):
    before = book.read_bytes()
    out = book.with_name("b.xlsx")
    deskhand.run("doc", "edit", str(book), "--set", "B1=7", "-o", str(out))
    assert book.read_bytes() == before
    assert openpyxl.load_workbook(out)["Sheet"]["B1"].value == 7
    deskhand.run("undo", "--last")
    assert not out.exists()


def test_words_are_replaced_everywhere(deskhand, letter):
    deskhand.run("doc", "edit", str(letter), "--replace", "Sato=Tanaka")
    assert [one.text for one in docx.Document(letter).paragraphs] == ["Dear Tanaka,", "Tanaka wrote."]


def test_operations_come_from_a_file_too(deskhand, letter, tmp_path):
    ops = tmp_path / "ops.json"
    ops.write_text('[{"op": "set_paragraph", "at": "P2", "text": "Bye."}]')
    deskhand.run("doc", "edit", str(letter), "--ops", str(ops))
    assert docx.Document(letter).paragraphs[1].text == "Bye."


@pytest.mark.parametrize("arguments", [("--set", "B1"), ("--replace", "=x"), ()])
def test_a_short_form_without_two_sides_is_wrong_usage(deskhand, book, arguments):
    before = tree(book.parent)
    deskhand.run("doc", "edit", str(book), *arguments, code=2)
    assert tree(book.parent) == before


def test_a_refusal_names_the_reason_and_changes_nothing(deskhand, book):
    before = tree(book.parent)
    (refusal,) = deskhand.events("doc", "edit", str(book), "--set", "Nowhere!B1=1", code=1)
    assert "There is no sheet 'Nowhere'" in refusal["sentence"]
    assert tree(book.parent) == before


def test_what_is_wrong_is_told_for_each_file_and_the_exit_code_says_it(deskhand, book, letter):
    broken = book.with_name("broken.docx")
    broken.write_bytes(letter.read_bytes()[:-40])
    found = deskhand.events("doc", "check", str(book), str(broken), code=1)
    assert [(one["ok"], one["code"]) for one in found] == [(True, ""), (False, "broken")]
    assert deskhand.events("doc", "check", str(book))[0]["problems"] == []


def test_pages_are_drawn_into_a_folder_and_can_be_taken_back(deskhand, letter):
    before = tree(letter.parent)
    (report,) = deskhand.events("doc", "render", str(letter), "-o", str(letter.parent / "pages"), "--width", "200")
    assert "1 page, drawn by" in report["said"][0]
    with Image.open(letter.parent / "pages" / "page-1.png") as picture:
        assert picture.width == 200
    deskhand.run("undo", "--last")
    assert tree(letter.parent) == before


def test_differences_are_a_page_too(deskhand, letter):
    other = letter.with_name("b.docx")
    deskhand.run("doc", "edit", str(letter), "--replace", "Sato=<Tanaka>", "-o", str(other))
    page = deskhand.run("doc", "diff", str(letter), str(other), "--html", "--language", "ja")
    assert "<del>Sato</del><ins>&lt;Tanaka&gt;</ins>" in page
    assert "違い 2 件" in page
    assert "http" not in page


def test_the_forms_of_operations_are_told(deskhand, book):
    forms = {one["op"]: one["form"] for one in deskhand.events("doc", "operations", str(book))}
    assert forms["set_cells"].startswith('{"op":"set_cells"')
    told = deskhand.told("doc", "operations", "a.eml")
    assert "can be read but not edited" in told


@pytest.fixture
def letter(tmp_path):
    file = tmp_path / "letters" / "a.docx"
    file.parent.mkdir()
    document = docx.Document()
    document.add_paragraph("Dear Sato,")
    document.add_paragraph("Sato wrote.")
    document.save(file)
    return file


def test_a_document_with_a_password_is_asked_for_it_and_keeps_it(deskhand, book, tmp_path):
    documents = WorkerDocuments()
    locked = book.with_name("locked.xlsx")
    documents.lock(book, "しまうま", locked)
    deskhand.run("doc", "edit", str(locked), "--set", "B1=9", code=5)
    deskhand.env["WORD"] = "wrong"
    (refusal,) = deskhand.events("doc", "edit", str(locked), "--set", "B1=9", "--password-from-env", "WORD", code=1)
    assert refusal["refused"] == "wrong_password"
    deskhand.env["WORD"] = "しまうま"
    before = locked.read_bytes()
    (report,) = deskhand.events("doc", "edit", str(locked), "--set", "B1=9", "--password-from-env", "WORD")
    assert report["parts"]["changed"] == ["xl/worksheets/sheet1.xml"]
    documents.unlock(locked, "しまうま", tmp_path / "open.xlsx")
    documents.close()
    assert openpyxl.load_workbook(tmp_path / "open.xlsx")["Sheet"]["B1"].value == 9
    deskhand.run("undo", "--last")
    assert locked.read_bytes() == before


def test_two_letters_become_one_with_tracked_changes(deskhand, letter):
    other, redline = letter.with_name("b.docx"), letter.with_name("redline.docx")
    deskhand.run("doc", "edit", str(letter), "--replace", "Sato=Tanaka", "-o", str(other))
    deskhand.run("doc", "redline", str(letter), str(other), "-o", str(redline), "--author", "Yamada")
    told = deskhand.run("doc", "read", str(redline))
    assert "Yamada" in told
    deskhand.run("doc", "edit", str(redline), "--ops", '{"op": "accept_changes"}')
    assert [one.text for one in docx.Document(redline).paragraphs] == ["Dear Tanaka,", "Tanaka wrote."]


def test_a_replacement_can_be_a_tracked_change(deskhand, letter):
    deskhand.run("doc", "edit", str(letter), "--replace", "wrote=called", "--track", "--author", "Suzuki")
    assert "Suzuki" in deskhand.run("doc", "read", str(letter))


def test_a_table_becomes_a_workbook_and_the_other_way_round(deskhand, table):
    deskhand.run("doc", "convert", str(table), "--to", "xlsx")
    made = table.with_suffix(".xlsx")
    assert openpyxl.load_workbook(made).worksheets[0]["B2"].value == 1
    deskhand.run("doc", "convert", str(made), "--to", "md", "-o", str(made.with_name("b.md")))
    assert "| Pen | 1 |" in made.with_name("b.md").read_text()
    deskhand.run("undo", "--last")
    assert not made.with_name("b.md").exists()


def test_a_password_that_the_person_asks_for_is_given_in_place_and_taken_back(deskhand, tmp_path):
    paper = canvas.Canvas(str(tmp_path / "a.pdf"))
    paper.drawString(72, 72, "Secret")
    paper.save()
    before = (tmp_path / "a.pdf").read_bytes()
    deskhand.run("doc", "edit", str(tmp_path / "a.pdf"), "--ops", '[{"op": "encrypt", "password": "sesame"}]')
    assert PdfReader(tmp_path / "a.pdf").is_encrypted
    deskhand.run("undo", "--last")
    assert (tmp_path / "a.pdf").read_bytes() == before
