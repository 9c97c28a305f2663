"""Short lines of the timeline: notes, what was put back, questions with their answers, the end of a Turn."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent.core.actions import Grant
from agent.core.events import Ending
from agent.core.paths import shown
from desktop.presenter.items import Asked, Earlier, Item, ModeSet, Note, Over, Permission, PutBack
from desktop.presenter.words import SENT_BACK
from desktop.views.grant_words import grant_text
from desktop.views.panels.pieces import Picture, push, words
from desktop.views.panels.wording import counted
from desktop.views.timeline.card import Card
from desktop.views.wording import duration, mode_icon, mode_meaning, mode_word

_ICONS = {
    Ending.DONE: ("circle-check", "success"),
    Ending.FAILED: ("circle-x", "danger"),
    Ending.REFUSED: ("ban", "muted"),
    Ending.LIMIT: ("circle-pause", "warning"),
    Ending.STOPPED: ("circle-stop", "muted"),
    Ending.NEEDS_USER: ("hand", "warning"),
}
_NOTES = {
    "near_limit": "circle-pause",
    "fallback": "cpu",
    "doubtful": "circle-question-mark",
    "delegate": "bot",
    "retry": "refresh-cw",
    "recovered": "rotate-ccw",
    "queued": "clock",
    "resumed": "rotate-ccw",
    "no_sandbox": "square-terminal",
    SENT_BACK: "undo-2",
}
CODE_CODES = ("no_sandbox",)
"""Codes of notes that the page about running code can help with."""
MODEL_CODES = ("no_model", "key_missing", "key_refused", "model_missing", "no_credit", "unreachable")
"""Codes of ends that the page of models can help with."""
MONEY_CODES = ("limit_task", "limit_day", "price_unknown")
"""Codes of ends that another limit or a price can help with."""


class LineCard(Card):
    """An icon with a sentence; more words and a remedy below it. A failure stands in a frame."""

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = QFrame()
        self._icon = Picture("info", "muted", 16)
        self._title = words(wrap=True)
        self._more = words(role="muted", wrap=True)
        self._remedy = words(wrap=True)
        self._act = push("", "link")
        self._act.clicked.connect(self._want)
        self._code = ""
        texts = QVBoxLayout()
        texts.setSpacing(3)
        for widget in (self._title, self._more, self._remedy, self._act):
            texts.addWidget(widget)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        side = QVBoxLayout()
        side.setContentsMargins(0, 2, 0, 0)
        side.addWidget(self._icon)
        side.addStretch(1)
        row.addLayout(side)
        row.addLayout(texts, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._frame)
        self.show_item(item)

    def show_item(self, item: Item) -> None:
        """Draw the line."""
        self._say("", "", "")
        match item:
            case Note(text=text, code=code, past=past):
                self._icon.draw(_NOTES.get(code, "info"), "muted")
                self._say(*self._note(text, code, past=past), "")
                self._title.setProperty("role", "muted")
                self._code = code
                self._act.setText(self.tr("Open the settings of running code"))
                self._act.setVisible(code in CODE_CODES)
            case PutBack():
                self._draw_back(item)
            case Permission(grant=grant, given=given):
                self._icon.draw("key-round" if given else "ban", "muted")
                said = self._given(grant) if given else self.tr("Permission taken back: {what}")
                self._say(said.replace("{what}", grant_text(grant)), "", "")
            case ModeSet(mode=mode):
                self._icon.draw(mode_icon(mode), "muted")
                said = self.tr("From here on: {mode}.").replace("{mode}", mode_word(mode))
                self._say(said, mode_meaning(mode), "")
            case Asked():
                self._draw_asked(item)
            case Earlier():
                self._icon.draw("clock", "muted")
                more = self.tr("Changed files and costs are shown when all of it is here.")
                self._say(self.tr("What came earlier is being read…"), more, "")
                self._title.setProperty("role", "muted")
            case Over():
                self._draw_over(item)
            case _:
                return

    def _given(self, grant: Grant) -> str:
        if grant.lifetime == "session":
            return self.tr("Allowed without asking, in this task: {what}")
        return self.tr("Allowed without asking, always: {what}")

    def _draw_back(self, item: PutBack) -> None:
        self._icon.draw("undo-2", "success")
        one, many = self.tr("1 change was undone."), self.tr("{n} changes were undone.")
        none = self.tr("There was nothing left to undo.")
        self._say(counted(one, many, item.files) if item.files else none, "\n".join(map(shown, item.kept)), "")

    def _draw_asked(self, item: Asked) -> None:
        self._icon.draw("message-circle-question-mark", "warning" if item.open else "muted")
        said = item.answer or (self.tr("Allowed") if item.accepted else self.tr("Not answered"))
        waits = self.tr("Waiting for your answer below")
        self._say(shown(item.question.title), waits if item.open else shown(said), "")
        self._title.setProperty("role", "strong")

    def _draw_over(self, item: Over) -> None:
        self._icon.draw(*_ICONS[item.ending])
        bad = item.ending is Ending.FAILED
        self._frame.setProperty("card", "error" if bad else "warning" if _needs(item) else "")
        framed = bad or _needs(item)
        layout = self._frame.layout()
        if layout is not None:
            layout.setContentsMargins(*((14, 12, 14, 12) if framed else (0, 0, 0, 0)))
        word = self.tr("Interrupted") if item.code == "interrupted" else self._word(item.ending)
        title = " · ".join(filter(None, (word, self._files(item), duration(item.seconds))))
        self._say(title, item.sentence if item.code != "stopped" else self._stopped(item), item.remedy)
        self._title.setProperty("role", "strong" if framed else "muted")
        self._code = item.code
        self._act.setText(self._remedy_word(item))
        self._act.setVisible(item.goes_on or item.code in (*MODEL_CODES, *MONEY_CODES))

    def _remedy_word(self, item: Over) -> str:
        if item.code == "limit_task":
            return self.tr("Raise the limit and go on…")
        if item.code in MONEY_CODES:
            return self.tr("Open the settings of spending")
        return self.tr("Go on with it") if item.goes_on else self.tr("Open the settings of models")

    def _note(self, text: str, code: str, *, past: bool) -> tuple[str, str]:
        if code == SENT_BACK:
            return self.tr("The answer above was sent back because of what was checked. A new one follows."), ""
        return (self.tr("The model could not answer for a moment; then it did."), text) if past else (text, "")

    def _stopped(self, item: Over) -> str:
        return self.tr("What was changed before can be undone.") if item.files else self.tr("Nothing was changed.")

    def _files(self, item: Over) -> str:
        return counted(self.tr("1 file changed"), self.tr("{n} files changed"), item.files) if item.files else ""

    def _word(self, ending: Ending) -> str:
        return {
            Ending.DONE: self.tr("Done"),
            Ending.FAILED: self.tr("This did not work"),
            Ending.REFUSED: self.tr("Ended: a change was not allowed"),
            Ending.LIMIT: self.tr("Paused at a limit"),
            Ending.STOPPED: self.tr("Stopped by you"),
            Ending.NEEDS_USER: self.tr("Needs you"),
        }[ending]

    def _say(self, title: str, more: str, remedy: str) -> None:
        self._title.setText(title)
        for label, text in ((self._more, more), (self._remedy, remedy)):
            label.setText(text)
            label.setVisible(bool(text))
        self._act.hide()
        self.setAccessibleName(" ".join(filter(None, (title, more, remedy))))

    def _want(self) -> None:
        if self._code in (*CODE_CODES, *MODEL_CODES, *MONEY_CODES):
            self.remedy_wanted.emit(self._code)
        else:
            self.go_on_wanted.emit()


def _needs(item: Over) -> bool:
    return item.ending in (Ending.NEEDS_USER, Ending.LIMIT)
