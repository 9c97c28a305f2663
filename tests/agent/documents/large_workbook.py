"""Workbooks that are too large to be read as a whole, written quickly."""

import random
import re
import zipfile
from pathlib import Path

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = "xl/worksheets/sheet1.xml"
_NAMES = 2_000


def large_workbook(target: Path, rows: int, columns: int = 20) -> Path:
    """A workbook with one sheet, Data: numbers, dates, shared strings, amounts and small numbers in turn."""
    seed = target.with_name("seed.xlsx")
    with xlsxwriter.Workbook(seed) as book:
        sheet = book.add_worksheet("Data")
        sheet.write("A1", 1, book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write("B1", 1, book.add_format({"num_format": "#,##0.00"}))
        sheet.write_column("C1", [f"得意先 {number:05} 株式会社 & Co" for number in range(_NAMES)])
    letters = [chr(65 + number) for number in range(columns)]
    head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
    head += f'<dimension ref="A1:{letters[-1]}{rows}"/><sheetData>'
    foot = '</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
    chance = random.Random(3)
    with zipfile.ZipFile(seed) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            if name != _SHEET:
                new.writestr(name, old.read(name))
        with new.open(_SHEET, "w") as part:
            part.write(head.encode())
            for row in range(1, rows + 1):
                cells = (_cell(letter, row, number, chance) for number, letter in enumerate(letters))
                part.write(f'<row r="{row}" spans="1:{columns}">{"".join(cells)}</row>'.encode())
            part.write(f"{foot}</worksheet>".encode())
    return target


def _cell(letter: str, row: int, number: int, chance: random.Random) -> str:
    match number % 5:
        case 0:
            return f'<c r="{letter}{row}"><v>{row * 20 + number}</v></c>'
        case 1:
            return f'<c r="{letter}{row}" s="1"><v>{40_000 + chance.randrange(6_000)}</v></c>'
        case 2:
            return f'<c r="{letter}{row}" t="s"><v>{chance.randrange(_NAMES)}</v></c>'
        case 3:
            return f'<c r="{letter}{row}" s="2"><v>{chance.random() * 100_000!r}</v></c>'
        case _:
            return f'<c r="{letter}{row}"><v>{chance.randrange(100)}</v></c>'


def long_words(part: bytes) -> bytes:
    """The part of a sheet with so long words in its rows 100 to 179 that it is read as a stream."""
    chance = random.Random(1)

    def one(row: "re.Match[bytes]") -> bytes:
        words = chance.randbytes(400).hex().encode() * 140
        return row[1] + b'<c r="Z' + row[2] + b'" t="inlineStr"><is><t>' + words + b"</t></is></c></row>"

    return re.sub(rb'(<row r="(1[0-7][0-9])".*?)</row>', one, part)
