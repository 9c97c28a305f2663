"""The settings: models, skills, connectors, general, spending, code, permissions, earlier versions, about."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.views.banner import Banner
from desktop.views.connectors.connectors_page import ConnectorsPage
from desktop.views.dialogs.about_page import AboutPage
from desktop.views.dialogs.code_page import CodePage
from desktop.views.dialogs.general_page import GeneralPage
from desktop.views.dialogs.models_page import ModelsPage
from desktop.views.dialogs.permissions_page import PermissionsPage
from desktop.views.dialogs.spending_page import SpendingPage
from desktop.views.dialogs.versions_page import VersionsPage
from desktop.views.packages.skills_page import SkillsPage
from desktop.views.panels.pieces import push, words
from desktop.views.theme.icons import icon
from desktop.wire.messages import ModelView, Preferences

MODELS, SKILLS, CONNECTORS, GENERAL, SPENDING, CODE, PERMISSIONS, VERSIONS, ABOUT = range(9)


class SettingsDialog(QDialog):
    """Changes count at once; there is no OK. `add_wanted` carries an AddModel, the other model signals a name.

    `options_wanted` carries a SetModelOptions, `describe_wanted` a DescribeModel, `find_wanted` nothing.
    `take_back_wanted` carries a GrantView, `rules_wanted` days and per cent, `purge_wanted` a tuple of Checkpoints,
    `price_wanted` a SetPrice, `check_wanted` nothing. What `skills` and `connectors` want, these pages say themselves.
    `banner` says what the window behind it would say.
    """

    preferences_changed = Signal(object)
    add_wanted = Signal(object)
    remove_wanted = Signal(str)
    use_wanted = Signal(str)
    test_wanted = Signal(str)
    options_wanted = Signal(object)
    describe_wanted = Signal(object)
    find_wanted = Signal()
    take_back_wanted = Signal(object)
    rules_wanted = Signal(int, int)
    purge_wanted = Signal(object)
    price_wanted = Signal(object)
    check_wanted = Signal()

    def __init__(
        self,
        preferences: Preferences,
        models: Sequence[ModelView],
        version: str,
        home: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settings"))
        self.resize(860, 640)
        self.models = self._models(models)
        self.skills, self.connectors = SkillsPage(), ConnectorsPage()
        self.general, self.spending, self.code = (
            GeneralPage(preferences), SpendingPage(preferences), CodePage(preferences),
        )  # fmt: skip
        self._share_preferences(self.general, self.spending, self.code)
        self.spending.price_wanted.connect(self.price_wanted)
        self.code.check_wanted.connect(self.check_wanted)
        self.permissions = PermissionsPage()
        self.permissions.take_back_wanted.connect(self.take_back_wanted)
        self.versions = VersionsPage()
        self.versions.rules_wanted.connect(self.rules_wanted)
        self.versions.purge_wanted.connect(self.purge_wanted)
        self.banner = Banner()
        self._make_pages()
        self._add_page(self.tr("Models"), "cpu", self.models)
        self._add_page(self.tr("Skills and packs"), "sparkles", self.skills)
        self._add_page(self.tr("Connectors"), "plug", self.connectors)
        self._add_page(self.tr("General"), "sliders-horizontal", self.general)
        self._add_page(self.tr("Spending"), "receipt", self.spending)
        self._add_page(self.tr("Code"), "square-terminal", self.code)
        self._add_page(self.tr("Permissions"), "key-round", self.permissions)
        self._add_page(self.tr("Earlier versions"), "history", self.versions)
        self._add_page(self.tr("About"), "info", AboutPage(version, home))
        self.pages.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.pages.setCurrentRow(MODELS)
        self._lay_out()

    def show_page(self, page: int) -> None:
        """Go to MODELS, SKILLS, CONNECTORS, GENERAL, SPENDING, CODE, PERMISSIONS, VERSIONS or ABOUT."""
        self.pages.setCurrentRow(page)

    def show_models(self, models: Sequence[ModelView]) -> None:
        """Draw the models as they are."""
        self.models.show_models(models)

    def show_problem(self, sentence: str) -> None:
        """A model could not be saved."""
        self.models.show_problem(sentence)

    def _share_preferences(self, *pages: GeneralPage | SpendingPage | CodePage) -> None:
        """Each of these pages changes some of them: the others come on top of what it changed."""
        for page in pages:
            for other in pages:
                if other is not page:
                    page.changed.connect(other.keep)
            page.changed.connect(self.preferences_changed)

    def _models(self, models: Sequence[ModelView]) -> ModelsPage:
        page = ModelsPage()
        page.show_models(models)
        page.add_wanted.connect(self.add_wanted)
        page.remove_wanted.connect(self.remove_wanted)
        page.use_wanted.connect(self.use_wanted)
        page.test_wanted.connect(self.test_wanted)
        page.options_wanted.connect(self.options_wanted)
        page.describe_wanted.connect(self.describe_wanted)
        page.find_wanted.connect(self.find_wanted)
        return page

    def _make_pages(self) -> None:
        self._stack = QStackedWidget()
        self.pages = QListWidget()
        self.pages.setProperty("role", "pages")
        self.pages.setFixedWidth(176)
        self.pages.setIconSize(QSize(20, 16))
        self.pages.setAccessibleName(self.tr("Pages of the settings"))

    def _add_page(self, title: str, icon_name: str, page: QWidget) -> None:
        item = QListWidgetItem(icon(icon_name, "muted", 16), title)
        item.setSizeHint(QSize(0, 34))
        self.pages.addItem(item)
        framed = QWidget()
        column = QVBoxLayout(framed)
        column.setContentsMargins(24, 20, 24, 12)
        column.setSpacing(14)
        column.addWidget(words(title, "h2"))
        column.addWidget(page, 1)
        self._stack.addWidget(framed)

    def _lay_out(self) -> None:
        side = QFrame()
        side.setProperty("ground", "sidebar")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(side)
        column.setContentsMargins(10, 16, 10, 10)
        column.addWidget(self.pages)
        close = push(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        foot.addStretch(1)
        foot.addWidget(close)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        said = QVBoxLayout()
        said.setContentsMargins(24, 0, 24, 0)
        said.addWidget(self.banner)
        right.addLayout(said)
        right.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(side)
        layout.addLayout(right, 1)
