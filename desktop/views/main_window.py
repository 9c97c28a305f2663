"""The window: sidebar, conversation and inspector. It draws a WindowPicture and emits wishes; it knows no host."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.presenter.window import Page, WindowPicture
from desktop.views.activity import Activity
from desktop.views.banner import Banner
from desktop.views.composer import Composer, ComposerState
from desktop.views.drop_veil import DropVeil
from desktop.views.header import Header
from desktop.views.offer import Offer
from desktop.views.packages.trust_bar import TrustBar
from desktop.views.panels.approval import ApprovalCard
from desktop.views.panels.drops import dropped_sources
from desktop.views.panels.inspector import Inspector
from desktop.views.panels.pieces import rule
from desktop.views.panels.recipe_form import RecipeForm
from desktop.views.panels.recipe_list import RecipeList
from desktop.views.panels.welcome import WelcomePage
from desktop.views.sidebar import Sidebar
from desktop.views.timeline.timeline import WIDTH, Timeline

FIRST_SIZE = QSize(1440, 940)
LEAST_SIZE = QSize(640, 480)
NARROW, SMALL = 1160, 860
"""Below these widths of the window the inspector and then the sidebar give way, unless the person wants them."""


class MainWindow(QMainWindow):
    """The parts are attributes; `app` connects their signals. `dropped` carries absolute paths,
    or the address of a package.
    """

    dropped = Signal(list)
    close_wanted = Signal()
    back_wanted = Signal()
    new_wanted = Signal()
    folder_wanted = Signal()
    settings_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Deskhand")
        self.setAcceptDrops(True)
        self.setMinimumSize(LEAST_SIZE)
        self.resize(FIRST_SIZE)
        self.sidebar, self.header, self.inspector = Sidebar(), Header(), Inspector()
        self.start, self.timeline, self.form, self.recipes = WelcomePage(), Timeline(), RecipeForm(), RecipeList()
        self.banner, self.offer, self.activity, self.trust = Banner(), Offer(), Activity(), TrustBar()
        self.approval, self.composer = ApprovalCard(), Composer()
        self._may_close = False
        self._session_is_open = False
        self.wishes: dict[str, bool] = {}
        """What the person said of "sidebar" and "inspector"; without a word the width of the window decides."""
        self._lay_out()
        self.veil = DropVeil(self)
        self._connect()

    def show_window(self, picture: WindowPicture) -> None:
        """Draw everything that changed."""
        session = picture.session
        self._session_is_open = bool(picture.sessions.chosen)
        self.setWindowTitle(" – ".join(filter(None, (shown(session.title), "Deskhand"))))
        self.sidebar.show_window(picture)
        self.header.show_picture(picture.side if self._session_is_open else None, picture.cap)
        self.inspector.show_picture(picture.side, picture.permissions)
        self.activity.show_picture(picture.side, picture.cap)
        self.timeline.show_items(session.items)
        self.composer.show_state(_composer_state(picture))
        self.composer.editor.set_enter_sends(picture.preferences.send_with_enter)
        self.trust.show_folders(picture.untrusted)
        self._show_question(picture)
        self._show_page(picture)
        self._show_panes()

    def close_now(self) -> None:
        """Close without asking anybody again."""
        self._may_close = True
        self.close()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders and files may be dropped anywhere."""
        if dropped_sources(event.mimeData()):
            self.veil.show()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The drag went elsewhere."""
        self.veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self.veil.hide()
        self.dropped.emit(dropped_sources(event.mimeData()))
        event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The right pane and then the sidebar give way in a small window."""
        super().resizeEvent(event)
        for name, least in (("sidebar", SMALL), ("inspector", NARROW)):
            if (event.size().width() < least) is not (event.oldSize().width() < least):
                self.wishes.pop(name, None)
        self.veil.setGeometry(self.rect())
        self._show_panes()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whether it may close is decided elsewhere: work may be going on."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.close_wanted.emit()

    def toggle_pane(self, name: str) -> None:
        """Show or hide "sidebar" or "inspector"; that stays so until the width of the window decides anew."""
        pane = self.sidebar if name == "sidebar" else self.inspector
        self.wishes[name] = pane.isHidden()
        if self.width() < SMALL and self.wishes[name]:  # there is room for one pane beside the conversation
            self.wishes["inspector" if name == "sidebar" else "sidebar"] = False
        self._show_panes()

    def close_pane(self) -> bool:
        """In a small window, close the pane that was opened by hand. Whether there was one."""
        opened = [name for name, wish in self.wishes.items() if wish]
        if self.width() >= SMALL or not opened:
            return False
        self.wishes.clear()
        self._show_panes()
        return True

    def _show_panes(self) -> None:
        wide = self.wishes.get("sidebar", self.width() >= SMALL)
        self.sidebar.setVisible(wide)
        self.header.sidebar.setVisible(not wide)
        details = self._session_is_open and self.wishes.get("inspector", self.width() >= NARROW)
        self.inspector.setVisible(details)
        self.header.inspector.setVisible(self._session_is_open)

    def _show_question(self, picture: WindowPicture) -> None:
        question = picture.session.question
        if question is None:
            self.approval.clear()
        elif question.id != self.approval.shown_id:
            self.approval.show_question(question, picture.session.roots)

    def _show_page(self, picture: WindowPicture) -> None:
        pages = {Page.START: self.start, Page.TALK: self.timeline, Page.FORM: self.form, Page.RECIPES: self.recipes}
        self.stack.setCurrentWidget(pages[picture.page])
        self.composer.setVisible(picture.page in (Page.START, Page.TALK))
        self.form.set_busy(picture.session.running)
        if picture.page is Page.START and picture.welcome is not None and not picture.waits:
            self.start.show_state(
                picture.session.roots,
                picture.suggestions,
                picture.welcome.recipes,
                picture.sessions.folders,
                model_connected=bool(picture.model),
            )

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        # In a low window the pages give way to a question, which must be seen.
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        for page in (self.start, self.timeline, self.form, self.recipes):
            self.stack.addWidget(page)
        middle = QWidget()
        middle.setProperty("ground", "window")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(rule())
        column.addWidget(self.stack, 1)
        column.addWidget(self._foot())
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self.sidebar.setFixedWidth(256)
        self.inspector.setFixedWidth(340)
        line.addWidget(self.sidebar)
        line.addWidget(middle, 1)
        line.addWidget(self.inspector)
        self.setCentralWidget(row)

    def _foot(self) -> QFrame:
        """What stands below the pages, as wide as the conversation."""
        inner = QWidget()
        inner.setMaximumWidth(WIDTH + 16)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.activity, self.banner, self.trust, self.offer, self.approval, self.composer):
            column.addWidget(part)
        foot = QFrame()
        across = QHBoxLayout(foot)
        across.setContentsMargins(16, 4, 16, 16)
        across.addWidget(inner)
        return foot

    def _connect(self) -> None:
        self.header.sidebar_wanted.connect(self._toggle_sidebar)
        self.sidebar.hide_wanted.connect(self._toggle_sidebar)
        self.header.inspector_wanted.connect(self._toggle_inspector)
        for keys, wish in (
            (QKeySequence(QKeySequence.StandardKey.New), self.new_wanted),
            (QKeySequence(QKeySequence.StandardKey.Open), self.folder_wanted),
            (QKeySequence("Ctrl+,"), self.settings_wanted),
            (QKeySequence("Ctrl+Z"), self.undo_wanted),
            (QKeySequence("Esc"), self.back_wanted),
            (QKeySequence("Ctrl+B"), self.header.sidebar_wanted),
            (QKeySequence("Ctrl+Alt+B"), self.header.inspector_wanted),
        ):
            QShortcut(keys, self).activated.connect(wish)

    def _toggle_sidebar(self) -> None:
        self.toggle_pane("sidebar")

    def _toggle_inspector(self) -> None:
        self.toggle_pane("inspector")


def _composer_state(picture: WindowPicture) -> ComposerState:
    welcome, session = picture.welcome, picture.session
    return ComposerState(
        roots=session.roots,
        recent=picture.sessions.folders,
        mode=session.mode,
        model=picture.model,
        models=picture.models,
        running=session.running,
        recipe=session.running and bool(session.recipe),
        ready=welcome is not None,
        forecast=picture.forecast,
        prompts=picture.prompts,
    )
