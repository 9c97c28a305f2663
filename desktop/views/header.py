"""The line above the conversation: title, folder, the way to the panes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from agent.core.paths import shown
from desktop.presenter.picture import SessionPicture
from desktop.views.panels.pieces import ElidedLabel, Picture, tool, words
from desktop.views.panels.wording import roots_name
from desktop.views.theme.icons import icon
from desktop.views.wording import cost_text

HEIGHT = 50


class Header(QFrame):
    """Draws title, folder and what the model's work cost."""

    sidebar_wanted = Signal()
    inspector_wanted = Signal()
    undo_wanted = Signal()
    history_wanted = Signal()
    sent_wanted = Signal()
    record_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setProperty("role", "header")
        self.sidebar = tool(self.tr("Show the sidebar"), "panel-left")
        self.sidebar.clicked.connect(self.sidebar_wanted)
        self._title = ElidedLabel("", "h2", Qt.TextElideMode.ElideRight)
        self._lock = Picture("lock", "muted", 14)
        self._folder = words(role="chip")
        self._cost = words(role="small")
        self.undo = tool(self.tr("Undo the last change"), "undo-2")
        self.undo.clicked.connect(self.undo_wanted)
        self.more = tool(self.tr("More about this task"), "ellipsis")
        self.more.setMenu(self._menu())
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.inspector = tool(self.tr("Show or hide the details"), "panel-right")
        self.inspector.clicked.connect(self.inspector_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.sidebar)
        row.addWidget(self._title)
        row.addWidget(self._folder)
        row.addWidget(self._lock)
        row.addStretch(1)
        for widget in (self._cost, self.undo, self.more, self.inspector):
            row.addWidget(widget)
        self.show_picture(None)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for text, icon_name, wish in (
            (self.tr("History of changes…"), "history", self.history_wanted),
            (self.tr("What left this computer…"), "globe", self.sent_wanted),
            (self.tr("Record of this task…"), "clipboard-list", self.record_wanted),
        ):
            menu.addAction(icon(icon_name, "muted", 16), text).triggered.connect(wish)
        return menu

    def show_picture(self, picture: SessionPicture | None, cap: float = 0.0) -> None:
        """Draw a Session, or nothing. `cap` is what it may cost in US dollars, 0 for no limit."""
        self._title.setText((shown(picture.title) if picture else "") or self.tr("New task"))
        roots = picture.roots if picture else ()
        self._folder.setVisible(bool(roots))
        self._lock.setVisible(bool(roots) and not roots[0].writable)
        self._lock.setToolTip(self.tr("Read only"))
        if roots:
            self._folder.setText(roots_name(roots))
            self._folder.setToolTip("\n".join(shown(root.path) for root in roots))
        self.more.setVisible(picture is not None)
        self.undo.setEnabled(bool(picture and picture.undoable and not picture.running))
        self._cost.setText(cost_text(picture, cap) if picture else "")
        told = self.tr("Cost of this task so far")
        unpriced = ", ".join(map(shown, picture.unpriced)) if picture else ""
        missing = self.tr("The price of {models} is not known.").replace("{models}", unpriced) if unpriced else ""
        self._cost.setToolTip("\n".join(filter(None, (told, missing))))
