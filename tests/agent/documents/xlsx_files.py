"""Real workbooks, each edited the same way: what may be asked of any edit."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from agent.core.documents import Documents, Op
from agent.core.errors import InvalidArgumentsError, UnreadableError

# Damaged or encrypted on purpose, or without a sheet that has cells.
KINDS = {".xlsx", ".xlsm"}


def edited_each(
    documents: Documents, files: Sequence[Path], folder: Path, ops: Sequence[Op]
) -> Iterator[tuple[Path, Path]]:
    """Each workbook that opens, and what the ops make of it, which must open too."""
    for source in files:
        if source.suffix not in KINDS:
            continue
        target = folder / f"edited{source.suffix}"
        try:
            documents.check(source)
            documents.read(source, count=1)
        except UnreadableError:
            continue
        try:
            documents.edit(source, ops, target)
        except InvalidArgumentsError as error:
            if "locked by the author" not in str(error):
                raise
            documents.edit(source, [{"op": "unprotect"}, *ops], target)
        documents.check(target)
        yield source, target
