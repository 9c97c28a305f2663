"""Databases: files of the folder (SQLite; tables by DuckDB), PostgreSQL, MySQL.

Reading is guarded twice: the database is told that nothing may be written, and the statement is parsed. Writing to a
server is off unless the person switched it on, and each statement is asked about in full. A SQLite file is changed as
every file is: a clone, then a ChangeSet.
"""

import ssl
from collections.abc import Callable

from agent.core.documents import Documents
from agent.core.ports import Files
from agent.core.running import Confinement
from agent.core.words import Words
from agent.packages.package import Need
from connectors.connector import Config, Means
from connectors.own.calling import (
    OwnTool,
    Stop,
)
from connectors.own.database_tools import SAVED_SIZE, FileTools, Saving, ServerTools
from connectors.own.sql_local import LocalDatabase
from connectors.own.sql_servers import MYSQL, POSTGRESQL, Database
from connectors.own.standing import Field, OwnConnector

FILES = "files"
_PORTS = {POSTGRESQL: 5432, MYSQL: 3306}
_LOCAL = Words(
    "Tables and SQLite files of the folder can be asked.", "フォルダー内の表や SQLite ファイルに問い合わせできます。"
)
_THERE = Words(
    "The database answers: {count} {count:column|columns}.", "データベースに接続できました（列 {count} 個）。"
)
_KINDS = (
    (FILES, Words("Files of the folder (SQLite, CSV, Excel...)", "フォルダー内のファイル（SQLite、CSV、Excel など）")),
    (POSTGRESQL, Words("PostgreSQL", "PostgreSQL")),
    (MYSQL, Words("MySQL", "MySQL")),
)


class DatabaseConnector(OwnConnector):
    """One database, or the files of the folder as such."""

    form = (
        Field("engine", Need.TEXT, Words("Kind", "種類"), default=FILES, choices=_KINDS),
        Field("host", Need.TEXT, Words("Server", "サーバー")),
        Field("port", Need.NUMBER, Words("Port", "ポート")),
        Field("name", Need.TEXT, Words("Name of the database", "データベース名")),
        Field("user", Need.TEXT, Words("User name", "ユーザー名")),
        Field("password", Need.HIDDEN, Words("Password", "パスワード")),
        Field("tls", Need.FLAG, Words("Encrypted (TLS)", "暗号化（TLS）"), default="true"),
        Field(
            "writes", Need.FLAG, Words("Changes allowed", "変更を許可"),
            Words("Each statement is asked about.", "変更のたびに確認します。"), default="false",
        ),
    )  # fmt: skip

    def __init__(
        self, config: Config, means: Means, confinement: Confinement | None = None,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:  # fmt: skip
        super().__init__(config, means)
        self._local, self._trust = LocalDatabase(confinement), trust

    def offered(self) -> tuple[str, ...]:
        """See OwnConnector."""
        changes = self.setting("engine") == FILES or self.flag("writes")
        return ("tables", "query", *(("change",) if changes else ()))

    def reaches(self) -> tuple[str, ...]:
        """The server; nothing for files."""
        return (self.setting("host"),) if self.setting("engine") != FILES else ()

    def attempt(self, stop: Stop) -> Words:
        """Look at the tables."""
        if self.setting("engine") == FILES:
            return _LOCAL
        return _THERE.of(count=len(self._server().tables(stop, 10_000, SAVED_SIZE).rows))

    def made(self, files: Files, documents: Documents, language: str) -> tuple[OwnTool, ...]:
        """See OwnConnector."""
        saving = Saving(files, documents, language)
        if self.setting("engine") == FILES:
            return FileTools(self.config, self._local, saving).all()
        found = ServerTools(self.config, self.account, self._server(), saving).all()
        return tuple(one for one in found if one.spec.name in self.names())

    def _server(self) -> Database:
        dialect = self.setting("engine")
        return Database(
            dialect, self.setting("host"), self.number("port") or _PORTS[dialect], self.setting("name"),
            self.setting("user"), self.secret("password"), self.flag("tls"), self._trust,
        )  # fmt: skip
