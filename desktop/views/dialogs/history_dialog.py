"""The history of changes: every one of them with its files, what each looked like, and the way back."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.presenter.history import PastChange, PastState, PastTask
from desktop.presenter.picture import ChangedPlace
from desktop.views.dialogs.history_tree import HistoryTree
from desktop.views.dialogs.page_dialog import PageDialog
from desktop.views.panels.pieces import push, words
from desktop.views.panels.preview import PreviewPane
from desktop.views.panels.wording import counted
from desktop.wire.messages import Look, Preview

SIZE = QSize(1040, 640)
SIDE = 400
MOST_KEPT = 6


class HistoryDialog(PageDialog):
    """`preview_wanted(session, checkpoint, place, look)`; `undo_wanted(session, checkpoint, places)`, () for all of it.

    Hand the answers to `show_preview` and `show_past`.
    """

    preview_wanted = Signal(str, str, str, object)
    undo_wanted = Signal(str, str, object)

    def __init__(self, tasks: Sequence[PastTask], parent: QWidget | None = None) -> None:
        super().__init__(SIZE, parent)
        self.set_title(self.tr("History of changes"))
        self._change: PastChange | None = None
        self._place: ChangedPlace | None = None
        self.tree = HistoryTree()
        self.tree.marked.connect(self._show)
        self.preview = PreviewPane()
        self.preview.look_wanted.connect(self._look)
        self._head = words(role="strong", wrap=True)
        self._more = words(role="small", wrap=True)
        self._kept, self._told = words(role="warning", wrap=True), words(role="warning", wrap=True)
        self.back = push("", "primary", "undo-2", "on_accent")
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self._put_back)
        self._lay_out()
        self.show_past(tasks)
        self.tree.setFocus()

    def show_past(self, tasks: Sequence[PastTask]) -> None:
        """Draw the history as it is now."""
        there = [task for task in tasks if task.changes]
        self.say("" if there else self.tr("Nothing was changed yet."))
        self.tree.load(there)

    def show_preview(self, checkpoint: str, place: str, preview: Preview) -> None:
        """What a change did to a file; an answer for another one is left out."""
        change, marked = self._change, self._place
        if change is not None and marked is not None and (change.checkpoint.id, marked.place) == (checkpoint, place):
            self.preview.show_preview(preview)

    @property
    def marked_change(self) -> PastChange | None:
        """The change that is looked at."""
        return self._change

    def show_told(self, sentence: str) -> None:
        """What came of putting back: what was left alone or kept beside, or why nothing was done; "" for no words."""
        self._told.setText("\n".join(map(shown, sentence.splitlines())))
        self._told.setVisible(bool(sentence))

    def _show_kept(self, change: PastChange | None) -> None:
        """What an undo left alone or kept beside."""
        kept = change.checkpoint.kept if change else ()
        self._kept.setText("\n".join(map(shown, kept[:MOST_KEPT])))
        self._kept.setVisible(bool(kept))

    def _show(self, change: PastChange | None, place: ChangedPlace | None) -> None:
        self._change, self._place = change, place
        self.show_told("")
        self._show_kept(change)
        self.back.setVisible(change is not None and change.state is not PastState.UNDO)
        if change is None:
            self._head.setText("")
            self._more.setText("")
            self.preview.clear()
            return
        self._head.setText(shown(place.place if place else change.checkpoint.title))
        self._more.setText(self.tree.kind_word(place) if place else self._counts(change))
        self._show_back(change, place)
        if place is None:
            self.preview.show_preview(Preview("message", "", self._hint(change)))
        else:
            self.preview.show_loading()
            self.preview_wanted.emit(change.session, change.checkpoint.id, place.place, Look())

    def _look(self, look: Look) -> None:
        change, place = self._change, self._place
        if change is not None and place is not None:
            self.preview_wanted.emit(change.session, change.checkpoint.id, place.place, look)

    def _show_back(self, change: PastChange, place: ChangedPlace | None) -> None:
        can = change.open_places
        one = place is not None or len(can) == 1
        self.back.setText(
            self.tr("Put this file back") if one else self.tr("Put back {n} files").replace("{n}", str(len(can)))
        )
        self.back.setVisible(bool(can) if place is None else place in can)

    def _hint(self, change: PastChange) -> str:
        if change.busy:
            return self.tr("The task is running. Stop it first, then put back.")
        return {
            PastState.THERE: self.tr("Choose a file below the change to see what happened to it."),
            PastState.PARTLY: self.tr("Some of its files were put back. The others still can be."),
            PastState.BACK: self.tr("All of it was put back."),
            PastState.PURGED: self.tr("Its earlier versions were moved to the trash, so it cannot be put back here."),
            PastState.UNDO: self.tr("These files became as they were before."),
        }[change.state]

    def _counts(self, change: PastChange) -> str:
        """How many files, by what happened to them."""
        kinds: dict[str, int] = {}
        for place in change.places:
            kinds[self.tree.kind_word(place)] = kinds.get(self.tree.kind_word(place), 0) + 1
        files = counted(self.tr("1 file"), self.tr("{n} files"), len(change.places))
        return " · ".join((files, *(f"{kind} {count}" for kind, count in kinds.items())))

    def _put_back(self) -> None:
        if self._change is not None:
            places = (self._place.place,) if self._place is not None else ()
            self.undo_wanted.emit(self._change.session, self._change.checkpoint.id, places)

    def _lay_out(self) -> None:
        side = QWidget()
        side.setFixedWidth(SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self._head, self._more, self._kept, self._told):
            column.addWidget(widget)
        column.addWidget(self.preview, 1)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.tree, 1)
        row.addWidget(side)
        self.page.addLayout(row)
