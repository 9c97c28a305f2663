"""Deskhand's own documents, for code: read, compare, edit and create files without losing what is in them.

Paths are relative to the working directory. Formats: xlsx, xlsm, xls, xlsb, ods, csv, tsv, docx, pptx, pdf, eml, msg,
md, html, txt, zip and pictures. `edit` changes only what its ops name: charts, comments, macros and styles of a file
stay as they are, which openpyxl and python-docx do not promise.

    deskhand.text("offer.docx")                       all its words, as one text
    deskhand.tables("sales.xlsx")[0]["rows"]          rows of values of the first sheet
    deskhand.operations("sales.xlsx")                 the ops that `edit` takes for such a file
    deskhand.edit("sales.xlsx", [{"op": "set_cells", "sheet": "Sheet1", "cells": {"B2": 5}}])
    deskhand.check("sales.xlsx")                      what is wrong with it, [] when nothing is
    deskhand.fetch("https://example.com/rates.csv")   the bytes at a web address; the person is asked
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from agent.core.words import Words
from agent.documents import requests
from agent.sandbox.inside.channel import FetchError

__all__ = [
    "FetchError",
    "check",
    "convert",
    "create",
    "diff",
    "edit",
    "extract",
    "fetch",
    "operations",
    "problems",
    "read",
    "render",
    "tables",
    "text",
]

_LONGEST = 2_000
_ask: Callable[[str], bytes] | None = None  # what loads this module puts it there


def read(path: str | Path, part: str = "", start: int = 0, count: int = 100_000) -> list[dict[str, Any]]:
    """The passages of a document: {"anchor", "text", "kind", "level", "hidden"}.

    `part` narrows to a sheet, a range ("Sheet1!A1:C9") or pages ("2-5"). `anchor` says where it stands ("Sheet1!A3:F3",
    "P14", "p2"), `kind` is text, heading, row, cell, note, comment, hidden or header.
    """
    return [asdict(one) for one in requests.read(Path(path), start, count, part).passages]


def text(path: str | Path, part: str = "") -> str:
    """All words of a document, a passage a line."""
    return "\n".join(one["text"] for one in read(path, part))


def tables(path: str | Path, part: str = "") -> list[dict[str, Any]]:
    """Tables of a document: {"name", "anchor", "first", "column", "rows"}; rows are lists of values.

    All sheets of a workbook, the one table of a CSV, or the tables in a PDF, .docx or .pptx. `first` is the number of
    the first row, `column` of the first column in its sheet. `unsolved` lists formulas whose results no program has
    computed: their cells are None. `out_of_date`: results of formulas may be wrong until one does. For pandas:
    `rows = deskhand.tables("a.pdf")[0]["rows"]; pandas.DataFrame(rows[1:], columns=rows[0])`.
    """
    return [
        {
            "name": one.name,
            "anchor": one.anchor,
            "first": one.first,
            "unsolved": list(one.unsolved),
            "out_of_date": one.out_of_date,
            "column": one.column,
            "rows": [list(row) for row in one.rows],
        }
        for one in requests.tables(Path(path), part)
    ]


def edit(path: str | Path, ops: Sequence[Mapping[str, object]], to: str | Path | None = None) -> list[str]:
    """Change a document in place, or write the changed one to `to`. Returns a sentence for each op.

    `operations(path)` tells the ops of its format. All of them are carried out, or none.
    """
    source, target = Path(path), Path(to or path)
    return _placed(target, lambda fresh: requests.edit(source, ops, fresh))


def create(path: str | Path, content: Mapping[str, object]) -> list[str]:
    """Write a new document; its extension says the format. Returns sentences of what was made.

    `content` for .docx, .pdf: {"markdown": "# Title\\n..."}; for .xlsx: {"sheets": [{"name", "rows": [[...]]}]};
    for .csv: {"rows": [[...]]}; for .md, .txt: {"text": "..."}. What else there is, a wrong key tells.
    """
    return _placed(Path(path), lambda fresh: requests.create(content, fresh))


def convert(path: str | Path, to: str | Path) -> list[str]:
    """Write a document as another format: that of the extension of `to`. Returns sentences of what was left out."""
    return _placed(Path(to), lambda fresh: requests.convert(Path(path), fresh))


def extract(path: str | Path, part: str, to: str | Path) -> list[str]:
    """Write what lies at `part` of a document ("attachment 2", "picture 1", an entry of an archive) to `to`."""
    return _placed(Path(to), lambda fresh: requests.extract(Path(path), part, fresh))


def render(path: str | Path, page: int = 1, to: str | Path | None = None, width: int = 1200) -> str:
    """Draw a page as PNG, `width` pixels wide; returns the path of the picture. To show it, make it the last value:
    `PIL.Image.open(deskhand.render("a.pdf", 2))`.
    """
    where = Path(to) if to else Path(tempfile.mkdtemp(), f"page {page}.png")
    requests.render(Path(path), page, where, width)
    return str(where)


def diff(before: str | Path, after: str | Path) -> list[dict[str, str]]:
    """What changed between two documents of one format: {"anchor", "before", "after", "kind"}, at most 500."""
    return [asdict(one) for one in requests.diff(Path(before), Path(after))]


def problems(path: str | Path) -> list[dict[str, Any]]:
    """What is wrong with a document that opens: {"anchor", "code", "text", "grave"}: formula errors, stale values,
    broken references, leftovers. [] when nothing is.
    """
    return [
        {"anchor": one.anchor, "code": one.code, "text": one.words.en, "grave": one.grave}
        for one in requests.problems(Path(path))
    ]


def check(path: str | Path) -> list[dict[str, Any]]:
    """Prove that a document opens as what its extension says (else it raises); returns its `problems`."""
    requests.check(Path(path))
    return problems(path)


def fetch(address: str, to: str | Path | None = None) -> bytes:
    """The bytes at an http(s) address of the web (GET, at most 32 MB); with `to` they are written there too.

    The person is asked each time, unless they allowed the host for the task, so ask for few addresses. Raises
    FetchError (an OSError) with `code`: "denied", "nobody" (there is nobody to ask), "bad_address", "http_404" ...
    For pandas: `pandas.read_csv(io.BytesIO(deskhand.fetch(address)))`.
    """
    if not isinstance(address, str):
        raise TypeError("the address must be a text")
    if len(address) > _LONGEST:
        raise FetchError("The address is too long.", "bad_address")
    if _ask is None:
        raise FetchError("Nothing can be fetched here.", "nobody")
    found = _ask(address)
    if to is not None:
        Path(to).parent.mkdir(parents=True, exist_ok=True)
        Path(to).write_bytes(found)
    return found


def operations(name: str | Path) -> dict[str, str]:
    """The ops of `edit` for a file of this name: each with its form and rules."""
    return dict(requests.operations(str(name)))


def _placed(target: Path, made: Callable[[Path], tuple[Words, ...]]) -> list[str]:
    """What `made` writes lies at `target` when it is whole, in the place of what was there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, target.name)
        said = made(fresh)
        target.write_bytes(fresh.read_bytes())
    return [one.en for one in said]
