"""Money in the window, with the real host and a model on loopback that has a price."""

import json

import pytest
from PySide6.QtWidgets import QLabel

from agent.core.events import SessionChanged, Spent, UsageAdded
from agent.core.messages import Usage
from desktop.presenter.fold import drawn
from desktop.presenter.items import Over
from desktop.views.dialogs.raise_dialog import RaiseDialog
from desktop.views.dialogs.settings import SPENDING
from desktop.views.wording import cost_text
from desktop.wire.messages import SetPrice
from tests.desktop.acting import granted, last, rested
from tests.desktop.conftest import PATIENCE
from tests.redteam.model_server import ModelServer

EACH = (1234 + 56) * 100 / 1_000_000


@pytest.fixture
def server():
    """A model that looks on and on."""
    served = ModelServer([[("find", {"pattern": f"*{number}*"})] for number in range(60)])
    yield served
    served.close()


def paid_model(home, url):
    """A model of that address, with a price that the person gave."""
    settings = home / "settings"
    settings.mkdir(parents=True, exist_ok=True)
    model = {"name": "m", "protocol": "openai-chat", "base_url": url, "model": "x"}
    (settings / "models.json").write_text(json.dumps({"version": 1, "active": "m", "models": [model]}))
    (settings / "prices.json").write_text(json.dumps({"m": {"in": 100, "out": 100}}))


def test_a_task_pauses_at_its_limit_and_goes_on_when_the_person_raises_it(play, qtbot, tmp_path, server):
    paid_model(tmp_path / "home", server.url)
    folder = tmp_path / "folder"
    folder.mkdir()
    stage = play()

    def until(condition):
        qtbot.waitUntil(condition, timeout=PATIENCE)

    until(lambda: stage.controller.picture.model == "m")
    stage.settings._open(SPENDING)
    page = stage.settings._dialog.spending
    until(lambda: any("$100.00 in" in label.text() for label in page.findChildren(QLabel)))
    page.task.setValue(2.0)
    stage.settings._dialog.accept()
    granted(stage, until, folder)
    stage.window.composer.set_draft("Look at everything")
    stage.window.composer.send.click()
    until(lambda: rested(stage) and isinstance(last(stage), Over))
    over = last(stage)
    assert over.code == "limit_task"
    first = len(server.bodies)
    assert 1.0 < first * EACH <= 2.0
    assert cost_text(stage.controller.picture.session, stage.controller.picture.cap) == f"${first * EACH:.2f} of $2.00"
    stage.window.timeline.remedy_wanted.emit(over.code)
    asking = stage.window.findChild(RaiseDialog)
    assert asking.most.value() == 4.0
    asking.most.setValue(2.5)
    stage.settings._open(SPENDING)
    page = stage.settings._dialog.spending
    asking.act.click()
    until(lambda: stage.controller.picture.session.cost > (first + 0.5) * EACH and rested(stage))
    assert stage.controller.picture.cap == 2.5
    assert len(server.bodies) * EACH <= 2.5
    until(lambda: f"${len(server.bodies) * EACH:.2f}" in page.today.text())
    page.price_wanted.emit(SetPrice("m"))  # the person's price is forgotten: on this computer nothing is paid
    until(lambda: any("costs anything" in label.text() for label in page.findChildren(QLabel)))


def test_a_broken_try_is_in_the_meter_and_an_answer_is_counted_once():
    paid = Spent("r", "m", Usage(200, 20, cost=0.25), "h")
    broken = Spent("b", "m", Usage(300, 0, cost=0.1), "h", estimated=True)
    unknown = Spent("u", "other", Usage(5, 5), "h")
    events = (broken, paid, UsageAdded("m", Usage(200, 20, cost=0.25), "h"))
    picture = drawn(events)
    assert picture.tokens == 520
    assert cost_text(picture, 0.0) == "$0.35"
    assert cost_text(drawn((*events, SessionChanged(most=1.0))), 1.0) == "$0.35 of $1.00"
    assert cost_text(drawn((*events, unknown)), 0.0) == "$0.35 + price not known"
    assert cost_text(drawn((UsageAdded("m", Usage(9, 9, cost=0.0)),)), 0.0) == ""
