"""Files of the folder laid out as tables: clones in a folder of one call, by names that a statement can use."""

import csv
import io
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from agent.core.documents import Documents
from agent.core.errors import InvalidArgumentsError, ToolError
from agent.core.paths import Place, shown
from agent.core.ports import Files, Snapshot
from agent.core.words import Words

SQLITE, DUCKDB = "sqlite", "duckdb"
_DATABASES = frozenset({".db", ".sqlite", ".sqlite3"})
_TABLES = frozenset({".csv", ".tsv", ".txt", ".parquet", ".json", ".jsonl", ".ndjson"})
_BOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
_ALONE = "A SQLite file is asked in a call of its own; to join it with others, `save` its rows as a .csv first."
_WRITTEN = frozenset({".csv", ".tsv", ".txt"})
_MOST, _LARGEST, _PIECE = 20, 2 * 1024**3, 1024**2
_ENCODING = "encoding "
_OPEN = Words(
    "{name!r} is in use by another program, which has not written everything into it yet. Close it there first.",
    "「{name}」はほかのプログラムで使用中で、未保存の内容があります。先にそちらを閉じてください。",
)


@dataclass(frozen=True, slots=True)
class Laid:
    """Tables by their names, as files in `folder`. `snapshots` are the clones that they were made of."""

    engine: str
    folder: Path
    tables: Mapping[str, str]
    snapshots: tuple[Snapshot, ...]


def engine_of(places: Sequence[Place]) -> str:
    """What asks these files. Raises InvalidArgumentsError: a kind that nobody reads, or a mixture."""
    if not places or len(places) > _MOST:
        raise InvalidArgumentsError(f"Name 1 to {_MOST} files.")
    if any(place.suffix in _DATABASES for place in places):
        if len(places) > 1:
            raise InvalidArgumentsError(_ALONE)
        return SQLITE
    for place in places:
        if place.suffix not in _TABLES | _BOOKS:
            known = " ".join(sorted(_DATABASES | _TABLES | _BOOKS))
            raise InvalidArgumentsError(f"{shown(str(place))!r} is no table. There are {known}.")
    return DUCKDB


@contextmanager
def laid_out(files: Files, documents: Documents, places: Sequence[Place]) -> Iterator[Laid]:
    """The files as tables, in a folder that goes afterwards. Blocks. Raises ToolError."""
    engine = engine_of(places)
    with tempfile.TemporaryDirectory(prefix="sql-", dir=files.stage("").parent) as name:
        folder = Path(name)
        tables: dict[str, str] = {}
        snapshots = []
        for at, place in enumerate(places):
            _must_be_whole(files, place)
            clone = folder / f"{at}{place.suffix}"
            snapshots.append(files.clone(place, clone))
            if snapshots[-1].size > _LARGEST:
                raise InvalidArgumentsError(f"{shown(str(place))!r} is larger than {_LARGEST // 1024**3} GB.")
            found = _sheets(documents, place, clone) if place.suffix in _BOOKS else {_table(place): clone.name}
            if place.suffix in _WRITTEN:
                _in_utf8(documents, clone)
            tables |= {_free(name, tables): file for name, file in found.items()}
        yield Laid(engine, folder, tables, tuple(snapshots))


def _must_be_whole(files: Files, place: Place) -> None:
    """What SQLite has not yet moved into the file lies beside it. Raises ToolError (code "in_use")."""
    if place.suffix in _DATABASES:
        for beside in ("-wal", "-journal"):
            entry = files.entry(place.parent.child(f"{place.name}{beside}"))
            if entry is not None and entry.size:
                raise ToolError(_OPEN.of(name=shown(str(place))), "in_use")


def _in_utf8(documents: Documents, clone: Path) -> None:
    """Text as DuckDB reads it. The workers find out what it is written in: tables of Japanese programs are CP932."""
    if _decodes(clone, "utf-8"):
        return
    facts = (fact.en for fact in documents.read(clone, count=1).facts)
    told = next((fact.removeprefix(_ENCODING) for fact in facts if fact.startswith(_ENCODING)), "")
    name = told.removesuffix(" with BOM").replace("UTF-16-LE", "UTF-16").replace("UTF-16-BE", "UTF-16")
    if name and _decodes(clone, name):
        made = clone.with_name(f"{clone.name}.utf-8")
        with clone.open(encoding=name, newline="") as one, made.open("w", encoding="utf-8", newline="") as other:
            shutil.copyfileobj(one, other, _PIECE)
        made.replace(clone)


def _decodes(path: Path, name: str) -> bool:
    try:
        with path.open(encoding=name, newline="") as file:
            while file.read(_PIECE):
                pass
    except (UnicodeError, LookupError):
        return False
    return True


def _sheets(documents: Documents, place: Place, clone: Path) -> Mapping[str, str]:
    """The sheets of a workbook as CSV files beside it. Values only; the first row names the columns."""
    sheets = [table for table in documents.tables(clone) if table.rows]
    found = {}
    for at, sheet in enumerate(sheets):
        text = io.StringIO()
        csv.writer(text).writerows(sheet.rows)
        file = clone.with_name(f"{clone.stem}-{at}.csv")
        file.write_text(text.getvalue(), encoding="utf-8")
        found[_table(place) if len(sheets) == 1 else f"{_table(place)}_{_clean(sheet.name)}"] = file.name
    return found


def _table(place: Place) -> str:
    return _clean(place.name.rpartition(".")[0])


def _clean(name: str) -> str:
    found = re.sub(r"\W+", "_", name).strip("_") or "table"
    return f"t_{found}" if found[0].isdigit() else found


def _free(name: str, taken: Mapping[str, str]) -> str:
    count = 2
    wanted = name
    while wanted.casefold() in {one.casefold() for one in taken}:
        wanted, count = f"{name}_{count}", count + 1
    return wanted
