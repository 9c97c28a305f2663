"""Documents by worker processes, and what the person has: LibreOffice for pages, RapidOCR and Tesseract for scans."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.documents import Content, Drawing, Passage
from agent.core.errors import ToolError, UnreadableError
from agent.core.running import Confinement
from agent.core.words import Words
from agent.documents.pdf.page_ranges import page_numbers
from agent.documents.pool import SECONDS, WorkerDocuments, time_for
from agent.documents.programs.models import ModelOcr, has_models
from agent.documents.programs.ocr import OcrProgram, found_ocr
from agent.documents.programs.office import OfficeProgram, found_program
from agent.documents.recognised import Recognised
from agent.documents.requests import BOOKS, LARGE
from agent.documents.temporary import OwnFolder

# Formats whose every way out is known (`reaches`): nothing else is given to a program that could follow one.
PRINTED = frozenset(f".{name}" for name in ("xlsx", "xlsm", "xltx", "xltm", "docx", "docm", "dotx", "dotm", "pptx",
                    "pptm", "potx", "potm", "ppsx", "ppsm"))  # fmt: skip
OCR = "ocr"
# A4 at 300 dots an inch, at which Tesseract is made to read.
_SCAN_WIDTH = 2480
_MOST_PAGES = 20
_SECONDS_A_PAGE = 60.0
_LAID_OUT = Words("LibreOffice laid out the pages.", "ページの体裁は LibreOffice によるものです。")
_NO_OCR = Words(
    "No program that reads scans (Tesseract or RapidOCR) is installed. A model that takes images can look at the "
    "pages.",
    "スキャン画像の文字を読み取るソフト(Tesseract または RapidOCR)がインストールされていません。",
)
_READ_BY = Words(
    "read from the picture by {by}, {confidence} of 100 sure: words and numbers may be wrong",
    "{by}による画像からの読み取り。確信度 {confidence}/100。文字や数字に誤りがあることがあります",
)
_NOT_READ = Words("Page {page} could not be read in time.", "{page} ページ目を時間内に読み取れませんでした。")
_FIRST_PAGES = Words(
    "only {most} pages are read at once: ask for others like 'ocr 21-40'",
    "一度に読み取るのは {most} ページまでです。続きは「ocr 21-40」のように指定してください",
)


@dataclass(frozen=True, slots=True)
class Programs:
    """What the person has installed; None where it is not."""

    office: OfficeProgram | None = None
    ocr: OcrProgram | None = None
    models: ModelOcr | None = None

    @property
    def readers(self) -> tuple[ModelOcr | OcrProgram, ...]:
        """Those that read scans, the better one first: the models have a tenth of the wrong letters in Japanese."""
        return tuple(one for one in (self.models, self.ocr) if one is not None)


def found_programs(confinement: Confinement | None = None) -> Programs:
    """The programs that are installed here, confined where that works."""
    office, ocr = found_program(), found_ocr()
    return Programs(
        OfficeProgram(office, confinement) if office else None,
        OcrProgram(ocr, confinement) if ocr else None,
        ModelOcr(confinement) if has_models() else None,
    )


class PrintingDocuments(WorkerDocuments):
    """As WorkerDocuments; Office documents are drawn and converted to PDF as LibreOffice prints them, scans are read.

    What LibreOffice cannot print in time, or what would fetch something when it is opened, is drawn by Deskhand itself.
    `read` of a picture or PDF with the part "ocr" or "ocr 2-5" gives what a program of OCR reads on these pages.
    """

    def __init__(
        self,
        programs: Programs,
        *,
        seconds: float = SECONDS,
        command: Sequence[str] = (),
        confinement: Confinement | None = None,
    ) -> None:
        super().__init__(seconds=seconds, command=command, confinement=confinement)
        self._programs = programs

    def read(self, source: Path, *, start: int = 0, count: int = 400, part: str = "") -> Content:
        """See Documents."""
        name, _, pages = part.strip().partition(" ")
        if name.lower() != OCR:
            return super().read(source, start=start, count=count, part=part)
        return self._recognised(source, pages, start, count)

    def render(self, source: Path, page: int, target: Path, *, width: int = 1200) -> Drawing:
        """See Documents."""
        large = source.suffix.lower() in BOOKS and source.is_file() and source.stat().st_size > LARGE
        pdf = None if large else self._printed(source)
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
        for program in (self._programs.office, *self._programs.readers):
            if program is not None:
                program.close()

    def _printed(self, source: Path) -> Path | None:
        office = self._programs.office
        if office is None or source.suffix.lower() not in PRINTED:
            return None
        try:
            self.check(source)
            if any(reach.fetches for reach in self.reaches(source)):
                return None
        except ToolError:
            return None
        return office.printed(source, time_for(source))

    def _recognised(self, source: Path, pages: str, start: int, count: int) -> Content:
        if not self._programs.readers:
            raise UnreadableError(_NO_OCR, "no_ocr")
        passages: list[Passage] = []
        sure: dict[str, list[int]] = {}
        with OwnFolder("ocr") as folder:
            picture = folder / "page.png"
            total = super().render(source, 1, picture, width=_SCAN_WIDTH).pages
            wanted = page_numbers(pages, total) if pages else list(range(1, total + 1))
            for number in wanted[:_MOST_PAGES]:
                super().render(source, number, picture, width=_SCAN_WIDTH)
                by, found = self._words_of(picture, number)
                sure.setdefault(by, []).append(found.confidence)
                passages += [Passage(f"p{number}", text, "ocr") for text in found.paragraphs]
        facts = [_READ_BY.of(by=by, confidence=round(sum(some) / len(some))) for by, some in sure.items()]
        facts += [_FIRST_PAGES.of(most=_MOST_PAGES)] if len(wanted) > _MOST_PAGES else []
        return Content("pdf", tuple(passages[start : start + count]), len(passages), tuple(facts))

    def _words_of(self, picture: Path, number: int) -> tuple[str, Recognised]:
        """Who read a page, and what it read: the next program where one did not come to its end."""
        for reader in self._programs.readers:
            found = reader.read(picture, _SECONDS_A_PAGE)
            if found is not None:
                return reader.by, found
        raise UnreadableError(_NOT_READ.of(page=number), "unsafe")
