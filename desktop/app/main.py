"""Opens the window."""

import faulthandler
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.app.client import Client
from desktop.app.instance import Instance
from desktop.views.main_window import MainWindow
from desktop.views.theme.apply import apply_theme
from desktop.views.theme.fonts import ui_font

CATALOGUES = Path(__file__).resolve().parents[1] / "views" / "i18n"


def run_window(arguments: Sequence[str]) -> int:
    """Show the window on these folders and files, or hand them to the one that is open. Returns the exit code."""
    faulthandler.enable()
    if os.environ.get("QT_IM_MODULE") == "fcitx":
        # The wheel has no fcitx plugin; fcitx also answers as ibus, so that Japanese can be typed.
        os.environ["QT_IM_MODULE"] = "ibus"
    app = QApplication([sys.argv[0]])
    app.setApplicationName("Deskhand")
    app.setStyle("Fusion")
    paths = [str(Path(argument).absolute()) for argument in arguments]
    instance = Instance(state_folder())
    if not instance.is_first and instance.hand_over(paths):
        return 0
    app.setFont(ui_font())
    apply_theme(app, "")
    language = "ja" if QLocale.system().language() == QLocale.Language.Japanese else "en"
    kept = translators(app, language)
    client = Client()
    window = MainWindow(client, language)
    instance.handed.connect(window.take_paths)
    client.start()
    window.begin(paths)
    window.show()
    code = app.exec()
    client.close()
    del kept
    return code


def translators(app: QApplication, language: str) -> list[QTranslator]:
    """Install the words of a language; the caller keeps them alive."""
    found = []
    folders = ((f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
               (f"deskhand_{language}", str(CATALOGUES)))  # fmt: skip
    for name, folder in folders:
        translator = QTranslator()
        if translator.load(name, folder):
            app.installTranslator(translator)
            found.append(translator)
    return found


def state_folder() -> Path:
    """The state folder, as the host finds it."""
    given = os.environ.get("DESKHAND_HOME")
    return Path(given).expanduser() if given else platformdirs.user_data_path("deskhand", appauthor=False)
