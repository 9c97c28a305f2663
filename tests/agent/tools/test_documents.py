"""Tools that look at documents as wholes: compare, check, convert, operations; and files that ops name."""

import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from pptx import Presentation

from agent.core.actions import Effect
from agent.core.changes import Create
from agent.core.errors import InvalidArgumentsError, OutsideWorkspaceError
from agent.core.messages import Image, ToolCall
from agent.tools.copies import files_in, with_copies


def test_differences_are_told_and_both_files_count_as_read(box):
    box.root.joinpath("old.csv").write_text("Name,Amount\nPen,1\n")
    box.root.joinpath("new.csv").write_text("Name,Amount\nPen,2\n")
    assert "B2\t'1' → '2'" in box.text("compare", before="old.csv", after="new.csv")
    assert box.call("edit", path="old.csv", ops=[{"op": "set_cells", "cells": {"B2": 2}}]).changes is not None


def test_equal_files_do_not_differ(box):
    assert box.text("compare", before="notes.txt", after="notes.txt") == "They do not differ."


def test_what_is_wrong_with_a_document_is_told_with_its_place(box):
    book = Workbook()
    book["Sheet"]["A1"] = "=B1/0"
    book.save(box.root / "bad.xlsx")
    assert "It opens" in box.text("check", path="bad.xlsx")
    box.root.joinpath("broken.docx").write_bytes(b"PK\x03\x04")
    with pytest.raises(Exception, match="broken"):
        box.call("check", path="broken.docx")


def test_the_forms_of_ops_are_told_and_can_be_narrowed(box):
    every = box.text("operations", path="any.docx")
    assert '{"op":"replace"' in every
    assert '{"op":"delete"' in every
    assert "replace" not in box.text("operations", path="any.docx", names=["delete"])
    with pytest.raises(InvalidArgumentsError, match="There are replace"):
        box.call("operations", path="any.docx", names=["fly"])


def test_every_op_is_named_to_the_model(box):
    described = box.tools["edit"].spec.description
    for path in ("a.xlsx", "a.docx", "a.pptx"):
        forms = box.text("operations", path=path)
        names = [line.split('"')[3] for line in forms.splitlines() if line.startswith('{"op"')]
        assert len(names) >= 4
        assert [name for name in names if name not in described] == []


def test_a_file_that_an_op_names_is_read_as_a_private_copy_and_said_so(box):
    ops = [{"op": "insert_picture", "slide": 1, "picture": {"file": "red.png"}}]
    ready = box.tools["edit"].prepare(ToolCall("1", "edit", json.dumps({"path": "手紙.docx", "ops": ops})))
    assert [(one.effect, one.target) for one in ready.intent.actions] == [
        (Effect.READ, "red.png"), (Effect.WRITE, "手紙.docx")]  # fmt: skip
    with pytest.raises(OutsideWorkspaceError):
        box.call("edit", path="手紙.docx", ops=[{"op": "x", "picture": {"file": "/etc/passwd"}}])


@pytest.mark.parametrize(
    ("path", "op"),
    [
        ("手紙.docx", {"op": "insert_image", "after": "P1"}),
        ("deck.pptx", {"op": "insert_picture", "slide": 1}),
        ("2026/prices.xlsx", {"op": "add_image", "at": "D2"}),
    ],
)
def test_a_picture_of_the_folder_goes_into_a_document_and_a_path_as_a_text_does_not(box, path, op):
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[6])
    deck.save(str(box.root / "deck.pptx"))
    box.call("read", path=path)
    with pytest.raises(InvalidArgumentsError, match="is a file"):
        box.call("edit", path=path, ops=[{**op, "picture": str(box.root / "red.png")}])
    assert box.call("edit", path=path, ops=[{**op, "picture": {"file": "red.png"}}]).changes


@pytest.mark.parametrize(("kind", "content"), [("docx", {"markdown": "# New"}), ("pptx", {"title": "New"})])
def test_a_template_of_the_folder_gives_its_looks_and_a_path_as_a_text_does_not(box, kind, content):
    Document().save(str(box.root / "house.docx"))
    Presentation().save(str(box.root / "house.pptx"))
    made = box.call("create", path=f"new.{kind}", content={**content, "template": {"file": f"house.{kind}"}})
    assert made.changes
    with pytest.raises(InvalidArgumentsError, match="is a file"):
        box.call("create", path=f"b.{kind}", content={**content, "template": str(box.root / f"house.{kind}")})


def test_mails_archives_and_tables_are_made_of_files_of_the_folder(box):
    mail = {
        "to": ["Sato <sato@example.com>"],
        "subject": "List",
        "body": "x",
        "attachments": {"a": {"file": "red.png"}},
    }
    assert box.call("create", path="draft.eml", content=mail).changes
    assert box.call("create", path="all.zip", content={"files": {"in/red.png": {"file": "red.png"}}}).changes
    (change,) = box.call("create", path="a.csv", content={"columns": ["名前"], "rows": [["佐藤"]], "encoding": "cp932"}
                         ).changes.changes  # fmt: skip
    assert Path(change.staged.path).read_bytes().decode("cp932").split() == ["名前", "佐藤"]


def test_only_whole_file_objects_are_replaced(tmp_path):
    value = {"a": [{"file": "x.png"}, {"file": "y", "other": 1}], "file": {"file": "z"}}
    assert list(files_in(value)) == ["x.png", "z"]
    assert with_copies(value, lambda name: tmp_path / name) == {
        "a": [tmp_path / "x.png", {"file": "y", "other": 1}], "file": tmp_path / "z"}  # fmt: skip


def test_words_of_a_model_never_become_a_file(box):
    box.call("read", path="手紙.docx")
    with pytest.raises(InvalidArgumentsError, match="no field"):
        box.call("edit", path="手紙.docx", ops=[{"op": "x", "picture": {"$file": "/etc/passwd"}}])


def test_a_picture_of_a_word_document_can_be_looked_at(box):
    document = Document()
    document.add_paragraph("Hello")
    document.save(box.root / "hello.docx")
    result = box.call("look", path="hello.docx")
    assert isinstance(result.for_model[1], Image)
    assert result.for_model[1].media_type == "image/png"


def test_a_redline_is_a_word_document(box):
    with pytest.raises(InvalidArgumentsError, match=r"\.docx"):
        box.call("compare", before="手紙.docx", after="手紙.docx", redline="a.pdf")


def test_a_conversion_needs_an_extension(box):
    with pytest.raises(InvalidArgumentsError, match="extension"):
        box.call("convert", path="notes.txt", to="notes")


def test_an_attachment_of_a_mail_becomes_a_file(box):
    mail = EmailMessage()
    mail["Subject"] = "List"
    mail.set_content("See the list.")
    mail.add_attachment("Pen,1\n", subtype="csv", filename="list.csv")
    box.root.joinpath("a.eml").write_bytes(mail.as_bytes())
    (change,) = box.call("extract", path="a.eml", part="attachment 1", to="out/list.csv").changes.changes
    assert isinstance(change, Create)
    assert Path(change.staged.path).read_text() == "Pen,1\n"


@pytest.mark.parametrize("name", ["run.exe", "run.EXE.", "a.pdf/run.exe"])
def test_what_is_taken_out_keeps_its_extension(box, name):
    """Else a program would come in under the name of a document, about which nobody asks."""
    with zipfile.ZipFile(box.root / "a.zip", "w") as archive:
        archive.writestr(name, "MZ")
    with pytest.raises(InvalidArgumentsError, match=r"ends in \.exe"):
        box.call("extract", path="a.zip", part=name, to="list.pdf")
    (change,) = box.call("extract", path="a.zip", part=name, to="out.exe").changes.changes
    assert change.place.suffix == ".exe"
