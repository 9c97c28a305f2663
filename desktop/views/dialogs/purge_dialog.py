"""Before earlier versions are moved to the trash: shows everything that goes."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QWidget

from agent.core.paths import shown
from desktop.views.dialogs.frame import Dialog
from desktop.views.panels.pieces import words
from desktop.views.panels.wording import counted, size_text
from desktop.wire.messages import VersionView

LINE, MOST_LINES = 24, 8


class PurgeDialog(Dialog):
    """`confirmed` carries a tuple of Checkpoints. Return does not press the act."""

    confirmed = Signal(object)

    def __init__(self, versions: Sequence[VersionView], parent: QWidget | None = None) -> None:
        super().__init__("trash-2", "warning", parent)
        self._checkpoints = tuple(one.checkpoint for one in versions)
        size = size_text(sum(one.size for one in versions))
        title = counted(
            self.tr("Move the earlier versions of 1 change to the trash?"),
            self.tr("Move the earlier versions of {n} changes to the trash?"),
            len(versions),
        )
        self.set_title(title)
        text = self.tr(
            "They take {size}. Your files stay as they are now, but these changes cannot be undone here any more. "
            "Until you empty the trash, the earlier versions lie in it."
        )
        self.body.addWidget(words(text.replace("{size}", size), "muted", wrap=True))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("What goes to the trash"))
        self.list.setUniformItemSizes(True)
        for one in versions:
            self.list.addItem(" · ".join(filter(None, (shown(one.task), shown(one.title), size_text(one.size)))))
        self.list.setFixedHeight(min(len(versions), MOST_LINES) * LINE + 10)
        self.body.addWidget(self.list)
        _, self.act = self.add_buttons(self.tr("Cancel"), self.tr("Move to trash"), safe=False)
        self.act.clicked.connect(self._confirm)

    def _confirm(self) -> None:
        self.confirmed.emit(self._checkpoints)
        self.accept()
