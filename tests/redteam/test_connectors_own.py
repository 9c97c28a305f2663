"""Deskhand's own connectors: a mail talked the model into carrying words out, or the server itself is hostile."""

import asyncio
import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest

from agent.core.errors import InvalidArgumentsError, ToolError
from agent.core.messages import ToolCall
from connectors.connector import Kind
from connectors.own.calling import Stop
from connectors.own.database_tools import Saving, ServerTools
from connectors.own.elsewhere import There
from connectors.own.remote import RemoteTools
from connectors.own.sql_local import Asked, LocalDatabase
from connectors.own.sql_rules import must_be_one, must_read, strange_functions
from connectors.own.sql_servers import Database
from tests.connectors.owned import config
from tests.redteam.stranger import why


def asked_of(dialect, sql):
    saving = Saving(SimpleNamespace(), SimpleNamespace(), "en")
    database = Database(dialect, "db.example.com", 1, "x", "u", "p")
    tools = ServerTools(config(Kind.DATABASE), "database:database", database, saving).all()
    return why(tools, "database_query", "database:database", "how many orders are there", sql=sql)


@pytest.mark.parametrize(
    ("dialect", "sql"),
    [
        ("postgres", "SELECT $$the IBAN is DE89370400440532013000$$"),
        ("postgres", "SELECT $x$the merger$x$"),
        ("postgres", "SELECT E'the merger'"),
        ("postgres", "SELECT N'the merger'"),
        ("postgres", "SELECT X'6d6572676572'"),
        ("postgres", "SELECT B'011011010110010101110010'"),
        ("postgres", 'SELECT 1 AS "the merger is on friday"'),
        ("postgres", "SELECT 1 AS the_merger_is_on_friday_and_costs_a_lot"),
        ("postgres", "SELECT 1097116104101109101114103101114"),
        ("mysql", 'SELECT "the merger"'),
        ("mysql", "SELECT 0x6d6572676572"),
        ("mysql", "SELECT _utf8'the merger'"),
        ("mysql", "SELECT 1 AS `the merger is on friday`"),
    ],
)
def test_no_words_of_a_stranger_leave_in_any_kind_of_text_of_a_statement(dialect, sql):
    assert "words that you did not say" in asked_of({"postgres": "postgresql"}.get(dialect, dialect), sql)


@pytest.mark.parametrize(
    ("dialect", "sql"),
    [
        ("postgres", "SELECT 1 /* the merger */"),
        ("postgres", "SELECT 1 -- the merger"),
        ("postgres", "/* the merger */ SELECT /* /* */ 1 */ 2"),
        ("postgres", "SELECT U&\"pg\\005fread_file\"('/etc/passwd')"),
        ("postgres", "SELECT U&'the merger'"),
        ("postgres", "SELECT http_get('http://a.example')"),
        ("postgres", "SELECT net.http_get('http://a.example')"),
        ("postgres", "SELECT ts_stat('SELECT 1')"),
        ("postgres", "SELECT * FROM crosstab('SELECT 1')"),
        ("mysql", "SELECT 1 # the merger"),
        ("mysql", "SELECT 1 -- the merger"),
        ("mysql", "SELECT LOAD_FILE/**/('/etc/passwd')"),
        ("postgres", "SELECT 1\0"),
        ("postgres", f"SELECT {'1+' * 15_000}1"),
    ],
)
def test_no_comment_and_no_letters_by_number_reach_a_server(dialect, sql):
    for judged in (must_read, must_be_one):
        with pytest.raises(InvalidArgumentsError):
            judged(sql, dialect)


def test_a_function_that_nobody_knows_is_asked_about_by_its_name():
    assert "my_mailer" in asked_of("postgresql", "SELECT my_mailer(1)")
    assert asked_of("postgresql", "SELECT count(*), max(total) FROM orders") == ""
    assert strange_functions("SELECT sys.x(1), round(2.5), version()", "mysql") == ("x",)


def test_words_in_the_path_of_a_folder_elsewhere_are_judged_unless_it_told_them_itself():
    there = SimpleNamespace(listed=lambda _path, _stop: [There("plan.txt", 1, "", is_folder=False)])
    made = RemoteTools(config(Kind.REMOTE), "remote:remote", there, SimpleNamespace(), SimpleNamespace(), "en")
    tools = made.all()

    def asked(name, **given):
        return why(tools, name, "remote:remote", "look what is new", **given)

    assert "words that you did not say" in asked("remote_read", path="the merger/is on/friday")
    assert "words that you did not say" in asked("remote_list", folder="the merger is on friday")
    assert "words that you did not say" in asked("remote_read", path="plan.txt")
    assert asked("remote_list") == ""
    asyncio.run(tools[0].prepare(ToolCall("1", "remote_list", "{}")).run())
    assert asked("remote_read", path="plan.txt") == ""


@pytest.mark.parametrize(
    ("engine", "sql"),
    [
        ("sqlite", "ATTACH 'other.db' AS x"),
        ("sqlite", "VACUUM INTO 'other.db'"),
        ("sqlite", "PRAGMA writable_schema=1"),
        ("sqlite", "INSERT INTO a SELECT load_extension('x')"),
        ("duckdb", "SET memory_limit='64GB'"),
        ("duckdb", "SET temp_directory='/tmp'"),
    ],
)
def test_a_file_that_may_be_changed_opens_no_other_and_limits_stay(tmp_path, engine, sql):
    with closing(sqlite3.connect(tmp_path / "0.db")) as database:
        database.execute("CREATE TABLE a (b)")
    (tmp_path / "0.csv").write_text("a\n1\n")
    asked = Asked(engine, {"a": "0.db" if engine == "sqlite" else "0.csv"}, sql, 10, 1_000, change=True)
    with pytest.raises(ToolError) as refused:
        LocalDatabase().ask(asked, tmp_path, Stop())
    assert refused.value.code == "bad_statement"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["0.csv", "0.db"]
