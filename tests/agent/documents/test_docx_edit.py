"""Editing Word documents: the named words change, their formatting and every other byte stay."""

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from PIL import Image

from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.documents.pool import WorkerDocuments

BODY = "word/document.xml"


@pytest.fixture(scope="module")
def documents():
    pool = WorkerDocuments()
    yield pool
    pool.close()


def saved(document, path: Path) -> Path:
    document.save(str(path))
    return path


@pytest.fixture
def contract(tmp_path):
    """P1 heading; P2 in three looks; P3 with a tab; P4 a list; T1 of 2 x 2; P5 the end. A header."""
    document = Document()
    document.add_heading("契約書 Contract", 1)
    paragraph = document.add_paragraph("The price is ")
    paragraph.add_run("1,0").bold = True
    paragraph.add_run("00 yen").italic = True
    paragraph.add_run(" in all.")
    document.add_paragraph("Name:\tSato")
    document.add_paragraph("first", style="List Number")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Item", "Price", "Pen", "¥100"), strict=True):
        cell.text = text
        cell.paragraphs[0].runs[0].font.size = Pt(9)
    document.add_paragraph("The end.")
    document.sections[0].header.paragraphs[0].text = "Price list"
    return saved(document, tmp_path / "contract.docx")


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(before: Path, after: Path) -> list[str]:
    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    return [name for name in old if old[name] != new[name]]


def texts(documents, path: Path) -> dict[str, str]:
    return {one.anchor: one.text for one in documents.read(path).passages}


def edited(documents, source: Path, *ops: dict[str, object]) -> Path:
    target = source.with_name("edited.docx")
    assert len(documents.edit(source, ops, target)) == len(ops)
    documents.check(target)
    return target


def test_words_are_replaced_across_runs_in_the_look_of_the_first(documents, contract):
    result = edited(documents, contract, {"op": "replace", "find": "1,000 yen", "with": "2,500 円"})
    assert changed(contract, result) == [BODY]
    runs = Document(str(result)).paragraphs[1].runs
    assert [(run.text, bool(run.bold), bool(run.italic)) for run in runs] == [
        ("The price is ", False, False),
        ("2,500 円", True, False),
        ("", False, True),
        (" in all.", False, False),
    ]


def test_all_other_bytes_of_the_part_stay(documents, contract):
    result = edited(documents, contract, {"op": "replace", "find": "The end.", "with": "Fin & <end>."})
    before, after = parts(contract)[BODY], parts(result)[BODY]
    assert after == before.replace(b"<w:t>The end.</w:t>", b"<w:t>Fin &amp; &lt;end&gt;.</w:t>")


def test_a_header_is_its_own_part(documents, contract):
    result = edited(documents, contract, {"op": "replace", "find": "Price list", "with": "価格表"})
    assert changed(contract, result) == ["word/header1.xml"]
    assert texts(documents, result)["header1 P1"] == "価格表"


def test_words_that_are_nowhere_are_answered_with_the_nearest_paragraph(documents, contract):
    with pytest.raises(InvalidArgumentsError, match="P2"):
        documents.edit(contract, [{"op": "replace", "find": "The prize is 1000", "with": "x"}], contract)


def test_words_at_several_places_need_all_or_a_place(documents, contract):
    op = {"op": "replace", "find": "Pri", "with": "Pre"}
    with pytest.raises(InvalidArgumentsError, match=r"2 times \(T1 R1, header1 P1\)"):
        documents.edit(contract, [op], contract.with_name("x.docx"))
    assert changed(contract, edited(documents, contract, {**op, "at": "T1"})) == [BODY]
    assert changed(contract, edited(documents, contract, {**op, "all": True})) == [BODY, "word/header1.xml"]


def test_a_space_that_only_looks_like_one_is_found(documents, tmp_path):
    document = Document()
    document.add_paragraph("10\u00a0km – it’s far")
    source = saved(document, tmp_path / "a.docx")
    result = edited(documents, source, {"op": "replace", "find": "10 km - it's", "with": "That is"})
    assert texts(documents, result) == {"P1": "That is far"}


def test_a_text_that_holds_itself_is_replaced_once(documents, contract):
    result = edited(documents, contract, {"op": "replace", "find": "end", "with": "bend end"})
    assert texts(documents, result)["P5"] == "The bend end."


def test_a_new_text_of_a_paragraph_keeps_the_looks_that_still_fit(documents, contract):
    result = edited(
        documents, contract, {"op": "set_paragraph", "at": "P2", "text": "The price is 1,000 dollars in all."}
    )
    runs = Document(str(result)).paragraphs[1].runs
    assert [run.text for run in runs] == ["The price is ", "1,0", "00 dollars", " in all."]
    assert runs[1].bold
    assert runs[2].italic


def test_tabs_lines_and_numbers_of_lists_are_understood(documents, contract):
    result = edited(
        documents,
        contract,
        {"op": "set_paragraph", "at": "P3", "text": "Name: Tanaka\nTel:\t03"},
        {"op": "set_paragraph", "at": "P4", "text": "1. second"},
    )
    assert texts(documents, result)["P3"] == "Name: Tanaka\nTel:\t03"
    assert texts(documents, result)["P4"] == "1. second"
    assert Document(str(result)).paragraphs[2].text == "Name: Tanaka\nTel:\t03"


def test_addresses_are_those_that_were_read_whatever_was_done_before(documents, contract):
    result = edited(
        documents,
        contract,
        {"op": "delete", "at": "P1"},
        {"op": "insert_after", "at": "P2", "text": "One\nTwo"},
        {"op": "set_paragraph", "at": "P5", "text": "Really the end."},
        {"op": "replace", "find": "Really the", "with": "The real"},
    )
    assert [paragraph.text for paragraph in Document(str(result)).paragraphs] == [
        "The price is 1,000 yen in all.",
        "One",
        "Two",
        "Name:\tSato",
        "first",
        "The real end.",
    ]


def test_an_inserted_paragraph_looks_like_its_neighbour_or_has_its_style(documents, contract):
    result = edited(
        documents,
        contract,
        {"op": "insert_after", "at": "P4", "text": "second"},
        {"op": "insert_after", "at": "P1", "text": "plain"},
        {"op": "insert_after", "at": "P5", "text": "Annex", "style": "heading 2"},
    )
    styles = {paragraph.text: paragraph.style.name for paragraph in Document(str(result)).paragraphs if paragraph.style}
    assert (styles["second"], styles["plain"], styles["Annex"]) == ("List Number", "Normal", "Heading 2")
    with pytest.raises(InvalidArgumentsError, match="Heading 1"):
        documents.edit(contract, [{"op": "insert_after", "at": "P1", "text": "x", "style": "Nope"}], result)


def test_cells_are_set_and_rows_inserted_in_the_look_of_others(documents, contract):
    result = edited(
        documents,
        contract,
        {"op": "set_table_cell", "table": 1, "row": 2, "column": 2, "text": "¥120"},
        {"op": "insert_row", "table": 1, "after": 2, "cells": ["紙", 30]},
        {"op": "delete", "at": "T1 R1"},
    )
    (table,) = Document(str(result)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Pen", "¥120"], ["紙", "30"]]
    assert {cell.paragraphs[0].runs[0].font.size for row in table.rows for cell in row.cells} == {Pt(9)}


def test_an_empty_paragraph_is_filled_in_the_look_of_its_mark(documents, tmp_path):
    document = Document()
    for look in ("<w:p/>", "<w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr></w:p>"):
        document.element.body.insert(-1, parse_xml(look.replace("<w:p", f"<w:p {nsdecls('w')}", 1)))
    source = saved(document, tmp_path / "a.docx")
    result = edited(
        documents,
        source,
        {"op": "set_paragraph", "at": "P1", "text": "plain"},
        {"op": "set_paragraph", "at": "P2", "text": "bold"},
    )
    assert [(one.text, one.runs[0].bold) for one in Document(str(result)).paragraphs] == [
        ("plain", None),
        ("bold", True),
    ]


def test_what_reaches_beyond_a_deleted_paragraph_stays(documents, tmp_path):
    document = Document()
    first, second = document.add_paragraph("one"), document.add_paragraph("two")
    document.add_comment([first.runs[0], second.runs[0]], text="Both", author="A")
    source = saved(document, tmp_path / "a.docx")
    result = edited(documents, source, {"op": "delete", "at": "P1"})
    body = parts(result)[BODY]
    assert (body.count(b"commentRangeStart"), body.count(b"commentRangeEnd")) == (1, 1)


def test_the_end_of_a_section_and_half_a_field_are_not_deleted(documents, tmp_path):
    document = Document()
    document.add_paragraph("one")
    document.add_section()
    field = document.add_paragraph("two")
    field.add_run()._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="begin"/>'))
    source = saved(document, tmp_path / "a.docx")
    last = documents.read(source).passages[-1].anchor
    with pytest.raises(InvalidArgumentsError):
        documents.edit(source, [{"op": "delete", "at": last}], tmp_path / "x.docx")
    section = next(
        i for i, one in enumerate(document.paragraphs, 1) if one._p.pPr is not None and one._p.pPr.sectPr is not None
    )
    result = edited(documents, source, {"op": "delete", "at": f"P{section}"})
    assert len(Document(str(result)).sections) == 2


def test_a_picture_is_not_written_over(documents, tmp_path):
    Image.new("RGB", (9, 9)).save(tmp_path / "dot.png")
    document = Document()
    paragraph = document.add_paragraph("See ")
    paragraph.add_run().add_picture(str(tmp_path / "dot.png"))
    paragraph.add_run(" here")
    source = saved(document, tmp_path / "a.docx")
    with pytest.raises(InvalidArgumentsError):
        documents.edit(source, [{"op": "set_paragraph", "at": "P1", "text": "Nothing"}], tmp_path / "x.docx")
    result = edited(documents, source, {"op": "set_paragraph", "at": "P1", "text": "Look [picture] there"})
    assert texts(documents, result)["P1"] == "Look [picture] there"
    assert len(Document(str(result)).inline_shapes) == 1


def test_a_tracked_deletion_is_not_touched(documents, tmp_path):
    document = Document()
    deleted = '<w:del w:id="1" w:author="A"><w:r><w:delText>thirty </w:delText></w:r></w:del>'
    before, after = (f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in ("We pay ", "days"))
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{before}{deleted}{after}</w:p>"))
    source = saved(document, tmp_path / "a.docx")
    result = edited(documents, source, {"op": "replace", "find": "pay days", "with": "wait"})
    assert texts(documents, result)["P1"] == "We wait[deleted: thirty ]"


def test_a_protected_document_is_not_edited(documents, tmp_path):
    document = Document()
    document.add_paragraph("x")
    document.settings.element.append(
        parse_xml(f'<w:documentProtection {nsdecls("w")} w:edit="forms" w:enforcement="1"/>')
    )
    source = saved(document, tmp_path / "a.docx")
    with pytest.raises(InvalidArgumentsError, match="forms"):
        documents.edit(source, [{"op": "delete", "at": "P1"}], tmp_path / "x.docx")


def test_a_document_that_defines_entities_is_not_edited(documents, contract):
    bad = contract.with_name("bad.docx")
    with zipfile.ZipFile(bad, "w") as made:
        for name, part in parts(contract).items():
            start = part.index(b"<w:document") if name == BODY else 0
            head = part[:start] + b'<!DOCTYPE x [<!ENTITY b "boom">]>' if name == BODY else b""
            made.writestr(name, head + part[start:])
    with pytest.raises(UnreadableError) as raised:
        documents.edit(bad, [{"op": "delete", "at": "P1"}], contract.with_name("x.docx"))
    assert raised.value.code == "broken"


@pytest.mark.parametrize(
    "op",
    [
        {"op": "sort"},
        {},
        {"op": "replace", "find": "", "with": "x"},
        {"op": "replace", "find": "x"},
        {"op": "set_paragraph", "at": "P99", "text": "x"},
        {"op": "set_paragraph", "at": "T1 R1", "text": "x"},
        {"op": "set_paragraph", "text": "x"},
        {"op": "set_table_cell", "table": 2, "row": 1, "column": 1, "text": "x"},
        {"op": "set_table_cell", "table": 1, "row": 3, "column": 1, "text": "x"},
        {"op": "set_table_cell", "table": 1, "row": 1, "column": 0, "text": "x"},
        {"op": "insert_row", "table": 1, "after": 1, "cells": ["a", "b", "c"]},
        {"op": "delete", "at": None},
        {"op": "delete", "at": "P1", "paragraph": "P2"},
    ],
)
def test_an_op_that_does_not_fit_is_refused_and_nothing_is_written(documents, contract, op):
    target = contract.with_name("x.docx")
    with pytest.raises(InvalidArgumentsError):
        documents.edit(contract, [op], target)
    assert not target.exists()


def test_a_difference_is_told_where_it_is(documents, contract):
    result = edited(
        documents,
        contract,
        {"op": "insert_after", "at": "P1", "text": "New."},
        {"op": "set_table_cell", "table": 1, "row": 2, "column": 2, "text": "¥120"},
    )
    assert [(one.anchor, one.before, one.after) for one in documents.diff(contract, result)] == [
        ("P2", "", "New."),
        ("T1 R2", "Pen | ¥100", "Pen | ¥120"),
    ]


def test_words_that_both_texts_share_keep_their_looks_and_marks(documents, tmp_path):
    document = Document()
    paragraph = document.add_paragraph("within ")
    paragraph.add_run("30").italic = True
    paragraph.add_run(" days of ").bold = True
    hyphen = parse_xml(f"<w:r {nsdecls('w')}><w:t>WRC</w:t><w:noBreakHyphen/><w:t>07</w:t></w:r>")
    paragraph._p.append(hyphen)
    source = saved(document, tmp_path / "a.docx")
    result = edited(
        documents, source, {"op": "replace", "find": "within 30 days of WRC-07", "with": "within 60 days of WRC-07"}
    )
    runs = [(run.text, bool(run.bold), bool(run.italic)) for run in Document(str(result)).paragraphs[0].runs]
    assert runs == [
        ("within ", False, False),
        ("60", False, True),
        (" days of ", True, False),
        ("WRC-07", False, False),
    ]
    assert parts(result)[BODY].count(b"<w:noBreakHyphen/>") == 1
