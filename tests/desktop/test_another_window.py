"""Another language builds the window anew: what the old one asks in its last moment reaches nobody."""

from desktop.wire import messages as wire
from tests.desktop.conftest import FAKE


def test_a_welcome_in_another_language_leaves_no_answer_to_the_window_that_it_replaces(play, until):
    stage = play("done")
    until(lambda: bool(stage.controller.picture.session.items))
    before = stage.window
    heard: list[wire.Versions] = []
    stage._client._command = (*FAKE, "done", "ja")  # the host that comes back keeps another language than the window
    stage._client.process.kill()
    until(lambda: stage.window is not before)
    assert stage.window.sidebar.new.text() == "新しいタスク"
    stage._client.ask(wire.ListVersions(), heard.append)  # answered after everything that the old window asked
    until(lambda: bool(heard))
    until(lambda: bool(stage.controller.picture.session.items))
