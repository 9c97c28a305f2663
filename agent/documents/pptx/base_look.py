"""The look of our own decks: colours, letters and places, in one theme, one master and a few layouts; 16:9."""

from dataclasses import dataclass

from agent.documents.pptx.places import Area

WIDE, HIGH = 12_192_000, 6_858_000
_SIDE = 640_080
_ROOM = WIDE - 2 * _SIDE
_GUTTER = 365_760
_COLUMN = (_ROOM - _GUTTER) // 2
TITLE = Area(_SIDE, 530_352, _ROOM, 822_960)
CONTENT = Area(_SIDE, 1_554_480, _ROOM, 4_572_000)
LEFT = Area(_SIDE, CONTENT.top, _COLUMN, CONTENT.height)
RIGHT = Area(_SIDE + _COLUMN + _GUTTER, CONTENT.top, _COLUMN, CONTENT.height)
COVER_TITLE = Area(_SIDE + 91_440, 1_371_600, 9_601_200, 2_194_560)
COVER_TEXT = Area(_SIDE + 91_440, 3_931_920, 9_601_200, 1_097_280)
SECTION_TITLE = Area(1_188_720, 1_920_240, 9_418_320, 1_554_480)
SECTION_TEXT = Area(1_188_720, 3_749_040, 9_418_320, 1_097_280)
NUMBER = Area(WIDE - _SIDE - 914_400, 6_373_368, 914_400, 274_320)
FOOTER = Area(_SIDE, 6_373_368, 7_315_200, 274_320)
BAR = Area(_SIDE, 411_480, 502_920, 64_008)
COVER_BAR = Area(_SIDE + 91_440, 3_703_320, 914_400, 73_152)
COVER_EDGE = Area(WIDE - 320_040, 0, 320_040, HIGH)
SECTION_EDGE = Area(0, 0, 365_760, HIGH)
SECTION_BAR = Area(1_188_720, 3_584_448, 731_520, 64_008)

COLOURS = {
    "dk1": "1F2430",
    "lt1": "FFFFFF",
    "dk2": "1E2F4F",
    "lt2": "F2F5FA",
    "accent1": "2F5FA8",
    "accent2": "E0803A",
    "accent3": "2E9488",
    "accent4": "8467AE",
    "accent5": "C79A1E",
    "accent6": "66758C",
    "hlink": "2F5FA8",
    "folHlink": "6B4E8F",
}


@dataclass(frozen=True, slots=True)
class Letters:
    """The typefaces of a deck, for Latin and for Japanese words."""

    latin: str
    east: str


def letters_for(language: str) -> Letters:
    """The typefaces of a language: those that come with Office on Windows and on a Mac."""
    return Letters("Yu Gothic", "游ゴシック") if language == "ja" else Letters("Calibri", "Yu Gothic")


def theme_xml(letters: Letters) -> str:
    """The theme part (ECMA-376 part 1, 20.1.6.9)."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in COLOURS.items())
    fonts = (
        f'<a:latin typeface="{letters.latin}"/><a:ea typeface="{letters.east}"/><a:cs typeface=""/>'
        f'<a:font script="Jpan" typeface="{letters.east}"/>'
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{width}">{fill}<a:prstDash val="solid"/></a:ln>' for width in (6350, 12700, 19050))
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'<a:theme name="Deskhand"><a:themeElements><a:clrScheme name="Deskhand">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Deskhand"><a:majorFont>{fonts}</a:majorFont><a:minorFont>{fonts}</a:minorFont>'
        "</a:fontScheme>"
        f'<a:fmtScheme name="Deskhand"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def _level(number: int, size: int, mark: str, colour: str, before: int) -> str:
    """A level of a list style; sizes in points, `mark` is the XML of its bullet, `before` the gap in points."""
    step = 228_600
    left = step * number + (91_440 if number > 1 else 0)
    indent = -step if mark else 0
    return (
        f'<a:lvl{number}pPr marL="{left if mark else 0}" indent="{indent}" algn="l" defTabSz="914400" rtl="0" '
        f'eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:lnSpc><a:spcPct val="105000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{before * 100}"/></a:spcBef>{mark or "<a:buNone/>"}<a:defRPr sz="{size * 100}" '
        'kern="1200">'
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/>'
        f'<a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{number}pPr>'
    )


def _bullet(character: str) -> str:
    return f'<a:buClr><a:schemeClr val="accent1"/></a:buClr><a:buFont typeface="Arial"/><a:buChar char="{character}"/>'


def text_styles() -> str:
    """The text styles of the master: titles, points on five levels and more, other text."""
    title = (
        '<a:lvl1pPr algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:lnSpc>'
        '<a:spcPct val="95000"/></a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/><a:defRPr sz="3000" b="1" '
        'kern="1200"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:latin typeface="+mj-lt"/>'
        '<a:ea typeface="+mj-ea"/><a:cs typeface="+mj-cs"/></a:defRPr></a:lvl1pPr>'
    )
    sizes = ((1, 24, "•", 12), (2, 20, "–", 6), (3, 18, "•", 4), (4, 16, "–", 4), (5, 16, "•", 4), (6, 16, "–", 4))
    body = "".join(_level(number, size, _bullet(mark), "tx1", before) for number, size, mark, before in sizes)
    other = "".join(_level(number, 18, "", "tx1", 0) for number in range(1, 6))
    return (
        f"<p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle>"
        f"<p:otherStyle>{other}</p:otherStyle></p:txStyles>"
    )


BODY_FACE = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/>'
"""The typefaces of the theme for text."""


def plain_level(size: int, colour: str, *, bold: bool = False, face: str = "") -> str:
    """A list style whose first level has no bullet; `face` is the XML of its typefaces, by default inherited."""
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="l"><a:buNone/><a:defRPr sz="{size * 100}" b="{int(bold)}"><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill>{face}</a:defRPr></a:lvl1pPr>'
    )
