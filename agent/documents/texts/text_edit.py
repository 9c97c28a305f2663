"""Ops of plain texts: encoding, mark and line ends are kept, and the bytes of lines that no op names."""

import re
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.facts import replaced_words
from agent.documents.op_fields import number_of, text_of
from agent.documents.op_words import flag_in
from agent.documents.operations import Operation, carried_out
from agent.documents.texts.markdown_parts import Heading, headings_of, section_end
from agent.documents.texts.text_lines import lines_of, newline_of, rewritten, with_newlines
from agent.documents.texts.text_source import loaded
from agent.documents.texts.text_syntax import misfit_of

_REWROTE = Words("Wrote {count} {count:line|lines} in place of {before}.", "{before} 行を {count} 行に書き換えました。")
_INSERTED = Words("Inserted {count} {count:line|lines} after L{after}.", "L{after} の後に {count} 行を挿入しました。")
_DELETED = Words("Deleted L{first} to L{last}.", "L{first} から L{last} までを削除しました。")
_REPLACED = Words(
    "Replaced L{first} to L{last} by {count} {count:line|lines}.", "L{first}～L{last} を {count} 行に置き換えました。"
)
_SECTION = Words("Replaced the text below {title!r}.", "「{title}」の本文を置き換えました。")
_SECTION_OUT = Words("Deleted the section {title!r}.", "節「{title}」を削除しました。")
_MARKDOWN = frozenset({".md", ".markdown"})
_SEARCH_SECONDS = 3.0
_SLOW = "The pattern takes too long on this text. Write a simpler one, without one repetition inside of another."


@dataclass(slots=True)
class Draft:
    """A text that is being edited; `markdown` when its headings count."""

    text: str
    markdown: bool = False

    @property
    def newline(self) -> str:
        """The line end that is used most."""
        return newline_of(self.text)


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """Carry out `ops` in their order; see OPERATIONS and README.md.

    Raises:
        InvalidArgumentsError: an op does not fit, the encoding lacks a character, or the text would break the rules of
            its kind (JSON, XML, TOML, YAML) that it kept before; nothing is written.
    """
    before, data = loaded(source)
    draft = Draft(before.text, source.suffix.lower() in _MARKDOWN)
    said = tuple(carried_out(OPERATIONS, draft, op, "a text") for op in ops)
    misfit = misfit_of(source.suffix, draft.text)
    if misfit is not None and misfit_of(source.suffix, before.text) is None:
        raise InvalidArgumentsError(
            f"The result would be no valid {source.suffix} any more: {misfit.rule} in line {misfit.line}."
        )
    target.write_bytes(rewritten(data, before, draft.text))
    return said


def _replace(draft: Draft, op: Op) -> Words:
    if flag_in(op, "regex", default=False):
        return _replace_pattern(draft, op)
    newline = draft.newline
    find, fresh = with_newlines(text_of(op, "find"), newline), with_newlines(text_of(op, "with"), newline)
    there = draft.text.count(find) if find else 0
    if not there:
        raise InvalidArgumentsError(f"The text has no {find[:80]!r}. Read it again and copy the words exactly.")
    wanted = number_of(op, "count", there)
    if wanted > there:
        raise InvalidArgumentsError(f"{find[:80]!r} is there {there} times, not {wanted}.")
    draft.text = draft.text.replace(find, fresh, wanted)
    return replaced_words(find, fresh, wanted)


def _replace_pattern(draft: Draft, op: Op) -> Words:
    """Patterns see "\\n" at the end of each line, unless the text has line ends of several kinds."""
    newline, find, fresh = draft.newline, text_of(op, "find"), text_of(op, "with")
    plain = draft.text.replace(newline, "\n")
    even = "\r" not in plain and (newline == "\n" or "\n" not in draft.text.replace(newline, ""))
    try:
        pattern = re.compile(find, re.MULTILINE)
        with _limited():
            most = min(number_of(op, "count", 0), len(plain) + 1)
            changed, count = pattern.subn(fresh, plain if even else draft.text, most)
            empty = pattern.fullmatch("") is not None
    except (re.error, IndexError, OverflowError, RecursionError) as error:
        raise InvalidArgumentsError(f"{find[:80]!r} is no pattern of Python's re: {error}.") from error
    except TimeoutError as error:
        raise InvalidArgumentsError(_SLOW) from error
    if empty or not count:
        why = "matches where nothing stands" if empty else "matches nowhere in the text"
        raise InvalidArgumentsError(f"The pattern {find[:80]!r} {why}.")
    draft.text = with_newlines(changed, newline) if even else changed
    return replaced_words(find, fresh, count)


@contextmanager
def _limited() -> Iterator[None]:
    """A pattern can run for ever. Where the system has no such clock, the time of the whole call is the limit."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _SEARCH_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _write(draft: Draft, op: Op) -> Words:
    before, draft.text = draft.text, with_newlines(text_of(op, "text"), draft.newline)
    return _REWROTE.of(count=len(lines_of(draft.text)), before=len(lines_of(before)))


def _insert_after(draft: Draft, op: Op) -> Words:
    lines, after, newline = lines_of(draft.text), number_of(op, "line"), draft.newline
    if not 0 <= after <= len(lines):
        raise InvalidArgumentsError(f"There is no line {after}: the text has {len(lines)}. 0 inserts at the beginning.")
    fresh = with_newlines(text_of(op, "text"), newline)
    at_end = after == len(lines)
    if not fresh.endswith(newline) and not at_end:
        fresh += newline
    if at_end and lines and not lines[-1].endswith(("\r", "\n")):
        fresh = newline + fresh
    draft.text = "".join([*lines[:after], fresh, *lines[after:]])
    return _INSERTED.of(count=len(lines_of(fresh)), after=after)


def _delete_lines(draft: Draft, op: Op) -> Words:
    lines, first, last = _span(draft, op)
    draft.text = "".join([*lines[: first - 1], *lines[last:]])
    return _DELETED.of(first=first, last=last)


def _replace_lines(draft: Draft, op: Op) -> Words:
    lines, first, last = _span(draft, op)
    fresh = with_newlines(text_of(op, "text"), draft.newline)
    if lines[last - 1].endswith(("\r", "\n")) and not fresh.endswith(("\r", "\n")):
        fresh += draft.newline
    draft.text = "".join([*lines[: first - 1], fresh, *lines[last:]])
    return _REPLACED.of(first=first, last=last, count=len(lines_of(fresh)))


def _span(draft: Draft, op: Op) -> tuple[list[str], int, int]:
    """All lines, and the first and the last one that an op means."""
    lines, first = lines_of(draft.text), number_of(op, "from")
    last = number_of(op, "to", first)
    if not 1 <= first <= last <= len(lines):
        raise InvalidArgumentsError(f"'from' and 'to' are lines from 1 to {len(lines)}, not {first} to {last}.")
    return lines, first, last


def _replace_section(draft: Draft, op: Op) -> Words:
    lines, heading, last = _section(draft, op)
    newline = draft.newline
    body = with_newlines(text_of(op, "text"), newline).strip("\r\n")
    # A blank line stands on both sides, as Markdown is written.
    below = f"{newline}{body}{newline}" + (newline if last < len(lines) else "")
    head = "".join(lines[: heading.last])
    draft.text = "".join([head if head.endswith(("\r", "\n")) else head + newline, below, *lines[last:]])
    return _SECTION.of(title=heading.title)


def _delete_section(draft: Draft, op: Op) -> Words:
    lines, heading, last = _section(draft, op)
    draft.text = "".join([*lines[: heading.first - 1], *lines[last:]])
    return _SECTION_OUT.of(title=heading.title)


def _section(draft: Draft, op: Op) -> tuple[list[str], Heading, int]:
    """All lines, the heading that an op names by its words or its line ("L12"), and the last line of its section."""
    if not draft.markdown:
        raise InvalidArgumentsError("Only Markdown (.md) has sections. Use replace_lines with the numbers of lines.")
    lines, wanted = lines_of(draft.text), text_of(op, "heading").strip()
    headings = headings_of(lines)
    found = [one for one in headings if wanted in (one.title, f"{'#' * one.level} {one.title}", f"L{one.first}")]
    if len(found) != 1:
        there = ", ".join(f"L{one.first} {one.title!r}" for one in (found or headings)[:40])
        why = f"{len(found)} headings are {wanted!r}: name one by its line" if found else f"No heading is {wanted!r}"
        raise InvalidArgumentsError(f"{why}. There are {there or 'none'}.")
    return lines, found[0], section_end(headings, found[0], len(lines))


OPERATIONS: Mapping[str, Operation[Draft]] = {
    "replace": Operation(
        _replace,
        ("find", "with", "count", "regex"),
        '{"op":"replace","find":"old","with":"new"} all, or the first "count"; "regex":true: a pattern, groups \\\\1',
    ),
    "insert_after": Operation(
        _insert_after, ("line", "text"), '{"op":"insert_after","line":12,"text":"a new line"} 0: at the beginning'
    ),
    "replace_lines": Operation(
        _replace_lines, ("from", "to", "text"), '{"op":"replace_lines","from":3,"to":5,"text":"new lines"}'
    ),
    "delete_lines": Operation(_delete_lines, ("from", "to"), '{"op":"delete_lines","from":3,"to":5}'),
    "replace_section": Operation(
        _replace_section,
        ("heading", "text"),
        '{"op":"replace_section","heading":"Sales","text":"all below it"} Markdown only; the heading stays',
    ),
    "delete_section": Operation(
        _delete_section, ("heading",), '{"op":"delete_section","heading":"Sales"} Markdown only, with the heading'
    ),
    "write": Operation(_write, ("text",), '{"op":"write","text":"all of it anew"}'),
}
