"""Wishes about what was changed: look at it, put it back, open it elsewhere."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from desktop.app.controller import Controller
from desktop.views.dialogs.confirm import OpenLink, UndoAll
from desktop.views.panels.place_text import place_path
from desktop.views.panels.wording import is_document
from desktop.wire import messages as wire


class FileWishes(QObject):
    """Connects the inspector, the timeline and the previews of questions."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._look = 0
        window = self._window = controller.window
        window.approval.preview_wanted.connect(self._look_at_row)
        inspector = window.inspector
        inspector.change_preview_wanted.connect(self._look_at_change)
        inspector.file_preview_wanted.connect(self._look_at_file)
        inspector.undo_wanted.connect(self._undo)
        inspector.undo_all_wanted.connect(self._ask_undo_all)
        inspector.open_wanted.connect(self._open)
        window.timeline.place_wanted.connect(self._show_place)
        window.timeline.change_wanted.connect(self._show_change)
        window.timeline.link_wanted.connect(self._ask_link)
        window.header.undo_wanted.connect(self._undo_last)
        window.undo_wanted.connect(self._undo_last)
        controller.rested.connect(self._show_result)

    @Slot(str, int, object)
    def _look_at_row(self, question: str, index: int, look: wire.Look) -> None:
        request = wire.PreviewRow(self._controller.session, question, index, look)
        self._controller.ask(request, partial(self._window.approval.show_preview, question, index))

    @Slot(str, str, object)
    def _look_at_change(self, checkpoint: str, place: str, look: wire.Look) -> None:
        self._ask_preview(wire.PreviewChange(self._controller.session, checkpoint, place, look))

    @Slot(str, object)
    def _look_at_file(self, place: str, look: wire.Look) -> None:
        self._ask_preview(wire.PreviewFile(self._controller.session, place, look))

    def _ask_preview(self, request: Any) -> None:
        self._look += 1
        number = self._look
        self._controller.ask(request, partial(self._show_preview, number), partial(self._show_problem, number))

    def _show_preview(self, number: int, preview: wire.Preview) -> None:
        if number == self._look:  # the person looks at something else by now, if not
            self._window.inspector.show_preview(preview)

    def _show_problem(self, number: int, failed: wire.Failed) -> None:
        self._show_preview(number, wire.Preview("message", "", text=failed.sentence))

    @Slot(str, str)
    def _show_place(self, place: str, spot: str) -> None:
        self._show_inspector()
        self._window.inspector.show_file(place, spot)

    @Slot(str, str)
    def _show_change(self, checkpoint: str, place: str) -> None:
        self._show_inspector()
        self._window.inspector.show_change(checkpoint, place)

    def _show_inspector(self) -> None:
        if self._window.inspector.isHidden():
            self._window.toggle_pane("inspector")

    @Slot()
    def _show_result(self) -> None:
        """A Turn is over: its newest document is what the person wants to see."""
        self._window.inspector.show_newest()

    @Slot(str, object)
    def _undo(self, checkpoint: str, places: Any) -> None:
        request = wire.UndoChange(self._controller.session, checkpoint, tuple(places))
        self._controller.ask(request, self._undone)

    @Slot()
    def _undo_last(self) -> None:
        session = self._controller.picture.session
        if session.undoable and not session.running:
            self._ask_undo(session.undoable)

    @Slot()
    def _ask_undo_all(self) -> None:
        self._ask_undo("")

    def _ask_undo(self, checkpoint: str) -> None:
        """Undo a Checkpoint, or everything for "". More than one file is asked about first."""
        files = self._controller.picture.session.files
        count = sum(not file.undone and checkpoint in ("", file.checkpoint) for file in files)
        if checkpoint and count == 1:
            self._undo(checkpoint, ())
            return
        dialog = UndoAll(count, self._window)
        dialog.confirmed.connect(partial(self._undo, checkpoint, ()))
        dialog.open()

    def _undone(self, done: wire.Done) -> None:
        if done.sentence:
            self._controller.say(done.sentence, bad=False)
        self._window.timeline.go_to_end()

    @Slot(str)
    def _open(self, place: str) -> None:
        """Open a file in the program that the system has for it."""
        path = place_path(place, self._controller.picture.session.roots)
        if path is not None and not is_document(path):  # it could be a program: show where it lies instead
            path = str(Path(path).parent)
        if path is None or not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
            self._controller.say(self.tr("“{file}” could not be opened.").replace("{file}", place))

    @Slot(str)
    def _ask_link(self, address: str) -> None:
        dialog = OpenLink(address, self._window)
        dialog.confirmed.connect(self._open_link)
        dialog.open()

    @Slot(str)
    def _open_link(self, address: str) -> None:
        QDesktopServices.openUrl(QUrl(address))
