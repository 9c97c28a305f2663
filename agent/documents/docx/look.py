"""How a new Word document looks: A4, and styles with fonts for Latin and for East Asian text."""

import datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor

_INK = RGBColor(0x1F, 0x2A, 0x44)
_QUIET = RGBColor(0x4A, 0x55, 0x68)
_HEADINGS = {0: 22, 1: 16, 2: 13.5, 3: 11.5, 4: 11, 5: 11, 6: 11, 7: 11, 8: 11, 9: 11}
# What python-docx's template says of fonts by their role in a theme, which would win over a font's name.
_THEMED = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")


def new_document(
    language: str, *, letter_paper: bool = False, landscape: bool = False, numbered: bool = False
) -> WordDocument:
    """An empty document in "en" or "ja", on A4 or on US letter paper; `numbered` are its headings."""
    document = Document()
    section = document.sections[0]
    paper = (Mm(215.9), Mm(279.4)) if letter_paper else (Mm(210), Mm(297))
    section.page_width, section.page_height = reversed(paper) if landscape else paper
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    latin = "Yu Gothic" if language == "ja" else "Calibri"
    normal = document.styles["Normal"]
    set_fonts(normal, latin)
    normal.font.size = Pt(10.5 if language == "ja" else 11)
    space = normal.paragraph_format
    space.space_after = Pt(6)
    space.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    space.line_spacing = 1.25 if language == "ja" else 1.12
    space.widow_control = True
    if language == "ja":
        # Lines of Japanese text end at one edge, as Word sets them.
        space.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _set_language(normal)
    for level, size in _HEADINGS.items():
        _set_heading(document.styles["Title" if level == 0 else f"Heading {level}"], level, size, latin)
    _set_others(document, latin, upright=language == "ja")
    if numbered:
        _number_headings(document)
    _set_times(document)
    return document


def set_fonts(style: Any, latin: str) -> None:
    """Latin text in `latin`, Chinese characters and kana in Yu Gothic (游ゴシック), which Word and macOS have."""
    style.font.name = latin
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in _THEMED:
        fonts.attrib.pop(qn(name), None)
    fonts.set(qn("w:eastAsia"), "游ゴシック" if latin == "Yu Gothic" else "Yu Gothic")
    fonts.set(qn("w:cs"), latin)


def _set_language(style: Any) -> None:
    properties = style.element.get_or_add_rPr()
    lang = properties.find(qn("w:lang"))
    if lang is None:
        lang = OxmlElement("w:lang")
        properties.append(lang)
    lang.set(qn("w:val"), "en-US")
    lang.set(qn("w:eastAsia"), "ja-JP")


def _set_heading(style: Any, level: int, size: float, latin: str) -> None:
    set_fonts(style, latin)
    style.font.size = Pt(size)
    style.font.bold = True
    style.font.italic = False
    style.font.color.rgb = _INK
    space = style.paragraph_format
    space.space_before = Pt(0 if level == 0 else 18 if level == 1 else 12)
    space.space_after = Pt(12 if level == 0 else 6)
    space.keep_with_next = True
    border = style.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)


def _set_others(document: WordDocument, latin: str, *, upright: bool) -> None:
    """Subtitles, captions and quotes in a quiet colour; Japanese is not slanted: its fonts have no italics."""
    for name, size in (("Subtitle", 13), ("Caption", 9.5), ("Quote", 0)):
        style: Any = document.styles[name]
        set_fonts(style, latin)
        style.font.color.rgb = _QUIET
        style.font.italic = name == "Quote" and not upright
        if size:
            style.font.size = Pt(size)
    document.styles["Caption"].paragraph_format.space_before = Pt(6)
    document.styles["Caption"].paragraph_format.space_after = Pt(4)
    quote = document.styles["Quote"].paragraph_format
    quote.left_indent = quote.right_indent = Mm(8)


def _number_headings(document: WordDocument) -> None:
    """1, 1.1, 1.1.1: one list of several levels, which the heading styles belong to (ECMA-376 part 1, 17.9.23)."""
    numbering = document.part.numbering_part.element
    taken = [int(one.get(qn("w:abstractNumId"), "0")) for one in numbering.findall(qn("w:abstractNum"))]
    abstract = OxmlElement("w:abstractNum", attrs={qn("w:abstractNumId"): str(max(taken, default=0) + 1)})
    abstract.append(OxmlElement("w:multiLevelType", attrs={qn("w:val"): "multilevel"}))
    for depth in range(9):
        text = ".".join(f"%{number + 1}" for number in range(depth + 1))
        level = OxmlElement("w:lvl", attrs={qn("w:ilvl"): str(depth)})
        told = (("start", "1"), ("numFmt", "decimal"), ("pStyle", f"Heading{depth + 1}"), ("suff", "space"),
                ("lvlText", text), ("lvlJc", "left"))  # fmt: skip
        for name, value in told:
            level.append(OxmlElement(f"w:{name}", attrs={qn("w:val"): value}))
        abstract.append(level)
    numbering.insert(0, abstract)
    number = numbering.add_num(max(taken, default=0) + 1)
    for depth in range(9):
        style: Any = document.styles[f"Heading {depth + 1}"]
        properties = style.element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = depth
        properties.get_or_add_numId().val = number.numId
    # The title of a table of contents looks like a heading and has no number.
    contents: Any = document.styles["TOC Heading"]
    contents.element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0


def _set_times(document: WordDocument) -> None:
    """The template says that a library made it in 2013."""
    properties = document.core_properties
    properties.author = properties.comments = properties.title = ""
    properties.created = properties.modified = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
