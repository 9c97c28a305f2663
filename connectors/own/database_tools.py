"""Tools over databases: over files of the folder as such, and over a server. See `connectors.own.database`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from agent.calls.params import Arguments, array
from agent.core.actions import Action, Effect, Intent
from agent.core.changes import ChangeSet, Create, Modify
from agent.core.documents import Documents
from agent.core.errors import InvalidArgumentsError
from agent.core.messages import Result
from agent.core.paths import Place, shown
from agent.core.ports import Files, ReadyCall
from agent.core.words import Words
from connectors.connector import Config
from connectors.own.calling import (
    Called,
    OwnTool,
    Stop,
    cut,
    held,
    new_file,
    outward,
    own_tool,
    reads,
    there,
    told,
    writes,
)
from connectors.own.sql_files import SQLITE, engine_of, laid_out
from connectors.own.sql_local import Asked, LocalDatabase, Rows
from connectors.own.sql_rules import must_be_one, must_read, strange_functions
from connectors.own.sql_servers import MYSQL, POSTGRESQL, Database

_LONG_NUMBER = 10**15
_SHOWN, _SHOWN_SIZE, _SAVED, SAVED_SIZE = 200, 18_000, 100_000, 20_000_000
_ASK = Words("Ask the database {title}", "データベース「{title}」に問い合わせ")
_CHANGE = Words("Change the database {title}", "データベース「{title}」を変更")
_SAVE = Words("Save {name}", "「{name}」を保存")
_EDIT = Words("Change {name}", "「{name}」を変更")
_ROWS = Words("{count} {count:row|rows}", "{count} 行")
_CHANGED = Words("{count} {count:row|rows} changed", "{count} 行を変更")
_TEXT = {"type": "string"}
Asking = Callable[[str, Stop, int, int], Rows]


@dataclass(frozen=True, slots=True)
class Saving:
    """Rows as words for the model, or as a new table in the folder."""

    files: Files
    documents: Documents
    language: str

    def place(self, given: Arguments) -> Place | None:
        """Where the answer is to be saved, if anywhere. Raises InvalidArgumentsError."""
        place = new_file(self.files, given.text("save")) if given.text("save") else None
        if place and place.suffix not in {".csv", ".xlsx"}:
            raise InvalidArgumentsError("`save` ends in .csv or .xlsx.")
        return place

    def bounds(self, place: Place | None) -> tuple[int, int]:
        """How many rows, and how many characters of them."""
        return (_SAVED, SAVED_SIZE) if place else (_SHOWN, _SHOWN_SIZE)

    def result(self, account: str, found: Rows, place: Place | None) -> Result:
        """The answer; texts are saved as texts, so that no cell becomes a formula."""
        said = _ROWS.of(count=len(found.rows)).text(self.language)
        head = f"{len(found.rows)} rows{', and there are more' if found.more else ''}"
        lines = ["\t".join(map(str, found.columns)), *("\t".join(map(_cell, row)) for row in found.rows[:_SHOWN])]
        changes = self._saved(found, place) if place else None
        where = f"; to be saved as {place}, here are the first" if place else ""
        return told(account, head + where, cut(lines, 2_000 if place else _SHOWN_SIZE), said, changes)

    def _saved(self, found: Rows, place: Place) -> ChangeSet:
        draft = self.files.stage(place.suffix)
        table = {"columns": list(found.columns), "rows": [list(map(_exact, row)) for row in found.rows]}
        self.documents.create(table if place.suffix == ".csv" else {"sheets": [{"name": "Data", **table}]}, draft)
        title = _SAVE.of(name=shown(str(place))).text(self.language)
        return ChangeSet(title, (Create(place, self.files.staged(draft)),))


@dataclass(frozen=True, slots=True)
class FileTools:
    """Files of the folder as databases: nothing leaves, so nothing is asked."""

    config: Config
    local: LocalDatabase
    saving: Saving

    def all(self) -> tuple[OwnTool, ...]:
        """All that there are."""
        paths = {"files": array(_TEXT)}
        return (
            own_tool(self.config, "tables", "Tables and columns of SQLite, CSV, Parquet, JSON and Excel files.",
                     self._tables, ("files",), paths),
            own_tool(self.config, "query", "One SELECT over `files`: one SQLite file, or CSV, Parquet, JSON and Excel "
                     "files (DuckDB's SQL; a table is called as its file without the extension, see tables). `save`: a "
                     "new .csv or .xlsx with all rows.",
                     self._query, ("sql", "files"), {"sql": _TEXT, **paths, "save": _TEXT}),
            own_tool(self.config, "change", "One INSERT, UPDATE, DELETE, CREATE, ALTER or DROP in a SQLite file.",
                     self._change, ("sql", "file"), {"sql": _TEXT, "file": _TEXT}),
        )  # fmt: skip

    def _places(self, given: Arguments) -> tuple[Place, ...]:
        return tuple(there(self.saving.files, name) for name in given.texts("files"))

    def _tables(self, given: Arguments) -> ReadyCall:
        sqlite = engine_of(self._places(given)) == SQLITE
        listing = (
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
            if sqlite
            else "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
        )
        return self._asking(given, listing, None)

    def _query(self, given: Arguments) -> ReadyCall:
        must_read(given.text("sql"), engine_of(self._places(given)))
        return self._asking(given, given.text("sql"), self.saving.place(given))

    def _asking(self, given: Arguments, sql: str, save: Place | None) -> ReadyCall:
        places = self._places(given)
        intent = self._intent(_ASK, *map(reads, places), *((writes(save),) if save else ()))
        rows, size = self.saving.bounds(save)

        def work(stop: Stop) -> Result:
            with laid_out(self.saving.files, self.saving.documents, places) as laid:
                found = self.local.ask(Asked(laid.engine, laid.tables, sql, rows, size), laid.folder, stop)
            # The words are those of the files that the Intent reads, and of nobody outside.
            return replace(self.saving.result("", found, save), sources=())

        return Called(intent, self.config.title, work)

    def _change(self, given: Arguments) -> ReadyCall:
        place, sql = there(self.saving.files, given.text("file")), given.text("sql")
        if engine_of((place,)) != SQLITE:
            raise InvalidArgumentsError("Only SQLite files are changed here; for tables use `edit`.")
        must_be_one(sql, SQLITE)

        def work(stop: Stop) -> Result:
            with laid_out(self.saving.files, self.saving.documents, (place,)) as laid:
                asked = Asked(laid.engine, laid.tables, sql, _SHOWN, _SHOWN_SIZE, change=True)
                found = self.local.ask(asked, laid.folder, stop)
                data = next(laid.folder.glob(f"0{place.suffix}")).read_bytes()
                draft = held(self.saving.files, data, place.suffix)
            title = _EDIT.of(name=shown(str(place))).text(self.saving.language)
            change = Modify(place, laid.snapshots[0].sha256, self.saving.files.staged(draft))
            said = _CHANGED.of(count=found.changed)
            result = told("", said.en, (), said.text(self.saving.language), ChangeSet(title, (change,)))
            return replace(result, sources=())

        return Called(self._intent(_CHANGE, reads(place), writes(place)), self.config.title, work)

    def _intent(self, title: Words, *actions: Action) -> Intent:
        return Intent(title.of(title=self.config.title).text(self.saving.language), actions)


@dataclass(frozen=True, slots=True)
class ServerTools:
    """A database of a server."""

    config: Config
    account: str
    database: Database
    saving: Saving

    def all(self) -> tuple[OwnTool, ...]:
        """All that there are."""
        what = f"the {self.database.dialect} database {self.config.title!r}"
        return (
            own_tool(self.config, "tables", f"Tables and columns of {what}.", self._tables),
            own_tool(self.config, "query", f"One SELECT in {what}. `save`: a new .csv or .xlsx with all rows.",
                     self._query, ("sql",), {"sql": _TEXT, "save": _TEXT}),
            own_tool(self.config, "change", f"One statement that changes {what}. It cannot be undone.",
                     self._change, ("sql",), {"sql": _TEXT}),
        )  # fmt: skip

    def _tables(self, _: Arguments) -> ReadyCall:
        def asked(_sql: str, stop: Stop, _rows: int, _size: int) -> Rows:
            return self.database.tables(stop, 2_000, _SHOWN_SIZE)

        return self._asking("", (), None, asked)

    def _query(self, given: Arguments) -> ReadyCall:
        sql, dialect = given.text("sql"), _dialect(self.database)
        carried = [("query", " ".join(must_read(sql, dialect)))]
        # What such a function does is for the person to say: its role is none that the policy knows, so it is a sink.
        carried += [("function", one) for one in strange_functions(sql, dialect)]
        return self._asking(sql, carried, self.saving.place(given), self.database.read)

    def _asking(self, sql: str, carried: Sequence[tuple[str, str]], save: Place | None, asking: Asking) -> ReadyCall:
        """The texts in a statement are what could carry words to the server; names and numbers in it are its form."""
        also = (writes(save),) if save else ()
        title = _ASK.of(title=self.config.title).text(self.saving.language)
        intent = outward(title, Effect.CONNECT, self.account, *carried, also=also)
        rows, size = self.saving.bounds(save)

        def work(stop: Stop) -> Result:
            return self.saving.result(self.account, asking(sql, stop, rows, size), save)

        return Called(intent, self.config.title, work)

    def _change(self, given: Arguments) -> ReadyCall:
        sql = given.text("sql")
        must_be_one(sql, _dialect(self.database))
        title = _CHANGE.of(title=self.config.title).text(self.saving.language)
        # A role that the policy does not know is a sink: the statement is asked about, whoever's words it is made of.
        intent = outward(title, Effect.SEND, self.account, ("statement", sql))

        def work(stop: Stop) -> Result:
            said = _CHANGED.of(count=self.database.write(sql, stop))
            return told(self.account, said.en, for_user=said.text(self.saving.language))

        return Called(intent, self.config.title, work)


def _dialect(database: Database) -> str:
    return "postgres" if database.dialect == POSTGRESQL else MYSQL


def _exact(value: object) -> object:
    """A number of more than 15 digits as a text: spreadsheet programs would round it, and it is somebody's id."""
    return str(value) if isinstance(value, int) and abs(value) >= _LONG_NUMBER else value


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())[:2_000]
