"""What a person does with the window: hands a folder over, connects a model, waits."""

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

from desktop.views.dialogs.grant import GrantFolder
from tests.journeys.program import tree


def dropped(stage, *paths):
    """Drop folders and files on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    stage.window.dropEvent(QDropEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, buttons, keys))


def granted(stage, until, folder):
    """Drop a folder and hand it over as the dialog proposes."""
    dropped(stage, folder)
    until(lambda: stage.window.findChild(GrantFolder) is not None)
    stage.window.findChild(GrantFolder).act.click()
    until(lambda: bool(stage.controller.picture.session.roots))


def with_model(stage, until, hand):
    """Connect the hand model in the settings, as a person would."""
    settings = stage.settings
    settings._open_models()
    page = settings._dialog.models
    until(lambda: "other" in page.systems.cards)
    page.add.click()
    page.systems.cards["other"].click()
    page.form.address.setEditText(f"http://127.0.0.1:{hand.port}/v1")
    page.form.model.setEditText("hand")
    page.form.save.click()
    until(lambda: stage.controller.picture.model == "hand")
    until(lambda: not page.page.testing)
    settings._dialog.accept()


def rested(stage):
    """Whether nothing runs any more."""
    return not stage.controller.picture.session.running


def is_as_before(folder, before):
    """Whether every byte and time is as it was; in the middle of an undo it is not."""
    try:
        return tree(folder) == before
    except FileNotFoundError:
        return False


def last(stage):
    """The newest item of the conversation, None when there is none yet."""
    return next(reversed(stage.controller.picture.session.items), None)
