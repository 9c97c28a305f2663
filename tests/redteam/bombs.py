"""Makers of files that take all memory or time of those who open them. Each is small and made when it is needed.

Published kinds: D01 to D05 of the list of attacks. Nothing here is kept: a scanner would find it in a repository.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import xlsxwriter
from docx import Document
from pptx import Presentation
from pptx.util import Emu

from tests.agent.documents.packages import rewritten, with_parts

MEGABYTE = 1024**2
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
)  # fmt: skip
XML_BOMBS: Mapping[str, tuple[str, str]] = {
    # A document type, and what stands in the document for it.
    "billion laughs": (LAUGHS + "]>", "&m;"),
    "quadratic": (f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"ha" * 50_000}">]>', "&a;" * 50_000),
    "a file": ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
    "an address": ('<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY a "b">]>', "&a;"),
    "a parameter": (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
        "",
    ),
}


def book(path: Path) -> Path:
    """A small workbook."""
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet("Data").write("A1", "first")
    return path


def letter(path: Path) -> Path:
    """A small Word document."""
    document = Document()
    document.add_paragraph("first")
    document.save(str(path))
    return path


def deck(path: Path) -> Path:
    """A small presentation."""
    made = Presentation()
    made.slides.add_slide(made.slide_layouts[6]).shapes.add_textbox(
        Emu(1), Emu(1), Emu(9), Emu(9)
    ).text_frame.text = "x"
    made.save(str(path))
    return path


PLAIN: Mapping[str, Callable[[Path], Path]] = {".xlsx": book, ".docx": letter, ".pptx": deck}
MAIN = {".xlsx": SHEET, ".docx": "word/document.xml", ".pptx": "ppt/slides/slide1.xml"}


def with_part(path: Path, name: str, pieces: Iterator[bytes]) -> Path:
    """The plain document of that kind whose part `name` has these pieces; it is never whole in memory."""
    plain = PLAIN[path.suffix](path.with_name(f"plain{path.suffix}"))
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        with new.open(name, "w", force_zip64=True) as part:
            for piece in pieces:
                part.write(piece)
    return path


def _repeated(start: str, piece: str, times: int, end: str) -> Iterator[bytes]:
    yield start.encode()
    block = piece.encode() * 1_000
    for _ in range(times // 1_000):
        yield block
    yield end.encode()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def many_cells(path: Path, count: int = 20_000_000) -> None:
    """Twenty million cells in one row."""
    with_part(path, SHEET, _repeated(f"<worksheet {S}><sheetData><row>", "<c><v>1</v></c>", count, "</row></sheetData></worksheet>"))  # fmt: skip # noqa: E501


def varied_cells(path: Path, count: int = 6_000_000) -> None:
    """Cells that differ, so that no ratio gives them away: rows of noise."""

    def pieces() -> Iterator[bytes]:
        yield f"<worksheet {S}><sheetData>".encode()
        state = 12345
        for _ in range(count // 10):
            row = []
            for _ in range(10):
                state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                row.append(f"<c><v>{state}</v></c>")
            yield f"<row>{''.join(row)}</row>".encode()
        yield b"</sheetData></worksheet>"

    with_part(path, SHEET, pieces())


def blanks(path: Path, size: int = 1_500 * MEGABYTE) -> None:
    """Blanks between two cells."""
    with_part(path, SHEET, _repeated(f"<worksheet {S}><sheetData>", " " * 1_000, size // 1_000, "</sheetData></worksheet>"))  # fmt: skip # noqa: E501


def far_cells(path: Path, sheets: int = 60) -> None:
    """One cell at the far end of many sheets."""
    with xlsxwriter.Workbook(str(path)) as made:
        for number in range(sheets):
            made.add_worksheet(f"S{number}").write(1_048_575, 16_383, 1)
            made.worksheets()[-1].write(0, 0, 1)


def empty_paragraphs(path: Path, count: int = 131_000_000) -> None:
    """Empty paragraphs."""
    with_part(path, MAIN[".docx"], _repeated(f"<w:document {W}><w:body>", "<w:p/>", count, "</w:body></w:document>"))


def noisy_paragraphs(path: Path, count: int = 20_000_000) -> None:
    """Paragraphs with attributes that differ, so that no ratio gives them away."""

    def pieces() -> Iterator[bytes]:
        yield f"<w:document {W}><w:body>".encode()
        state = 12345
        for _ in range(count // 1_000):
            block = []
            for _ in range(1_000):
                state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                block.append(f'<w:p a="{state}"/>')
            yield "".join(block).encode()
        yield b"</w:body></w:document>"

    with_part(path, MAIN[".docx"], pieces())


def deep(path: Path, depth: int = 1_500) -> None:
    """Things inside of each other, as deep as the parser lets them be."""
    opened, closed, main = {
        ".docx": ("<w:smartTag>", "</w:smartTag>", f"<w:document {W}><w:body><w:p>|</w:p></w:body></w:document>"),
        ".pptx": ("<p:grpSp>", "</p:grpSp>", f"<p:sld {P}><p:cSld><p:spTree>|</p:spTree></p:cSld></p:sld>"),
        ".xlsx": ("<x>", "</x>", f"<worksheet {S}>|<sheetData/></worksheet>"),
    }[path.suffix]
    start, _, end = main.partition("|")
    with_part(path, MAIN[path.suffix], iter([(start + opened * depth + closed * depth + end).encode()]))


def xml_bomb(kind: str, path: Path) -> None:
    """A document type in the main part of a document."""
    declared, used = XML_BOMBS[kind]

    def change(part: bytes) -> bytes:
        text = part.decode()
        text = text[text.index("?>") + 2 :]
        end = text.rindex("</")
        return (declared + text[:end] + used + text[end:]).encode()

    plain = PLAIN[path.suffix](path.with_name(f"plain{path.suffix}"))
    rewritten(plain, path, MAIN[path.suffix], change)


def large_part(path: Path, size: int = 600 * MEGABYTE) -> None:
    """A part of zeros that nobody needs."""
    with_part(path, "extra/part.bin", iter([bytes(MEGABYTE)] * (size // MEGABYTE)))


def many_parts(path: Path, count: int = 100_000) -> None:
    """A hundred thousand empty parts."""
    plain = PLAIN[path.suffix](path.with_name(f"plain{path.suffix}"))
    with_parts(plain, path, {f"extra/{number}": b"" for number in range(count)})


def nested(path: Path, levels: int = 5) -> None:
    """A zip in a zip in a zip: 10 MB of zeros at the bottom, a hundred times at each level."""
    inner = bytes(10 * MEGABYTE)
    for _ in range(levels):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(10):
                archive.writestr(f"{number}.zip", inner)
        inner = out.getvalue()
    plain = PLAIN[path.suffix](path.with_name(f"plain{path.suffix}"))
    with_parts(plain, path, {"extra/inner.zip": inner})


def overlapping(path: Path) -> None:
    """All entries share the bytes of one (Fifield, 2019)."""
    plain = PLAIN[path.suffix](path.with_name(f"plain{path.suffix}"))
    data = bytearray(plain.read_bytes())
    # The second entry of the directory gets the place of the first one.
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    path.write_bytes(data)


def lying(path: Path) -> None:
    """The directory of the zip says another name than the place where the bytes are."""
    plain = PLAIN[path.suffix](path.with_name(f"plain{path.suffix}"))
    name = MAIN[path.suffix].encode()
    data = plain.read_bytes()
    at = data.index(name)
    path.write_bytes(data[:at] + name[:-3] + b"lmx" + data[at + len(name) :])


def repeated_cells(path: Path) -> None:
    """An OpenDocument sheet in which one cell says that it is there a thousand million times."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            '<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576">'
            '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
            "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
        )


def packed_ods(path: Path, megabytes: int = 600) -> None:
    """An OpenDocument file whose contents unpack to so many megabytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        with made.open("content.xml", "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(b" " * MEGABYTE)


def png(path: Path, side: int = 60_000) -> None:
    """A picture of 3,600 million pixels in 74 bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    end = chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + end)


def tiff(path: Path, side: int = 100_000, *, ring: bool = False) -> None:
    """A picture of 10,000 million pixels, or one whose last page is followed by its first."""
    size = 16 if ring else side
    tags = [(256, 4, 1, size), (257, 4, 1, size), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8),
            (277, 3, 1, 1), (278, 4, 1, size), (279, 4, 1, 256)]  # fmt: skip
    page = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags)
    at = 8 + 256
    path.write_bytes(struct.pack("<2sHI", b"II", 42, at) + bytes(256) + page + struct.pack("<I", at if ring else 0))


def webp(path: Path) -> None:
    """A picture of 16,383 by 16,383 pixels in 30 bytes."""
    body = b"\x2f" + struct.pack("<I", 16_382 | 16_382 << 14) + bytes(5)
    chunk = b"VP8L" + struct.pack("<I", len(body)) + body
    path.write_bytes(b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk)


def gif(path: Path, frames: int = 100_000) -> None:
    """A picture with a hundred thousand frames of a great screen."""
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    path.write_bytes(b"GIF89a" + struct.pack("<HHBBB", 9_000, 9_000, 0x80, 0, 0) + bytes(6) + frame * frames + b";")
