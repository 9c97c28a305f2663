"""How a new Word document looks: A4, and styles with fonts for Latin and for East Asian text."""

import datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor

_INK = RGBColor(0x1F, 0x2A, 0x44)
_HEADINGS = {0: 22, 1: 16, 2: 13.5, 3: 11.5, 4: 11, 5: 11, 6: 11, 7: 11, 8: 11, 9: 11}
# What python-docx's template says of fonts by their role in a theme, which would win over a font's name.
_THEMED = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")


def new_document(language: str) -> WordDocument:
    """An empty A4 document in "en" or "ja"."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
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
    _set_language(normal)
    for level, size in _HEADINGS.items():
        _set_heading(document.styles["Title" if level == 0 else f"Heading {level}"], level, size, latin)
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


def _set_times(document: WordDocument) -> None:
    """The template says that a library made it in 2013."""
    properties = document.core_properties
    properties.author = properties.comments = properties.title = ""
    properties.created = properties.modified = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
