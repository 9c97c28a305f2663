"""What the Session can reach, and what left this computer."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.core.events import RootGranted
from agent.core.paths import shown
from desktop.presenter.picture import SentTo
from desktop.views.panels.pieces import ElidedLabel, Picture, clear_layout, push, words
from desktop.views.panels.wording import counted, root_name


class AccessSection(QWidget):
    """Granted folders in words, each with Revoke; below them the models that were asked."""

    revoke_wanted = Signal(str)
    grant_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: tuple[Sequence[RootGranted], Sequence[SentTo]] | None = None
        self.add = push(self.tr("Add folder…"), "ghost", "folder-plus", "muted")
        self.add.clicked.connect(self.grant_wanted)
        head = QHBoxLayout()
        head.addWidget(words(self.tr("Access"), "section"), 1)
        head.addWidget(self.add)
        self._roots = QVBoxLayout()
        self._roots.setSpacing(6)
        self._sent = QVBoxLayout()
        self._sent.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(self._roots)
        layout.addSpacing(6)
        layout.addWidget(words(self.tr("What left this computer"), "section"))
        layout.addLayout(self._sent)

    def show_access(self, roots: Sequence[RootGranted], sent: Sequence[SentTo]) -> None:
        """Draw the folders and what was sent where."""
        drawn = (tuple(roots), tuple(sent))
        if drawn == self._drawn:
            return
        self._drawn = drawn
        clear_layout(self._roots)
        clear_layout(self._sent)
        for root in roots:
            self._roots.addWidget(self._root(root))
        if not roots:
            self._roots.addWidget(words(self.tr("No folder. Nothing can be read or changed."), "small", wrap=True))
        if not any(one.host for one in sent):
            self._sent.addWidget(words(self.tr("Nothing. All work was done here."), "small", wrap=True))
        for one in sorted(sent, key=lambda one: not one.host):
            self._sent.addWidget(self._line(one))

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

    def _line(self, sent: SentTo) -> QWidget:
        line = QWidget()
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(ElidedLabel(shown(sent.host) or self.tr("A model on this computer")))
        texts.addWidget(words(self._amount(sent), "small", wrap=True))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Picture("globe" if sent.host else "monitor", "muted"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        return line

    def _amount(self, sent: SentTo) -> str:
        locale = QLocale()
        text = self.tr("{model} · {sent} tokens sent, {received} received")
        text = text.replace("{model}", shown(sent.model))
        text = text.replace("{sent}", locale.toString(sent.input)).replace("{received}", locale.toString(sent.output))
        if not sent.host:
            return text
        if sent.cost is None:
            return self.tr("{amount} · price not known").replace("{amount}", text)
        return f"{text} · ${locale.toString(sent.cost, 'f', 2 if sent.cost >= 0.01 else 4)}"
