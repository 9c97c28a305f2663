"""PostgreSQL and MySQL: a connection for each call, read-only for the server itself unless it is to write.

What is read comes through a cursor that the server keeps, so that a long answer stays there.
"""

import contextlib
import re
import socket
import ssl
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.core.errors import ToolError
from agent.core.words import Words
from agent.web.addresses import is_here
from agent.web.faults import fault_of
from connectors.own.calling import Stop
from connectors.own.sql_child import plain
from connectors.own.sql_local import Rows

POSTGRESQL, MYSQL = "postgresql", "mysql"
SECONDS = 60
_KEY = Words(
    "{host} refused the user name or the password.", "{host} がユーザー名またはパスワードを受け付けませんでした。"
)
_NONE = Words(
    "{host} has no database {name!r}: check its name.",
    "{host} にデータベース「{name}」がありません。名前を確認してください。",
)
_SAID = Words("The database answered: {said}", "データベースの応答: {said}")
_OPENLY = Words(
    "Without TLS only a database on this computer is asked, not {host}.",
    "TLS なしで接続できるのは、このパソコンのデータベースだけです（{host} には接続しません）。",
)


def _told(error: Exception, **values: object) -> Exception:
    for name, value in values.items():
        setattr(error, name, value)
    return error


_MYSQL_KEY, _MYSQL_NONE = frozenset({1044, 1045, 1698}), 1049
# A server says so in its own language; those of the countries of our people are known.
_KEY_SAID = re.compile(
    r"password authentication failed|no password supplied|パスワード認証に失敗|role \S+ does not exist"
)
_NONE_SAID = re.compile(r"database \S+ does not exist|データベース\S+は存在しません")
_OF_LIBPQ: Sequence[tuple[re.Pattern[str], Exception]] = (
    (re.compile("does not match host name"), _told(ssl.SSLCertVerificationError(), verify_code=62)),
    (re.compile("certificate"), ssl.SSLCertVerificationError()),
    (re.compile("does not support SSL|SSL is required"), _told(ssl.SSLError(), reason="WRONG_VERSION_NUMBER")),
    (re.compile("resolve host|translate host name"), socket.gaierror()),
    (re.compile("refused"), ConnectionRefusedError()),
    (re.compile("timeout|timed out|unreachable|No route"), TimeoutError()),
)
_TABLES = {
    POSTGRESQL: "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns WHERE "
    "table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2, ordinal_position",
    MYSQL: "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns WHERE "
    "table_schema = database() ORDER BY 1, 2, ordinal_position",
}


@dataclass(frozen=True, slots=True)
class Database:
    """Where it lies. `dialect` is POSTGRESQL or MYSQL; `tls` is only left out on this computer."""

    dialect: str
    host: str
    port: int
    name: str
    user: str
    password: str
    tls: bool = True
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def tables(self, stop: Stop, rows: int, size: int) -> Rows:
        """Its tables with their columns."""
        return self.read(_TABLES[self.dialect], stop, rows, size)

    def read(self, sql: str, stop: Stop, rows: int, size: int) -> Rows:
        """What a statement gives, in a transaction that may not write. Blocks. Raises ToolError."""
        with self._connected(stop, writing=False) as connection, _faults():
            cursor = _reading(connection, self.dialect)
            cursor.execute(sql)
            return taken([one[0] for one in cursor.description or ()], cursor, rows, size)

    def write(self, sql: str, stop: Stop) -> int:
        """Carry out one statement; how many rows it changed. Blocks. Raises ToolError: nothing was changed."""
        with self._connected(stop, writing=True) as connection, _faults():
            cursor = connection.cursor()
            cursor.execute(sql)
            changed = int(cursor.rowcount)
            connection.commit()
            return max(0, changed)

    @contextmanager
    def _connected(self, stop: Stop, *, writing: bool) -> Iterator[Any]:
        if not self.tls and not (self.host.startswith("/") or is_here(self.host)):
            raise ToolError(_OPENLY.of(host=self.host), "no_tls")
        opened = self._postgresql if self.dialect == POSTGRESQL else self._mysql
        try:
            connection, end = opened(writing)
        except Exception as error:  # each library has errors of its own
            raise self._refused(error) from error
        stop.leave(end)
        try:
            yield connection
        finally:
            with contextlib.suppress(Exception):
                connection.close()

    def _postgresql(self, writing: bool) -> tuple[Any, Callable[[], object]]:
        import psycopg  # noqa: PLC0415  # loaded for whoever uses it

        limits = f"-c statement_timeout={SECONDS * 1000} -c idle_in_transaction_session_timeout={SECONDS * 1000}"
        only = "" if writing else " -c default_transaction_read_only=on"
        with _authorities(self.trust if self.tls else None) as root:
            connection = psycopg.connect(
                host=self.host, port=self.port, dbname=self.name, user=self.user, password=self.password,
                connect_timeout=15, options=limits + only, application_name="deskhand", gssencmode="disable",
                sslmode="verify-full" if root else "prefer", sslrootcert=root,
            )  # fmt: skip
        connection.read_only = not writing
        return connection, connection.cancel

    def _mysql(self, writing: bool) -> tuple[Any, Callable[[], object]]:
        import pymysql  # noqa: PLC0415  # loaded for whoever uses it

        connection = pymysql.connect(
            host=self.host, port=self.port, database=self.name, user=self.user, password=self.password,
            connect_timeout=15, read_timeout=SECONDS, write_timeout=SECONDS, charset="utf8mb4", local_infile=False,
            ssl=self.trust() if self.tls else None, autocommit=False,
        )  # fmt: skip
        if not writing:
            with connection.cursor() as cursor:
                cursor.execute("SET SESSION TRANSACTION READ ONLY")
                cursor.execute("START TRANSACTION READ ONLY")
        return connection, connection.close

    def _refused(self, error: Exception) -> ToolError:
        """Why nobody could connect: errors of the network as they are, of libpq by their words, of MySQL by number."""
        number, said = error.args[0] if error.args else 0, _line(error)
        if number in _MYSQL_KEY or _KEY_SAID.search(said):
            return ToolError(_KEY.of(host=self.host), "refused_key")
        if number == _MYSQL_NONE or _NONE_SAID.search(said):
            return ToolError(_NONE.of(host=self.host, name=self.name), "not_found")
        inner = getattr(error, "original_exception", None)
        if isinstance(inner, OSError):
            return fault_of(self.host, self.port, inner)
        found = next((made for pattern, made in _OF_LIBPQ if pattern.search(said)), None)
        return ToolError(_SAID.of(said=said), "bad_answer") if found is None else fault_of(self.host, self.port, found)


@contextmanager
def _authorities(trust: Callable[[], ssl.SSLContext] | None) -> Iterator[str | None]:
    """Whose certificates are believed, as the file that libpq wants: its own "system" is a folder that nobody has."""
    if trust is None:
        yield None
        return
    believed = trust().get_ca_certs(binary_form=True)
    with tempfile.TemporaryDirectory(prefix="deskhand-") as folder:
        file = Path(folder) / "roots.pem"
        file.write_text("".join(map(ssl.DER_cert_to_PEM_cert, believed)), encoding="ascii")
        yield str(file)


def _reading(connection: Any, dialect: str) -> Any:
    if dialect == POSTGRESQL:
        return connection.cursor("deskhand")  # DECLARE CURSOR: the server takes nothing but a query there
    import pymysql.cursors  # noqa: PLC0415  # loaded for whoever uses it

    return connection.cursor(pymysql.cursors.SSCursor)


def taken(columns: Sequence[str], cursor: Any, most: int, size: int) -> Rows:
    """As many rows as may be told, as texts and numbers."""
    rows: list[tuple[object, ...]] = []
    for row in cursor:
        values = tuple(map(plain, row))
        size -= sum(len(str(value)) + 1 for value in values)
        if len(rows) >= most or size < 0:
            return Rows(tuple(columns), tuple(rows), more=True)
        rows.append(values)
    return Rows(tuple(columns), tuple(rows))


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except ToolError:
        raise
    except Exception as error:  # each library has errors of its own
        raise ToolError(_SAID.of(said=_line(error)), "bad_statement") from error


def _line(error: Exception) -> str:
    return " ".join("".join(letter for letter in str(error)[:400] if letter.isprintable() or letter == "\n").split())
