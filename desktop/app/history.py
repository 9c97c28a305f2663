"""Wishes about the past: the history of changes, and the record of a task."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSaveFile, Slot

from agent.core.paths import shown
from desktop.app.controller import Controller
from desktop.presenter.history import past_tasks
from desktop.views.dialogs.confirm import UndoAll
from desktop.views.dialogs.history_dialog import HistoryDialog
from desktop.views.dialogs.record_dialog import RecordDialog
from desktop.wire import messages as wire


class HistoryWishes(QObject):
    """Opens the history of a task or of all, and the record; puts back what is wished there."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._history: HistoryDialog | None = None
        self._record: RecordDialog | None = None
        self._of = ""
        window = self._window = controller.window
        window.inspector.history_wanted.connect(self._of_this)
        window.header.history_wanted.connect(self._of_this)
        window.header.record_wanted.connect(self._record_of_this)
        window.sidebar.history_wanted.connect(self._of_all)
        window.sidebar.record_wanted.connect(self._open_record)

    @Slot()
    def _of_this(self) -> None:
        self._ask(self._controller.session)

    @Slot()
    def _of_all(self) -> None:
        self._ask("")

    def _ask(self, session: str) -> None:
        self._of = session
        self._controller.ask(wire.ListChanges(session), self._show)

    def _show(self, changes: wire.Changes) -> None:
        tasks = past_tasks(changes.past)
        if self._history is not None:
            self._history.show_past(tasks)
            return
        dialog = self._history = HistoryDialog((), self._window)
        dialog.preview_wanted.connect(self._look)
        dialog.undo_wanted.connect(self._ask_undo)
        dialog.finished.connect(self._history_closed)
        dialog.show_past(tasks)
        dialog.open()

    @Slot()
    def _history_closed(self) -> None:
        self._history = None

    @Slot(str, str, str, object)
    def _look(self, session: str, checkpoint: str, place: str, look: wire.Look) -> None:
        request = wire.PreviewChange(session, checkpoint, place, look)
        shows = partial(self._show_preview, checkpoint, place)
        self._controller.ask(request, shows, lambda failed: shows(wire.Preview("message", "", failed.sentence)))

    def _show_preview(self, checkpoint: str, place: str, preview: wire.Preview) -> None:
        if self._history is not None:
            self._history.show_preview(checkpoint, place, preview)

    @Slot(str, str, object)
    def _ask_undo(self, session: str, checkpoint: str, places: tuple[str, ...]) -> None:
        """More than one file is asked about first."""
        change = self._history.marked_change if self._history is not None else None
        count = len(change.open_places) if change is not None and not places else 1
        if count <= 1:
            self._undo(session, checkpoint, places)
            return
        asking = UndoAll(count, self._history)
        asking.confirmed.connect(partial(self._undo, session, checkpoint, places))
        asking.open()

    def _undo(self, session: str, checkpoint: str, places: tuple[str, ...]) -> None:
        self._controller.ask(wire.UndoChange(session, checkpoint, places), self._undone, self._not_undone)

    def _undone(self, done: wire.Done) -> None:
        if self._history is not None:
            self._ask(self._of)
            self._history.show_told(done.sentence)

    def _not_undone(self, failed: wire.Failed) -> None:
        if self._history is not None:
            self._history.show_told(" ".join(filter(None, (failed.sentence, failed.remedy))))

    @Slot()
    def _record_of_this(self) -> None:
        self._open_record(self._controller.session)

    @Slot(str)
    def _open_record(self, session: str) -> None:
        view = self._controller.picture.sessions.view(session)
        if view is None:
            return
        dialog = self._record = RecordDialog(view.title, str(Path.home()), self._window)
        dialog.export_wanted.connect(partial(self._export, session))
        dialog.save_wanted.connect(self._save)
        dialog.finished.connect(self._record_closed)
        dialog.open()
        self._controller.ask(wire.VerifyRecord(), self._verified, self._not_recorded)

    @Slot()
    def _record_closed(self) -> None:
        self._record = None

    def _verified(self, state: wire.RecordVerdict) -> None:
        if self._record is not None:
            self._record.show_state(state)

    def _export(self, session: str, form: str, contents: bool) -> None:
        self._controller.ask(wire.ExportRecord(session, form, contents), self._exported, self._not_recorded)

    def _exported(self, record: wire.RecordText) -> None:
        if self._record is not None:
            self._record.ask_place(record)

    @Slot(str, str)
    def _save(self, path: str, text: str) -> None:
        """Write the record where the person said: all of it, or nothing."""
        file = QSaveFile(path)
        data = text.encode("utf-8", "surrogateescape")
        good = file.open(QSaveFile.OpenModeFlag.WriteOnly) and file.write(data) == len(data) and file.commit()
        words = self.tr("Saved as {file}.") if good else self.tr("“{file}” could not be written. Choose another place.")
        if self._record is not None:
            self._record.show_done(words.replace("{file}", shown(path)), good=good)

    def _not_recorded(self, failed: wire.Failed) -> None:
        if self._record is not None:
            self._record.show_done(" ".join(filter(None, (failed.sentence, failed.remedy))), good=False)
