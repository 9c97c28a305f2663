"""What a statement may do, by parsing it: the second of two guards. The first is the database itself, which is told
that nothing may be written.

A statement that the parser does not know is refused: nobody could say what it does.
"""

import logging
import re
from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from agent.core.errors import InvalidArgumentsError

LONGEST = 20_000
_SERVERS = frozenset({"postgres", "mysql"})
# The parser underlines for a terminal.
_MARKS = re.compile(r"\x1b\[\d*m")
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
    "source_pos_wait", "binlog", "query", "query_table", "current_setting", "ts_stat", "ts_rewrite", "crosstab",
    "connectby", "http_", "write_log",
)  # fmt: skip
_HARMLESS = ("pg_size_pretty", "pg_typeof", "pg_get_", "pg_total_relation_size", "pg_relation_size", "pg_table_size")
# What the parser does not know by name, and is known to do nothing besides giving a value.
_KNOWN = frozenset({
    "version", "row_to_json", "to_json", "to_jsonb", "json_build_object", "jsonb_build_object", "json_build_array",
    "jsonb_build_array", "jsonb_pretty", "json_array_length", "jsonb_array_length", "age", "date_part", "make_date",
    "make_interval", "to_tsvector", "to_tsquery", "plainto_tsquery", "ts_rank", "string_to_array", "array_position",
    "array_length", "quote_ident", "quote_literal", "similarity", "unaccent", "format_type", "num_nonnulls", "btrim",
    "jsonb_object_keys", "json_object_keys", "row", "cardinality", "regexp_match", "regexp_matches", "json_table",
    "json_extract", "json_unquote", "json_object", "json_array", "json_contains", "field", "elt", "find_in_set",
    "inet_ntoa", "inet_aton", "uuid", "isnull", "format", "overlay", "col_description", "obj_description", "is_uuid",
    "jsonb_array_elements", "json_array_elements", "jsonb_array_elements_text", "json_array_elements_text",
    "jsonb_each", "json_each", "jsonb_each_text", "json_each_text", "json_agg", "jsonb_agg", "now", "curdate",
    "adddate", "subdate", "to_date", "date_format", "period_add", "period_diff", "substring_index", "convert_tz",
    "maketime", "makedate", "mid", "ord", "schema", "curtime",
})  # fmt: skip
_STRINGS = frozenset({
    TokenType.STRING, TokenType.NATIONAL_STRING, TokenType.HEX_STRING, TokenType.BIT_STRING, TokenType.BYTE_STRING,
    TokenType.HEREDOC_STRING, TokenType.RAW_STRING, TokenType.UNICODE_STRING,
})  # fmt: skip
_PLAIN_NAME = re.compile(r"\w{1,32}")
_LONGEST_NUMBER = 15
# Letters by their numbers: what stands there is not what this parser reads.
_ENCODED = re.compile(r"\bU&['\"]", re.IGNORECASE)


def must_read(sql: str, dialect: str) -> tuple[str, ...]:
    """The statement only reads. Returns the texts in it: what is not structure could carry words to the server. These
    are strings of every kind, very long numbers, and names that are long or no plain words.

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
    return tuple(one.text for one in _tokens(sql, dialect) if _is_text(one))


def strange_functions(sql: str, dialect: str) -> tuple[str, ...]:
    """Functions in a statement of which nobody here knows what they do: of an extension, or the database's own."""
    found = (node for node in _parsed(sql, dialect).walk() if isinstance(node, exp.Anonymous))
    return tuple(dict.fromkeys(one for one in map(_name, found) if one not in _KNOWN and not one.startswith(_HARMLESS)))


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
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    try:
        _must_be_open(sql, dialect)
        found = [one for one in sqlglot.parse(sql, read=dialect) if one is not None]
    except (SqlglotError, RecursionError) as error:
        said = _MARKS.sub("", str(error))[:300]
        raise InvalidArgumentsError(f"The statement is not understood: {said}") from error
    if len(found) != 1:
        raise InvalidArgumentsError("Give one statement.")
    return found[0]


def _must_be_open(sql: str, dialect: str) -> None:
    """A server sees comments too: they carry words that nobody judged, and some servers carry them out."""
    if dialect not in _SERVERS:
        return
    if ("mysql" in dialect and ("/*!" in sql or "/*M!" in sql)) or any(one.comments for one in _tokens(sql, dialect)):
        raise InvalidArgumentsError("Leave comments out of the statement.")
    if _ENCODED.search(sql):
        raise InvalidArgumentsError("Write letters as they are, without U&.")


def _tokens(sql: str, dialect: str) -> Iterator[Token]:
    yield from sqlglot.tokenize(sql, read=dialect)


def _is_text(token: Token) -> bool:
    if token.token_type in _STRINGS:
        return bool(token.text)
    if token.token_type is TokenType.NUMBER:
        return len(token.text) > _LONGEST_NUMBER
    named = token.token_type in {TokenType.VAR, TokenType.IDENTIFIER}
    return named and not _PLAIN_NAME.fullmatch(token.text)


def _acts(node: exp.Func) -> bool:
    name = _name(node)
    return name.startswith(_ACTING) and not name.startswith(_HARMLESS)


def _name(node: exp.Func) -> str:
    return str(node.name if isinstance(node, exp.Anonymous) else node.sql_name()).casefold()


def _kind(node: exp.Expr) -> str:
    return type(node).__name__.upper()
