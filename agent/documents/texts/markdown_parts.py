"""Headings, sections and tables of Markdown (CommonMark 0.31, tables of GitHub), with the lines where they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_UNDER = re.compile(r" {0,3}(=+|-+)[ \t]*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its `first` and `last` line, from 1 (two for an underlined one), its depth and its words."""

    first: int
    last: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the line of its titles, from 1, and its rows without the rule between titles and values."""

    line: int
    rows: tuple[tuple[str, ...], ...]


def headings_of(lines: Sequence[str]) -> tuple[Heading, ...]:
    """All headings in their order; lines of code are none."""
    return tuple(_headings([line.rstrip("\r\n") for line in lines]))


def _headings(lines: Sequence[str]) -> Iterator[Heading]:
    code = _code(lines)
    for number, line in enumerate(lines, 1):
        if number in code:
            continue
        found = _HEADING.fullmatch(line)
        if found:
            yield Heading(number, number, len(found[1]), (found[2] or "").strip())
            continue
        under = _UNDER.fullmatch(lines[number]) if number < len(lines) and number + 1 not in code else None
        plain = bool(line.strip()) and not line.lstrip().startswith((">", "-", "*", "+", "|")) and line[:4] != "    "
        if under and plain and not _UNDER.fullmatch(line):
            yield Heading(number, number + 1, 1 if under[1][0] == "=" else 2, line.strip())


def _code(lines: Sequence[str]) -> set[int]:
    """Numbers of the lines in fences, and of those of front matter."""
    inside, fence = set[int](), ""
    if lines and lines[0].rstrip() == "---":
        end = next((at for at, line in enumerate(lines[1:], 2) if line.rstrip() in {"---", "..."}), 0)
        inside.update(range(1, end + 1))
    for number, line in enumerate(lines, 1):
        found = _FENCE.match(line)
        if fence:
            inside.add(number)
            if found and found[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif found and number not in inside:
            inside.add(number)
            fence = found[1]
    return inside


def section_end(headings: Sequence[Heading], one: Heading, lines: int) -> int:
    """The last line of the section of a heading: up to the next one of its level or above."""
    return next((other.first - 1 for other in headings if other.first > one.first and other.level <= one.level), lines)


def grids_of(lines: Sequence[str]) -> tuple[Grid, ...]:
    """All tables in their order."""
    code, found, number = _code([line.rstrip("\r\n") for line in lines]), list[Grid](), 1
    while number < len(lines):
        titles, rule = lines[number - 1].strip(), lines[number].strip()
        if number in code or "|" not in titles or not _RULE.fullmatch(rule) or len(_cells(rule)) != len(_cells(titles)):
            number += 1
            continue
        rows, at = [_cells(titles)], number + 2
        while at <= len(lines) and "|" in lines[at - 1]:
            rows.append(_cells(lines[at - 1].strip()))
            at += 1
        found.append(Grid(number, tuple(rows)))
        number = at
    return tuple(found)


def _cells(line: str) -> tuple[str, ...]:
    inner = line.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return tuple(cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner))
