"""Wishes about folders and files: hand over by dialog, drop, list or another start; take back; the sample."""

from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from agent.core.events import RootGranted
from agent.core.paths import shown
from desktop.app.controller import Controller
from desktop.app.tasks import Tasks
from desktop.views.dialogs.grant import GrantFolder
from desktop.views.panels.drops import PACKED
from desktop.wire import messages as wire

_MAYBE = (".zip", ".tar.gz", ".tgz")
"""Archives: of a package, or what the person wants to work on."""
_CONFIGURATIONS = (".mcp.json", "mcp.json", "claude_desktop_config.json")


class Folders(QObject):
    """A folder that is new to Deskhand is asked about; one that was handed over before is taken as it was then.

    `package_came` carries the path or the address of a package, and whether it may just as well be a file for the
    task: then `take_files` has it back. `configuration_came` carries the path of another program's connectors.
    """

    package_came = Signal(str, bool)
    configuration_came = Signal(str)

    def __init__(self, controller: Controller, tasks: Tasks) -> None:
        super().__init__(controller)
        self._controller, self._tasks = controller, tasks
        self._waiting: deque[str] = deque()
        window = self._window = controller.window
        window.dropped.connect(self.take)
        window.folder_wanted.connect(self.choose)
        window.composer.dropped.connect(self.take)
        window.composer.folder.chosen.connect(self._take_one)
        window.composer.folder.choose_wanted.connect(self.choose)
        window.sidebar.folder_wanted.connect(self.choose)
        window.sidebar.folder_chosen.connect(self._begin_in)
        window.start.folder_chosen.connect(self._take_one)
        window.start.sample_wanted.connect(self._sample)
        window.inspector.grant_wanted.connect(self.choose)
        window.inspector.revoke_wanted.connect(self._revoke)

    @Slot(list)
    def take(self, paths: Sequence[str]) -> None:
        """Folders and files that were dropped, or that another start handed over."""
        window = self._window
        window.raise_()
        window.activateWindow()
        folders = [path for path in paths if Path(path).is_dir()]
        files = [path for path in paths if Path(path).is_file() and not self._leads_elsewhere(path)]
        for path in paths:
            if path.startswith(("https://", "http://")):
                self.package_came.emit(path, False)
            elif not Path(path).exists():
                self._controller.say(self.tr("There is no “{path}”.").replace("{path}", shown(path)))
        self.take_files(files)
        self._waiting.extend(folders)
        self._next_folder()

    def take_files(self, files: Sequence[str]) -> None:
        """Files for the open task, or a new one over them."""
        window = self._window
        if files and self._controller.session:
            window.composer.add_files(files)
        elif files:
            self._controller.ask(wire.StartSession(_files_as_roots(files)), self._tasks.started)

    def _leads_elsewhere(self, path: str) -> bool:
        """Whether a file is, or may be, a package or a list of connectors: it is looked at first."""
        name = Path(path).name.lower()
        if name in _CONFIGURATIONS:
            self.configuration_came.emit(path)
        elif name.endswith(PACKED + _MAYBE):
            self.package_came.emit(path, name.endswith(_MAYBE))
        else:
            return False
        return True

    @Slot()
    def choose(self) -> None:
        """The system's dialog for folders."""
        roots = self._controller.picture.sessions.folders
        start = str(Path(roots[0].path).parent) if roots else str(Path.home())
        dialog = QFileDialog(self._window, self.tr("Choose a folder"), start)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.take)
        dialog.open()

    def _next_folder(self) -> None:
        """Ask about one folder after the other."""
        if not self._waiting:
            return
        path = self._waiting.popleft()
        known = next((root for root in self._controller.picture.sessions.folders if root.path == path), None)
        if known is not None:
            self._grant(known)
            self._next_folder()
            return
        dialog = GrantFolder(path, str(Path.home()), self._controller.picture.session.title, self._window)
        dialog.granted.connect(self._grant)
        dialog.finished.connect(self._next_folder)
        dialog.open()

    @Slot(object)
    def _grant(self, root: RootGranted) -> None:
        root = RootGranted("", root.path, root.writable, root.only)
        controller = self._controller
        if controller.session:
            controller.ask(wire.GrantRoot(controller.session, root), self._granted)
        else:
            controller.ask(wire.StartSession((root,)), self._tasks.started)

    def _granted(self, view: wire.SessionView) -> None:
        self._controller.line_changed(view)
        self._tasks.suggest()

    @Slot(object)
    def _begin_in(self, root: RootGranted) -> None:
        """A new task in a folder of the sidebar."""
        self._controller.ask(wire.StartSession((RootGranted("", root.path, root.writable),)), self._tasks.started)

    @Slot(str)
    def _take_one(self, path: str) -> None:
        self.take([path])

    @Slot()
    def _sample(self) -> None:
        self._controller.ask(wire.MakeSample(self._controller.language), self._tasks.started)

    @Slot(str)
    def _revoke(self, name: str) -> None:
        controller = self._controller
        controller.ask(wire.RevokeRoot(controller.session, name), partial(self._revoked, controller.session))

    def _revoked(self, session: str, view: wire.SessionView) -> None:
        self._controller.line_changed(view)
        if session == self._controller.session:
            self._tasks.suggest()


def is_from_outside(path: str) -> bool:
    """Whether something that was handed over is surely no file for a task: a package, an address, other connectors."""
    name = Path(path).name.lower()
    return name in _CONFIGURATIONS or name.endswith(PACKED) or path.startswith(("https://", "http://"))


def _files_as_roots(files: Sequence[str]) -> tuple[RootGranted, ...]:
    """Files as themselves: nothing else of their folders can be seen."""
    names: dict[str, list[str]] = {}
    for file in map(Path, files):
        names.setdefault(str(file.parent), []).append(file.name)
    return tuple(RootGranted("", folder, True, tuple(only)) for folder, only in names.items())
