"""Tasks of an office through the real window, with the hand model as the model; the results are right."""

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from lxml import etree
from PIL import Image
from pptx import Presentation

from agent.core.events import Ending
from agent.documents.pool import WorkerDocuments
from desktop.presenter.items import Steps, StepShown
from tests.desktop.acting import granted, is_as_before, last, rested, with_model
from tests.journeys.hand import HAND, SELF_TEST, Hand
from tests.journeys.program import REPO, tree

PIVOTS = REPO.parent / "shared" / "data" / "office" / "closedxml-inputfile-99cb35.xlsx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

pytestmark = pytest.mark.skipif(not HAND.exists(), reason="the hand model is not beside this clone")


@pytest.fixture
def documents():
    pool = WorkerDocuments()
    yield pool
    pool.close()


@pytest.fixture
def work(play, until, tmp_path):
    """`work(folder, task, steps)` gives the task in the window, allows what is asked, and waits for the end."""
    stage, hand = play(), Hand(tmp_path / "spool")

    def done(folder, task, steps):
        plan = {"steps": [task], "checklist": [{"need": task, "state": "done"}]}
        hand.answer([*SELF_TEST, [("plan", plan)], *steps], "Done.")
        with_model(stage, until, hand)
        granted(stage, until, folder)
        stage.window.composer.set_draft(task)
        stage.window.composer.send.click()
        until(lambda: bool(stage.controller.picture.session.items))
        while True:
            until(lambda: rested(stage) or stage.controller.picture.session.question is not None)
            question = stage.controller.picture.session.question
            if question is None:
                break
            accepted = tuple(row.index for row in question.rows)
            stage.window.approval.answered.emit(question.answer(accepted, True, ""))
            until(lambda q=question: stage.controller.picture.session.question is not q)
        assert last(stage).ending is Ending.DONE
        assert failures(stage) == []
        return stage

    yield done
    hand.close()


def failures(stage):
    """The calls that did not come to a good end."""
    steps = [step for item in stage.controller.picture.session.items if isinstance(item, Steps) for step in item.steps]
    return [(step.tool, step.code, step.result) for step in steps if step.state is not StepShown.DONE]


@pytest.mark.skipif(not PIVOTS.exists(), reason="the shared documents are not beside the repository")
def test_a_styled_workbook_with_a_chart_and_a_pivot_table_is_updated(work, documents, until, tmp_path):
    folder = tmp_path / "People"
    folder.mkdir()
    book = folder / "People.xlsx"
    chart = {"op": "add_chart", "sheet": "Data", "type": "column", "title": "Age", "range": "B1:C7", "at": "H2"}
    documents.edit(PIVOTS, [chart], book)
    original, before = tmp_path / "original.xlsx", tree(folder)
    shutil.copy(book, original)
    stage = work(folder, "The age in C2 is 98. Mark it as corrected.", [
        [("read", {"path": "People.xlsx"})],
        [("operations", {"path": "People.xlsx", "names": ["set_format"]})],
        [("edit", {"path": "People.xlsx", "ops": [
            {"op": "set_cells", "sheet": "Data", "cells": {"C2": 98}},
            {"op": "set_format", "sheet": "Data", "range": "C2", "fill": "#FFF2CC"}]})],
        [("check", {"path": "People.xlsx"})],
    ])  # fmt: skip
    assert openpyxl.load_workbook(book)["Data"]["C2"].value == 98
    parts = documents.parts(original, book)
    assert (parts.added, parts.removed) == ((), ())
    assert not any("pivot" in name or "drawing" in name for name in parts.changed)
    assert any("charts/" in name for name in zipfile.ZipFile(book).namelist())
    stage.files._undo("", ())
    until(lambda: is_as_before(folder, before))


def test_a_contract_with_another_authors_changes_gets_a_redline_of_its_own(work, documents, tmp_path):
    folder = tmp_path / "Contract"
    folder.mkdir()
    plain, contract = tmp_path / "plain.docx", folder / "Contract.docx"
    document = Document()
    for text in ("Supply agreement", "The supplier delivers within 30 days.", "Payment is due in 60 days."):
        document.add_paragraph(text)
    document.save(plain)
    other = {"op": "replace", "find": "60", "with": "45", "track": True, "author": "Suzuki"}
    documents.edit(plain, [other], contract)
    work(folder, "Propose 14 days for the delivery, as a tracked change, and say why in a comment.", [
        [("read", {"path": "Contract.docx"})],
        [("operations", {"path": "Contract.docx", "names": ["replace", "add_comment"]})],
        [("edit", {"path": "Contract.docx", "ops": [
            {"op": "replace", "find": "30", "with": "14", "track": True, "author": "Yamada"},
            {"op": "add_comment", "at": "P2", "find": "within", "text": "As in last year.", "author": "Yamada"}]})],
        [("compare", {"before": "Contract.docx", "after": "Contract.docx"})],
    ])  # fmt: skip
    root = body_of(contract)
    authors = {(one.tag.removeprefix(W), one.get(f"{W}author"), "".join(map(str, one.itertext())))
               for one in root.iter(f"{W}ins", f"{W}del")}  # fmt: skip
    assert authors == {
        ("del", "Suzuki", "60"),
        ("ins", "Suzuki", "45"),
        ("del", "Yamada", "30"),
        ("ins", "Yamada", "14"),
    }
    assert "As in last year." in " ".join(one.text for one in documents.read(contract).passages)
    for verb, days in (("accept", 14), ("reject", 30)):
        documents.edit(contract, [{"op": f"{verb}_changes", "author": "Yamada"}], tmp_path / "out.docx")
        assert Document(str(tmp_path / "out.docx")).paragraphs[1].text == f"The supplier delivers within {days} days."


def test_a_deck_and_a_letter_are_made_from_a_folder_of_notes(work, documents, tmp_path):
    folder = tmp_path / "Notes"
    folder.mkdir()
    (folder / "meeting.md").write_text("# Q3\n\n- Sales rose by 12 %\n- Osaka opens in January\n", encoding="utf-8")
    (folder / "顧客.txt").write_text("株式会社サンプル 佐藤様\n納期は1月15日\n", encoding="utf-8")
    work(folder, "Make a short deck of the notes and a letter to the customer in Japanese.", [
        [("find", {"pattern": "*"})],
        [("read", {"path": "meeting.md"}), ("read", {"path": "顧客.txt"})],
        [("create", {"path": "Q3.pptx", "content": {"title": "Third quarter", "language": "en", "slides": [
            {"title": "Results", "notes": "meeting.md",
             "bullets": ["Sales rose by 12 %", "Osaka opens in January"]}]}})],
        [("create", {"path": "納期のご案内.docx", "content": {"language": "ja", "letter": {
            "date": "2026年11月26日", "to": "株式会社サンプル 佐藤様", "from": "山田商店", "subject": "納期のご案内",
            "greeting": "拝啓", "body": "納期は1月15日でございます。", "closing": "敬具"}}})],
        [("check", {"path": "Q3.pptx"}), ("check", {"path": "納期のご案内.docx"})],
    ])  # fmt: skip
    texts = [shape.text_frame.text for slide in Presentation(str(folder / "Q3.pptx")).slides for shape in slide.shapes
             if shape.has_text_frame]  # fmt: skip
    assert any("Sales rose by 12 %" in text for text in texts)
    letter = [one.text for one in Document(str(folder / "納期のご案内.docx")).paragraphs]
    assert "拝啓" in "".join(letter)
    assert any("1月15日" in text for text in letter)
    for name in ("Q3.pptx", "納期のご案内.docx"):
        documents.check(folder / name)
        assert [one.words.en for one in documents.problems(folder / name) if one.grave] == []


def test_the_rows_of_a_month_a_report_in_the_house_style_and_a_mail_are_made(work, documents, until, tmp_path):
    folder = tmp_path / "九月"
    folder.mkdir()
    rows = [["2026-09-01", 1000, {"formula": "=B2*0.1"}], ["2026-09-02", 2000, {"formula": "=B3*0.1"}]]
    ledger = {"columns": ["日付", {"title": "金額", "format": "yen"}, "税"], "rows": rows, "total_row": True}
    documents.create({"sheets": [ledger]}, folder / "売上.xlsx")
    house = Document()
    house.sections[0].header.paragraphs[0].text = "ACME"
    house.save(str(folder / "house.docx"))
    Image.new("RGB", (60, 40), "teal").save(folder / "logo.png")
    before = tree(folder)
    stage = work(folder, "9月分を追記し、報告書を作り、メールの下書きに付けてください。", [
        [("read", {"path": "売上.xlsx"})],
        [("edit", {"path": "売上.xlsx", "ops": [{"op": "append_rows", "rows": [["令和8年9月3日", 500]]}]})],
        [("create", {"path": "報告.docx", "content": {"template": {"file": "house.docx"}, "toc": True, "title": "9月",
                                                     "markdown": "# 売上\n\n3,500円"}})],
        [("edit", {"path": "報告.docx", "ops": [
            {"op": "insert_image", "after": "P1", "picture": {"file": "logo.png"}, "alt": "ロゴ"}]})],
        [("create", {"path": "報告.pdf", "content": {"title": "9月", "markdown": "売上は3,500円"}})],
        [("create", {"path": "送付.eml", "content": {"to": ["sato@example.com"], "subject": "9月", "body": "添付",
                                                    "attachments": {"報告.pdf": {"file": "報告.pdf"}}}})],
    ])  # fmt: skip
    assert [row[1:] for row in documents.tables(folder / "売上.xlsx")[0].rows[1:]] == [
        (1000, 100), (2000, 200), (500, 50), (3500, 350)
    ]  # fmt: skip
    report = Document(str(folder / "報告.docx"))
    assert report.sections[0].header.paragraphs[0].text == "ACME"
    assert len(report.inline_shapes) == 1
    assert "報告.pdf" in " ".join(one.text for one in documents.read(folder / "送付.eml").passages)
    stage.files._undo("", ())
    until(lambda: is_as_before(folder, before))


def body_of(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read("word/document.xml"))
