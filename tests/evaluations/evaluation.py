"""What a pack must be able to do: a Job of a person, and a way to do it wrong that its check must find."""

import atexit
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import openpyxl
from docx import Document

from agent.documents.pool import WorkerDocuments
from tests.journeys.jobs import Job


@dataclass(frozen=True)
class Evaluation:
    """`spoil` makes a wrong result of a right one: something a hasty model would do."""

    pack: str
    job: Job
    spoil: Callable[[Path], None]


def evaluation(pack: str, job: Job, spoil: Callable[[Path], None]) -> Evaluation:
    """An Evaluation whose check says of whatever a model made, or did not make, no more than that it is wrong."""

    def check(folder: Path, answer: str) -> None:
        try:
            job.check(folder, answer)
        except Exception as failure:  # a file that is missing or broken fails in as many ways as there are libraries
            raise AssertionError(f"{type(failure).__name__}: {failure}") from failure

    return Evaluation(pack, replace(job, check=check), spoil)


def words_of(path: Path) -> str:
    """All words of a .docx, tables too; tracked insertions count, tracked deletions do not."""
    paragraphs = Document(str(path)).element.body.iter("{*}p")
    return " ".join("".join(node.text or "" for node in paragraph.iter("{*}t")) for paragraph in paragraphs)


def cells_of(path: Path, *, formulas: bool = False) -> dict[str, dict[str, object]]:
    """The filled cells of a workbook: values (or formulas) by address by sheet."""
    book = openpyxl.load_workbook(path, data_only=not formulas)
    return {
        sheet.title: {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in book
    }


def values_of(path: Path) -> list[object]:
    """All values of a workbook."""
    return [value for sheet in cells_of(path).values() for value in sheet.values()]


def numbers_of(path: Path) -> list[float]:
    """All numbers of a workbook, to two places."""
    return [round(value, 2) for value in values_of(path) if isinstance(value, (int, float))]


def formulas_of(path: Path) -> list[str]:
    """All formulas of a workbook."""
    sheets = cells_of(path, formulas=True).values()
    return [value for sheet in sheets for value in sheet.values() if isinstance(value, str) and value.startswith("=")]


def changed(path: Path, op: Mapping[str, object], target: Path) -> None:
    """The document at `target` as one op makes it of that at `path`; results in a workbook follow."""
    _documents().edit(path, [dict(op)], target)


def edited(path: Path, op: Mapping[str, object]) -> None:
    """Change a document in its place by one op."""
    draft = path.with_name(f"draft{path.suffix}")
    changed(path, op, draft)
    draft.replace(path)


@cache
def _documents() -> WorkerDocuments:
    """One for the process: a worker takes longer to start than to edit."""
    documents = WorkerDocuments()
    atexit.register(documents.close)
    return documents
