"""The pages of models in the settings."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QScrollArea

from desktop.views.dialogs.confirm import RemoveModel
from desktop.views.dialogs.settings import SettingsDialog
from desktop.wire import messages as wire
from tests.desktop import model_scenes

HERE, AWAY = model_scenes.models("en")
SECRET = "sk-secret"


@pytest.fixture
def settings(qtbot) -> SettingsDialog:
    made = SettingsDialog(wire.Preferences(theme="dark"), (HERE, AWAY), "0.1.0", "/state/folder")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    made.models.show_presets(model_scenes.presets("en").presets)
    made.open()
    qtbot.addWidget(made)
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def page(settings):
    return settings.models


def words(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def begin(page, system):
    page.add.click()
    page.systems.cards[system].click()
    return page.form


def fill(page, *, address: str, model: str, key: str = "", name: str = "") -> None:
    form = begin(page, "other")
    for line, text in ((form.address.line, address), (form.model.line, model), (form.key, key), (form.name, name)):
        line.clear()
        QTest.keyClicks(line, text)


def test_every_system_can_be_chosen_and_none_asks_for_more_than_a_key(page, settings):
    added = QSignalSpy(settings.add_wanted)
    for system, view in page._presets.items():
        if system == "other":
            continue
        form = begin(page, system)
        if not view.models:
            form.model.setEditText("some-model")
        form.save.click()
        (request,) = added.at(added.count() - 1)
        assert (request.preset, request.base_url) == (system, view.addresses[0])
        assert request.model == (view.models[0] if view.models else "some-model")
    assert added.count() == len(page._presets) - 1 == 14


def test_a_system_is_described_before_it_is_added(page, settings):
    asked = QSignalSpy(settings.describe_wanted)
    form = begin(page, "qwen")
    (request,) = asked.at(asked.count() - 1)
    assert (request.preset, request.model) == ("qwen", form.model.currentText())
    page.show_described(request, model_scenes.described(request, "en"))
    for part in ("dashscope-intl", "Web search, web page reader", "off unless you switch it on", "tokens"):
        assert part in words(form)
    late = replace(request, model="something else")
    page.show_described(late, wire.Described((), ()))
    assert "tokens" in words(form.facts)


def test_a_key_is_masked_sent_once_and_never_shown_again(page, settings):
    added = QSignalSpy(settings.add_wanted)
    fill(page, address="https://llm.example.com/v1", model="m", key=SECRET, name="Work")
    assert page.form.key.echoMode() is QLineEdit.EchoMode.Password
    page.form.save.click()
    (request,) = added.at(0)
    assert (request.name, request.key, request.preset) == ("Work", SECRET, "other")
    assert SECRET not in repr(request)
    assert page.form.key.text() == ""
    page.cards[1].open.click()
    page.page.edit.click()
    assert page.form.key.text() == ""


def test_the_form_says_where_words_go(page):
    fill(page, address="https://llm.example.com/v1", model="m")
    assert "llm.example.com" in page.form.goes.text()
    assert page.form.goes.property("role") == "warning"
    page.form.address.setEditText("http://localhost:9999/v1")
    assert page.form.goes.property("role") == "success"


@pytest.mark.parametrize(("address", "model"), [("", "m"), ("not an address", "m"), ("http://127.0.0.1/v1", "")])
def test_what_is_missing_is_said_and_nothing_is_sent(page, settings, address, model):
    added = QSignalSpy(settings.add_wanted)
    fill(page, address=address, model=model)
    page.form.save.click()
    assert added.count() == 0
    assert page.form.problem.isVisible()


def test_a_refused_model_leaves_the_form_open_with_the_reason(page, settings):
    fill(page, address="http://127.0.0.1:1/v1", model="m")
    page.form.save.click()
    settings.show_problem("This name is taken.")
    assert page.form.isVisible()
    assert page.form.problem.text() == "This name is taken."


def test_a_saved_model_is_tested_at_once_and_its_lines_appear_as_they_come(page, settings):
    tested = QSignalSpy(settings.test_wanted)
    fill(page, address="http://127.0.0.1:1/v1", model="m", name="New")
    page.form.save.click()
    new = replace(AWAY, name="New")
    settings.show_models((HERE, AWAY, new))
    assert tested.at(0) == ["New"]
    assert page.page.isVisible()
    assert not page.page.test.isEnabled()
    lines = model_scenes.told("en")
    for number, line in enumerate(lines[:3], 1):
        page.show_line(wire.TestLine("New", line))
        page.show_line(wire.TestLine("Sonnet", lines[9]))
        assert page.page.lines.lines == tuple(lines[:number])
        assert page.page.lines.bar.value() == number
    page.show_test("New", wire.TestAnswer(HERE.test, (HERE, AWAY, replace(new, test=HERE.test))))
    assert page.page.test.isEnabled()
    assert "Ready" in words(page.page)
    settings.show_models((HERE, AWAY, replace(new, test=HERE.test)))
    assert tested.count() == 1


def test_the_page_shows_what_a_model_can_do_and_its_last_self_test(page):
    page.cards[0].open.click()
    told = words(page.page)
    for part in ("Nothing leaves this computer", "4,096", "OLLAMA_CONTEXT_LENGTH=64000", "does not see", "Tested"):
        assert part in told
    page.page.back.click()
    page.cards[1].open.click()
    told = words(page.page)
    for part in ("api.anthropic.com", "1,000,000 tokens", "$2.00", "Not tested yet"):
        assert part in told


def test_the_next_page_begins_at_its_top(page, qtbot):
    page.cards[0].open.click()
    bar = page.page.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    page.page.back.click()
    page.cards[1].open.click()
    assert bar.value() == 0


def test_a_screen_reader_hears_how_each_line_stands(page):
    page.cards[0].open.click()
    heard = [label.accessibleName() for label in page.page.lines.findChildren(QLabel) if label.accessibleName()]
    assert len(heard) == 10
    assert sum("Passed" in one for one in heard) == 8
    assert sum("Failed" in one for one in heard) == 2


def test_a_model_that_is_not_ready_can_be_used_anyway(page, settings):
    bad = replace(HERE.test, ready=False, sentence="Not ready: It cannot call tools.")
    settings.show_models((HERE, replace(AWAY, test=bad)))
    assert "cannot call tools" in words(page.cards[1])
    page.cards[1].open.click()
    used = QSignalSpy(settings.use_wanted)
    assert page.page.use.text() == "Use it anyway"
    page.page.use.click()
    assert used.at(0) == ["Sonnet"]


def test_web_search_is_off_until_it_is_chosen_and_says_what_it_does(page, settings):
    page.cards[1].open.click()
    chosen = QSignalSpy(settings.options_wanted)
    box = page.page.boxes["search"]
    assert box.currentData() == "off"
    assert "searches the web" in words(page.page)
    box.setCurrentIndex(box.findData("on"))
    box.activated.emit(box.currentIndex())
    (request,) = chosen.at(0)
    assert request == wire.SetModelOptions("Sonnet", {"search": "on", "fallback": "qwen3"})
    page.page.show_refusal("These exclude each other.")
    assert "These exclude each other." in words(page.page)


def test_the_truth_about_each_key_is_told(page, settings):
    by_key = {}
    for key in ("kept", "memory", "none", "missing"):
        settings.show_models((replace(AWAY, key=key),))
        by_key[key] = words(page.cards[0])
    assert len(set(by_key.values())) == 4


def test_use_names_the_model_and_the_one_in_use_does_not_offer_it(page, settings):
    used = QSignalSpy(settings.use_wanted)
    assert not page.cards[0].use.isVisible()
    page.cards[1].use.click()
    assert used.at(0) == ["Sonnet"]


def test_a_model_is_removed_only_after_a_yes(page, settings):
    removed = QSignalSpy(settings.remove_wanted)
    page.cards[1].open.click()
    page.page.remove.click()
    asking = settings.findChild(RemoveModel)
    assert removed.count() == 0
    asking.act.click()
    assert removed.at(0) == ["Sonnet"]


def test_nothing_is_looked_for_until_it_is_asked(page, settings):
    looked = QSignalSpy(settings.find_wanted)
    page.add.click()
    assert looked.count() == 0
    page.systems.search.click()
    assert looked.count() == 1
    assert not page.found.again.isEnabled()


def test_what_was_found_says_what_it_can_and_what_should_be_changed(page, settings):
    added = QSignalSpy(settings.add_wanted)
    page.look()
    page.found.show_servers(model_scenes.found("en").servers)
    told = words(page.found)
    for part in ("Ollama 0.13.1", "4,096 tokens", "Sees pictures", "OLLAMA_CONTEXT_LENGTH=64000", "No tools", "key"):
        assert part in told
    page.found.buttons["qwen3-vl:8b"].click()
    (request,) = added.at(0)
    assert (request.name, request.model, request.preset) == ("qwen3-vl:8b", "qwen3-vl:8b", "ollama")


def test_a_found_model_that_is_set_up_is_opened_and_one_with_a_taken_name_gets_another(page, settings):
    added = QSignalSpy(settings.add_wanted)
    settings.show_models((HERE, replace(AWAY, name="qwen3-vl:8b")))
    page.look()
    page.found.show_servers(model_scenes.found("en").servers)
    page.found.buttons["qwen3-vl:8b"].click()
    assert added.at(0)[0].name == "qwen3-vl:8b (2)"
    page.found.buttons["qwen3:30b"].click()
    assert page.page.model is not None
    assert page.page.model.name == "qwen3"


def test_a_locked_server_leads_to_the_form_with_its_address(page):
    page.look()
    page.found.show_servers(model_scenes.found("en").servers)
    page.found.buttons["http://127.0.0.1:1337/v1"].click()
    assert page.form.isVisible()
    assert page.form.address.currentText() == "http://127.0.0.1:1337/v1"


def test_nothing_found_says_what_to_start(page):
    page.look()
    page.found.show_servers(())
    assert "Ollama" in page.found.state.text()
    assert page.found.again.isEnabled()


def test_every_page_can_be_worked_with_the_keyboard(page, settings, qtbot):
    page.add.setFocus()
    QTest.keyClick(page.add, Qt.Key.Key_Return)
    assert page.systems.search.hasFocus()
    QTest.keyClick(page.systems.cards["qwen"], Qt.Key.Key_Space)
    assert page.form.key.hasFocus()
    added = QSignalSpy(settings.add_wanted)
    QTest.keyClick(page.form.key, Qt.Key.Key_Return)
    assert added.count() == 1
    for inner in (page.form, page.systems, page.found, page.page):
        for button in inner.findChildren(QPushButton):
            assert button.text() or button.accessibleName()
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
