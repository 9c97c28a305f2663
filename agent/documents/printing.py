"""Documents by worker processes, and by LibreOffice where a document has pages that only an Office program knows."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from agent.core.documents import Drawing
from agent.core.errors import ToolError
from agent.core.words import Words
from agent.documents.office_program import OfficeProgram
from agent.documents.pool import SECONDS, WorkerDocuments, time_for

# Formats whose every way out is known (`reaches`): nothing else is given to a program that could follow one.
PRINTED = frozenset(
    [
        ".xlsx",
        ".xlsm",
        ".xltx",
        ".xltm",
        ".docx",
        ".docm",
        ".dotx",
        ".dotm",
        ".pptx",
        ".pptm",
        ".potx",
        ".potm",
        ".ppsx",
        ".ppsm",
    ]
)
_LAID_OUT = Words("LibreOffice laid out the pages.", "ページの体裁は LibreOffice によるものです。")


class PrintingDocuments(WorkerDocuments):
    """As WorkerDocuments; with `office`, Office documents are drawn and converted to PDF as LibreOffice prints them.

    What it cannot print in time, or what would fetch something when it is opened, is drawn by Deskhand itself.
    """

    def __init__(self, office: OfficeProgram | None, *, seconds: float = SECONDS, command: Sequence[str] = ()) -> None:
        super().__init__(seconds=seconds, command=command)
        self._office = office

    def render(self, source: Path, page: int, target: Path, *, width: int = 1200) -> Drawing:
        """See Documents."""
        pdf = self._printed(source)
        if pdf is None:
            return super().render(source, page, target, width=width)
        return replace(super().render(pdf, page, target, width=width), by="libreoffice")

    def convert(self, source: Path, target: Path) -> tuple[Words, ...]:
        """See Documents."""
        pdf = self._printed(source) if target.suffix.lower() == ".pdf" else None
        if pdf is None:
            return super().convert(source, target)
        shutil.copyfile(pdf, target)
        return (_LAID_OUT,)

    def close(self) -> None:
        """See WorkerDocuments."""
        super().close()
        if self._office is not None:
            self._office.close()

    def _printed(self, source: Path) -> Path | None:
        if self._office is None or source.suffix.lower() not in PRINTED:
            return None
        try:
            self.check(source)
            if any(reach.fetches for reach in self.reaches(source)):
                return None
        except ToolError:
            return None
        return self._office.printed(source, time_for(source))
