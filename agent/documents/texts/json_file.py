"""JSON (RFC 8259): read as lines or by paths, lists of objects as tables, edited without touching anything else."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from agent.core.documents import Content, Op, Passage, Table, Value
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents.operations import Operation, carried_out
from agent.documents.texts import json_edit, text, text_edit
from agent.documents.texts.json_edit import Draft
from agent.documents.texts.json_spans import found_at, members_of, pointed
from agent.documents.texts.text import check, create, diff, problems
from agent.documents.texts.text_lines import rewritten
from agent.documents.texts.text_source import facts_of, loaded
from agent.documents.texts.text_syntax import misfit_of
from agent.documents.xlsx import sheet_convert

__all__ = ["OPERATIONS", "TARGETS", "check", "convert", "create", "diff", "edit", "problems", "read", "tables"]

TARGETS: Mapping[str, frozenset[str]] = {"": sheet_convert.KINDS}

OPERATIONS: Mapping[str, Operation[Any]] = {
    **json_edit.OPERATIONS,
    **{name: one for name, one in text_edit.OPERATIONS.items() if "section" not in name},
}
_INVALID = Words("Line {line} is no valid JSON: {rule}.", "{line} 行目が JSON として正しくありません({rule})。")
_LISTS_ONLY = Words(
    "Only lists of objects were taken over, each as a table.",
    "オブジェクトの一覧だけを、それぞれ表として書き出しました。",
)
_LONG = 4_000
_DEPTH = 4


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Lines, as of any text; with a `part` like "/a/b" the members of that value, each at its path."""
    if not part.startswith("/"):
        return text.read(source, start, count, part)
    whole = _valid(source)
    here = found_at(whole, "" if part == "/" else part)
    at = part.rstrip("/")
    found = [
        Passage(f"{at}/{pointed(one.key)}", whole[one.value : one.end][:_LONG]) for one in members_of(whole, here.value)
    ]
    passages = found or [Passage(part, whole[here.value : here.end][:_LONG])]
    facts = facts_of(loaded(source)[0], whole.count("\n") + 1)
    return Content("text", tuple(passages[start : start + count]), len(passages), facts)


def tables(source: Path, part: str) -> tuple[Table, ...]:
    """Each list of objects as a table: the keys are its first row. `part` is the path of one."""
    found = tuple(_tables(json.loads(_valid(source)), "", 0))
    chosen = tuple(one for one in found if part in {"", one.anchor})
    if part and not chosen:
        there = ", ".join(one.anchor for one in found[:30])
        raise InvalidArgumentsError(f"No list of objects is at {part!r}. There are: {there or 'none'}.")
    return chosen


def _tables(value: object, path: str, depth: int) -> Iterator[Table]:
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        keys = list(dict.fromkeys(key for one in value for key in one))
        rows = (tuple(keys), *(tuple(_plain(one.get(key)) for key in keys) for one in value))
        yield Table(path.rpartition("/")[2] or "table", rows, path or "/")
    elif isinstance(value, dict) and depth < _DEPTH:
        for key, inner in value.items():
            yield from _tables(inner, f"{path}/{pointed(key)}", depth + 1)


def _plain(value: object) -> Value:
    return (
        value if isinstance(value, (str, int, float, bool)) or value is None else json.dumps(value, ensure_ascii=False)
    )


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """Its lists of objects as .xlsx, .csv, .md or .html."""
    return sheet_convert.written(tables(source, ""), target, _LISTS_ONLY)


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """Ops by path, or only those of a text; see OPERATIONS and README.md.

    Raises:
        InvalidArgumentsError: an op does not fit, or the result would be no JSON; nothing is written.
        UnreadableError: "broken" when ops by path meet a text that is no JSON.
    """
    if ops and all(op.get("op") in text_edit.OPERATIONS for op in ops):
        return text_edit.edit(source, ops, target)
    before, data = loaded(source)
    draft = Draft(_valid(source))
    said = tuple(carried_out(json_edit.OPERATIONS, draft, op, "JSON (ops of a text go alone)") for op in ops)
    target.write_bytes(rewritten(data, before, draft.text))
    return said


def _valid(source: Path) -> str:
    """The text of a file that is valid JSON. Raises UnreadableError."""
    whole = loaded(source)[0].text
    misfit = misfit_of(".json", whole)
    if misfit is not None or not whole.strip():
        line, rule = (misfit.line, misfit.rule) if misfit else (1, "it is empty")
        raise UnreadableError(_INVALID.of(line=line, rule=rule), "broken")
    return whole
