"""A real folder, the real Workspace over it, and the real documents in worker processes."""

import asyncio
import datetime
import hashlib
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from agent.core.changes import ChangeSet, Create, Delete, Modify, Move
from agent.core.messages import Result
from agent.core.ports import Entry
from agent.documents.pool import WorkerDocuments
from agent.workspace.findings import Inspection
from agent.workspace.ledger import FolderLedger
from agent.workspace.workspace import Workspace
from skills.library import find_recipe
from skills.recipe import Desk

pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))

TODAY = datetime.date(2026, 11, 24)


@dataclass
class Office:
    """A person's folder and the Desk that stands before it."""

    root: Path
    workspace: Workspace
    documents: WorkerDocuments
    language: str = "en"
    progress: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        told = self.progress

        def tell(text: str, done: int, total: int) -> None:
            told.append((text, done, total))

        return Desk(self.workspace, self.documents, tell, self.language, TODAY)

    def put(self, path: str, contents: str | bytes = "x", day: str = "2026-05-01") -> Path:
        """A file below the folder, last changed at noon of a day."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(contents.encode() if isinstance(contents, str) else contents)
        noon = datetime.datetime.fromisoformat(f"{day}T12:00").timestamp()
        os.utime(file, (noon, noon))
        return file

    def run(self, recipe: str, **values: str) -> Result:
        """Run a Recipe; whatever it does, the folder must be as before."""
        before = tree(self.root)
        result = find_recipe(recipe).run(self.desk, values)
        assert tree(self.root) == before
        return result

    @property
    def ledger(self) -> FolderLedger:
        state = self.root.parent
        check = self.documents.check
        return FolderLedger(self.workspace, state / "ledger.db", state / "vault", "s1", Inspection(check))

    def commit(self, result: Result) -> str:
        """Carry out what a Recipe proposed; returns the id of the Checkpoint."""
        assert result.changes is not None
        return asyncio.run(self.ledger.commit(result.changes)).id

    def entries(self) -> list[Entry]:
        return list(self.workspace.walk(self.workspace.roots()[0]))


def tree(root: Path) -> Mapping[str, str]:
    """Every path below a folder with the hash of its bytes and its modification time."""
    return {
        str(path.relative_to(root)): f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.stat().st_mtime_ns}"
        if path.is_file()
        else "folder"
        for path in sorted(root.rglob("*"))
        if ".deskhand-vault" not in path.parts
    }


def moves(result: Result) -> dict[str, str]:
    """From where to where."""
    return {c.place.path: c.to.path for c in changes(result) if isinstance(c, Move)}


def deleted(result: Result) -> list[str]:
    return [c.place.path for c in changes(result) if isinstance(c, Delete)]


def made(result: Result) -> dict[str, Path]:
    """New and changed files: their paths, and the staged contents."""
    return {c.place.path: Path(c.staged.path) for c in changes(result) if isinstance(c, (Create, Modify))}


def only_made(result: Result) -> Path:
    """The staged contents of the one new file."""
    (path,) = made(result).values()
    return path


def changes(result: Result) -> tuple:
    return result.changes.changes if isinstance(result.changes, ChangeSet) else ()


def pdf(pages: Sequence[str], *, password: str = "") -> bytes:
    """A PDF with these texts, a page each; lines are divided by newlines. Japanese is embedded as CID text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=password or None, invariant=1)
    for text in pages:
        writer = canvas.beginText(60, 780)
        writer.setFont("HeiseiKakuGo-W5", 11, 18)
        for line in text.split("\n"):
            writer.textLine(line)
        canvas.drawText(writer)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def book(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook, made by another library than the one that reads it."""
    workbook = openpyxl.Workbook()
    del workbook["Sheet"]
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def cells(path: Path) -> dict[str, list[tuple]]:
    """The values of a workbook by its sheets."""
    workbook = openpyxl.load_workbook(path)
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in workbook}
