"""The window with everything that is connected to it. Another language builds all of it anew from what it shows."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from desktop.app.client import Client
from desktop.app.controller import Controller
from desktop.app.files import FileWishes
from desktop.app.folders import Folders, is_from_outside
from desktop.app.history import HistoryWishes
from desktop.app.language import Speech
from desktop.app.memory import Memory, Remembered
from desktop.app.oversight import Oversight
from desktop.app.packages import PackageWishes
from desktop.app.recipes import RecipeWishes
from desktop.app.resuming import Resuming
from desktop.app.settings import SettingsWishes
from desktop.app.spending import SpendingWishes
from desktop.app.tasks import Tasks
from desktop.views.dialogs.confirm import CloseWhileRunning
from desktop.views.main_window import MainWindow

KEEP_MS = 1000
"""A window that is killed forgets at most what changed so long before it."""


class Stage(QObject):
    """`begin` shows the window; `take` hands it folders and files."""

    def __init__(self, app: QApplication, client: Client, memory: Memory, speech: Speech) -> None:
        super().__init__(app)
        self._app, self._client, self._memory, self._speech = app, client, memory, speech
        self._paths: list[str] = []
        app.setQuitOnLastWindowClosed(False)  # while the window is built anew there is none for a moment
        remembered = self._kept = memory.read()
        speech.speak(remembered.language)
        self._build()
        self._restore(remembered)

    def begin(self, paths: Sequence[str]) -> None:
        """Show the window, then open the folders and files that were given."""
        self._paths = list(paths)
        self.window.show()
        self.window.composer.setFocus()
        self.controller.begin()

    @Slot(list)
    def take(self, paths: Sequence[str]) -> None:
        """Another start handed these over: they begin a new task, so that no finished one is mixed with them. Packages
        belong to no task.
        """
        if self.controller.picture.session.items and not all(map(is_from_outside, paths)):
            self.tasks.new()
        self.folders.take(paths)

    def _build(self) -> None:
        self.window = MainWindow()
        self.controller = Controller(self._client, self.window, self._speech.language)
        self.tasks = Tasks(self.controller)
        self.resuming = Resuming(self.controller)
        self.recipes = RecipeWishes(self.controller)
        self.tasks.recipe_fits.connect(self.recipes.take)
        self.folders = Folders(self.controller, self.tasks)
        self.files = FileWishes(self.controller)
        self.oversight = Oversight(self.controller)
        self.history = HistoryWishes(self.controller)
        self.settings = SettingsWishes(self.controller)
        self.spending = SpendingWishes(self.controller, self.tasks)
        self.spending.settings_wanted.connect(self.settings.open_spending)
        self.settings.language_chosen.connect(self._speak)
        self.packages = PackageWishes(self.controller, self.settings, self.folders)
        self.controller.connected.connect(self._connected)
        self.window.close_wanted.connect(self._close)
        keeping = QTimer(self.window)  # it ends with its window, also when another language takes its place
        keeping.setInterval(KEEP_MS)
        keeping.timeout.connect(self._keep)
        keeping.start()

    def _restore(self, remembered: Remembered) -> None:
        if remembered.geometry:
            self.window.restoreGeometry(QByteArray.fromBase64(remembered.geometry.encode("ascii", "replace")))
        self.window.wishes.update(remembered.panes)
        self.window.composer.set_draft(remembered.draft)
        self.tasks.remember(remembered.session)

    def _remembered(self) -> Remembered:
        preferences = self.controller.picture.preferences
        return Remembered(
            geometry=bytes(self.window.saveGeometry().toBase64().data()).decode("ascii"),
            panes=tuple(self.window.wishes.items()),
            session=self.controller.session,
            draft=self.window.composer.draft()[0],
            language=preferences.language,
            theme=preferences.theme,
        )

    @Slot()
    def _connected(self) -> None:
        paths, self._paths = self._paths, []
        if paths:
            self.folders.take(paths)

    @Slot(str)
    def _speak(self, language: str) -> None:
        """Another language: a new window with the same place, the same task and the same words in the composer."""
        if not self._speech.speak(language):
            return
        remembered, old, before = self._remembered(), self.window, self.controller.picture
        self.controller.retire()
        self._build()
        self._restore(remembered)
        self.controller.show(before)
        self.window.setGeometry(old.geometry())
        self.window.setWindowState(old.windowState())
        self.window.show()
        old.close_now()
        old.deleteLater()
        self.controller.begin()

    @Slot()
    def _close(self) -> None:
        running = sum(view.state in ("running", "waiting") for view in self.controller.picture.sessions.views)
        if not running:
            self._quit()
        elif self.window.findChild(CloseWhileRunning) is None:
            self._ask_to_close(running)

    def _ask_to_close(self, running: int) -> None:
        dialog = CloseWhileRunning(running, self.window)
        dialog.confirmed.connect(self._quit)
        dialog.open()

    @Slot()
    def _keep(self) -> None:
        """Keep what the window would not know after a crash. Before the host's Welcome it knows less than is kept."""
        if self.controller.picture.welcome is None:
            return
        remembered = self._remembered()
        if remembered != self._kept:
            self._kept = remembered
            self._memory.keep(remembered)

    @Slot()
    def _quit(self) -> None:
        self._keep()
        self.window.close_now()
        self._app.quit()
