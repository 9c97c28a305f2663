"""Plain texts: lines with their numbers; edits keep encoding, mark and line ends."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from agent.core.documents import Content, Difference, Passage, Problem, Table
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents import plain_text
from agent.documents.alignment import aligned
from agent.documents.op_fields import allowed, text_of
from agent.documents.texts import text_convert
from agent.documents.texts.html_text import html_words
from agent.documents.texts.markdown_parts import Heading, grids_of, headings_of
from agent.documents.texts.text_edit import OPERATIONS, edit
from agent.documents.texts.text_lines import lines_of, refuse_nul
from agent.documents.texts.text_source import facts_of, loaded
from agent.documents.texts.text_syntax import misfit_of
from agent.documents.unseen import hidden_facts, unseen

__all__ = ["OPERATIONS", "TARGETS", "check", "convert", "create", "diff", "edit", "problems", "read", "tables"]

_OF_MARKDOWN = frozenset({".docx", ".html", ".txt", ".csv", ".tsv", ".xlsx", ".md"})
_OF_HTML = frozenset({".md", ".txt", ".csv", ".tsv", ".xlsx"})
TARGETS: Mapping[str, frozenset[str]] = {
    ".md": _OF_MARKDOWN, ".markdown": _OF_MARKDOWN, ".html": _OF_HTML, ".htm": _OF_HTML, ".xhtml": _OF_HTML,
}  # fmt: skip

_WROTE = Words("Wrote {count} {count:line|lines}.", "{count} 行を書き込みました。")
_INVALID = Words("Line {line} is no valid {kind}: {rule}.", "{line} 行目が {kind} として正しくありません({rule})。")
_LONG = 4_000
_MOST_LINES = 1_000_000
_MARKUP = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown"})
_ENDS = re.compile(r"\r\n|\r|\n")
_RANGE = re.compile(r"L?(\d{1,9})(?:\s*[-:]\s*L?(\d{1,9}))?", re.IGNORECASE)


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Lines; a line of more than 4,000 characters comes in pieces "L7", "L7:4001"; `part` is "L10-L20"."""
    text, _ = loaded(source)
    lines = lines_of(text.text)
    first, last = _line_range(part, len(lines))
    headings = headings_of(lines) if source.suffix.lower() in _MARKDOWN else ()
    known = {one.first: one for one in headings}
    passages = [
        passage
        for number, line in enumerate(lines[first - 1 : last], first)
        for passage in _passages(number, line.rstrip("\r\n"), known.get(number))
    ]
    hidden = _unseen_lines(text.text, markup=source.suffix.lower() in _MARKUP)
    shown = tuple(replace(one, hidden=hidden.get(_line_of(one), one.hidden)) for one in passages[start : start + count])
    facts = (*facts_of(text, len(lines)), *hidden_facts((f"L{line}", reason) for line, reason in hidden.items()))
    return Content("text", shown, len(passages), facts)


def _unseen_lines(text: str, *, markup: bool) -> dict[int, str]:
    """Numbers of lines with characters that have no shape, or with markup that hides words, and the reason."""
    found = dict(html_words(text).places) if markup else {}
    line, at = 1, 0
    for one in unseen(text):
        line += len(_ENDS.findall(text, at, one.start))
        at = one.start
        found[line] = one.reason
    return found


def _line_of(passage: Passage) -> int:
    return int(passage.anchor[1:].partition(":")[0])


def tables(source: Path, part: str) -> tuple[Table, ...]:
    """The tables of Markdown (at the line of their titles, "L12") or of HTML ("table 1"), their values as texts.

    Raises:
        InvalidArgumentsError: another kind of text, or no table at `part`.
    """
    text, suffix = loaded(source)[0].text, source.suffix.lower()
    if suffix not in _MARKUP | _MARKDOWN:
        raise InvalidArgumentsError("Tables are read from Markdown, HTML, JSON and CSV; read this text by its lines.")
    if suffix in _MARKDOWN:
        found = [Table(f"L{one.line}", one.rows, f"L{one.line}") for one in grids_of(lines_of(text))]
    else:
        grids = enumerate(html_words(text).tables, 1)
        found = [Table(f"table {number}", tuple(map(tuple, rows)), f"table {number}") for number, rows in grids]
    chosen = tuple(one for one in found if part in {"", one.anchor})
    if part and not chosen:
        there = ", ".join(one.anchor for one in found)
        raise InvalidArgumentsError(f"There is no table at {part!r}. There are: {there or 'none'}.")
    return chosen


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """Write {"text"} as UTF-8, or in {"encoding"}."""
    allowed(content, "text", "encoding", what="A text")
    text = text_of(content, "text")
    refuse_nul(text)
    encoding = text_of(content, "encoding", "utf-8")
    try:
        target.write_bytes(text.encode(encoding))
    except (LookupError, UnicodeEncodeError) as error:
        raise InvalidArgumentsError(f"The text cannot be written in {encoding!r}. Leave 'encoding' out.") from error
    return (_WROTE.of(count=len(lines_of(text))),)


def check(path: Path) -> None:
    """It must be text in an encoding that is known."""
    loaded(path)


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """Markdown and HTML as other formats; other texts as .txt and .md."""
    suffix = source.suffix.lower()
    if suffix in _MARKUP | _MARKDOWN:
        return text_convert.convert(source, target, tables(source, ""), markdown=suffix in _MARKDOWN)
    return plain_text.written(read(source, 0, _MOST_LINES, ""), target)


def problems(source: Path) -> tuple[Problem, ...]:
    """Where JSON, XML, TOML or YAML break their rules: the first place."""
    misfit = misfit_of(source.suffix, loaded(source)[0].text)
    if misfit is None:
        return ()
    kind = source.suffix.lstrip(".").upper()
    return (Problem(f"L{misfit.line}", "invalid", _INVALID.of(line=misfit.line, kind=kind, rule=misfit.rule)),)


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """Line by line; the anchor is the line in the new text, or in the old one when it is gone."""
    old, new = loaded(before)[0], loaded(after)[0]
    found = list(line_differences(lines_of(old.text), lines_of(new.text)))
    if (old.encoding, old.mark) != (new.encoding, new.mark):
        found.insert(0, Difference("encoding", old.label, new.label))
    return tuple(found)


def line_differences(old: Sequence[str], new: Sequence[str]) -> list[Difference]:
    """Differences of two lists of lines."""
    found: list[Difference] = []
    for before, after in aligned(old, new):
        was = "" if before is None else old[before].rstrip("\r\n")
        now = "" if after is None else new[after].rstrip("\r\n")
        found.append(Difference(f"L{(before or 0) + 1 if after is None else after + 1}", was, now))
    return found


def _passages(number: int, line: str, heading: Heading | None) -> list[Passage]:
    if heading is not None:
        return [Passage(f"L{number}", heading.title, "heading", heading.level)]
    pieces = [line[at : at + _LONG] for at in range(0, len(line), _LONG)] or [""]
    return [
        Passage(f"L{number}" if not index else f"L{number}:{index * _LONG + 1}", piece)
        for index, piece in enumerate(pieces)
    ]


def _line_range(part: str, lines: int) -> tuple[int, int]:
    if not part:
        return 1, lines
    found = _RANGE.fullmatch(part.strip())
    if found is None:
        raise InvalidArgumentsError(f"{part!r} is no range of lines. Write for example 'L10-L20'.")
    first = max(1, int(found[1]))
    return first, min(lines, int(found[2] or found[1]))
