"""The right pane: plan, changed files, preview, access."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.presenter.picture import ChangedPlace, SessionPicture
from desktop.views.panels.access_section import AccessSection
from desktop.views.panels.change_section import ChangeSection
from desktop.views.panels.pieces import ElidedLabel, rule, scrolled, tool, words
from desktop.views.panels.plan_section import PlanSection
from desktop.views.panels.preview import PreviewPane
from desktop.views.panels.sent_section import SentSection
from desktop.wire.messages import GrantView, Look, Preview

PREVIEW_HEIGHT = 220


class Inspector(QWidget):
    """Draws what a Session did and may do.

    `change_preview_wanted(checkpoint, place, look)` and `file_preview_wanted(place, look)` ask for a Preview; hand the
    answer to `show_preview`. `undo_wanted(checkpoint, places)`, `undo_all_wanted`, `revoke_wanted(root name)`,
    `take_back_wanted(GrantView)`, `grant_wanted`, `open_wanted(place)`, `sent_wanted` and `history_wanted` are wishes
    of the person.
    """

    change_preview_wanted = Signal(str, str, object)
    file_preview_wanted = Signal(str, object)
    undo_wanted = Signal(str, object)
    undo_all_wanted = Signal()
    revoke_wanted = Signal(str)
    grant_wanted = Signal()
    open_wanted = Signal(str)
    take_back_wanted = Signal(object)
    sent_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._file: ChangedPlace | None = None
        self._place = ""
        self.plan = PlanSection()
        self.changes = ChangeSection()
        self.changes.chosen.connect(self._choose)
        self.changes.undo_wanted.connect(self._undo)
        self.changes.undo_all_wanted.connect(self.undo_all_wanted)
        self.changes.history_wanted.connect(self.history_wanted)
        self.preview = PreviewPane()
        self.preview.setMinimumHeight(PREVIEW_HEIGHT)
        self.preview.look_wanted.connect(self._turn)
        self.access = AccessSection()
        self.access.revoke_wanted.connect(self.revoke_wanted)
        self.access.grant_wanted.connect(self.grant_wanted)
        self.access.take_back_wanted.connect(self.take_back_wanted)
        self.sent = SentSection()
        self.sent.all_wanted.connect(self.sent_wanted)
        self._title = ElidedLabel("", "muted")
        self._look = QWidget()
        self._make_tools()
        self._space = QWidget()
        self._plan_rule, self._changes_rule = rule(), rule()
        self._lay_out()
        self.clear_preview()

    def show_picture(self, picture: SessionPicture, permissions: Sequence[GrantView] = ()) -> None:
        """Draw plan, changed files, access and what left; what did not change is left as it is."""
        self.plan.show_plan(picture.plan, waiting=picture.question is not None, running=picture.running)
        self._plan_rule.setVisible(bool(picture.plan))
        self.changes.show_changes(picture.files, running=picture.running)
        self._changes_rule.setVisible(bool(picture.files))
        self.access.show_access(picture.roots, permissions)
        self.sent.show_sent(picture.sent)
        if self._file is not None:
            self._file = self.changes.marked()
            self._show_tools()

    def show_file(self, place: str, spot: str = "") -> None:
        """Look at a file that was named elsewhere (in the timeline), where an address leads: asks for its preview."""
        self._file, self._place = None, place
        self.preview.show_loading()
        self._show_tools()
        self.file_preview_wanted.emit(place, Look(0, spot=spot) if spot else Look())

    def show_change(self, checkpoint: str, place: str) -> None:
        """Mark a changed file that was named elsewhere, which asks for its preview."""
        self.changes.mark(checkpoint, place)

    def show_newest(self) -> None:
        """Look at the newest document of the changed files, unless the person looks at something already."""
        if not self._place and (newest := self.changes.newest()) is not None:
            self.show_change(newest.checkpoint, newest.place)

    def show_preview(self, preview: Preview) -> None:
        """Draw the answer to the last wish."""
        self._title.setText(shown(preview.title))
        self.preview.show_preview(preview)

    def clear_preview(self) -> None:
        """Nothing is looked at."""
        self._file, self._place = None, ""
        self._title.setText("")
        self.preview.clear()
        self._show_tools()

    def _choose(self, file: ChangedPlace) -> None:
        self._file, self._place = file, file.to or file.place
        self.preview.show_loading()
        self._show_tools()
        self.change_preview_wanted.emit(file.checkpoint, file.place, Look())

    def _turn(self, look: Look) -> None:
        if self._file is not None:
            self.change_preview_wanted.emit(self._file.checkpoint, self._file.place, look)
        elif self._place:
            self.file_preview_wanted.emit(self._place, look)

    def _undo(self, file: ChangedPlace) -> None:
        self.undo_wanted.emit(file.checkpoint, (file.place,))

    def _undo_shown(self) -> None:
        if self._file is not None:
            self._undo(self._file)

    def _open_shown(self) -> None:
        if self._place:
            self.open_wanted.emit(self._place)

    def _shut(self) -> None:
        self.changes.unmark()
        self.clear_preview()

    def _make_tools(self) -> None:
        self.undo = tool(self.tr("Undo this change"), "undo-2")
        self.undo.clicked.connect(self._undo_shown)
        self.open = tool(self.tr("Open in its own program"), "external-link")
        self.open.clicked.connect(self._open_shown)
        self.shut = tool(self.tr("Close the preview"), "x")
        self.shut.clicked.connect(self._shut)

    def _show_tools(self) -> None:
        self.undo.setVisible(self._file is not None and not self._file.undone)
        gone = self._file is not None and (self._file.undone or self._file.kind in ("delete", "folder"))
        self.open.setVisible(bool(self._place) and not gone)
        self._look.setVisible(bool(self._place))
        self._space.setVisible(not self._place)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(words(self.tr("Preview"), "section"))
        head.addSpacing(8)
        head.addWidget(self._title, 1)
        for button in (self.undo, self.open, self.shut):
            head.addWidget(button)
        look = QVBoxLayout(self._look)
        look.setContentsMargins(0, 0, 0, 0)
        look.setSpacing(8)
        look.addLayout(head)
        look.addWidget(self.preview, 1)
        look.addWidget(rule())
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.plan)
        column.addWidget(self._plan_rule)
        column.addWidget(self.changes)
        column.addWidget(self._changes_rule)
        column.addWidget(self._look, 1)
        column.addWidget(self.access)
        column.addWidget(self.sent)
        column.addWidget(self._space, 1)
        self._plan_rule.hide()
        self._changes_rule.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(page))
