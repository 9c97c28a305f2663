"""PDFs through PDFium: words with their pages, facts, pictures of pages.

PDFium opens what other readers refuse, and reads Japanese best of those that were measured.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from agent.core.documents import Content, Drawing, Passage
from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.facts import ENCRYPTED, SIGNED
from agent.documents.opc.package_properties import is_sentence
from agent.documents.pdf.columns import Span, in_order
from agent.documents.pdf.page_ranges import page_numbers
from agent.documents.pdf.unseen import PageSight, has_picture, is_typed, page_notes
from agent.documents.unseen import hidden_facts, hidden_of

_NO_PDF = Words("The file is broken or not a PDF.", "ファイルが壊れているか、PDF ではありません。")
_TABLE = re.compile(r"\s+table \d+.*")
_TOO_MANY = Words(
    "The PDF says it has {pages} {pages:page|pages}; {most} can be read.",
    "PDF のページ数が {pages} と記録されています。読み取れるのは {most} ページまでです。",
)
_SCAN = Words("no text: a scan", "文字情報なし(スキャン画像)")
_SILENT = Words("no text", "文字情報なし")
_LOOKED_AT = 5
_NO_PAGES = Words("The PDF has no pages.", "PDF にページがありません。")
_BROKEN_PAGE = Words(
    "Page {page} of the PDF is broken and cannot be drawn.", "PDF の {page} ページ目が壊れているため、表示できません。"
)
MAX_PAGES = 20_000
_MAX_BLOCK = 1_500
_MAX_SIDE = 8_000
# Fonts map characters to radicals and ligatures that look the same but are never found by a search.
_LOOKALIKES = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2E80, 0x2FE0), *range(0xFB00, 0xFB07))
}
# PDFium writes a hyphen at the end of a line as U+FFFE or U+0002.
_CLEAN = {**_LOOKALIKES, 0xFFFE: "-", 0x02: "-", 0x00: None}


@contextmanager
def opened(source: Path | bytes, password: str | None = None) -> Iterator[pypdfium2.PdfDocument]:
    """The open document.

    Raises:
        UnreadableError: "encrypted" when it needs a password, "broken", or "too_large" above MAX_PAGES pages.
    """
    try:
        document = pypdfium2.PdfDocument(source, password=password)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableError(ENCRYPTED, "encrypted") from error
        raise UnreadableError(_NO_PDF, "broken") from error
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableError(_TOO_MANY.of(pages=len(document), most=MAX_PAGES), "too_large")
        if not len(document):
            raise UnreadableError(_NO_PAGES, "broken")
        yield document
    finally:
        document.close()


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Blocks of lines, page by page; `part` is a list of pages ("2-5"), or the address of a table on one."""
    part = _TABLE.sub("", part)
    with opened(source) as document:
        wanted = page_numbers(part, len(document)) if part else range(1, len(document) + 1)
        passages: list[Passage] = []
        silent: list[int] = []
        sight = PageSight()
        for number in wanted:
            blocks, unseen = _blocks(document, number, sight)
            passages += [Passage(f"p{number}", text) for text in blocks]
            if not blocks and not is_typed(document[number - 1], unseen):
                silent.append(number)
            passages += unseen
        passages += _properties(document) if not part else ()
        facts = (*_facts(document, wanted, silent), *hidden_facts(hidden_of(passages)))
        return Content("pdf", tuple(passages[start : start + count]), len(passages), facts)


def page_texts(source: Path) -> list[str]:
    """The text of each page, its blocks divided by an empty line; what annotations say is no part of it."""
    with opened(source) as document:
        sight = PageSight()
        pages = [_blocks(document, number + 1, sight) for number in range(len(document))]
        return [
            "\n\n".join(
                (*blocks, *(f"[{one.hidden}] {one.text}" for one in unseen if " annotation " not in one.anchor))
            )
            for blocks, unseen in pages
        ]


def check(path: Path) -> None:
    """Prove that the document opens and that it has a first page. Raises UnreadableError."""
    with opened(path) as document:
        try:
            document[0].close()
        except pypdfium2.PdfiumError as error:
            raise UnreadableError(_BROKEN_PAGE.of(page=1), "broken") from error


def render(source: Path, page: int, target: Path, width: int) -> Drawing:
    """Draw page `page` (from 1) `width` pixels wide.

    Raises:
        InvalidArgumentsError: there is no such page.
    """
    with opened(source) as document:
        pages = len(document)
        page_numbers(str(page), pages)
        if document.get_formtype() != pdfium.FORMTYPE_NONE:
            document.init_forms()
        try:
            drawn = document[page - 1]
            across, down = drawn.get_size()
            # A page can be a kilometre long: the longer side is held below _MAX_SIDE pixels.
            scale = min(width / max(across, 1), _MAX_SIDE / max(across, down, 1))
            picture: Image.Image = drawn.render(scale=scale).to_pil()
        except (pypdfium2.PdfiumError, ValueError) as error:
            raise UnreadableError(_BROKEN_PAGE.of(page=page), "broken") from error
        picture.save(target, "PNG")
        return Drawing(pages, "pdfium")


def _blocks(document: pypdfium2.PdfDocument, number: int, sight: PageSight) -> tuple[list[str], list[Passage]]:
    """The blocks of text of a page that are seen; and what is not, with annotations."""
    try:
        page = document[number - 1]
        words = page.get_textpage()
    except pypdfium2.PdfiumError:
        return [f"[page {number} is broken and cannot be read]"], []
    try:
        # Errors are ignored because broken fonts give halves of surrogate pairs.
        text = words.get_text_range(errors="ignore") if words.count_chars() else ""
        hidden = sight.unseen(page, words) if len(text) == words.count_chars() else {}
        passages = list(_hidden(f"p{number}", text, hidden))
        passages += page_notes(page, number)
        if hidden:
            text = "".join(" " if index in hidden else c for index, c in enumerate(text))
        spans = _spans(text)
        if len(text) == words.count_chars():
            spans = in_order(words, text, spans)
        lines = [text[start:end] for start, end in spans]
        tops = _tops(words, text, spans)
    finally:
        words.close()
        page.close()
    return [block for block in _joined(lines, tops) if block], passages


def _hidden(anchor: str, text: str, hidden: Mapping[int, str]) -> Iterator[Passage]:
    """What is not seen, a passage for each reason; blanks between two hidden letters belong to them."""
    pieces: dict[str, list[str]] = {}
    before = -2
    for index in sorted(hidden):
        gap = text[before + 1 : index]
        piece = pieces.setdefault(hidden[index], [])
        piece.append((gap if not gap.strip() else "\n") + text[index] if piece else text[index])
        before = index
    for reason, found in pieces.items():
        if said := "".join(found).translate(_CLEAN).strip():
            yield Passage(anchor, said, "hidden", hidden=reason)


def _properties(document: pypdfium2.PdfDocument) -> Iterator[Passage]:
    for name in ("Title", "Author", "Subject", "Keywords"):
        text = " ".join(document.get_metadata_value(name).split())
        if is_sentence(text):
            yield Passage(f"property {name}", text, "note", hidden="property")


def _spans(text: str) -> list[Span]:
    ends = [found.start() for found in re.finditer("\r\n", text)] + [len(text)]
    return list(zip([0, *(end + 2 for end in ends[:-1])], ends, strict=True))


def _tops(words: pypdfium2.PdfTextPage, text: str, spans: Sequence[Span]) -> list[float | None]:
    """How high each line stands: the top of its first visible character."""
    tops: list[float | None] = []
    total = words.count_chars()
    for start, end in spans:
        line = text[start:end]
        first = start + len(line) - len(line.lstrip())
        tops.append(words.get_charbox(first)[3] if line.strip() and first < total else None)
    return tops


def _joined(lines: Sequence[str], tops: Sequence[float | None]) -> Iterator[str]:
    """Lines put together into blocks: a block ends where the gap to the next line is wider than usual."""
    seen = [(line, top) for line, top in zip(lines, tops, strict=True) if line.strip() and top is not None]
    gaps = [abs(above[1] - below[1]) for above, below in pairwise(seen)]
    usual = median([gap for gap in gaps if gap > 2] or [12.0])
    block: list[str] = []
    for index, (line, _) in enumerate(seen):
        if block and (gaps[index - 1] > 1.6 * usual or sum(map(len, block)) > _MAX_BLOCK):
            yield "\n".join(block)
            block = []
        block.append(line.translate(_CLEAN).strip())
    yield "\n".join(block)


def _facts(document: pypdfium2.PdfDocument, wanted: Sequence[int], silent: list[int]) -> Iterator[Words]:
    pages = len(document)
    yield Words(f"{pages} page{'s' if pages > 1 else ''}", f"{pages} ページ")
    title = document.get_metadata_value("Title").strip()
    if title and title.casefold() != "untitled":
        yield Words(f"title in the file: {title[:200]}", f"ファイル内の表題: {title[:200]}")
    if len(silent) == len(wanted):
        yield _SCAN if any(map(has_picture, (document[number - 1] for number in silent[:_LOOKED_AT]))) else _SILENT
    elif silent:
        numbers = ", ".join(map(str, silent[:20]))
        yield Words(f"no text on page {numbers}", f"文字情報のないページ: {numbers}")
    yield from _form_facts(document)
    signatures = pdfium.FPDF_GetSignatureCount(document)
    if signatures > 0:
        yield SIGNED
    attached = document.count_attachments()
    if attached:
        yield Words(f"{attached} file{'s' if attached > 1 else ''} attached", f"添付ファイル {attached} 件")


_XFA = Words(
    "a form of the kind XFA: only Adobe's programs show it whole, and pages may say nothing but that",
    "XFA 形式のフォーム。完全に表示できるのは Adobe 製品のみで、ページにその旨だけが書かれていることがあります",
)
_FORM = Words("a form with {count} {count:field|fields}: {names}", "入力フォームあり(項目 {count} 個): {names}")


def _form_facts(document: pypdfium2.PdfDocument) -> Iterator[Words]:
    if document.get_formtype() == pdfium.FORMTYPE_NONE:
        return
    if document.get_formtype() == pdfium.FORMTYPE_XFA_FULL:
        yield _XFA
    document.init_forms()
    names: dict[str, str] = {}
    for number in range(min(len(document), 50)):
        names.update(_fields(document, number))
    if not names:
        return
    shown = "; ".join(f"{name} = {value!r}" for name, value in list(names.items())[:60])
    yield _FORM.of(count=len(names), names=shown)


def _fields(document: pypdfium2.PdfDocument, number: int) -> Iterator[tuple[str, str]]:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if note and pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_WIDGET:
            name = _string(pdfium.FPDFAnnot_GetFormFieldName, document, note)
            if name:
                yield name, _string(pdfium.FPDFAnnot_GetFormFieldValue, document, note)
        pdfium.FPDFPage_CloseAnnot(note)


def _string(ask: "ctypes._FuncPointer", document: pypdfium2.PdfDocument, note: object) -> str:
    size = ask(document.formenv, note, None, 0)
    buffer = ctypes.create_string_buffer(size)
    ask(document.formenv, note, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace")
