"""The real window on a stage of its own, with the real host or one that plays a scene behind it."""

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desktop.app.client import Client
from desktop.app.language import Speech
from desktop.app.main import dress
from desktop.app.memory import Memory, Remembered
from desktop.app.stage import Stage
from tests.journeys.program import REPO, SAMPLES

PATIENCE = 30_000
FAKE = (sys.executable, str(Path(__file__).with_name("fake_host.py")))


@pytest.fixture(autouse=True)
def theme(qapp, request):
    """The light theme, so that sizes and colours are the real ones; who plays a scene says which one."""
    if "play" not in request.fixturenames:
        dress(qapp, "light")


@pytest.fixture
def play(qtbot, tmp_path, monkeypatch):
    """`play(scene, language, theme)` shows a window with the fake host; without a scene with the real one."""
    monkeypatch.setenv("DESKHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(REPO))
    (tmp_path / "home").mkdir(exist_ok=True)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    stages = []

    def played(scene="", language="en", look="light"):
        dress(app, look)
        speech = Speech(app)
        memory = Memory(tmp_path / "home" / "window.json")
        memory.keep(Remembered(session="live", language=language, theme=look))
        client = Client((*FAKE, scene, language, look) if scene else ())
        stage = Stage(app, client, memory, speech)
        stages.append((stage, client, speech))
        client.start()
        with qtbot.waitSignal(stage.controller.connected, timeout=PATIENCE):
            stage.begin([])
        return stage

    yield played
    for stage, client, speech in stages:
        stage.window.close_now()
        client.close()
        speech.speak("en")
        stage.window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # else the next theme is put on all of it


@pytest.fixture
def until(qtbot):
    """Wait for something to become true."""
    return lambda condition: qtbot.waitUntil(condition, timeout=PATIENCE)


@pytest.fixture
def folder(tmp_path):
    """A copy of the sample files with times that a copy would not have."""
    made = tmp_path / "October"
    made.mkdir()
    for source in sorted((SAMPLES / "en").iterdir()):
        (made / source.name).write_bytes(source.read_bytes())
        os.utime(made / source.name, ns=(10**18, 10**18 + 5))
    return made
