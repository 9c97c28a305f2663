"""The conversation, drawn as one document. Names of files and tools are text, never markup."""

import html

from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from agent.core.paths import shown
from desktop.presenter.items import Answer, Asked, Item, Note, Over, PutBack, Said, Step, Steps, StepShown
from desktop.views.theme.current import color

_SIGNS = {
    StepShown.RUNNING: "◌",
    StepShown.WAITING: "◔",
    StepShown.DONE: "✓",
    StepShown.FAILED: "✗",
    StepShown.DENIED: "–",
    StepShown.SKIPPED: "·",
    StepShown.UNKNOWN: "?",
}


class Transcript(QTextBrowser):
    """Shows the items of a SessionPicture. Nothing is loaded from anywhere, and no link opens by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "words")
        self.setOpenLinks(False)
        self.setAccessibleName(self.tr("Conversation"))
        self._items: tuple[Item, ...] = ()
        self._said: list[str] = []

    def loadResource(self, kind: int, name: object) -> None:
        """No picture and no style of a text is ever fetched."""
        return

    def show_items(self, items: tuple[Item, ...]) -> None:
        """Draw them anew when they changed; the end stays in sight when it was."""
        if items == self._items:
            return
        if not items or (self._items and items[0] != self._items[0]):
            self._said = []
        self._items = items
        self._draw()

    def say(self, sentence: str) -> None:
        """A sentence of the window itself, after the items."""
        self._said.append(sentence)
        self._draw()

    def _draw(self) -> None:
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 40
        before = bar.value()
        self.clear()
        cursor = QTextCursor(self.document())
        for item in self._items:
            self._add(cursor, item)
        for sentence in self._said:
            cursor.insertHtml(_line(sentence, "warning"))
            cursor.insertBlock()
        bar.setValue(bar.maximum() if at_end else before)

    def _add(self, cursor: QTextCursor, item: Item) -> None:
        match item:
            case Answer(text=text):
                made = QTextDocument()
                made.setMarkdown(
                    text,
                    QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML,
                )
                cursor.insertHtml(made.toHtml())
            case Steps(steps=steps):
                cursor.insertHtml("<br>".join(_step(step) for step in steps))
            case _:
                cursor.insertHtml(self._other(item))
        cursor.insertBlock()
        cursor.insertBlock()

    def _other(self, item: Item) -> str:
        match item:
            case Said(text=text):
                return f'<p align="right"><b>{_safe(text)}</b></p>'
            case Asked(question=question, answer=answer):
                return _line(f"{question.title} {answer}", "warning")
            case Note(text=text):
                return _line(text, "muted")
            case PutBack(title=title, files=files, kept=kept):
                words = self.tr("Put back: {title} ({n} files)").replace("{title}", title).replace("{n}", str(files))
                return _line(" ".join((words, *kept)), "accent")
            case Over():
                return self._over(item)
            case _:
                return ""

    def _over(self, item: Over) -> str:
        words = {
            "done": self.tr("Done"),
            "failed": self.tr("Failed"),
            "refused": self.tr("Declined: nothing was changed"),
            "limit": self.tr("A limit was reached"),
            "stopped": self.tr("Stopped"),
            "needs_user": self.tr("You need to do something first"),
        }
        tone = "success" if item.ending == "done" else "warning"
        changed = self.tr("{n} files changed").replace("{n}", str(item.files)) if item.files else ""
        return _line(" · ".join(filter(None, (words[item.ending], changed, item.sentence, item.remedy))), tone)


def _step(step: Step) -> str:
    words = " · ".join(filter(None, (step.title, step.progress, step.result)))
    tone = "danger" if step.state is StepShown.FAILED else "muted"
    return _line(f"{_SIGNS[step.state]} {words}", tone)


def _line(text: str, tone: str) -> str:
    return f'<span style="color:{color(tone).name()}">{_safe(text)}</span>'


def _safe(text: str) -> str:
    return "<br>".join(html.escape(shown(line)) for line in text.split("\n"))
