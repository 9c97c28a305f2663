"""A person connects a model in the real window, with the real host and servers as they are on people's computers."""

import pytest
from PySide6.QtWidgets import QLabel

from desktop.views.dialogs.confirm import RemoveModel
from tests.agent.models import local_servers
from tests.agent.models.local_servers import Talk


@pytest.fixture
def servers(monkeypatch):
    """`servers(program=server)` puts servers where the host looks for them."""
    running: list[local_servers.LocalServer] = []

    def put(**at):
        running.extend(at.values())
        places = {"lm_studio": "lmstudio", "llama_cpp": "llamacpp"}
        told = {**dict.fromkeys(("ollama", "lmstudio", "llamacpp", "vllm", "jan"), 9)}
        told.update({places.get(name, name): server.port for name, server in at.items()})
        monkeypatch.setenv("DESKHAND_LOCAL_PORTS", ",".join(f"{name}={port}" for name, port in told.items()))

    yield put
    for server in running:
        server.close()


def words(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def found(stage, until):
    """The first run: the person asks to look for models."""
    stage.window.start.find_models.click()
    models = stage.settings._dialog.models
    until(lambda: models.found.again.isEnabled())
    return models


def added(models, until, name):
    """Add a found model and wait for the end of its self-test."""
    models.found.buttons[name].click()
    until(lambda: models.page.model is not None and models.page.model.name == name)
    until(lambda: not models.page.testing)
    return models.page


def test_a_model_found_on_this_computer_is_added_tested_and_ready_until_its_options_change(play, until, servers):
    talk = Talk()
    server = local_servers.ollama(context=65_536, talk=talk)
    servers(ollama=server)
    stage = play()
    models = found(stage, until)
    assert "Ollama 0.13.1" in words(models.found)
    page = added(models, until, "qwen3-vl:8b")
    assert [line.standing for line in page.lines.lines] == ["passed"] * 10
    assert page.model.test is not None
    assert page.model.test.ready
    assert "65,536" in words(page.lines)
    assert len(talk.heard) == 5
    assert stage.controller.picture.model == "qwen3-vl:8b"
    assert "Ready" in words(models.cards[0])
    looked = [headers for _, path, headers, _ in server.requests if "chat" not in path]
    assert "authorization" not in {name.lower() for headers in looked for name in headers}
    box = page.boxes["effort"]
    box.setCurrentIndex(box.findData("low"))
    box.activated.emit(box.currentIndex())
    until(lambda: page.model.test is None)
    assert page.boxes["effort"].currentData() == "low"
    page.test.click()
    until(lambda: not page.testing)
    assert page.model.test.ready
    assert talk.heard[-1]["reasoning_effort"] == "low"


def test_a_model_that_is_not_ready_says_why_and_can_be_used_and_removed(play, until, servers):
    servers(llama_cpp=local_servers.llama_cpp(talk=Talk("wordy")))
    stage = play()
    models = found(stage, until)
    page = added(models, until, "qwen3")
    assert not page.model.test.ready
    told = words(page)
    for part in ("Not ready: It answered in words", "--jinja", "4,096", "-c 64000"):
        assert part in told
    page.use.click()
    assert stage.controller.picture.model == "qwen3"
    page.remove.click()
    stage.settings._dialog.findChild(RemoveModel).act.click()
    until(lambda: not models.cards)
    assert stage.controller.picture.model == ""
    models.choose_system()
    models.systems.cards["jan"].click()
    until(lambda: "Nothing leaves this computer" in words(models.form.facts))
    models.form.address.setEditText("http://127.0.0.1:9/v1")
    models.form.model.setEditText("m")
    models.form.save.click()
    until(lambda: bool(models.cards) and models.cards[0].model.test is not None)
    assert [line.standing for line in page.lines.lines] == ["failed", *["not_run"] * 8, "passed"]
    assert "Not ready" in words(page)
