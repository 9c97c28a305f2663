"""The pages of skills and connectors in the settings, in the real window with the real host."""

import hashlib
import json
import os
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from agent.sandbox.confining import confinement_here
from desktop.views.connectors.asking_dialog import AskingDialog
from desktop.views.connectors.connectors_page import RemoveConnectorAsked
from desktop.views.dialogs.page_dialog import PageDialog
from desktop.views.dialogs.settings import CONNECTORS, SKILLS
from desktop.views.packages.asking import AskAddress, SkillDialog
from desktop.views.packages.member_list import MemberDialog
from tests.desktop.acting import dropped
from tests.desktop.test_packages_real import SKILL, packed

CONFIGURATION = {"mcpServers": {
    "gone": {"command": "no-such-program-here", "env": {"API_KEY": "s3cret"}},
    "far": {"url": "http://127.0.0.1:9/mcp"},
    "odd": {"color": "blue"},
}}  # fmt: skip
ASKS = """
import json, sys

def say(**words):
    print(json.dumps({"jsonrpc": "2.0"} | words), flush=True)

store = {"type": "string", "enum": ["Osaka", "Kobe"], "title": "Which store", "default": "Osaka"}
form = {"type": "object", "properties": {"store": store}}
waits = None
for line in sys.stdin:
    heard = json.loads(line)
    if heard.get("method") == "initialize":
        say(id=heard["id"], result={"protocolVersion": "2025-06-18", "capabilities": {"tools": {}},
                                    "serverInfo": {"name": "asks", "version": "1"}})
    elif heard.get("method") == "tools/list":
        waits = heard["id"]
        say(id=99, method="elicitation/create", params={"message": "Which one?", "requestedSchema": form})
    elif heard.get("id") == 99:
        answer = heard["result"]
        name = "stock_" + str((answer.get("content") or {}).get("store") or answer["action"]).lower()
        say(id=waits, result={"tools": [{"name": name, "description": "x", "inputSchema": {"type": "object"}}]})
    elif "method" in heard and "id" in heard:
        say(id=heard["id"], result={})
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Nobody's own skills, and a python3 that a confined server sees."""
    monkeypatch.setenv("DESKHAND_PERSON_HOME", str(tmp_path / "person"))
    monkeypatch.setenv("PATH", os.pathsep.join((str(Path(sys.base_prefix) / "bin"), os.environ["PATH"])))


def opened(stage, page):
    """That page of the settings."""
    stage.settings._open(page)
    return stage.settings.dialog


def named(page, title):
    """The connector of that title, None without one."""
    return next((card.connector for card in page.cards if card.connector.title == title), None)


def test_what_is_installed_in_the_settings_is_named_there_read_there_and_tried_from_there(play, until, tmp_path):
    stage = play()
    dialog = opened(stage, SKILLS)
    path = packed(tmp_path / "house-letters.skill", more=[("scripts/fill.py", "print('hello')\n")])
    dialog.skills.source_wanted.emit(str(path))
    until(lambda: stage.packages.dialog is not None)
    stage.packages.dialog.install.click()
    until(lambda: dialog.banner.isVisible() and dialog.banner.act.text() == "Use it")
    assert "/house-letters to use it" in dialog.banner.accessibleName()
    dialog.skills.search.setText("letters of this office")
    until(lambda: [card.skill.name for card in dialog.skills.skills] == ["house-letters"])
    dialog.skills.skills[0].read.click()
    until(lambda: dialog.findChild(SkillDialog) is not None)
    words = dialog.findChild(SkillDialog)
    assert "Never write in red" in words.text.toPlainText()
    words.files.setCurrentRow(0)
    QTest.keyClick(words.files, Qt.Key.Key_Return)
    until(lambda: words.findChild(MemberDialog) is not None)
    assert words.findChild(MemberDialog).text.toPlainText() == "print('hello')\n"
    words.reject()
    stage.window.composer.set_draft("for Mr Sato")
    dialog.skills.skills[0].use.click()
    until(lambda: stage.settings.dialog is None)
    assert stage.window.composer.draft()[0] == "/house-letters for Mr Sato"


def test_an_update_shows_the_lines_that_differ_before_it_counts(play, until, tmp_path):
    stage = play()
    path = packed(tmp_path / "house-letters.skill")
    dropped(stage, path)
    until(lambda: stage.packages.dialog is not None)
    stage.packages.dialog.install.click()
    until(lambda: stage.packages.dialog is None)
    packed(path, SKILL.replace("Never write in red", "Always write in red"))
    dialog = opened(stage, SKILLS)
    until(lambda: len(dialog.skills.packages) == 1)
    dialog.skills.packages[0].update_button.click()
    until(lambda: stage.packages.dialog is not None)
    review = stage.packages.dialog
    review.differing[0].click()
    until(lambda: review.findChild(MemberDialog) is not None)
    told = review.findChild(MemberDialog).text.toPlainText()
    assert "− Begin with the season, end with 敬具. Never write in red." in told
    assert "+ Begin with the season, end with 敬具. Always write in red." in told
    review.reject()
    dialog.accept()
    until(lambda: stage.packages.dialog is None and stage.settings.dialog is None)
    an_address_is_shown_first(stage, until)


def an_address_is_shown_first(stage, until):
    """One that a link or a command gave: it is fetched after a yes only, and a refusal is said."""
    stage.take(["https://127.0.0.1:9/tax.skill"])
    until(lambda: stage.window.findChild(AskAddress) is not None)
    asking = stage.window.findChild(AskAddress)
    assert asking.line.text() == "https://127.0.0.1:9/tax.skill"
    asking.act.click()
    until(lambda: stage.window.banner.property("card") == "error")
    assert "127.0.0.1" in stage.window.banner.accessibleName()
    assert stage.packages.dialog is None


def test_connectors_of_another_program_come_off_say_what_is_wrong_and_leave_nothing_behind(play, until, tmp_path):
    stage = play()
    dialog = opened(stage, SKILLS)
    file = tmp_path / "claude_desktop_config.json"
    file.write_text(json.dumps(CONFIGURATION), encoding="utf-8")
    dropped(stage, file)
    page = dialog.connectors
    until(lambda: set(page.imports.boxes) == {"gone", "far", "odd"})
    assert page.isVisible()
    assert not page.imports.boxes["odd"].isEnabled()
    page.imports.take.click()
    until(lambda: len(page.cards) == 2)
    assert not any(card.connector.enabled for card in page.cards)
    for title, why, what in (
        ("gone", "was not found", "Install no-such-program-here"),
        ("far", "nobody answers", "Check its address"),
    ):
        stage.settings.open_connectors((named(page, title).id,))
        until(lambda title=title: bool(page.page.asked) and page.page.connector.title == title)
        page.page.asked[0].approve.click()
        until(lambda: page.page.connector.standing == "failed")
        assert why in page.page.connector.sentence
        assert what in page.page.connector.sentence
    assert {one.key for one in page.page.connector.settings} >= {"deskhand:own-network"}
    assert page.page.connector.reaches == ("127.0.0.1:9",)
    page.page.log.click()
    until(lambda: dialog.findChild(PageDialog) is not None)
    dialog.findChild(PageDialog).reject()
    QTest.keyClick(page.page.name, Qt.Key.Key_Escape)
    assert page.stack.currentWidget() is not page.page
    assert stage.settings.dialog is dialog
    page.cards[0].switch.click()
    until(lambda: page.cards[0].connector.standing == "off")
    for count in (1, 0):
        page.open_page(page.cards[0].connector)
        page.page.remove.click()
        until(lambda: isinstance(QApplication.activeModalWidget(), RemoveConnectorAsked))
        asking = QApplication.activeModalWidget()
        assert isinstance(asking, RemoveConnectorAsked)
        asking.act.click()
        until(lambda count=count: len(page.cards) == count)
    left = b"".join(one.read_bytes() for one in (tmp_path / "home").rglob("*") if one.is_file())
    assert b"s3cret" not in left
    assert b"no-such-program-here" not in left


def test_what_the_registry_said_is_found_filled_in_and_waits_for_a_yes(play, until, tmp_path):
    server = {"server": {
        "name": "example.harbour/ledger", "description": "Invoices.", "version": "2.4.1",
        "packages": [{"registryType": "npm", "identifier": "@harbour/ledger", "version": "2.4.1",
                      "transport": {"type": "stdio"},
                      "environmentVariables": [{"name": "HARBOUR_TOKEN", "isRequired": True, "isSecret": True}]}],
    }}  # fmt: skip
    kept = tmp_path / "home" / "registry"
    kept.mkdir(parents=True)
    name = hashlib.sha256(b"invoices").hexdigest()[:32]
    (kept / f"{name}.json").write_text(json.dumps({"at": time.time(), "words": "invoices", "servers": [server]}))
    stage = play()
    page = opened(stage, CONNECTORS).connectors
    until(lambda: "mcp" in page.kinds.cards)
    page.add.click()
    page.kinds.registry.click()
    page.registry.line.setText("Invoices")
    QTest.keyClick(page.registry.line, Qt.Key.Key_Return)
    until(lambda: bool(page.registry.entries))
    card = page.registry.entries["example.harbour/ledger"]
    card.add.click()
    card.add.click()
    assert card.problem.text() == "“HARBOUR_TOKEN” is needed."
    card.form.editors["HARBOUR_TOKEN"].set_value("s3cret")
    card.add.click()
    until(lambda: page.page.connector is not None and len(page.page.asked) == 1)
    assert "@harbour/ledger@2.4.1" in page.page.asked[0].asked.after
    assert not page.page.connector.enabled
    assert not page.page.use.isVisible()


def test_a_question_of_a_connector_that_is_tested_is_answered_once_in_a_dialog(play, until, tmp_path):
    if not confinement_here().offer().there:
        pytest.skip("programs cannot be confined here")
    script = tmp_path / "asks.py"
    script.write_text(ASKS, encoding="utf-8")
    stage = play()
    page = opened(stage, CONNECTORS).connectors
    until(lambda: "mcp" in page.kinds.cards)
    page.add.click()
    page.kinds.cards["mcp"].click()
    page.form.name.setText("Stock")
    page.form.form.editors["line"].set_value(f"python3 {script}")
    page.form.save.click()
    until(lambda: page.page.connector is not None and len(page.page.asked) == 1)
    page.page.grants.editors["deskhand:reads"].set_value(str(tmp_path))
    page.page.save.click()
    until(lambda: dict(page.page.connector.values).get("deskhand:reads") == str(tmp_path))
    page.page.asked[0].approve.click()
    until(lambda: page.page.connector.standing not in ("asks", "connecting"))
    page.page.test.click()
    until(lambda: page.window().findChild(AskingDialog) is not None)
    first = page.window().findChild(AskingDialog)
    assert {"Osaka", "Kobe"} <= {one.text() for one in first.findChildren(QPushButton)}
    first.reject()
    until(page.page.test.isEnabled)
    until(lambda: page.page.connector.tools == ("stock_stock_decline",))
    assert not asking_now(page)
    page.page.test.click()
    until(lambda: bool(asking_now(page)))
    next(one for one in asking_now(page)[0].findChildren(QPushButton) if one.text() == "Kobe").click()
    until(lambda: [card.asked.what for card in page.page.asked] == ["tool:stock_kobe"])  # it is new, so it asks too
    page.page.asked[0].approve.click()
    until(lambda: page.page.connector.tools == ("stock_stock_kobe",))
    page.page.use.click()
    assert stage.settings.dialog is None
    assert stage.window.composer.draft()[0] == "Use “Stock” to "


def asking_now(page):
    """The questions that are open."""
    return [one for one in page.window().findChildren(AskingDialog) if one.isVisible()]
