"""Plain texts: lines with their numbers; edits keep encoding, mark and line ends."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from agent.core.documents import Content, Difference, Op, Passage
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents.alignment import aligned
from agent.documents.charset import Decoded, decoded
from agent.documents.facts import replaced_words
from agent.documents.html_text import html_words
from agent.documents.op_fields import allowed, number_of, text_of
from agent.documents.text_lines import lines_of, newline_of, rewritten, with_newlines
from agent.documents.unseen import hidden_facts, unseen

_TOO_LARGE = Words(
    "The text is too large to open: it has more than 100 MB.", "テキストが 100 MB を超えているため、開けません。"
)
_WROTE = Words("Wrote {count} lines.", "{count} 行を書き込みました。")
_REWROTE = Words("Wrote {count} lines in place of {before}.", "{before} 行を {count} 行に書き換えました。")
_INSERTED = Words("Inserted {count} lines after L{after}.", "L{after} の後に {count} 行を挿入しました。")
MAX_BYTES = 100 * 1024**2
OPS = ("replace", "write", "insert_after")
_LONG = 4_000
_MARKUP = frozenset({".html", ".htm", ".xhtml"})
_ENDS = re.compile(r"\r\n|\r|\n")
_HEADING = re.compile(r"(#{1,6})\s+\S")
_RANGE = re.compile(r"L?(\d{1,9})(?:\s*[-:]\s*L?(\d{1,9}))?", re.IGNORECASE)


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Lines; a line of more than 4,000 characters comes in pieces "L7", "L7:4001"; `part` is "L10-L20"."""
    text, _ = loaded(source)
    lines = lines_of(text.text)
    first, last = _line_range(part, len(lines))
    markdown = source.suffix.lower() in {".md", ".markdown"}
    passages = [
        passage
        for number, line in enumerate(lines[first - 1 : last], first)
        for passage in _passages(number, line.rstrip("\r\n"), markdown)
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


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """Ops "replace", "write" and "insert_after"; see README.md."""
    before, data = loaded(source)
    text, said = before.text, list[Words]()
    for op in ops:
        text, sentence = _applied(text, op)
        said.append(sentence)
    target.write_bytes(rewritten(data, before, text))
    return tuple(said)


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """Write {"text"} as UTF-8, or in {"encoding"}."""
    allowed(content, "text", "encoding", what="A text")
    text = text_of(content, "text")
    encoding = text_of(content, "encoding", "utf-8")
    try:
        target.write_bytes(text.encode(encoding))
    except (LookupError, UnicodeEncodeError) as error:
        raise InvalidArgumentsError(f"The text cannot be written in {encoding!r}. Leave 'encoding' out.") from error
    return (_WROTE.of(count=len(lines_of(text))),)


def check(path: Path) -> None:
    """It must be text in an encoding that is known."""
    loaded(path)


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """Line by line; the anchor is the line in the new text, or in the old one when it is gone."""
    old, new = loaded(before)[0], loaded(after)[0]
    found = list(line_differences(lines_of(old.text), lines_of(new.text)))
    if (old.encoding, old.mark) != (new.encoding, new.mark):
        found.insert(0, Difference("encoding", old.label, new.label))
    return tuple(found)


def loaded(source: Path) -> tuple[Decoded, bytes]:
    """The text of a file, and its bytes.

    Raises:
        UnreadableError: "too_large" above 100 MB.
    """
    if source.stat().st_size > MAX_BYTES:
        raise UnreadableError(_TOO_LARGE, "too_large")
    data = source.read_bytes()
    return decoded(data), data


def facts_of(text: Decoded, lines: int) -> tuple[Words, ...]:
    """Sentences about a text: its length, its encoding, its line ends."""
    ends = {"\r\n": "CRLF", "\n": "LF", "\r": "CR"}[newline_of(text.text)]
    return (
        Words(f"{lines} lines", f"{lines} 行"),
        Words(f"encoding {text.label}", f"文字コード {text.label}"),
        Words(f"line ends {ends}", f"改行コード {ends}"),
    )


def line_differences(old: Sequence[str], new: Sequence[str]) -> list[Difference]:
    """Differences of two lists of lines."""
    found: list[Difference] = []
    for before, after in aligned(old, new):
        was = "" if before is None else old[before].rstrip("\r\n")
        now = "" if after is None else new[after].rstrip("\r\n")
        found.append(Difference(f"L{(before or 0) + 1 if after is None else after + 1}", was, now))
    return found


def _passages(number: int, line: str, markdown: bool) -> list[Passage]:
    heading = _HEADING.match(line) if markdown else None
    if heading:
        return [Passage(f"L{number}", line.lstrip("# "), "heading", len(heading[1]))]
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


def _applied(text: str, op: Op) -> tuple[str, Words]:
    newline = newline_of(text)
    match op.get("op"):
        case "replace":
            return _replaced(text, op, newline)
        case "write":
            allowed(op, "op", "text", what="'write'")
            fresh = with_newlines(text_of(op, "text"), newline)
            return fresh, _REWROTE.of(count=len(lines_of(fresh)), before=len(lines_of(text)))
        case "insert_after":
            return _inserted(text, op, newline)
        case other:
            raise InvalidArgumentsError(f"{other!r} is no operation on a text. There are replace, write, insert_after.")


def _replaced(text: str, op: Op, newline: str) -> tuple[str, Words]:
    allowed(op, "op", "find", "with", "count", what="'replace'")
    find, fresh = with_newlines(text_of(op, "find"), newline), with_newlines(text_of(op, "with"), newline)
    there = text.count(find) if find else 0
    if not there:
        raise InvalidArgumentsError(f"The text has no {find[:80]!r}. Read it again and copy the words exactly.")
    wanted = number_of(op, "count", there)
    if wanted != there and "count" in op and wanted > there:
        raise InvalidArgumentsError(f"{find[:80]!r} is there {there} times, not {wanted}.")
    return text.replace(find, fresh, wanted), replaced_words(find, fresh, wanted)


def _inserted(text: str, op: Op, newline: str) -> tuple[str, Words]:
    allowed(op, "op", "line", "text", what="'insert_after'")
    lines, after = lines_of(text), number_of(op, "line")
    if not 0 <= after <= len(lines):
        raise InvalidArgumentsError(f"There is no line {after}: the text has {len(lines)}. 0 inserts at the beginning.")
    fresh = with_newlines(text_of(op, "text"), newline)
    at_end = after == len(lines)
    if not fresh.endswith(newline) and not at_end:
        fresh += newline
    if at_end and lines and not lines[-1].endswith(("\r", "\n")):
        fresh = newline + fresh
    told = _INSERTED.of(count=len(lines_of(fresh)), after=after)
    return "".join([*lines[:after], fresh, *lines[after:]]), told
