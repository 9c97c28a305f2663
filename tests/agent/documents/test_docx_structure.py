"""Structure of Word documents: tables, columns, rows, styles and formats change; everything else keeps its bytes."""

from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt

from agent.core.errors import InvalidArgumentsError

BODY = "word/document.xml"


@pytest.fixture
def source(tmp_path):
    """P1 heading, P2 and P3 text, T1 of 3 x 3, P4 the end."""
    document = Document()
    document.add_heading("報告書 Report", 1)
    paragraph = document.add_paragraph("The price is ")
    paragraph.add_run("1,000 yen").italic = True
    paragraph.add_run(" in all.")
    document.add_paragraph("Second")
    table = document.add_table(3, 3, style="Table Grid")
    for number, cell in enumerate(table._cells, 1):
        cell.text = f"c{number}"
        cell.paragraphs[0].runs[0].font.size = Pt(9)
    document.add_paragraph("The end.")
    document.save(str(tmp_path / "source.docx"))
    return tmp_path / "source.docx"


@pytest.fixture
def edit(documents, source):
    """Edits `source`, proves that it opens and that only the body changed, and opens the result with python-docx."""

    def run(*ops: dict[str, object], added: tuple[str, ...] = (), changed: tuple[str, ...] = (BODY,)):
        target = source.with_name("edited.docx")
        assert len(documents.edit(source, ops, target)) == len(ops)
        documents.check(target)
        parts = documents.parts(source, target)
        assert (parts.changed, parts.added, parts.removed) == (changed, added, ())
        return Document(str(target))

    return run


def rows(document, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def runs(paragraph) -> list[tuple[str, bool, bool]]:
    return [(run.text, bool(run.bold), bool(run.italic)) for run in paragraph.runs]


def refused(documents, source: Path, op: dict[str, object], words: str) -> None:
    target = source.with_name("refused.docx")
    with pytest.raises(InvalidArgumentsError, match=words):
        documents.edit(source, [op], target)
    assert not target.exists()


def test_found_words_are_formatted_and_the_run_around_them_is_split(edit):
    document = edit({"op": "set_format", "at": "P2", "find": "is 1,0", "bold": True})
    assert runs(document.paragraphs[1]) == [
        ("The price ", False, False),
        ("is ", True, False),
        ("1,0", True, True),
        ("00 yen", False, True),
        (" in all.", False, False),
    ]


def test_a_look_takes_the_place_of_the_one_before_and_leaves_the_others(edit):
    document = edit(
        {"op": "set_format", "at": "P1-P3", "size": 14, "color": "red", "font": "メイリオ", "highlight": "yellow"},
        {"op": "set_format", "at": "P2", "color": "#0070C0", "align": "center", "line_spacing": 1.5, "after_pt": 12},
        {"op": "set_format", "at": "T1 R2 C2", "size": 20},
    )
    run = document.paragraphs[1].runs[1]
    assert (run.font.size.pt, str(run.font.color.rgb), run.italic, run.font.name) == (14, "0070C0", True, "メイリオ")
    space = document.paragraphs[1].paragraph_format
    assert (space.alignment, space.line_spacing, space.space_after.pt) == (1, 1.5, 12)
    sizes = [cell.paragraphs[0].runs[0].font.size.pt for cell in document.tables[0]._cells]
    assert sizes == [9, 9, 9, 9, 20, 9, 9, 9, 9]


def test_words_that_were_changed_before_are_found_by_the_next_op(edit):
    document = edit(
        {"op": "replace", "find": "1,000 yen", "with": "2,500 円"},
        {"op": "set_format", "at": "P2", "find": "2,500", "bold": True},
        {"op": "replace", "find": "2,500", "with": "3,000"},
        {"op": "insert_after", "at": "P2", "text": "new"},
        {"op": "set_style", "at": "P3", "style": "Heading 2"},
    )
    assert [one.text for one in document.paragraphs] == [
        "報告書 Report", "The price is 3,000 円 in all.", "new", "Second", "The end."
    ]  # fmt: skip
    assert ("3,000", True, True) in runs(document.paragraphs[1])
    assert document.paragraphs[3].style.name == "Heading 2"


def test_a_style_of_word_that_the_document_lacks_comes_along(edit, documents, source):
    bare = source.with_name("bare.docx")
    documents.edit(source, [{"op": "set_style", "at": "P3", "style": "Quote"}], bare)
    document = edit({"op": "set_style", "at": "T1", "style": "Light Shading Accent 1"})
    assert document.tables[0].style.name == "Light Shading Accent 1"
    refused(documents, source, {"op": "set_style", "at": "P3", "style": "Fancy"}, "no paragraph style 'Fancy'")


def test_a_table_is_inserted_with_a_header_and_numbers_at_the_right(edit):
    document = edit({"op": "insert_table", "after": "P3", "rows": [["品名", "Price"], ["Pen", 1200], ["A & B", None]]})
    assert rows(document) == [["品名", "Price"], ["Pen", "1200"], ["A & B", ""]]
    assert rows(document, 1)[0] == ["c1", "c2", "c3"]
    assert document.tables[0].cell(1, 1).paragraphs[0].alignment == 2
    assert document.tables[0].cell(0, 0).paragraphs[0].runs[0].bold
    assert document.tables[0].rows[0]._tr.xpath("w:trPr/w:tblHeader")
    # Two tables that touch would be one.
    assert [one.tag.rpartition("}")[2] for one in document.element.body][2:6] == ["p", "tbl", "p", "tbl"]


def test_a_column_is_put_in_and_the_table_stays_as_wide_as_it_was(edit, documents, source):
    before = Document(str(source)).tables[0]
    document = edit({"op": "insert_column", "table": 1, "after": 1, "cells": ["n1", "n2"]})
    assert rows(document) == [["c1", "n1", "c2", "c3"], ["c4", "n2", "c5", "c6"], ["c7", "", "c8", "c9"]]
    wide = sum(column.width for column in before.columns)
    assert abs(sum(column.width for column in document.tables[0].columns) - wide) < 635 * 4
    assert document.tables[0].cell(0, 1).paragraphs[0].runs[0].font.size.pt == 9


def test_columns_and_rows_go(edit):
    document = edit(
        {"op": "delete_column", "table": 1, "column": 2},
        {"op": "delete_row", "table": 1, "row": 2},
        {"op": "set_table_cell", "table": 1, "row": 1, "column": 2, "text": "last"},
    )
    assert rows(document) == [["c1", "last"], ["c7", "c9"]]
    assert len(document.tables[0].columns) == 2


def test_merged_cells_keep_the_words_of_all_of_them(edit):
    document = edit({"op": "merge_cells", "from": "T1 R1 C1", "to": "T1 R2 C2"})
    assert document.tables[0].cell(0, 0).text == "c1\nc2\nc4\nc5"
    assert document.tables[0].cell(0, 0)._tc is document.tables[0].cell(1, 1)._tc
    assert document.tables[0].cell(1, 2).text == "c6"


def test_a_row_from_which_cells_are_merged_downwards_leaves_them_to_the_next(edit):
    document = edit(
        {"op": "merge_cells", "from": "T1 R1 C1", "to": "T1 R3 C1"}, {"op": "delete_row", "table": 1, "row": 1}
    )
    merged = [row._tr.xpath("w:tc[1]/w:tcPr/w:vMerge/@w:val") for row in document.tables[0].rows]
    assert merged == [["restart"], []]


def test_merged_cells_are_counted_by_the_columns_that_they_cover(edit):
    document = edit(
        {"op": "merge_cells", "from": "T1 R1 C1", "to": "T1 R1 C2"},
        {"op": "insert_column", "table": 1, "after": 1},
        {"op": "delete_column", "table": 1, "column": 4},
    )
    assert rows(document) == [["c1\nc2", "c1\nc2", "c1\nc2"], ["c4", "", "c5"], ["c7", "", "c8"]]


def test_cells_that_are_no_rectangle_are_refused(documents, source):
    merged = source.with_name("merged.docx")
    documents.edit(source, [{"op": "merge_cells", "from": "T1 R1 C1", "to": "T1 R2 C1"}], merged)
    refused(documents, merged, {"op": "merge_cells", "from": "T1 R2 C1", "to": "T1 R3 C1"}, "no rectangle")
    refused(documents, source, {"op": "delete_row", "table": 1, "row": 4}, "from 1 to 3")
    refused(documents, source, {"op": "merge_cells", "from": "P1", "to": "T1 R3 C1"}, "this op takes a cell")


def test_what_an_op_took_out_is_gone_for_those_behind_it(documents, source):
    ops = [{"op": "delete", "at": "P3"}, {"op": "set_style", "at": "P3", "style": "Heading 2"}]
    with pytest.raises(InvalidArgumentsError, match="P3 was taken out"):
        documents.edit(source, ops, source.with_name("x.docx"))
