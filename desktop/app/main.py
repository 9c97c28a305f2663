"""Opens the window."""

import faulthandler
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import platformdirs
from PySide6.QtCore import QEvent, QObject, QUrl, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from desktop.app.client import Client
from desktop.app.instance import Instance
from desktop.app.language import Speech
from desktop.app.memory import Memory
from desktop.views.theme.apply import apply_theme
from desktop.views.theme.fonts import ui_font


def run_window(arguments: Sequence[str]) -> int:
    """Show the window on these folders and files, or hand them to the one that is open. Returns the exit code."""
    faulthandler.enable()
    if os.environ.get("QT_IM_MODULE") == "fcitx":
        # The wheel has no fcitx plugin; fcitx also answers as ibus, so that Japanese can be typed.
        os.environ["QT_IM_MODULE"] = "ibus"
    app = QApplication([sys.argv[0]])
    paths = [handed(argument) for argument in arguments]
    instance = Instance(state_folder())
    if not instance.is_first and instance.hand_over(paths):
        return 0
    client = Client()
    client.start()
    from desktop.app.stage import Stage  # late: the host starts while the views are loaded

    memory = Memory(state_folder() / "window.json")
    dress(app, memory.read().theme)
    stage = Stage(app, client, memory, Speech(app))
    instance.handed.connect(stage.take)
    opening = Opening(app)
    opening.handed.connect(stage.take)
    stage.begin(paths)
    code = app.exec()
    client.close()
    return code


class Opening(QObject):
    """macOS tells a double-click by an event, not by an argument: `handed` brings its path."""

    handed = Signal(list)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the files; everything else goes on."""
        if isinstance(event, QFileOpenEvent):
            self.handed.emit([handed(event.file() or event.url().toString())])
            return True
        return super().eventFilter(watched, event)


def handed(argument: str) -> str:
    """What was given as an argument: a web address as it is, everything else as an absolute path.

    File managers give paths or `file:` addresses.
    """
    url = QUrl(argument)
    if url.scheme() in ("https", "http"):
        return argument
    return str(Path(url.toLocalFile() if url.isLocalFile() else argument).absolute())


def dress(app: QApplication, theme: str) -> None:
    """Name, style and colours of the application."""
    app.setApplicationName("Deskhand")
    app.setDesktopFileName("deskhand")
    if not app.styleSheet():  # once: a style that is set again draws every widget anew
        app.setStyle("Fusion")
        app.setFont(ui_font())
    apply_theme(app, theme)


def state_folder() -> Path:
    """The state folder, as the host finds it."""
    given = os.environ.get("DESKHAND_HOME")
    return Path(given).expanduser() if given else platformdirs.user_data_path("deskhand", appauthor=False)
