"""Colours for Python: words of the language, texts, comments, numbers. Simple on purpose: it is only to be read."""

import builtins
import keyword
import re

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from desktop.views.theme.current import color

PYTHON = ("python", "py", "python3")
_TEXT = r"""(?P<text>[rbfuRBFU]{0,2}(?:"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))"""
_WORDS = re.compile(
    _TEXT + r"|(?P<comment>\#.*)|(?P<number>\b\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?\b)"
    rf"|(?P<keyword>\b(?:{'|'.join(keyword.kwlist)})\b)"
    rf"|(?P<known>(?<!\.)\b(?:{'|'.join(name for name in dir(builtins) if name.islower() and name[0] != '_')})\b)"
)
_SHADES = {"text": "success", "comment": "muted", "number": "warning", "keyword": "accent", "known": "accent"}
_LONG = ('"""', "'''")


class PythonColours(QSyntaxHighlighter):
    """Colours a document in the theme that is on. The state of a line is the kind of long text that it ends in."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, text: str) -> None:
        """One line."""
        at, open_mark = 0, self.previousBlockState()
        while at < len(text):
            if open_mark >= 0:
                end = text.find(_LONG[open_mark], at)
                stop = len(text) if end < 0 else end + 3
                self.setFormat(at, stop - at, _style("text"))
                at, open_mark = stop, open_mark if end < 0 else -1
                continue
            at, open_mark = self._piece(text, at)
        self.setCurrentBlockState(open_mark)

    def _piece(self, text: str, at: int) -> tuple[int, int]:
        """Colour the next word after `at`; where it ends, and the long text that begins there, -1 for none."""
        found = _WORDS.search(text, at)
        if found is None:
            return len(text), -1
        for number, mark in enumerate(_LONG):
            where = text.find(mark, found.start(), found.end() + 3)
            if found.lastgroup == "text" and where >= 0 and not text[found.start() : where].strip("rbfuRBFU"):
                self.setFormat(found.start(), where + 3 - found.start(), _style("text"))
                return where + 3, number
        self.setFormat(found.start(), found.end() - found.start(), _style(found.lastgroup or ""))
        return found.end(), -1


def _style(kind: str) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setForeground(color(_SHADES[kind]))
    if kind == "keyword":
        style.setFontWeight(QFont.Weight.DemiBold)
    if kind == "comment":
        style.setFontItalic(True)
    return style
