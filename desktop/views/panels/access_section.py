"""What the Session can reach: granted folders and standing permissions, each of which can be taken back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.core.events import RootGranted
from agent.core.paths import shown
from desktop.views.panels.permission_line import PermissionLine
from desktop.views.panels.pieces import ElidedLabel, Picture, clear_layout, push, words
from desktop.views.panels.wording import counted, root_name
from desktop.wire.messages import GrantView


class AccessSection(QWidget):
    """`revoke_wanted` carries the name of a Root, `take_back_wanted` a GrantView."""

    revoke_wanted = Signal(str)
    take_back_wanted = Signal(object)
    grant_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: tuple[Sequence[RootGranted], Sequence[GrantView]] | None = None
        self.add = push(self.tr("Add folder…"), "ghost", "folder-plus", "muted")
        self.add.clicked.connect(self.grant_wanted)
        head = QHBoxLayout()
        head.addWidget(words(self.tr("Access"), "section"), 1)
        head.addWidget(self.add)
        self._roots = QVBoxLayout()
        self._roots.setSpacing(6)
        self._grants = QVBoxLayout()
        self._grants.setSpacing(6)
        self._allowed = words(self.tr("Allowed without asking"), "section")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(self._roots)
        layout.addWidget(self._allowed)
        layout.addLayout(self._grants)
        self._allowed.hide()

    def show_access(self, roots: Sequence[RootGranted], grants: Sequence[GrantView]) -> None:
        """Draw the folders and the standing permissions."""
        drawn = (tuple(roots), tuple(grants))
        if drawn == self._drawn:
            return
        self._drawn = drawn
        clear_layout(self._roots)
        clear_layout(self._grants)
        for root in roots:
            self._roots.addWidget(self._root(root))
        if not roots:
            self._roots.addWidget(words(self.tr("No folder. Nothing can be read or changed."), "small", wrap=True))
        self._allowed.setVisible(bool(grants))
        for view in grants:
            line = PermissionLine(view)
            line.take_back_wanted.connect(self.take_back_wanted)
            self._grants.addWidget(line)

    def _root(self, root: RootGranted) -> QWidget:
        line = QWidget()
        name = root_name(root)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        label = ElidedLabel(name)
        label.setToolTip(shown(root.path))
        texts.addWidget(label)
        texts.addWidget(words(self._may(root), "small", wrap=True))
        revoke = push(self.tr("Revoke"), "ghost")
        revoke.setAccessibleName(self.tr("Revoke access to {folder}").replace("{folder}", name))
        revoke.clicked.connect(partial(self.revoke_wanted.emit, root.name))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Picture("folder-pen" if root.writable else "lock", "muted"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(revoke, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _may(self, root: RootGranted) -> str:
        if root.only:
            what = counted(self.tr("only 1 file"), self.tr("only {n} files"), len(root.only))
        else:
            what = self.tr("everything")
        may = self.tr("Read and change {what}") if root.writable else self.tr("Read {what}, change nothing")
        return may.replace("{what}", what)
