"""The program that asks files as databases, in a process of its own: `python sql_child.py`, in the folder of the files.

One JSON object on stdin: "engine" (duckdb, sqlite), "tables" ({name: file}), "sql", "change", "rows", "size". One on
stdout: "columns", "rows" of texts and numbers, "more"; or "error". It never answers with more than it was told to.
"""

import contextlib
import json
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

SECONDS, MEMORY = 60, 2 * 1024**3
_READS = {
    ".csv": "read_csv({}, sample_size=-1)", ".tsv": "read_csv({}, sample_size=-1)", ".txt": "read_csv({})",
    ".parquet": "read_parquet({})", ".json": "read_json({})", ".jsonl": "read_json({})", ".ndjson": "read_json({})",
}  # fmt: skip
_PLAIN = (str, int, float, bool, type(None))


def main() -> None:
    """Answer one request."""
    _bounded()
    asked = json.load(sys.stdin)
    try:
        answer = (_in_sqlite if asked["engine"] == "sqlite" else _in_duckdb)(asked)
    except Exception as error:  # noqa: BLE001  # whatever a library raises is an answer
        answer = {"error": f"{type(error).__name__}: {str(error)[:500]}"}
    json.dump(answer, sys.stdout, default=str)


def _bounded() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  # not there on Windows

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _in_duckdb(asked: Mapping[str, Any]) -> Mapping[str, object]:
    """Files as tables. DuckDB reads these files and nothing else, loads no extension, and cannot be told otherwise."""
    import duckdb  # noqa: PLC0415  # loaded in the process that needs it

    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": "1GB", "threads": "2", "temp_directory": "", "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false", "allow_community_extensions": "false",
    }  # fmt: skip
    connection = duckdb.connect(":memory:", config=settings)
    names = ", ".join(_quoted(file) for file in asked["tables"].values())
    connection.execute(f"SET allowed_paths=[{names}]")
    connection.execute("SET enable_external_access=false")
    for name, file in asked["tables"].items():
        reading = _READS[f".{file.rpartition('.')[2].lower()}"].format(_quoted(file))
        connection.execute(f"CREATE VIEW {_named(name)} AS SELECT * FROM {reading}")  # noqa: S608  # quoted
    connection.execute("SET lock_configuration=true")
    cursor = connection.execute(asked["sql"])
    return _taken([one[0] for one in cursor.description or ()], cursor, asked)


def _in_sqlite(asked: Mapping[str, Any]) -> Mapping[str, object]:
    """A clone of one SQLite file. Read-only for SQLite itself, unless it is to be changed."""
    (file,) = asked["tables"].values()
    change = bool(asked.get("change"))
    connection = sqlite3.connect(f"file:{file}?mode={'rw' if change else 'ro'}", uri=True, isolation_level=None)
    connection.execute("PRAGMA trusted_schema=OFF")
    if not change:
        connection.execute("PRAGMA query_only=ON")
    connection.set_authorizer(_allowed if change else _reading)
    cursor = connection.execute(asked["sql"])
    taken = _taken([one[0] for one in cursor.description or ()], cursor, asked)
    changed = connection.total_changes
    connection.close()
    return {**taken, "changed": changed}


def _reading(action: int, first: str | None, second: str | None, *_: object) -> int:
    fine = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
    function = action == sqlite3.SQLITE_FUNCTION and "load_extension" not in (first, second)
    return sqlite3.SQLITE_OK if action in fine or function else sqlite3.SQLITE_DENY


def _allowed(action: int, first: str | None, second: str | None, *_: object) -> int:
    closed = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_PRAGMA}
    return sqlite3.SQLITE_DENY if action in closed or "load_extension" in (first, second) else sqlite3.SQLITE_OK


def _taken(columns: Sequence[str], cursor: Any, asked: Mapping[str, Any]) -> Mapping[str, object]:
    """As many rows as may be told."""
    rows: list[list[object]] = []
    size = 0
    while (row := cursor.fetchone()) is not None:
        values = [plain(value) for value in row]
        size += sum(len(str(value)) + 1 for value in values)
        if len(rows) >= asked["rows"] or size > asked["size"]:
            return {"columns": columns, "rows": rows, "more": True}
        rows.append(values)
    return {"columns": columns, "rows": rows, "more": False}


def plain(value: object) -> object:
    """A value as JSON has it. An exact number (money is one) stays a number, unless digits would be lost."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Decimal) and value.is_finite():
        number = int(value) if value == value.to_integral_value() else float(value)
        return number if Decimal(repr(number)) == value else str(value)
    return f"({len(value)} bytes)" if isinstance(value, bytes | bytearray | memoryview) else str(value)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _named(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


if __name__ == "__main__":
    main()
