"""Names of parts count in any case (ECMA-376 part 2, 6.2.2.3): a part that is named in two ways is one part."""

import zipfile
from pathlib import Path

from docx import Document
from openpyxl import Workbook, load_workbook

from tests.agent.documents.packages import replacing, rewritten


def capital(path: Path, rels: str, *words: str) -> Path:
    """A copy in which relationships write the names of parts in another case."""
    for word in words:
        path = rewritten(path, path.with_name(f"x{path.name}"), rels, replacing(word.encode(), word.title().encode()))
    return path


def small(path: Path, rels: str, *words: str) -> Path:
    """The other way round, for libraries that know one spelling only."""
    for word in words:
        path = rewritten(path, path.with_name(f"y{path.name}"), rels, replacing(word.title().encode(), word.encode()))
    return path


def test_a_sheet_under_another_spelling_keeps_all_its_changes(documents, tmp_path):
    book = Workbook()
    first, second = book["Sheet"], book.create_sheet("Other")
    first["A1"], first["A2"], second["A1"] = 1, "=Other!A1", "=Sheet!A1"
    book.save(tmp_path / "a.xlsx")
    source = capital(tmp_path / "a.xlsx", "xl/_rels/workbook.xml.rels", "worksheets")
    ops = [{"op": "set_cells", "sheet": "Sheet", "cells": {"A1": 7}}, {"op": "insert_rows", "sheet": "Sheet", "at": 1},
           {"op": "rename_sheet", "sheet": "Other", "name": "New"}]  # fmt: skip
    documents.edit(source, ops, tmp_path / "out.xlsx")
    after = load_workbook(small(tmp_path / "out.xlsx", "xl/_rels/workbook.xml.rels", "worksheets"))
    assert (after["Sheet"]["A2"].value, after["Sheet"]["A3"].value) == (7, "=New!A1")
    assert after["New"]["A1"].value == "=Sheet!A2"
    assert len(set(map(str.lower, zipfile.ZipFile(tmp_path / "out.xlsx").namelist()))) == len(
        zipfile.ZipFile(source).namelist()
    )


def test_a_part_gets_one_type_where_the_package_tells_of_a_missing_one(documents, tmp_path):
    """Some programs leave the entry of a part behind that they took out; Office refuses a part with two types."""
    letter = Document()
    letter.add_paragraph("words")
    letter.save(str(tmp_path / "a.docx"))
    told = b'<Override PartName="/word/footnotes.xml" ContentType="application/xml"/></Types>'
    change = replacing(b"</Types>", told)
    source = rewritten(tmp_path / "a.docx", tmp_path / "b.docx", "[Content_Types].xml", change)
    ops = [{"op": "insert_footnote", "at": "P1", "find": "words", "text": "note"}]
    documents.edit(source, ops, tmp_path / "d.docx")
    with zipfile.ZipFile(tmp_path / "d.docx") as archive:
        types = archive.read("[Content_Types].xml")
    assert types.count(b'"/word/footnotes') == 1
    assert b"wordprocessingml.footnotes+xml" in types


def test_a_part_whose_name_is_coded_in_the_zip_is_found(documents, tmp_path):
    """So the standard says of names with spaces and letters beyond ASCII (ECMA-376 part 2, annex A)."""
    letter = Document()
    letter.sections[0].header.paragraphs[0].text = "old words"
    letter.save(str(tmp_path / "a.docx"))
    source = tmp_path / "b.docx"
    with zipfile.ZipFile(tmp_path / "a.docx") as old, zipfile.ZipFile(source, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("header1", "head%201"), old.read(name).replace(b"header1.xml", b"head%201.xml"))
    documents.edit(source, [{"op": "replace", "find": "old", "with": "new"}], tmp_path / "out.docx")
    assert documents.parts(source, tmp_path / "out.docx").changed == ("word/head%201.xml",)
    assert not [one for one in documents.problems(source) if one.code == "broken_reference"]
