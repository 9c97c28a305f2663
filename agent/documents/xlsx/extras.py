"""Words of a workbook that stand in no cell and that few people ever look at: names, messages, pictures, properties."""

import re
from collections.abc import Iterator

from agent.core.documents import Passage
from agent.documents.docx.tree import Element
from agent.documents.opc.drawn_unseen import Palette, hidden_runs, shape_reason, sheet_ground
from agent.documents.opc.package_properties import is_sentence, properties_of
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.pptx.tree import local
from agent.documents.pptx.unseen import alternative_texts
from agent.documents.xlsx.book import Book, SheetEntry
from agent.documents.xlsx.cell_names import quoted_sheet
from agent.documents.xlsx.sheet import ATTRIBUTES, Sheet, attributes_of

_VALIDATION = re.compile(rf"<(?:[\w.-]+:)?dataValidation(?=[\s/>])({ATTRIBUTES})/?>")
_LITERAL = re.compile(r"\"((?:[^\"]|\"\")*)\"")
MESSAGES = ("promptTitle", "prompt", "errorTitle", "error")


def book_extras(book: Book) -> Iterator[Passage]:
    """Names that hold a sentence, and properties of the file."""
    for node in book.root.iterfind("{*}definedNames/{*}definedName"):
        for text in _LITERAL.findall(node.text or ""):
            if is_sentence(text):
                yield Passage(f"name {node.get('name', '')}", text.replace('""', '"'), "note", hidden="defined name")
    yield from properties_of(book.package)


def sheet_extras(book: Book, entry: SheetEntry, sheet: Sheet) -> Iterator[Passage]:
    """Messages that wait for a cell to be chosen, and what pictures say to those who cannot see them."""
    name = quoted_sheet(entry.name)
    for found in _VALIDATION.findall(sheet.outside()):
        told = attributes_of(found)
        text = " ".join(told[key] for key in MESSAGES if told.get(key))
        if text.strip():
            yield Passage(f"{name}!{told.get('sqref', '').partition(' ')[0]}", text, "note", hidden="input message")
    for part in book.package.related(entry.part, "/drawing"):
        for shape in parsed_xml(book.package.read(part)).iter("{*}sp", "{*}pic", "{*}graphicFrame"):
            for text in alternative_texts(shape):
                yield Passage(f"{name} picture", text, "note", hidden="alt text")


def words_of_shape(shape: Element, palette: Palette) -> Iterator[tuple[str, str]]:
    """The words of a shape on a sheet with the reason for which they are not seen, "" for those that are."""
    place = shape_reason(shape)
    if place == "hidden shape" and any(local(above) == "AlternateContent" for above in shape.iterancestors()):
        place = "form control"  # Excel marks all of them so, and draws the control in their place
    hidden = hidden_runs(shape, sheet_ground(shape, palette), palette)
    lines: dict[str, list[str]] = {}
    for line in shape.iterfind("{*}txBody/{*}p"):
        texts: dict[str, str] = {}
        for words in line.iter("{*}t"):
            run = words.getparent()
            reason = place or (hidden.get(run, "") if run is not None else "")
            texts[reason] = texts.get(reason, "") + (words.text or "")
        for reason, text in texts.items():
            lines.setdefault(reason, []).append(text)
    for reason, found in lines.items():
        if any(found):
            yield "\n".join(found).strip(), reason
