"""All bombs by their name: the name of the file, and who makes it. Those in HEAVY take seconds to make or to refuse."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from tests.redteam import bombs, bombs_other

Maker = Callable[[Path], None]

HEAVY: Mapping[str, tuple[str, Maker]] = {
    "20 M cells": ("a.xlsx", bombs.many_cells),
    "6 M cells of noise": ("a.xlsx", bombs.varied_cells),
    "1.5 GB of blanks": ("a.xlsx", bombs.blanks),
    "131 M empty paragraphs": ("a.docx", bombs.empty_paragraphs),
    "20 M paragraphs of noise": ("a.docx", bombs.noisy_paragraphs),
    "100,000 parts": ("a.docx", bombs.many_parts),
    "60 cells at the far end": ("a.xlsx", bombs.far_cells),
    "a part of 600 MB": ("a.pptx", bombs.large_part),
    "an .ods of 600 MB": ("a.ods", bombs.packed_ods),
    "an .ods cell repeated": ("a.ods", bombs.repeated_cells),
    "PDF of 1.1 GB": ("a.pdf", bombs_other.flate),
    "PDF packed twice": ("a.pdf", bombs_other.twice_packed),
    "PDF with 2 M words": ("a.pdf", bombs_other.many_words),
    "PDF with 300,000 lines": ("a.pdf", bombs_other.many_lines),
    "PDF with 2 M pages": ("a.pdf", bombs_other.many_pages),
    "PDF with a tree of forms": ("a.pdf", bombs_other.form_tree),
    "CSV of one line": ("a.csv", bombs_other.one_line),
    "CSV with an open quotation mark": ("a.csv", bombs_other.one_quote),
    "CSV of commas": ("a.csv", bombs_other.many_columns),
    "text of one line": ("a.txt", bombs_other.one_line),
    "deep HTML": ("a.html", bombs_other.deep_html),
    "open HTML": ("a.html", bombs_other.open_html),
    "deep Markdown": ("a.md", bombs_other.deep_markdown),
    "mail with 100,000 parts": ("a.eml", bombs_other.many_attachments),
    "mail with 20 MB of recipients": ("a.eml", bombs_other.long_header),
    "mail 5,000 deep": ("a.eml", partial(bombs_other.deep_mail, levels=5_000)),
    "PDF with a ring of forms": ("a.pdf", bombs_other.form_ring),
    "ring of an old workbook": ("a.xls", bombs_other.ole_ring),
    "XML 500,000 deep": ("a.xml", partial(bombs_other.nested_xml_text, depth=500_000)),
    "GIF with 100,000 frames": ("a.gif", bombs.gif),
}
QUICK: Mapping[str, tuple[str, Maker]] = {
    **{
        f"{kind} in {name}": (name, partial(bombs.xml_bomb, kind))
        for kind in bombs.XML_BOMBS
        for name in ("a.xlsx", "a.docx", "a.pptx")
    },
    **{f"deep {name}": (name, bombs.deep) for name in ("a.xlsx", "a.docx", "a.pptx")},
    **{f"overlapping {name}": (name, bombs.overlapping) for name in ("a.xlsx", "a.docx", "a.pptx")},
    **{f"lying {name}": (name, bombs.lying) for name in ("a.xlsx", "a.docx", "a.pptx")},
    "nested zips": ("a.docx", bombs.nested),
    "PNG of 3,600 M pixels": ("a.png", bombs.png),
    "TIFF of 10,000 M pixels": ("a.tif", bombs.tiff),
    "TIFF in a ring": ("a.tif", partial(bombs.tiff, ring=True)),
    "WebP of 268 M pixels": ("a.webp", bombs.webp),
    "PDF with a ring of pages": ("a.pdf", bombs_other.page_ring),
    "deep PDF": ("a.pdf", bombs_other.deep_pdf),
    "active PDF": ("a.pdf", bombs_other.active_pdf),
    "mail 50 deep": ("a.eml", bombs_other.deep_mail),
    "ring of an old letter": ("a.doc", bombs_other.ole_ring),
    "ring of an Outlook mail": ("a.msg", bombs_other.ole_ring),
    "deep XML": ("a.xml", bombs_other.nested_xml_text),
    "deep SVG": ("a.svg", bombs_other.nested_xml_text),
}
