"""The language of the window."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

CATALOGUES = Path(__file__).resolve().parents[1] / "views" / "i18n"


class Speech:
    """Speaks one language at a time; keeps its catalogues alive."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._kept: list[QTranslator] = []
        self.language = ""

    def speak(self, language: str) -> bool:
        """Speak "en", "ja" or "" (the system's). Whether that is another language than before."""
        wanted = language or system_language()
        if wanted == self.language:
            return False
        for translator in self._kept:
            self._app.removeTranslator(translator)
        self._kept = []
        self.language = wanted
        # Numbers and dates follow the language that is spoken, not the one of the system.
        system = QLocale.system()
        QLocale.setDefault(system if system.name().startswith(wanted) else QLocale(wanted))
        own = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name, folder in ((f"qtbase_{wanted}", own), (f"deskhand_{wanted}", str(CATALOGUES))):
            translator = QTranslator()
            if translator.load(name, folder):
                self._app.installTranslator(translator)
                self._kept.append(translator)
        return True


def system_language() -> str:
    """ "ja" on a Japanese system, else "en"."""
    return "ja" if QLocale.system().language() is QLocale.Language.Japanese else "en"
