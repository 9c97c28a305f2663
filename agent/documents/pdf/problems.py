"""What is wrong with a PDF that opens: broken and empty pages, scans, fonts, fields, links, scripts."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from pypdf import PdfReader

from agent.core.documents import Problem
from agent.core.words import Words
from agent.documents.pdf.appearance import wanted_size
from agent.documents.pdf.fields import MULTILINE, Field, fields_of
from agent.documents.pdf.links import links_of, marks_of
from agent.documents.pdf.objects import numbers_of
from agent.documents.pdf.properties_read import fonts_of, sizes_of
from agent.documents.pdf.raster import UNSEEN_FONT
from agent.documents.pdf.standard_font import StandardFace
from agent.documents.pdf.structure import DAMAGE
from agent.documents.pdf.text import opened
from agent.documents.pdf.unseen import is_typed, page_notes
from agent.documents.reaches.pdf import pdf_reaches

_BROKEN = Words("Page {page} is broken and cannot be read.", "{page} ページ目が壊れているため、読み取れません。")
_BLANK = Words("Page {page} is blank.", "{page} ページ目は白紙です。")
_SCAN = Words(
    "Page {page} is a picture without text: it can be found and copied only after it is read by OCR.",
    "{page} ページ目は文字情報のない画像です。検索やコピーには文字認識(OCR)が必要です。",
)
_STRUCTURE = Words(
    "The structure of the file is damaged: readers mend it in different ways.",
    "ファイルの構造が壊れています。閲覧ソフトによって表示が異なることがあります。",
)
_FONT = Words(
    "The font {name} is not embedded: other computers may show another one.",
    "フォント {name} が埋め込まれていません。別の PC では異なるフォントで表示されることがあります。",
)
_EMPTY = Words("The required field {name} is empty.", "必須の入力項目「{name}」が空です。")
_OVERFLOW = Words(
    "The text of the field {name} is longer than the field shows.", "入力項目「{name}」の文字が欄に収まっていません。"
)
_LINK = Words("A link leads to a page that is not there.", "リンク先のページがありません。")
_MARK = Words("The bookmark {title} leads to no page.", "しおり「{title}」の移動先ページがありません。")
_SIZES = Words(
    "The pages have {count} different {count:size|sizes}; {pages} {pages:page is|pages are} not like most.",
    "ページサイズが {count} 種類あります。{pages} ページが他と異なります。",
)
_ACTS = Words(
    "The file holds {how}: it is never run here, but other programs may run it.",
    "ファイルに {how} が含まれています。ここでは実行されませんが、他のソフトで実行されることがあります。",
)
_RUNS = {
    "javascript": Words("JavaScript", "JavaScript"),
    "launch": Words("an action that starts a program", "プログラムを起動する処理"),
    "import": Words("an action that imports data", "データを読み込む処理"),
    "submit": Words("an action that sends the form", "フォームを送信する処理"),
}
_STANDARD = ("Helvetica", "Times", "Courier", "Symbol", "ZapfDingbats")
_MAX_DRAWN = 60


def problems(source: Path) -> tuple[Problem, ...]:
    """Everything that is wrong, page by page first."""
    with opened(source) as document:
        found = list(_pages(document))
        if not pdfium.FPDF_DocumentHasValidCrossReferenceTable(document):
            found.append(Problem("file", "invalid", _STRUCTURE, grave=False))
    try:
        reader = PdfReader(source)
        found += [*_fonts(reader), *_fields(reader), *_targets(reader), *_sizes(reader)]
    except DAMAGE:
        if not any(one.words is _STRUCTURE for one in found):
            found.append(Problem("file", "invalid", _STRUCTURE, grave=False))
    hows = dict.fromkeys(one.how for one in pdf_reaches(source) if one.how in _RUNS)
    found += [Problem("file", "leftover", _ACTS.of(how=_RUNS[how]), grave=False) for how in hows]
    return tuple(found)


def pages_for_ocr(source: Path) -> list[int]:
    """The pages that show something and have no text, from 1: what only OCR can read."""
    with opened(source) as document:
        return [number for number in range(1, len(document) + 1) if _kind(document, number, draw=True) == "scan"]


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Problem]:
    drawn = 0
    for number in range(1, len(document) + 1):
        kind = _kind(document, number, draw=drawn < _MAX_DRAWN)
        drawn += kind in {"blank", "scan", "unknown"}
        if kind == "broken":
            yield Problem(f"p{number}", "invalid", _BROKEN.of(page=number))
        elif kind == "blank":
            yield Problem(f"p{number}", "blank_page", _BLANK.of(page=number), grave=False)
        elif kind == "scan":
            yield Problem(f"p{number}", "leftover", _SCAN.of(page=number), grave=False)


def _kind(document: pypdfium2.PdfDocument, number: int, *, draw: bool) -> str:
    """ "text", "scan", "blank", "broken", or "unknown" when it would have to be drawn and is not."""
    try:
        page = document[number - 1]
        words = page.get_textpage()
        text = words.get_text_range(errors="ignore") if words.count_chars() else ""
        words.close()
        if text.strip() or is_typed(page, page_notes(page, number)):
            return "text"
        if not draw:
            return "unknown"
        darkest, lightest = page.render(scale=0.5).to_pil().convert("L").getextrema()
        return "blank" if lightest - darkest < 8 else "scan"
    except (pypdfium2.PdfiumError, ValueError):
        return "broken"


def _fonts(reader: PdfReader) -> Iterator[Problem]:
    for name, embedded in sorted(fonts_of(reader).items()):
        # Nothing is drawn in the font of the unseen words that `redact` leaves.
        if not embedded and name != UNSEEN_FONT and not name.startswith(_STANDARD):
            yield Problem(f"font {name}", "missing_font", _FONT.of(name=name), grave=False)


def _fields(reader: PdfReader) -> Iterator[Problem]:
    for field in fields_of(reader):
        page = next((page for page, _ in field.widgets if page), 0)
        anchor = f"p{page} field {field.name}" if page else f"field {field.name}"
        if field.is_required and not field.value.strip() and not field.is_read_only:
            yield Problem(anchor, "leftover", _EMPTY.of(name=field.name))
        if _is_overflowing(field):
            yield Problem(anchor, "overflow", _OVERFLOW.of(name=field.name))


def _is_overflowing(field: Field) -> bool:
    """Whether a line of a fixed size is wider than its field; wide letters are an em, others as in Helvetica."""
    size = wanted_size(field)
    if field.kind != "text" or not size or not field.value or field.flags & MULTILINE:
        return False
    face = StandardFace("Helvetica")
    width = sum(face.width(c) if face.has(c) else 1.0 for c in field.value) * size
    boxes = [numbers_of(widget.get("/Rect")) for _, widget in field.widgets]
    return any(len(box) == 4 and width > abs(box[2] - box[0]) for box in boxes)


def _targets(reader: PdfReader) -> Iterator[Problem]:
    for link in links_of(reader):
        if not link.target:
            yield Problem(f"p{link.page}", "broken_reference", _LINK)
    for mark in marks_of(reader):
        if not mark.page and not mark.leads_out:
            yield Problem(f"bookmark {mark.title}", "broken_reference", _MARK.of(title=mark.title))


def _sizes(reader: PdfReader) -> Sequence[Problem]:
    sizes = sizes_of(reader)
    # Rounded differently by different programs, a size is the same within two points.
    (short, long), most = sizes.most_common(1)[0]
    other = {size: count for size, count in sizes.items() if abs(size[0] - short) > 2 or abs(size[1] - long) > 2}
    if not other:
        return []
    told = _SIZES.of(count=len(other) + 1, pages=sum(sizes.values()) - most)
    return [Problem("pages", "invalid", told, grave=False)]
