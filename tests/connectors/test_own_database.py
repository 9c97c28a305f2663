"""Files as databases; PostgreSQL by pgserver, the real one; only the protocol of MySQL, by mysql-mimic."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import openpyxl
import pytest

from agent.core.errors import InvalidArgumentsError, ToolError
from agent.sandbox.confining import confinement_here
from connectors.connector import Kind, Standing
from connectors.own.calling import Stop
from connectors.own.database import DatabaseConnector
from connectors.own.sql_local import Asked, LocalDatabase
from connectors.own.sql_rules import must_be_one, must_read
from tests.connectors.owned import Desk, Ring, config
from tests.connectors.served import free_port, listening

CHANGING = {
    "postgres": [
        "DELETE FROM a", "SELECT 1; DROP TABLE a", "WITH x AS (DELETE FROM a RETURNING *) SELECT * FROM x",
        "SELECT * INTO b FROM a", "EXPLAIN ANALYZE DELETE FROM a", "COPY a TO PROGRAM 'x'", "SELECT pg_sleep(9)",
        "SELECT pg_read_file('/etc/passwd')", "SELECT lo_export(1, '/tmp/a')", "SELECT dblink('host=x', 'y')",
        "SELECT * FROM a FOR UPDATE", "DO $$ BEGIN END $$", "SET a = 1", "VACUUM", "CALL f()", "GRANT ALL ON a TO b",
        "SELECT nextval('s')", "SELECT set_config('a', 'b', false)",
        "SELECT query_to_xml('drop table a', true, true, '')",
        "", "LOCK TABLE a", "LISTEN a", "PREPARE p AS DELETE FROM a", "SELECT \"pg_sleep\"(1)",
        "REFRESH MATERIALIZED VIEW v",
    ],
    "mysql": [
        "SELECT 1 INTO OUTFILE '/tmp/a'", "SELECT LOAD_FILE('/etc/passwd')", "SELECT /*!50000 SLEEP(9) */",
        "SELECT SLEEP(9)",
        "SELECT BENCHMARK(9, 1)", "SELECT GET_LOCK('a', 1)", "HANDLER a OPEN", "LOAD DATA INFILE 'a' INTO TABLE b",
        "SELECT 1; DELETE FROM a", "REPLACE INTO a VALUES (1)",
    ],
    "sqlite": ["PRAGMA writable_schema=1", "SELECT load_extension('x')", "ATTACH 'x' AS y", "VACUUM INTO 'x'", "BEGIN"],
    "duckdb": ["COPY (SELECT 1) TO 'x'", "INSTALL httpfs", "LOAD httpfs", "ATTACH 'x'", "EXPORT DATABASE 'x'",
               "SET a=1",
               "SELECT query('drop table a')", "CALL f()", "PRAGMA database_list"],
}  # fmt: skip


@pytest.mark.parametrize(("dialect", "sql"), [(dialect, sql) for dialect, all_ in CHANGING.items() for sql in all_])
def test_what_does_not_only_read_is_refused(dialect, sql):
    with pytest.raises(InvalidArgumentsError):
        must_read(sql, dialect)


@pytest.mark.parametrize(
    ("dialect", "sql", "texts"),
    [
        ("postgres", "SELECT a, count(*) FROM t WHERE b = 'x y' AND c > 3 GROUP BY a", ("x y",)),
        ("postgres", "WITH x AS (SELECT 1) SELECT * FROM x UNION SELECT 2 ORDER BY 1 LIMIT 5", ()),
        ("mysql", "SHOW TABLES", ()),
        ("sqlite", "SELECT date('now'), replace(a, 'b', 'c') FROM t;", ("now", "b", "c")),
        ("duckdb", "SELECT * FROM orders JOIN prices USING (item)", ()),
    ],
)
def test_what_reads_is_allowed_and_its_texts_are_told(dialect, sql, texts):
    assert must_read(sql, dialect) == texts


def test_one_change_is_one():
    assert must_be_one("UPDATE a SET b = 1 WHERE c = 'x'", "postgres") == "UPDATE"
    for sql in (
        "SELECT 1",
        "UPDATE a SET b = 1; DROP TABLE a",
        "COPY a FROM PROGRAM 'x'",
        "UPDATE a SET b = pg_read_file('x')",
    ):
        with pytest.raises(InvalidArgumentsError):
            must_be_one(sql, "postgres")


@pytest.fixture
def desk(tmp_path, documents):
    made = Desk(
        DatabaseConnector(config(Kind.DATABASE), Ring().means()), tmp_path / "folder", tmp_path / "staging", documents
    )
    (made.root / "orders.csv").write_text("item,count\npaper,3\n鉛筆,5\n", encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (["item", "price"], ["paper", 2.5], ["鉛筆", 100]):
        book.worksheets[0].append(row)
    book.save(made.root / "prices 2026.xlsx")
    with sqlite3.connect(made.root / "shop.db") as database:
        database.execute("CREATE TABLE a (b TEXT, c INTEGER)")
        database.executemany("INSERT INTO a VALUES (?, ?)", [(f"row {at}", at) for at in range(500)])
    database.close()
    return made


def test_tables_of_the_folder_are_joined(desk):
    files = ["orders.csv", "prices 2026.xlsx"]
    assert "prices_2026\tprice" in desk.text("database_tables", files=files)
    sql = "SELECT item, count * price AS total FROM orders JOIN prices_2026 USING (item) ORDER BY item"
    result = desk.call("database_query", sql=sql, files=files)
    assert "paper\t7.5" in result.for_model[0].text
    assert "鉛筆\t500" in result.for_model[0].text
    assert result.sources == ()  # those that the Intent reads
    assert desk.verdict("database_query", "sum up", outside=True, sql=sql, files=files) == ""


def test_what_is_asked_of_files_of_the_folder_leaves_nowhere(desk):
    assert desk.leaving("database_query", sql="SELECT 1", files=[next(desk.root.glob("*.csv")).name]) == []


def test_an_answer_is_saved_as_a_table(desk, documents):
    result = desk.call("database_query", sql="SELECT '=1+1' AS f, c FROM a", files=["shop.db"], save="out/a.xlsx")
    (change,) = result.changes.changes
    rows = documents.tables(Path(change.staged.path))[0].rows
    assert rows[0] == ("f", "c")
    assert rows[1] == ("=1+1", 0)
    assert len(rows) == 501


def test_what_is_told_is_bounded(desk):
    text = desk.text("database_query", sql="SELECT * FROM a", files=["shop.db"])
    assert "200 rows, and there are more" in text
    assert len(text) < 20_000


def test_a_sqlite_file_is_changed_by_a_change_set(desk):
    before = (desk.root / "shop.db").read_bytes()
    result = desk.call("database_change", sql="DELETE FROM a WHERE c >= 10", file="shop.db")
    assert result.for_user == "490 rows changed"
    assert (desk.root / "shop.db").read_bytes() == before
    with sqlite3.connect(result.changes.changes[0].staged.path) as database:
        assert database.execute("SELECT count(*) FROM a").fetchone() == (10,)
    database.close()


def test_a_database_in_use_is_not_read_in_part(desk):
    (desk.root / "shop.db-wal").write_bytes(b"x")
    with pytest.raises(ToolError) as caught:
        desk.call("database_query", sql="SELECT 1", files=["shop.db"])
    assert caught.value.code == "in_use"


@pytest.mark.parametrize(
    ("engine", "sql"),
    [
        ("duckdb", "SELECT * FROM read_csv('/etc/passwd')"), ("duckdb", "SELECT * FROM read_text('../outside.txt')"),
        ("duckdb", "COPY (SELECT 1) TO 'new.csv'"), ("duckdb", "INSTALL httpfs"), ("duckdb", "ATTACH 'x.db'"),
        ("duckdb", "SET enable_external_access=true"), ("duckdb", "SELECT * FROM glob('/*')"),
        ("sqlite", "DELETE FROM a"), ("sqlite", "ATTACH '/tmp/x.db' AS y"), ("sqlite", "PRAGMA writable_schema=1"),
        ("sqlite", "SELECT load_extension('x')"), ("sqlite", "VACUUM INTO 'copy.db'"),
    ],
)  # fmt: skip
def test_the_database_itself_refuses_what_the_parser_let_through(tmp_path, engine, sql):
    (tmp_path / "outside.txt").write_text("secret")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "0.csv").write_text("a\n1\n")
    with sqlite3.connect(folder / "0.db") as database:
        database.execute("CREATE TABLE a (b)")
    database.close()
    file = "0.csv" if engine == "duckdb" else "0.db"
    before = sorted(path.name for path in tmp_path.rglob("*"))
    with pytest.raises(ToolError) as caught:
        LocalDatabase().ask(Asked(engine, {"a": file}, sql, 10, 1000), folder, Stop())
    assert caught.value.code == "bad_statement"
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_a_query_that_never_ends_is_stopped(desk):
    sql = "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT max(n) FROM x"

    async def stopped():
        task = asyncio.ensure_future(desk.ready("database_query", sql=sql, files=["shop.db"]).run())
        await asyncio.sleep(0.6)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(asyncio.wait_for(stopped(), 10))


@pytest.fixture
def shop(tmp_path, documents, postgres):
    set_up = config(
        Kind.DATABASE,
        engine="postgresql",
        host=postgres[1],
        name="postgres",
        user="postgres",
        tls="false",
        writes="true",
    )
    return Desk(DatabaseConnector(set_up, Ring().means()), tmp_path / "folder", tmp_path / "staging", documents)


def test_postgresql_is_read(shop):
    assert shop.connector.state.standing is Standing.READY, shop.connector.state.words
    assert "orders\ttotal\tnumeric" in shop.text("database_tables")
    assert "顧客 3\t4.5\t2026-11-01" in shop.text(
        "database_query", sql="SELECT who, total, at FROM orders WHERE id = 3"
    )
    result = shop.call("database_query", sql="SELECT * FROM orders", save="all.csv")
    assert len(Path(result.changes.changes[0].staged.path).read_text(encoding="utf-8").splitlines()) == 1001
    assert "200 rows, and there are more" in shop.text("database_query", sql="SELECT * FROM orders")


@pytest.mark.parametrize(
    "sql", ["DELETE FROM orders", "SELECT nextval('orders_id_seq')", "CREATE TABLE x (a int)",
            "COPY orders TO PROGRAM 'true'",
            "WITH x AS (DELETE FROM orders RETURNING *) SELECT * FROM x", "SELECT 1; DELETE FROM orders"],
)  # fmt: skip
def test_postgresql_itself_refuses_to_write(shop, postgres, sql):
    with pytest.raises(ToolError) as caught:
        shop.connector._server().read(sql, Stop(), 10, 1000)
    assert caught.value.code == "bad_statement"
    assert "1000" in postgres[0].psql("SELECT count(*) FROM orders")


def test_postgresql_is_written_only_when_asked(shop, postgres):
    sql = "UPDATE orders SET who = 'x' WHERE id = 1000"
    assert "You did not name" in shop.verdict("database_change", "rename the last customer", sql=sql)
    assert shop.call("database_change", sql=sql).for_user == "1 row changed"
    assert "x" in postgres[0].psql("SELECT who FROM orders WHERE id = 1000")
    with pytest.raises(ToolError):
        shop.call("database_change", sql="UPDATE orders SET nothing = 1")


def test_words_of_others_in_a_query_are_asked_about(shop):
    sql = "SELECT * FROM orders WHERE who = 'IBAN DE89370400440532013000'"
    assert "words that you did not say" in shop.verdict("database_query", "look", outside=True, sql=sql)
    assert shop.verdict("database_query", "look", outside=True, sql="SELECT sum(total) FROM orders WHERE id > 3") == ""


def test_without_the_switch_there_is_no_change(tmp_path, documents, postgres):
    set_up = config(Kind.DATABASE, engine="postgresql", host=postgres[1], name="postgres", user="postgres", tls="false")
    desk = Desk(DatabaseConnector(set_up, Ring().means()), tmp_path / "f", tmp_path / "s", documents)
    assert desk.connector.state.tools == ("database_tables", "database_query")


def test_without_tls_only_this_computer_is_asked(tmp_path, documents):
    set_up = config(Kind.DATABASE, engine="postgresql", host="db.example.com", tls="false")
    desk = Desk(DatabaseConnector(set_up, Ring().means()), tmp_path / "f", tmp_path / "s", documents)
    assert "Without TLS" in desk.connector.state.words.en


def test_the_protocol_of_mysql_is_spoken(tmp_path, documents):
    from mysql_mimic import MysqlServer, Session

    heard: list[str] = []

    class Shop(Session):  # type: ignore[misc]  # the library says nothing of its types
        async def query(self, _expression, sql, _attrs):
            heard.append(sql)
            return [("紙", 3)], ["item", "count"]

        async def handle_query(self, sql, attrs):
            heard.append(sql)
            return await super().handle_query(sql, attrs)

    port = free_port()
    loop = asyncio.new_event_loop()
    server = MysqlServer(session_factory=Shop)
    loop.run_until_complete(server.start_server(host="127.0.0.1", port=port))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        listening(port)
        set_up = config(
            Kind.DATABASE, engine="mysql", host="127.0.0.1", port=str(port), name="shop", user="root", tls="false"
        )
        desk = Desk(DatabaseConnector(set_up, Ring().means()), tmp_path / "f", tmp_path / "s", documents)
        assert desk.connector.state.standing is Standing.READY, desk.connector.state.words
        assert "紙\t3" in desk.text("database_query", sql="SELECT item, count FROM stock")
        at = heard.index("SELECT item, count FROM stock")
        assert "START TRANSACTION READ ONLY" in heard[:at]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


def test_the_process_is_confined_where_this_computer_can(tmp_path, documents):
    way = confinement_here()
    if not way.offer().there:
        pytest.skip("nothing confines processes on this computer")
    (tmp_path / "outside.csv").write_text("secret\n1\n")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "0.csv").write_text("a\n1\n")
    local = LocalDatabase(way)
    assert local.ask(Asked("duckdb", {"a": "0.csv"}, "SELECT a + 1 AS b FROM a", 10, 1000), folder, Stop()).rows == (
        (2,),
    )
    with sqlite3.connect(tmp_path / "out.db") as database:
        database.execute("CREATE TABLE a (b)")
    database.close()
    (folder / "0.db").symlink_to(tmp_path / "out.db")
    with pytest.raises(ToolError):  # SQLite itself would follow it
        local.ask(Asked("sqlite", {"a": "0.db"}, "SELECT * FROM a", 10, 1000), folder, Stop())
