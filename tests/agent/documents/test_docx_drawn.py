"""Words of Word documents that stand in no paragraph: charts, diagrams, WordArt, signs that only a font knows."""

from pathlib import Path

import pytest
from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from agent.core.documents import Passage
from agent.documents.docx.document import convert, edit, read
from agent.documents.docx.number_words import drawn_number

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
CHART = f"""<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main"><c:chart>
<c:title><c:tx><c:rich><a:p><a:r><a:t>売上</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser>
<c:tx><c:strRef><c:strCache><c:pt idx="0"><c:v>2026</c:v></c:pt></c:strCache></c:strRef></c:tx>
<c:cat><c:strRef><c:strCache><c:pt idx="0"><c:v>East</c:v></c:pt></c:strCache></c:strRef></c:cat>
<c:val><c:numRef><c:numCache><c:pt idx="0"><c:v>4</c:v></c:pt></c:numCache></c:numRef></c:val>
</c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"""
NEWER = f"""<cx:chartSpace xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex" xmlns:a="{DRAWING}/main">
<cx:chartData><cx:data id="0"><cx:strDim type="cat"><cx:lvl><cx:pt idx="0">Won</cx:pt></cx:lvl></cx:strDim>
<cx:numDim type="val"><cx:lvl><cx:pt idx="0">9</cx:pt></cx:lvl></cx:numDim></cx:data></cx:chartData><cx:chart>
<cx:title><cx:tx><cx:txData><cx:v>Funnel</cx:v></cx:txData></cx:tx></cx:title><cx:plotArea><cx:plotAreaRegion>
<cx:series><cx:tx><cx:txData><cx:v>Offers</cx:v></cx:txData></cx:tx></cx:series></cx:plotAreaRegion></cx:plotArea>
</cx:chart></cx:chartSpace>"""
DIAGRAM = f"""<dgm:dataModel xmlns:dgm="{DRAWING}/diagram" xmlns:a="{DRAWING}/main"><dgm:ptLst>
<dgm:pt><dgm:t><a:p><a:r><a:t>Plan</a:t></a:r></a:p></dgm:t></dgm:pt><dgm:pt/>
<dgm:pt><dgm:t><a:p><a:r><a:t>Do</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"""


def held(inner: str) -> str:
    return (
        f'<w:r {nsdecls("w")}><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:r="{RELATIONS}">'
        f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="x">{inner}</a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def added(document, name: str, kind: str, xml: str):
    """A part beside the document; the id of its relationship."""
    part = Part(PackURI(f"/word/{name}.xml"), "application/xml", xml.encode(), document.part.package)
    return document.part.relate_to(part, f"{RELATIONS}/{kind}")


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    document = Document()
    chart = added(document, "charts/chart1", "chart", CHART)
    newer = added(document, "charts/chartEx1", "chartEx", NEWER)
    diagram = added(document, "diagrams/data1", "diagramData", DIAGRAM)
    ex = "http://schemas.microsoft.com/office/drawing/2014/chartex"
    document.add_paragraph("Before")._p.append(parse_xml(held(f'<c:chart xmlns:c="{DRAWING}/chart" r:id="{chart}"/>')))
    document.paragraphs[0]._p.append(parse_xml(held(f'<cx:chart xmlns:cx="{ex}" r:id="{newer}"/>')))
    cell = document.add_table(1, 1).cell(0, 0).paragraphs[0]
    cell._p.append(parse_xml(held(f'<dgm:relIds xmlns:dgm="{DRAWING}/diagram" r:dm="{diagram}"/>')))
    art = f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="DRAFT"/>'
    header = document.sections[0].header.paragraphs[0]
    header._p.append(parse_xml(f"{art}</v:shape></w:pict></w:r>"))
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    sign = "http://schemas.microsoft.com/office/word/2015/wordml/symex"
    face = (
        f'<w:r {nsdecls("w")}><mc:AlternateContent xmlns:mc="{compatible}">'
        f'<mc:Choice Requires="w16se" xmlns:w16se="{sign}"><w16se:symEx w16se:font="Segoe" w16se:char="1F60F"/>'
        "</mc:Choice><mc:Fallback><w:t>😏</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.add_paragraph("Well ")._p.append(parse_xml(face))
    base = "<w:rt><w:r><w:t>とうきょう</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>東京</w:t></w:r></w:rubyBase>"
    document.add_paragraph("in ")._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:ruby>{base}</w:ruby></w:r>"))
    document.save(str(tmp_path / "a.docx"))
    return tmp_path / "a.docx"


def test_words_of_drawings_and_signs_are_read_at_their_places(drawn):
    found = [one for one in read(drawn, 0, 100, "").passages if one.kind != "property"]
    assert found[:8] == [
        Passage("P1", "Before", "text"),
        Passage("P1 drawing 1", "[chart] 売上\n2026: East = 4", "text"),
        Passage("P1 drawing 2", "[chart] Funnel\nOffers: Won = 9", "text"),
        Passage("T1 R1 drawing 1", "Plan\nDo", "text"),
        Passage("P2", "Well 😏", "text"),
        Passage("P3", "in 東京", "text"),
        Passage("P3 furigana", "東京（とうきょう）", "text"),
        Passage("header1 P1 drawing 1", "DRAFT", "header"),
    ]


def test_they_are_in_markdown_too(drawn, tmp_path):
    convert(drawn, tmp_path / "a.md")
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    for words in ("2026: East = 4", "Offers: Won = 9", "Plan", "Well 😏", "in 東京（とうきょう）", "DRAFT"):
        assert words in text, words


@pytest.mark.parametrize("track", [True, False])
def test_words_beside_furigana_are_replaced_and_these_stay(drawn, tmp_path, track):
    op = {"op": "replace", "find": "in 東京", "with": "near 東京", "track": track}
    edit(drawn, [op], tmp_path / "b.docx")
    found = {one.anchor: one.text for one in read(tmp_path / "b.docx", 0, 100, "").passages}
    assert found["P3"] == ("[deleted: in]near 東京" if track else "near 東京")
    assert found["P3 furigana"] == "東京（とうきょう）"


def test_an_edit_beside_a_sign_keeps_it(drawn, tmp_path):
    edit(drawn, [{"op": "replace", "find": "Well", "with": "Now", "at": "P2"}], tmp_path / "b.docx")
    assert "Now 😏" in [one.text for one in read(tmp_path / "b.docx", 0, 100, "").passages]


@pytest.mark.parametrize(
    ("form", "numbers", "drawn"),
    [
        ("none", (1,), [""]),
        ("decimalZero", (7, 12), ["07", "12"]),
        ("upperLetter", (26, 27, 28), ["Z", "AA", "BB"]),
        ("upperRoman", (4, 1999), ["IV", "MCMXCIX"]),
        ("ordinal", (1, 2, 3, 11, 22), ["1st", "2nd", "3rd", "11th", "22nd"]),
        ("ordinalText", (1, 12, 20, 21, 100), ["First", "Twelfth", "Twentieth", "Twenty-first", "One hundredth"]),
        ("cardinalText", (5, 42), ["Five", "Forty-two"]),
        ("japaneseCounting", (10, 23, 105), ["十", "二十三", "百五"]),
        ("chineseCountingThousand", (12, 101), ["十二", "一百零一"]),
        ("japaneseLegal", (3,), ["参"]),
        ("ideographTraditional", (1, 10, 11), ["甲", "癸", "11"]),
        ("iroha", (1, 2), ["イ", "ロ"]),
        ("aiueoFullWidth", (36,), ["ヤ"]),
        ("decimalEnclosedCircle", (1, 21), ["①", "21"]),
        ("decimalFullWidth", (12,), ["１２"]),
        ("somethingNew", (3,), ["3"]),
    ],
)
def test_numbers_are_drawn_as_word_draws_them(form, numbers, drawn):
    assert [drawn_number(one, form) for one in numbers] == drawn


def test_levels_of_their_own_linked_lists_and_legal_numbers(tmp_path):
    document = Document()
    numbering = document.part.numbering_part.element
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>{}<w:lvlText w:val="%1.%2"/></w:lvl>'
    )
    own = '<w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="decimalZero"/><w:lvlText w:val="({})"/></w:lvl>'
    for number, inner in ((90, levels.format("")), (91, levels.format("<w:isLgl/>"))):
        numbering.insert(
            0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inner}</w:abstractNum>')
        )
    override = f'<w:lvlOverride w:ilvl="0">{own.format("%1")}</w:lvlOverride>'
    for number, abstract, inner in ((90, 90, ""), (91, 91, ""), (92, 91, override)):
        told = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{inner}</w:num>'
        numbering.append(parse_xml(told))
    for number, level in ((90, 0), (90, 1), (91, 0), (91, 1), (92, 0)):
        properties = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        document.add_paragraph("x")._p.get_or_add_pPr().append(parse_xml(properties))
    document.save(str(tmp_path / "a.docx"))
    assert [one.text for one in read(tmp_path / "a.docx", 0, 5, "").passages] == [
        "I x",
        "I.1 x",
        "I x",
        "1.1 x",
        "(02) x",
    ]


def test_a_reading_above_other_words_than_before_is_told(drawn, tmp_path):
    (_, told) = edit(drawn, [{"op": "replace", "find": "東京", "with": "大阪"}], tmp_path / "b.docx")
    assert "大阪（とうきょう）" in told.en
    assert "大阪（とうきょう）" in told.ja
    op = {"op": "replace", "find": "東京", "with": "大阪", "track": True}
    assert len(edit(drawn, [op], tmp_path / "c.docx")) == 1
    found = [one.text for one in read(tmp_path / "c.docx", 0, 100, "").passages if one.anchor.startswith("change")]
    assert [one.rpartition(": ")[2] for one in found] == ["“東京”", "“大阪”"]
