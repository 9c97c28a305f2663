"""Markdown in blocks, so that what is finished need not be laid out again while more text comes."""

import re
from dataclasses import dataclass

PROSE_ENOUGH = 1500
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)\s*([\w+#.-]*)")
_RULER = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_MARKS = re.compile(r"\*\*(.+?)\*\*|`([^`\n]+)`|^#{1,6} ", re.MULTILINE)
_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of an answer. `kind` is prose, table or code; `text` is Markdown, for code the lines themselves."""

    kind: str
    text: str
    language: str = ""


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of `text`. Every block but the last one stays as it is when more text follows.

    Long prose is cut at a blank line that no list stands after. Pictures become their alternative words: nothing
    is ever loaded for an answer.
    """
    cut = _Cut()
    for line in text.splitlines():
        cut.take(line)
    return tuple(cut.finished())


def unmarked(text: str) -> str:
    """`text` without the marks of Markdown for emphasis, code and headings: for a line that shows plain words."""
    return _MARKS.sub(lambda found: found[1] or found[2] or "", text)


class _Cut:
    def __init__(self) -> None:
        self._done: list[Block] = []
        self._lines: list[str] = []
        self._fence = ""
        self._language = ""
        self._in_table = False

    def take(self, line: str) -> None:
        if self._fence:
            self._inside_code(line)
        elif opened := _FENCE.match(line):
            self._close()
            self._fence, self._language = opened.group(1), opened.group(2)
        elif self._in_table:
            self._inside_table(line)
        else:
            self._prose(line)

    def finished(self) -> list[Block]:
        if self._fence:
            self._done.append(Block("code", "\n".join(self._lines), self._language))
        else:
            self._close()
        return self._done

    def _inside_code(self, line: str) -> None:
        mark = line.strip()
        if mark.startswith(self._fence) and not mark.strip(self._fence[0]):
            self._done.append(Block("code", "\n".join(self._lines), self._language))
            self._lines, self._fence = [], ""
        else:
            self._lines.append(line)

    def _inside_table(self, line: str) -> None:
        if "|" in line:
            self._lines.append(line)
            return
        self._close()
        self._prose(line)

    def _prose(self, line: str) -> None:
        if self._lines and "|" in line and "|" in self._lines[-1] and _RULER.match(line):
            head = self._lines.pop()
            self._close()
            self._lines, self._in_table = [head, line], True
            return
        if _starts_anew(line) and self._lines and not self._lines[-1].strip() and self._is_long():
            self._close()
        self._lines.append(line)

    def _is_long(self) -> bool:
        return sum(map(len, self._lines)) > PROSE_ENOUGH

    def _close(self) -> None:
        text = "\n".join(self._lines).strip("\n")
        if text.strip():
            kind = "table" if self._in_table else "prose"
            self._done.append(Block(kind, _PICTURE.sub(r"\1", text)))
        self._lines, self._in_table = [], False


def _starts_anew(line: str) -> bool:
    """Whether a block may begin here: not inside of a list, where a cut would restart its numbers."""
    return bool(line.strip()) and not line.startswith((" ", "\t")) and not re.match(r"(?:[-*+]|\d+[.)])\s", line)
