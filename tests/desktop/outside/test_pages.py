"""The pages of the settings for skills and connectors by the keyboard, and what they emit."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from agent.packages.package import Need, Setting
from desktop.views.connectors.connectors_page import ConnectorsPage
from desktop.views.packages.setting_form import SettingForm
from desktop.wire.messages import AskedView, ConnectorsView, ConnectorView

ASKED = (AskedView("start", "How it starts", "", "node server.js", "a1"),)
FORM = (Setting("place", Need.TEXT, "Place"), Setting("deskhand:network", Need.FLAG, "May use the network"))


def connector(standing, asked=()):
    return ConnectorView(
        "stock", "mcp", "Stock", "MCP server", "plug", True, standing, line="node server.js", settings=FORM, asked=asked
    )


@pytest.fixture
def page(qtbot):
    page = ConnectorsPage()
    qtbot.addWidget(page)
    page.show()
    return page


def stops(start):
    """What Tab goes through, from `start` to the one before it."""
    found: list[QWidget] = []
    at = start
    while not found or at is not start:
        if at.isVisibleTo(start.window()) and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(at)
        at = at.nextInFocusChain()
    return found


def test_tab_goes_through_a_connector_as_it_is_read(page):
    page.open_page(connector("asks", ASKED))
    one = page.page
    order = stops(one.back)
    network = one.grants.editors["deskhand:network"].target
    wanted = [one.back, one.asked[0].approve, one.test, one.log, one.remove, one.name, one.form.editors["place"].target,
              network, one.save]  # fmt: skip
    assert [widget for widget in order if widget in wanted] == wanted


def test_what_the_person_allows_stands_apart_and_is_saved_with_the_rest(page, qtbot):
    page.open_page(connector("ready"))
    assert list(page.page.form.editors) == ["place"]
    page.page.grants.editors["deskhand:network"].set_value("true")
    with qtbot.waitSignal(page.changed) as saved:
        page.page.save.click()
    assert dict(saved.args[0].values) == {"place": "", "deskhand:network": "true"}


def test_a_line_that_is_asked_about_is_shown_once(page, qtbot):
    page.open_page(connector("asks", ASKED))
    qtbot.waitUntil(lambda: "What it may reach" in words(page.page))
    assert "Exactly this is started or spoken with" not in words(page.page)
    page.open_page(connector("ready"))
    qtbot.waitUntil(lambda: "What it may reach" in words(page.page))
    assert "Exactly this is started or spoken with" in words(page.page)


def test_only_one_that_is_ready_can_be_used(page):
    page.show_connectors(ConnectorsView((connector("failed"),)))
    page.open_page(connector("failed"))
    assert not page.page.use.isVisible()
    page.show_connectors(ConnectorsView((connector("ready"),)))
    assert page.page.use.isVisible()


def test_a_bundle_that_was_chosen_is_reviewed_and_everything_else_read_as_a_configuration(page, qtbot):
    with qtbot.waitSignal(page.source_wanted) as package, qtbot.assertNotEmitted(page.file_wanted):
        page.take("/home/me/Stock.MCPB")
    with qtbot.waitSignal(page.file_wanted) as file, qtbot.assertNotEmitted(page.source_wanted):
        page.take("/home/me/claude_desktop_config.json")
    assert (package.args, file.args) == (["/home/me/Stock.MCPB"], ["/home/me/claude_desktop_config.json"])


def test_a_choice_that_stands_there_already_is_no_optional_one(qtbot):
    form = SettingForm()
    qtbot.addWidget(form)
    form.show_settings((Setting("kind", Need.TEXT, "Kind", default="sftp", choices=("sftp", "webdav")),))
    assert [form.findChildren(QComboBox)[0].itemText(at) for at in range(2)] == ["sftp", "webdav"]
    assert form.findChildren(QLabel)[0].text() == "Kind"


def words(page):
    """All that its labels say."""
    return [label.text() for label in page.findChildren(type(page.problem)) if not label.isHidden()]
