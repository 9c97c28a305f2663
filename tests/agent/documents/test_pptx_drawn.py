"""Diagrams, charts of every kind and comments as real decks have them: all their words are read, and replaced."""

import datetime
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from tests.agent.documents.decks import flaws

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
CHARTEX = "http://schemas.microsoft.com/office/drawing/2014/chartex"
DATA = (
    f'<dgm:dataModel xmlns:dgm="{DIAGRAM}" {A}><dgm:ptLst><dgm:pt modelId="1"><dgm:t><a:bodyPr/><a:p><a:r>'
    "<a:t>Plan 2025</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
)
DRAWN = (
    f'<dsp:drawing xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" {A}><dsp:spTree><dsp:sp>'
    "<dsp:txBody><a:bodyPr/><a:p><a:r><a:t>Plan </a:t></a:r><a:r><a:rPr b='1'/><a:t>2025</a:t></a:r></a:p></dsp:txBody>"
    "</dsp:sp></dsp:spTree></dsp:drawing>"
)
WATERFALL = (
    f'<cx:chartSpace xmlns:cx="{CHARTEX}" {A}><cx:chartData><cx:data id="0"><cx:strDim type="cat"><cx:lvl ptCount="2">'
    '<cx:pt idx="0">East</cx:pt><cx:pt idx="1">West</cx:pt></cx:lvl></cx:strDim><cx:numDim type="val">'
    '<cx:lvl ptCount="2">'
    '<cx:pt idx="0">4.4000000000000004</cx:pt><cx:pt idx="1">-2</cx:pt></cx:lvl></cx:numDim></cx:data></cx:chartData>'
    "<cx:chart><cx:title><cx:tx><cx:rich><a:p><a:r><a:t>Steps</a:t></a:r></a:p></cx:rich></cx:tx></cx:title>"
    "<cx:plotArea><cx:plotAreaRegion><cx:series><cx:tx><cx:txData><cx:v>Sold</cx:v></cx:txData></cx:tx>"
    '<cx:dataId val="0"/></cx:series></cx:plotAreaRegion></cx:plotArea></cx:chart></cx:chartSpace>'
)
AUTHORS = (
    '<p188:authorLst xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main">'
    '<p188:author id="{A}" name="Sato"/><p188:author id="{B}" name="山田"/></p188:authorLst>'
)
THREAD = (
    f'<p188:cmLst xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main" {A}><p188:cm id="{{1}}" '
    'authorId="{A}" status="resolved"><p188:replyLst><p188:reply id="{2}" authorId="{B}"><p188:txBody><a:p><a:r>'
    "<a:t>Done</a:t></a:r></a:p></p188:txBody></p188:reply></p188:replyLst><p188:txBody><a:p><a:r><a:t>Check</a:t></a:r>"
    "</a:p></p188:txBody></p188:cm></p188:cmLst>"
)
FRAME = (
    '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{id}" name="Drawn"/><p:cNvGraphicFramePr/><p:nvPr/>'
    '</p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic><a:graphicData '
    'uri="{uri}">{inside}</a:graphicData></a:graphic></p:graphicFrame></p:spTree>'
)


def plain(path: Path) -> Path:
    """One slide with a title."""
    made = Presentation()
    made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = "Plan 2025"
    made.save(str(path))
    return path


def with_parts(source: Path, parts: Mapping[str, tuple[str, str]], frame: str = "") -> Path:
    """A copy whose slide, or whose main part for authors, leads to more parts, each told with its relationship."""
    target = source.with_name(f"more {source.name}")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            for number, (part, (kind, _)) in enumerate(parts.items(), 90):
                owner = "presentation" if kind.endswith("/authors") else "slide1"
                if name.endswith(f"_rels/{owner}.xml.rels"):
                    told = f'<Relationship Id="rId{number}" Type="{kind}" Target="/{part}"/></Relationships>'
                    data = data.replace(b"</Relationships>", told.encode())
            new.writestr(name, data.replace(b"</p:spTree>", frame.encode()) if frame and "slide1.xml" in name else data)
        for part, (_, text) in parts.items():
            new.writestr(part, text)
    return target


@pytest.fixture
def diagram(tmp_path: Path) -> Path:
    inside = f'<dgm:relIds xmlns:dgm="{DIAGRAM}" xmlns:r="{R}" r:dm="rId90"/>'
    parts = {
        "ppt/diagrams/data1.xml": (f"{R}/diagramData", DATA),
        "ppt/diagrams/drawing1.xml": ("http://schemas.microsoft.com/office/2007/relationships/diagramDrawing", DRAWN),
    }
    return with_parts(plain(tmp_path / "deck.pptx"), parts, FRAME.format(id=77, uri=DIAGRAM, inside=inside))


def texts(documents, path: Path) -> list[str]:
    return [one.text for one in documents.read(path).passages if one.anchor.startswith("slide")]


def test_words_are_replaced_in_diagrams_too_and_in_the_picture_that_is_kept_of_them(documents, diagram):
    result = diagram.with_name("out.pptx")
    said = documents.edit(diagram, [{"op": "replace", "find": "Plan 2025", "with": "計画 2026", "all": True}], result)
    assert "2 times" in said[0].en
    assert texts(documents, result) == ["計画 2026", "計画 2026"]
    assert documents.parts(diagram, result).changed == (
        "ppt/slides/slide1.xml",
        "ppt/diagrams/data1.xml",
        "ppt/diagrams/drawing1.xml",
    )
    with zipfile.ZipFile(result) as package:
        assert "計画 2026" in package.read("ppt/diagrams/drawing1.xml").decode()
    assert flaws(result) == flaws(diagram)


def test_charts_of_the_newer_kinds_are_read(documents, tmp_path):
    inside = f'<cx:chart xmlns:cx="{CHARTEX}" xmlns:r="{R}" r:id="rId90"/>'
    kind = "http://schemas.microsoft.com/office/2014/relationships/chartEx"
    frame = FRAME.format(id=77, uri=CHARTEX, inside=inside)
    deck = with_parts(plain(tmp_path / "deck.pptx"), {"ppt/charts/chartEx1.xml": (kind, WATERFALL)}, frame)
    assert texts(documents, deck)[1] == "[chart] Steps\nSold: East = 4.4, West = -2"


def test_points_of_charts_are_told_as_they_are_meant(documents, tmp_path):
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    levels = CategoryChartData()
    east = levels.add_category("East")
    east.add_sub_category("Tokyo")
    east.add_sub_category("Sendai")
    levels.add_category("West").add_sub_category("Osaka")
    levels.add_series("Sold", (17.600000000000001 + 3e-15, 2, 3))
    days = CategoryChartData()
    days.categories = [datetime.date(2026, 11, 26), datetime.date(2026, 11, 27)]
    days.add_series("Sold", (1, 2))
    for data in (levels, days):
        slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Cm(9), Cm(9), data)
    made.save(str(tmp_path / "deck.pptx"))
    assert texts(documents, tmp_path / "deck.pptx") == [
        "[chart]\nSold: East / Tokyo = 17.6, East / Sendai = 2, West / Osaka = 3",
        "[chart]\nSold: 2026-11-26 = 1, 2026-11-27 = 2",
    ]


def test_comments_in_threads_tell_who_answered_whom_and_what_is_resolved(documents, tmp_path):
    newer = "http://schemas.microsoft.com/office/2018/10/relationships"
    parts = {
        "ppt/authors.xml": (f"{newer}/authors", AUTHORS),
        "ppt/comments/modernComment_1.xml": (f"{newer}/comments", THREAD),
    }
    deck = with_parts(plain(tmp_path / "deck.pptx"), parts)
    found = [one.text for one in documents.read(deck).passages if one.kind == "comment"]
    assert found == ["Sato: Check [resolved]", "  山田: Done"]
