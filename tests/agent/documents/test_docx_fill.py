"""Templates of Word: placeholders, repeated rows and paragraphs, content controls and merge fields are filled."""

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from agent.core.errors import InvalidArgumentsError

CONTROL = (
    '<w:sdt {ns}><w:sdtPr><w:alias w:val="顧客名"/><w:tag w:val="customer"/>{state}</w:sdtPr>'
    "<w:sdtContent><w:r>{look}<w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"
)
FIELD = (
    '<w:p {ns}><w:r><w:rPr><w:b/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MERGEFIELD City '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>«Ci</w:t></w:r>'
    '<w:r><w:t>ty»</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>, Japan</w:t></w:r></w:p>'
)


@pytest.fixture
def document():
    return Document()


@pytest.fixture
def fill(documents, tmp_path, document):
    """Saves the document, fills it and opens the result; `told` are the sentences."""

    def run(values: dict[str, object]):
        source, target = tmp_path / "template.docx", tmp_path / "filled.docx"
        document.save(str(source))
        told = documents.edit(source, [{"op": "fill", "values": values}], target)
        documents.check(target)
        assert documents.parts(source, target).added == ()
        return Document(str(target)), told[0]

    return run


def texts(document) -> list[str]:
    return [one.text for one in document.paragraphs]


def test_a_placeholder_that_is_split_over_runs_takes_the_look_of_its_first(document, fill):
    paragraph = document.add_paragraph("Dear {{na")
    paragraph.add_run("me}}").bold = True
    paragraph.add_run(" 様, {{ greeting }}")
    result, told = fill({"name": "佐藤 & Co", "greeting": "hello\nagain"})
    assert texts(result) == ["Dear 佐藤 & Co 様, hello\nagain"]
    assert [(run.text, run.bold) for run in result.paragraphs[0].runs][:2] == [("Dear 佐藤 & Co", None), ("", True)]
    assert told.en == "Filled 2 places (name, greeting)."


def test_headers_and_cells_are_filled_and_open_placeholders_are_told(document, fill):
    document.sections[0].header.paragraphs[0].text = "No. {{number}}"
    document.add_table(1, 1).cell(0, 0).text = "{{number}} / {{date}}"
    result, told = fill({"number": 12.0, "nobody": 1})
    assert result.sections[0].header.paragraphs[0].text == "No. 12"
    assert result.tables[0].cell(0, 0).text == "12 / {{date}}"
    assert "Still open: date." in told.en
    assert "no place for nobody" in told.en
    assert "未記入" in told.ja


def test_a_row_comes_once_for_each_item(document, fill):
    table = document.add_table(3, 2, style="Table Grid")
    for cell, text in zip(
        table._cells, ("Item", "Price", "{{#items}}{{name}}", "{{price}}{{/items}}", "Total", "{{total}}"), strict=True
    ):
        cell.text = text
    result, _ = fill({"items": [{"name": "Pen", "price": 100}, {"name": "紙", "price": 20}], "total": 120})
    rows = [[cell.text for cell in row.cells] for row in result.tables[0].rows]
    assert rows == [["Item", "Price"], ["Pen", "100"], ["紙", "20"], ["Total", "120"]]


def test_an_empty_list_leaves_no_row(document, fill):
    table = document.add_table(2, 1)
    table.cell(0, 0).text = "Item"
    table.cell(1, 0).text = "{{#items}}{{name}}{{/items}}"
    result, _ = fill({"items": [], "title": "x"})
    assert [cell.text for cell in result.tables[0].rows[0].cells] == ["Item"]
    assert "{{" not in result.element.xml


def test_paragraphs_between_marks_are_repeated_and_sections_may_lie_in_each_other(document, fill):
    for text in (
        "{{#people}}",
        "{{name}} ({{company}})",
        "{{#skills}}",
        "- {{.}}",
        "{{/skills}}",
        "{{/people}}",
        "End",
    ):
        document.add_paragraph(text)
    people = [{"name": "A", "skills": ["x", "y"]}, {"name": "B", "skills": []}]
    result, _ = fill({"people": people, "company": "ACME"})
    assert texts(result) == ["A (ACME)", "- x", "- y", "B (ACME)", "End"]


def test_a_section_stands_or_falls_with_a_condition(document, fill):
    document.add_paragraph("{{#urgent}}Please hurry.{{/urgent}}")
    document.add_paragraph("{{^urgent}}No hurry.{{/urgent}}")
    document.add_paragraph("End")
    assert texts(fill({"urgent": False})[0]) == ["No hurry.", "End"]
    assert texts(fill({"urgent": True})[0]) == ["Please hurry.", "End"]


def test_a_content_control_is_filled_by_tag_or_title(document, fill):
    grey = '<w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>'
    prompt = CONTROL.format(ns=nsdecls("w"), state="<w:showingPlcHdr/>", look=grey, text="Click here")
    filled = CONTROL.format(ns=nsdecls("w"), state="", look="<w:rPr><w:b/></w:rPr>", text="Old name")
    for control in (prompt, filled):
        document.add_paragraph("To: ")._p.append(parse_xml(control))
    result, told = fill({"顧客名": "株式会社サンプル"})
    assert [one._p.xpath("string(.)") for one in result.paragraphs] == ["To: 株式会社サンプル"] * 2
    assert not result.element.xpath("//w:showingPlcHdr | //w:rStyle")
    assert len(result.element.xpath("//w:sdtContent//w:b")) == 1
    assert told.en.startswith("Filled 2 places")


def test_a_merge_field_becomes_its_value(document, fill):
    document.element.body.insert(0, parse_xml(FIELD.format(ns=nsdecls("w"))))
    result, _ = fill({"city": "東京"})
    assert result.paragraphs[0].text == "東京, Japan"
    assert result.paragraphs[0].runs[0].italic
    assert not result.element.xpath("//w:fldChar")


def test_a_template_without_the_place_or_with_half_a_section_is_refused(document, fill):
    document.add_paragraph("{{name}} {{#items}}")
    with pytest.raises(InvalidArgumentsError, match=r"no place for city\. Its places are: #items, name"):
        fill({"city": "x"})
    with pytest.raises(InvalidArgumentsError, match=r"no \{\{/items\}\} behind it"):
        fill({"items": [1]})
    with pytest.raises(InvalidArgumentsError, match="one value and got a list"):
        fill({"name": [1]})
