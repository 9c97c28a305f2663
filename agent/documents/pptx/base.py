"""An empty deck of our own: what every presentation that is made without a template starts from."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

from agent.documents.opc.package import Package
from agent.documents.opc.xml_text import escaped
from agent.documents.opc.zip_copy import members_of
from agent.documents.pptx.base_look import (
    BAR,
    BODY_FACE,
    CONTENT,
    COVER_BAR,
    COVER_EDGE,
    COVER_TEXT,
    COVER_TITLE,
    FOOTER,
    HIGH,
    LEFT,
    NUMBER,
    RIGHT,
    SECTION_BAR,
    SECTION_EDGE,
    SECTION_TEXT,
    SECTION_TITLE,
    TITLE,
    WIDE,
    letters_for,
    plain_level,
    text_styles,
    theme_xml,
)
from agent.documents.pptx.dialect import TRANSITIONAL
from agent.documents.pptx.markup import EMPTY_TREE, frame_place, language_of
from agent.documents.pptx.places import Area

_OFFICE = "application/vnd.openxmlformats-officedocument."
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_NAMES = {
    "en": ("Title Slide", "Section Header", "Title and Content", "Two Content", "Title Only", "Blank"),
    "ja": ("タイトル スライド", "セクション見出し", "タイトルとコンテンツ", "2 つのコンテンツ", "タイトルのみ", "白紙"),
}
_COLOUR_MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)
_FOOTER_MARK = b"<!--footer-->"
_BOX = '<a:bodyPr lIns="0" rIns="0"><a:normAutofit/></a:bodyPr>'
_LOW_BOX = '<a:bodyPr lIns="0" rIns="0" anchor="b"><a:normAutofit/></a:bodyPr>'
_FIELD = (
    '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-US">'
    f"{BODY_FACE}</a:rPr><a:t>‹#›</a:t></a:fld>"
)


def base_package(language: str, title: str, footer: str) -> Package:
    """The empty deck; `title` is that of its properties, `footer` the words at the foot of its layouts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in _parts(language, title, footer).items():
            made.writestr(name, data)
    archive = zipfile.ZipFile(out)
    return Package(out, archive, members_of(out, archive))


def _parts(language: str, title: str, footer: str) -> Mapping[str, bytes]:
    names = _NAMES["ja" if language == "ja" else "en"]
    layouts = dict(enumerate((_layout(name, one) for name, one in zip(names, _LAYOUTS, strict=True)), 1))
    master_kinds = [("slideLayout", f"../slideLayouts/slideLayout{number}.xml") for number in layouts]
    parts = {
        "[Content_Types].xml": _types(len(layouts)),
        "_rels/.rels": _relations(
            ("officeDocument", "ppt/presentation.xml"),
            (_CORE, "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
        ),
        "docProps/core.xml": _core(title),
        "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/extended-properties"><Application>Deskhand</Application></Properties>',
        "ppt/presentation.xml": _presentation(),
        "ppt/_rels/presentation.xml.rels": _relations(
            ("slideMaster", "slideMasters/slideMaster1.xml"),
            ("theme", "theme/theme1.xml"),
            ("tableStyles", "tableStyles.xml"),
        ),
        "ppt/theme/theme1.xml": TRANSITIONAL.part(theme_xml(letters_for(language))),
        "ppt/tableStyles.xml": TRANSITIONAL.part('<a:tblStyleLst def="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"/>'),
        "ppt/slideMasters/slideMaster1.xml": _master(len(layouts)),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relations(*master_kinds, ("theme", "../theme/theme1.xml")),
    }
    for number, layout in layouts.items():
        parts[f"ppt/slideLayouts/slideLayout{number}.xml"] = layout
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = _relations(
            ("slideMaster", "../slideMasters/slideMaster1.xml")
        )
    footed = _footer(footer).encode()
    return {name: data.replace(_FOOTER_MARK, footed) for name, data in parts.items()}


def _footer(footer: str) -> str:
    """The paragraph of a footer. LibreOffice takes its looks from here and not from its list style."""
    look = f'<a:solidFill><a:schemeClr val="accent6"/></a:solidFill>{BODY_FACE}'
    words = f'<a:r><a:rPr lang="{language_of(footer)}" sz="1100">{look}</a:rPr><a:t>{escaped(footer)}</a:t></a:r>'
    return f'<a:p><a:pPr algn="l"/>{words if footer else ""}</a:p>'


def _types(layouts: int) -> bytes:
    kinds = {
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": f"{_OFFICE}extended-properties+xml",
        "/ppt/presentation.xml": f"{_OFFICE}presentationml.presentation.main+xml",
        "/ppt/theme/theme1.xml": f"{_OFFICE}theme+xml",
        "/ppt/tableStyles.xml": f"{_OFFICE}presentationml.tableStyles+xml",
        "/ppt/slideMasters/slideMaster1.xml": f"{_OFFICE}presentationml.slideMaster+xml",
    }
    for number in range(1, layouts + 1):
        kinds[f"/ppt/slideLayouts/slideLayout{number}.xml"] = f"{_OFFICE}presentationml.slideLayout+xml"
    told = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{told}</Types>'
    ).encode()


def _relations(*targets: tuple[str, str]) -> bytes:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{kind if "/" in kind else f"{TRANSITIONAL.base}/{kind}"}" '
        f'Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELATIONS}">{told}'
        "</Relationships>"
    ).encode()


def _core(title: str) -> bytes:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats'
        '.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dc:title>{escaped(title)}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">{now}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{now}</dcterms:modified></cp:coreProperties>'
    ).encode()


def _presentation() -> bytes:
    return TRANSITIONAL.part(
        '<p:presentation saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
        f'</p:sldMasterIdLst><p:sldSz cx="{WIDE}" cy="{HIGH}"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )


def _master(layouts: int) -> bytes:
    ids = "".join(f'<p:sldLayoutId id="{2147483649 + at}" r:id="rId{at + 1}"/>' for at in range(layouts))
    shapes = [
        _drawn(2, BAR, "accent1"),
        _holder(
            3,
            "Title Placeholder 2",
            'type="title"',
            TITLE,
            box='<a:bodyPr lIns="0" rIns="0" anchor="ctr"><a:normAutofit/></a:bodyPr>',
        ),
        _holder(
            4,
            "Text Placeholder 3",
            'type="body" idx="1"',
            CONTENT,
            box=_BOX,
        ),
        *_edges(5),
    ]
    return TRANSITIONAL.part(
        '<p:sldMaster><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg><p:spTree>'
        f"{EMPTY_TREE}{''.join(shapes)}</p:spTree></p:cSld>{_COLOUR_MAP}<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>"
        f"{text_styles()}</p:sldMaster>"
    )


def _drawn(number: int, area: Area, colour: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Accent {number - 1}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        "</p:nvSpPr>"
        f'<p:spPr>{frame_place(area)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr '
        f'val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _holder(number: int, name: str, mark: str, area: Area | None, box: str = "<a:bodyPr/>", style: str = "") -> str:
    place = f'{frame_place(area)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' if area is not None else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        f"<p:ph {mark}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr><p:txBody>{box}<a:lstStyle>{style}"
        "</a:lstStyle>"
        "<a:p/></p:txBody></p:sp>"
    )


def _edges(number: int, colour: str = "accent6") -> list[str]:
    """Footer and number of a slide."""
    small = plain_level(11, colour, face=BODY_FACE)
    right = small.replace('algn="l"', 'algn="r"')
    box = '<a:bodyPr lIns="0" rIns="0" anchor="ctr"/>'
    shown = _holder(number + 1, f"Number {number}", 'type="sldNum" sz="quarter" idx="12"', NUMBER, box, right)
    foot = _holder(number, f"Footer {number - 1}", 'type="ftr" sz="quarter" idx="11"', FOOTER, box, small)
    return [
        foot.replace("<a:p/>", _FOOTER_MARK.decode()),
        shown.replace("<a:p/>", f"<a:p>{_FIELD}</a:p>"),
    ]


def _layout(name: str, layout: tuple[str, str]) -> bytes:
    attributes, inside = layout
    return TRANSITIONAL.part(
        f'<p:sldLayout {attributes} preserve="1"><p:cSld name="{name}">{inside}</p:cSld>'
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _ground(colour: str) -> str:
    return f'<p:bg><p:bgPr><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'


def _tree(*shapes: str) -> str:
    return f"<p:spTree>{EMPTY_TREE}{''.join(shapes)}</p:spTree>"


_TITLE_HERE = _holder(2, "Title 1", 'type="title"', None)
_LAYOUTS = (
    (
        'type="title" showMasterSp="0"',
        _ground("tx2")
        + _tree(
            _drawn(2, COVER_EDGE, "accent1"),
            _drawn(3, COVER_BAR, "accent2"),
            _holder(
                4, "Title 3", 'type="ctrTitle"', COVER_TITLE, box=_LOW_BOX,
                style=plain_level(44, "bg1", bold=True),
            ),
            _holder(
                5, "Subtitle 4", 'type="subTitle" idx="1"', COVER_TEXT, box=_BOX,
                style=plain_level(20, "bg2"),
            ),
        ),
    ),
    (
        'type="secHead" showMasterSp="0"',
        _ground("bg2")
        + _tree(
            _drawn(2, SECTION_EDGE, "accent1"),
            _drawn(3, SECTION_BAR, "accent2"),
            _holder(
                4, "Title 3", 'type="title"', SECTION_TITLE, box=_LOW_BOX,
                style=plain_level(38, "tx2", bold=True),
            ),
            _holder(
                5, "Text 4", 'type="body" idx="1"', SECTION_TEXT, box=_BOX,
                style=plain_level(20, "accent6"),
            ),
            *_edges(6),
        ),
    ),
    ('type="obj"', _tree(_TITLE_HERE, _holder(3, "Content 2", 'idx="1"', None), *_edges(4))),
    (
        'type="twoObj"',
        _tree(
            _TITLE_HERE,
            _holder(3, "Content 2", 'sz="half" idx="1"', LEFT),
            _holder(4, "Content 3", 'sz="half" idx="2"', RIGHT),
            *_edges(5),
        ),
    ),
    ('type="titleOnly"', _tree(_TITLE_HERE, *_edges(3))),
    ('type="blank" showMasterSp="0"', _tree(*_edges(2))),
)  # fmt: skip
