"""What a statement may do, by parsing it: the second of two guards. The first is the database itself, which is told
that nothing may be written.

A statement that the parser does not know is refused: nobody could say what it does.
"""

import logging

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from agent.core.errors import InvalidArgumentsError

LONGEST = 20_000
_READING = (exp.Select, exp.SetOperation, exp.Values, exp.Describe, exp.Show)
_CHANGING = (
    exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Drop, exp.Alter, exp.TruncateTable, exp.Command,
    exp.Copy, exp.Into, exp.Lock, exp.Set, exp.Pragma, exp.Attach, exp.Detach, exp.Transaction, exp.Commit,
    exp.Rollback, exp.LoadData, exp.Use, exp.Kill, exp.Grant, exp.Analyze, exp.Comment, exp.Execute,
)  # fmt: skip
# Functions that reach files, other servers or the state of this one, though they stand in a SELECT.
_ACTING = (
    "pg_", "lo_", "dblink", "load_", "set_config", "setval", "nextval", "sleep", "benchmark", "get_lock", "release_",
    "sys_", "xp_", "query_to_xml", "cursor_to_xml", "readfile", "writefile", "edit", "fts3_tokenizer", "master_",
    "source_pos_wait", "binlog", "query", "query_table", "current_setting",
)  # fmt: skip
_HARMLESS = ("pg_size_pretty", "pg_typeof", "pg_get_", "pg_total_relation_size", "pg_relation_size", "pg_table_size")


def must_read(sql: str, dialect: str) -> tuple[str, ...]:
    """The statement only reads. Returns the texts in it: what is not structure could carry words to the server.

    Raises:
        InvalidArgumentsError: it changes something, are several, or is not understood.
    """
    tree = _parsed(sql, dialect)
    if not isinstance(tree, _READING):
        raise InvalidArgumentsError(f"Only statements that read are allowed here, like SELECT; not {_kind(tree)}.")
    for node in tree.walk():
        if isinstance(node, _CHANGING):
            raise InvalidArgumentsError(f"{_kind(node)} changes something; only reading is allowed here.")
        if isinstance(node, exp.Func) and _acts(node):
            raise InvalidArgumentsError(f"The function {_name(node)} is not allowed here.")
    return tuple(str(node.this) for node in tree.find_all(exp.Literal) if node.is_string)


def must_be_one(sql: str, dialect: str) -> str:
    """One statement that changes rows or tables; what it is ("UPDATE"). Raises InvalidArgumentsError."""
    tree = _parsed(sql, dialect)
    fine = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Drop, exp.Alter)
    if not isinstance(tree, fine):
        raise InvalidArgumentsError(
            f"{_kind(tree)} is not allowed here; INSERT, UPDATE, DELETE, CREATE, ALTER, DROP are."
        )
    for node in tree.walk():
        if isinstance(node, exp.Func) and _acts(node):
            raise InvalidArgumentsError(f"The function {_name(node)} is not allowed here.")
    return _kind(tree)


def _parsed(sql: str, dialect: str) -> exp.Expr:
    if len(sql) > LONGEST or "\0" in sql:
        raise InvalidArgumentsError(f"A statement may have {LONGEST:,} characters.")
    if dialect == "mysql" and ("/*!" in sql or "/*M!" in sql):  # comments that the server carries out
        raise InvalidArgumentsError("Leave comments out of the statement.")
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    try:
        found = [one for one in sqlglot.parse(sql, read=dialect) if one is not None]
    except (SqlglotError, RecursionError) as error:
        raise InvalidArgumentsError(f"The statement is not understood: {str(error)[:300]}") from error
    if len(found) != 1:
        raise InvalidArgumentsError("Give one statement.")
    return found[0]


def _acts(node: exp.Func) -> bool:
    name = _name(node)
    return name.startswith(_ACTING) and not name.startswith(_HARMLESS)


def _name(node: exp.Func) -> str:
    return str(node.name if isinstance(node, exp.Anonymous) else node.sql_name()).casefold()


def _kind(node: exp.Expr) -> str:
    return type(node).__name__.upper()
