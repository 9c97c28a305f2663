"""The page of one connector: what waits for the person, what it is, its form, its tools, its log."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agent.core.paths import shown
from agent.packages.package import Setting
from desktop.views.connectors.asked_card import AskedCard
from desktop.views.connectors.connector_card import StandingWords
from desktop.views.packages.review_lines import bullets
from desktop.views.packages.setting_form import SettingForm
from desktop.views.packages.whole_text import WholeText
from desktop.views.panels.pieces import add_shown, clear_layout, push, scrolled, set_property, words
from desktop.views.panels.tab_order import tab_through
from desktop.wire.messages import ApproveConnector, AskedView, ConfigureConnector, ConnectorTest, ConnectorView

_LINES = 400
"""A command line is never cut: whoever hides the end of one hides what it does. Its page scrolls."""


class ConnectorPage(QWidget):
    """`approve_wanted` carries an ApproveConnector, `configure_wanted` a ConfigureConnector, `remove_wanted` and
    `use_wanted` the ConnectorView, the others an id.
    """

    back_wanted = Signal()
    approve_wanted = Signal(object)
    configure_wanted = Signal(object)
    test_wanted = Signal(str)
    log_wanted = Signal(str)
    remove_wanted = Signal(object)
    use_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.connector: ConnectorView | None = None
        self.asked: tuple[AskedCard, ...] = ()
        self._say = StandingWords(self)
        self.back = push(self.tr("Back"), "ghost", "arrow-left", "muted")
        self.use = push(self.tr("Use it in a task"), "primary")
        self.test = push(self.tr("Test"), "", "play")
        self.log = push(self.tr("Show its log"), "", "list")
        self.remove = push(self.tr("Remove…"), "", "trash-2")
        self.save = push(self.tr("Save"), "primary")
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name"))
        self.form, self.grants = SettingForm(), SettingForm()
        self.result = words(role="small", wrap=True)
        self.problem = words(role="danger", wrap=True)
        self._allowed = words(self.tr("What you allow it"), "section")
        self._head, self._column = QVBoxLayout(), QVBoxLayout()
        for column in (self._head, self._column):
            column.setSpacing(8)
        self._connect()
        self._lay_out()

    def show_connector(self, connector: ConnectorView) -> None:
        """Draw it. What is being typed for the same one stays, as long as its form and values are the same."""
        before, self.connector = self.connector, connector
        same = before is not None and (before.id, before.settings, before.values, before.secrets) == (
            connector.id, connector.settings, connector.values, connector.secrets,
        )  # fmt: skip
        if not same:
            self.name.setText(connector.title)
            grants = tuple(one for one in connector.settings if is_grant(one))
            own = tuple(one for one in connector.settings if not is_grant(one))
            self.form.show_settings(own, connector.values, connector.secrets)
            self.grants.show_settings(grants, connector.values, connector.secrets)
            self._allowed.setVisible(bool(grants))
            self._say_problem("")
        if before is None or before.id != connector.id:
            self._say_result("", "small")
            self.test.setEnabled(True)
        self.use.setVisible(connector.standing == "ready")
        clear_layout(self._head)
        clear_layout(self._column)
        self._fill(connector)
        buttons = (self.use, self.test, self.log, self.remove)
        tab_through((self.back, *self.asked, *buttons, self.name, self.form, self.grants, self.save))

    def show_test(self, test: ConnectorTest) -> None:
        """What came of a test."""
        if self.connector is not None and test.id == self.connector.id:
            self.test.setEnabled(True)
            self._say_result(shown(test.sentence), "success" if test.ready else "danger")

    def show_problem(self, sentence: str) -> None:
        """Something that was wanted could not be done."""
        self.test.setEnabled(True)
        self._say_result("", "small")
        self._say_problem(shown(sentence))

    def _say_result(self, text: str, role: str) -> None:
        set_property(self.result, "role", role)
        self.result.setText(text)
        self.result.setVisible(bool(text))

    def _say_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _fill(self, one: ConnectorView) -> None:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(words(shown(one.title), "h2", wrap=True), 1)
        row.addWidget(self._say.chip(one), 0, Qt.AlignmentFlag.AlignTop)
        add_shown(self._head, head)
        if (sentence := self._say.sentence(one)) is not None:
            add_shown(self._head, sentence)
        self.asked = tuple(map(self._asked_card, one.asked))
        if self.asked:
            self._section(self._head, self.tr("Waits for you"), self.asked)
        if one.line and one.line not in {asked.after for asked in one.asked}:
            title = self.tr("Exactly this is started or spoken with")
            self._section(self._column, title, [self._line(one)])
        reaches = one.reaches or (self.tr("Nothing now."),)
        self._section(self._column, self.tr("What it may reach"), [bullets(reaches, "")])
        self._column.addWidget(words(self._say.used(one), "small"))
        if one.tools:
            self._section(self._column, self.tr("Its tools"), [bullets(one.tools)])

    def _line(self, one: ConnectorView) -> QWidget:
        return WholeText(one.line, self.tr("Command line or address"), most=_LINES)

    def _section(self, column: QVBoxLayout, title: str, parts: Sequence[QWidget]) -> None:
        column.addWidget(words(title, "section"))
        for part in parts:
            add_shown(column, part)

    def _asked_card(self, asked: AskedView) -> AskedCard:
        card = AskedCard(asked)
        card.approved.connect(self._approve)
        return card

    def _approve(self, asked: AskedView) -> None:
        if self.connector is not None:
            self.approve_wanted.emit(ApproveConnector(self.connector.id, {asked.what: asked.digest}))

    def _save(self) -> None:
        if self.connector is None:
            return
        self._say_problem(self.form.problem() or self.grants.problem())
        if not self.problem.text():
            title = self.name.text().strip() or self.connector.title
            values = self.form.values() | self.grants.values()
            self.configure_wanted.emit(ConfigureConnector(self.connector.id, title, values))
        else:
            self.form.focus_problem()

    def _test(self) -> None:
        if self.connector is not None:
            self.test.setEnabled(False)
            self._say_problem("")
            self._say_result(self.tr("Connecting…"), "small")
            self.test_wanted.emit(self.connector.id)

    def _log(self) -> None:
        if self.connector is not None:
            self.log_wanted.emit(self.connector.id)

    def _remove(self) -> None:
        self.remove_wanted.emit(self.connector)

    def _use(self) -> None:
        self.use_wanted.emit(self.connector)

    def _connect(self) -> None:
        self.use.clicked.connect(self._use)
        self.back.clicked.connect(self.back_wanted)
        self.test.clicked.connect(self._test)
        self.log.clicked.connect(self._log)
        self.remove.clicked.connect(self._remove)
        self.save.clicked.connect(self._save)
        for button in (self.back, self.use, self.test, self.log, self.remove, self.save):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.use, self.test, self.log, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addLayout(self._head)
        column.addLayout(buttons)
        column.addWidget(self.result)
        column.addLayout(self._column)
        column.addWidget(words(self.tr("Settings"), "section"))
        label = words(self.tr("Name"), "label")
        label.setBuddy(self.name)
        column.addWidget(label)
        column.addWidget(self.name)
        for widget in (self.form, self._allowed, self.grants, self.problem):
            column.addWidget(widget)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(scrolled(inside), 1)


def is_grant(setting: Setting) -> bool:
    """Whether it is something that the person allows: Deskhand's own lines have a ":", which no package's can have."""
    return ":" in setting.key
