"""Words that several views share: states, modes, times."""

import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from agent.core.actions import Mode
from agent.core.words import dollars
from desktop.presenter.picture import SessionPicture
from desktop.presenter.sessions import age

STATE_ICONS = {
    "new": ("circle", "muted"), "running": ("loader-circle", "accent"), "waiting": ("shield-alert", "warning"),
    "done": ("circle-check", "success"), "failed": ("circle-x", "danger"), "limit": ("circle-pause", "warning"),
    "refused": ("ban", "muted"), "stopped": ("circle-stop", "muted"), "needs_user": ("hand", "warning"),
}  # fmt: skip


def state_word(state: str) -> str:
    """The state of a Session in words."""
    words = {
        "new": QCoreApplication.translate("wording", "Not begun"),
        "running": QCoreApplication.translate("wording", "Working"),
        "waiting": QCoreApplication.translate("wording", "Waiting for you"),
        "done": QCoreApplication.translate("wording", "Done"),
        "failed": QCoreApplication.translate("wording", "Failed"),
        "limit": QCoreApplication.translate("wording", "Paused at a limit"),
        "refused": QCoreApplication.translate("wording", "You declined"),
        "stopped": QCoreApplication.translate("wording", "Stopped"),
        "needs_user": QCoreApplication.translate("wording", "Needs you"),
    }
    return words.get(state, state)


def mode_word(mode: Mode) -> str:
    """The name of a Mode."""
    return {
        Mode.PLAN: QCoreApplication.translate("wording", "Plan"),
        Mode.CHANGES: QCoreApplication.translate("wording", "Ask before changes"),
        Mode.DESTRUCTIVE: QCoreApplication.translate("wording", "Ask before destructive"),
        Mode.ACT: QCoreApplication.translate("wording", "Act in this folder"),
    }[mode]


def mode_meaning(mode: Mode) -> str:
    """One line that says what a Mode means."""
    return {
        Mode.PLAN: QCoreApplication.translate("wording", "Reads and proposes. Nothing is changed."),
        Mode.CHANGES: QCoreApplication.translate("wording", "Shows every change first and waits for your yes."),
        Mode.DESTRUCTIVE: QCoreApplication.translate(
            "wording", "Makes new files by itself. Asks before files of yours are replaced, moved or deleted."
        ),
        Mode.ACT: QCoreApplication.translate(
            "wording", "Works in the folder without asking. Everything it changes there can be undone."
        ),
    }[mode]


def mode_icon(mode: Mode) -> str:
    """The icon of a Mode."""
    return {
        Mode.PLAN: "list-todo", Mode.CHANGES: "shield-question-mark", Mode.DESTRUCTIVE: "shield-check",
        Mode.ACT: "zap",
    }[mode]  # fmt: skip


def hidden_text_meaning() -> str:
    """What hidden text in a file is, and what Deskhand makes of it."""
    return QCoreApplication.translate(
        "wording",
        "What was read holds text that you would not see in the file: white, tiny, off the page or in a comment. It "
        "can be an attempt to give orders. Deskhand treats it as data; it never decides what leaves this computer.",
    )


def ago(moment: str, now: datetime.datetime) -> str:
    """How long ago an ISO 8601 time was, in words; "" when it is none."""
    told = age(moment, now)
    if told is None:
        return ""
    match told.unit:
        case "now":
            return QCoreApplication.translate("wording", "just now")
        case "minutes":
            return QCoreApplication.translate("wording", "{n} min ago").replace("{n}", str(told.count))
        case "hours":
            return QCoreApplication.translate("wording", "{n} h ago").replace("{n}", str(told.count))
        case "yesterday":
            return QCoreApplication.translate("wording", "yesterday")
        case _:
            day = QDate(told.day.year, told.day.month, told.day.day)
            same_year = told.day.year == now.year
            form = QCoreApplication.translate("wording", "MMM d") if same_year else ""
            return QLocale().toString(day, form) if form else QLocale().toString(day, QLocale.FormatType.ShortFormat)


def duration(seconds: float | None) -> str:
    """A length of time: "0.4 s", "12 s", "2 min 5 s"; "" for None or nothing to speak of."""
    if seconds is None or seconds < 0.1:
        return ""
    if seconds < 10:
        return QCoreApplication.translate("wording", "{n} s").replace("{n}", QLocale().toString(seconds, "f", 1))
    if seconds < 60:
        return QCoreApplication.translate("wording", "{n} s").replace("{n}", str(int(seconds)))
    words = QCoreApplication.translate("wording", "{m} min {s} s")
    return words.replace("{m}", str(int(seconds // 60))).replace("{s}", str(int(seconds % 60)))


def cost_text(picture: SessionPicture, cap: float) -> str:
    """What a task cost: "$0.12", "$0.12 of $1.00" under a cap, "$0.12 + unknown"; "" where nothing was to be paid."""
    cost = picture.cost or 0.0
    if not cost and not cap and not picture.unpriced:
        return ""
    unknown = QCoreApplication.translate("wording", "price not known")
    parts = [dollars(cost)] if cost or cap else []
    spent = " + ".join((*parts, *([unknown] if picture.unpriced else [])))
    if not cap:
        return spent
    words = QCoreApplication.translate("wording", "{spent} of {cap}")
    return words.replace("{spent}", spent).replace("{cap}", dollars(cap))
