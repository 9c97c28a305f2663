"""What every card of the timeline is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.presenter.items import Item


class Card(QFrame):
    """Draws one Item. `resized` when its height may have changed; the other signals are wishes of the person.

    `link_wanted` carries an address, `place_wanted` the text of a Place and an address in it,
    `change_wanted` a Checkpoint and a Place,
    `remedy_wanted` the code of an end that the settings of models can help with; `go_on_wanted` continues the task;
    `resume_wanted` goes on with a Turn that was cut off, `leave_wanted` closes it;
    `stop_wanted` ends what runs.
    """

    resized = Signal()
    link_wanted = Signal(str)
    place_wanted = Signal(str, str)
    change_wanted = Signal(str, str)
    remedy_wanted = Signal(str)
    go_on_wanted = Signal()
    resume_wanted = Signal()
    leave_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_item(self, item: Item) -> None:
        """Draw another state of the same item."""
        raise NotImplementedError

    def height_at(self, width: int) -> int:
        """The height that it needs at `width`, in pixels."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            return layout.totalHeightForWidth(width)
        return self.sizeHint().height()

    def tick(self, now: float) -> None:
        """The window's clock went on."""
