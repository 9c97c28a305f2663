"""Makers of PDFs, pages, mails, texts and pictures with one sentence in them that a person does not see."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, RectangleObject
from reportlab.pdfgen import canvas

from tests.redteam.hiding import ORDER, TAGS, Maker


def pdf(draw: Callable[[Any], None], after: Callable[[PdfWriter], None] | None = None) -> Maker:
    """A page of letter size with a greeting, and what `draw` draws on it."""

    def make(path: Path) -> None:
        paper = canvas.Canvas(str(path), pagesize=(612, 792))
        paper.drawString(72, 700, "Dear all")
        draw(paper)
        paper.save()
        if after is not None:
            writer = PdfWriter(clone_from=PdfReader(str(path)))
            after(writer)
            writer.write(str(path))

    return make


def _white(paper: Any) -> None:
    paper.setFillColorRGB(1, 1, 1)
    paper.drawString(72, 600, ORDER)


def _mode(paper: Any) -> None:
    words = paper.beginText(72, 600)
    words.setTextRenderMode(3)
    words.textLine(ORDER)
    paper.drawText(words)


def _tiny(paper: Any) -> None:
    paper.setFont("Helvetica", 1)
    paper.drawString(72, 600, ORDER)


def _faint(paper: Any) -> None:
    paper.setFillAlpha(0)
    paper.drawString(72, 600, ORDER)


def _bar(text: tuple[float, ...], ground: tuple[float, ...]) -> Callable[[Any], None]:
    def draw(paper: Any) -> None:
        paper.setFillColorRGB(*ground)
        paper.rect(60, 590, 400, 30, stroke=0, fill=1)
        paper.setFillColorRGB(*text)
        paper.drawString(72, 600, ORDER)

    return draw


def _in_form(paper: Any) -> None:
    paper.beginForm("f")
    _white(paper)
    paper.endForm()
    paper.doForm("f")


def _away(paper: Any) -> None:
    paper.drawString(-900, 600, ORDER)


def _low(paper: Any) -> None:
    paper.drawString(72, 100, ORDER)


def _crop(writer: PdfWriter) -> None:
    writer.pages[0].cropbox = RectangleObject((0, 300, 612, 792))


def _layered(writer: PdfWriter) -> None:
    """The whole page is put into a layer that is off."""
    layer = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG")}))
    page: Any = writer.pages[0]
    resources = page["/Resources"].get_object()
    resources[NameObject("/Properties")] = DictionaryObject({NameObject("/L"): layer})
    content = page.get_contents()
    content.set_data(b"/OC /L BDC\n" + content.get_data() + b"\nEMC\n")
    page[NameObject("/Contents")] = writer._add_object(content)
    usage = DictionaryObject({NameObject("/OFF"): ArrayObject([layer])})
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): usage}
    )


def _note(writer: PdfWriter) -> None:
    writer.add_annotation(0, Text(rect=(50, 50, 70, 70), text=ORDER))


def _written(writer: PdfWriter) -> None:
    writer.add_annotation(0, FreeText(rect=(50, 50, 300, 70), text=ORDER))


def _subject(writer: PdfWriter) -> None:
    writer.add_metadata({"/Subject": ORDER})


def _nothing(_paper: Any) -> None:
    return


def _scan(text: bool) -> Callable[[Any], None]:
    """A picture of words with their text under it, as scanners make it."""

    def draw(paper: Any) -> None:
        paper.setFillColorRGB(0, 0, 0)
        if text:
            paper.drawString(72, 600, ORDER)
        _mode(paper)

    return draw


PDF: dict[str, tuple[str, Maker]] = {
    "white": ("white text", pdf(_white)),
    "white in a form": ("white text", pdf(_in_form)),
    "like its ground": ("white text", pdf(_bar((0.2, 0.4, 0.8), (0.2, 0.4, 0.81)))),
    "render mode 3": ("transparent text", pdf(_mode)),
    "alpha 0": ("transparent text", pdf(_faint)),
    "1 pt": ("tiny text", pdf(_tiny)),
    "off the page": ("off the page", pdf(_away)),
    "outside of the crop box": ("off the page", pdf(_low, _crop)),
    "layer that is off": ("layer that is off", pdf(_low, _layered)),
    "annotation": ("annotation", pdf(_nothing, _note)),
    "property": ("property", pdf(_nothing, _subject)),
}
PDF_SEEN: dict[str, Maker] = {
    "white on a bar": pdf(_bar((1, 1, 1), (0.1, 0.2, 0.3))),
    "the text of a scan": pdf(_scan(text=True)),
    "free text": pdf(_nothing, _written),
    "plain": pdf(_low),
}


def text(content: str) -> Maker:
    """A file with this text."""

    def make(path: Path) -> None:
        path.write_text(content, encoding="utf-8")

    return make


def html(element: str) -> Maker:
    """A page with this element."""
    return text(f"<html><body>\n<p>Dear all</p>\n{element}\n</body></html>\n")


HTML: dict[str, tuple[str, Maker]] = {
    "display": ("hidden by style", html(f'<p style="display:none">{ORDER}</p>')),
    "hidden": ("hidden by style", html(f"<p hidden>{ORDER}</p>")),
    "white": ("white text", html(f'<p style="color:#fff">{ORDER}</p>')),
    "font white": ("white text", html(f"<font color=white>{ORDER}</font>")),
    "1 px": ("tiny text", html(f'<p style="font-size:1px">{ORDER}</p>')),
    "size 0": ("tiny text", html(f'<p style="font-size:0">{ORDER}</p>')),
    "opacity": ("transparent text", html(f'<p style="opacity:0">{ORDER}</p>')),
    "off the page": ("off the page", html(f'<p style="position:absolute;left:-9999px">{ORDER}</p>')),
    "no height": ("zero size", html(f'<p style="height:0;overflow:hidden">{ORDER}</p>')),
    "comment": ("comment in the source", html(f"<!-- {ORDER} -->")),
    "tags": ("tag characters", html(f"<p>Hello{TAGS}</p>")),
}
HTML_SEEN: dict[str, Maker] = {
    "white on dark": html(f'<div style="background:#203040"><p style="color:#fff">{ORDER}</p></div>'),
    "white in a dark cell": html(f'<table><tr><td bgcolor="#203040"><font color=white>{ORDER}</font></table>'),
    "half": html(f'<p style="opacity:0.5;font-size:10px;border-color:white">{ORDER}</p>'),
    "after a hidden one": html(f'<p style="display:none"></p><p>{ORDER}</p>'),
}


def picture(path: Path) -> None:
    """A photograph whose description holds the sentence."""
    photo = Image.new("RGB", (8, 8))
    camera = photo.getexif()
    camera[0x010E] = ORDER
    photo.save(path, exif=camera)


def png(path: Path) -> None:
    """A drawing with a chunk of text."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", ORDER)
    Image.new("RGB", (8, 8)).save(path, pnginfo=notes)


MAIL = "From: a@b.example\nSubject: x\nContent-Type: text/html\n\n<p>Dear all</p>"
OTHERS: dict[str, tuple[str, Maker]] = {
    "a.jpg": ("property", picture),
    "a.png": ("property", png),
    "a.txt": ("tag characters", text(f"Hello{TAGS}\n")),
    "a.md": ("tag characters", text(f"# Hello{TAGS}\n")),
    "a.csv": ("tag characters", text(f"name,note\nx,Hello{TAGS}\n")),
    "a.eml": ("hidden by style", text(f"{MAIL}<p style='display:none'>{ORDER}</p>\n")),
}
