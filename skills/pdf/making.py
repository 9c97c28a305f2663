"""The making of PDFs out of pages of others: sources that open, and new files under free names."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.changes import Create
from agent.core.documents import Op
from agent.core.errors import UnreadableError
from agent.core.paths import Place
from agent.core.ports import Entry, Snapshot
from skills.form import Form
from skills.kit.names import FreeNames
from skills.kit.reading import copied
from skills.kit.report import Report, skipped
from skills.recipe import Desk


@dataclass(frozen=True, slots=True)
class Source:
    """A readable PDF: its copy and its number of pages."""

    entry: Entry
    copy: Snapshot
    pages: int


@dataclass(frozen=True, slots=True)
class Work:
    """What every action needs."""

    desk: Desk
    form: Form
    report: Report
    free: FreeNames

    def written(self, sources: Sequence[Source], ops: Sequence[Op]) -> Path:
        """A new PDF in the Staging."""
        target = self.desk.files.stage(".pdf")
        self.desk.documents.pages([source.copy.path for source in sources], ops, target)
        return target

    def created(self, folder: Place, name: str, sources: Sequence[Source], ops: Sequence[Op]) -> Create:
        """A new PDF beside the others, under a free name."""
        staged = self.desk.files.staged(self.written(sources, ops))
        return Create(self.free.claim(folder, name), staged)


def opened(work: Work, entry: Entry) -> Source | None:
    """The PDF with its number of pages, or None with the reason in the report."""
    copy = copied(work.desk, work.report, entry.place)
    if copy is None:
        return None
    try:
        pages = work.desk.documents.render(copy.path, 1, work.desk.files.stage(".png"), width=16).pages
    except UnreadableError as error:
        work.report.skips.append(skipped(entry.place, error))
        return None
    return Source(entry, copy, pages)
