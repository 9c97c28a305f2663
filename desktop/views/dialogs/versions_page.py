"""Settings: how much room earlier versions take, which are due by the rules, and the way to move them to the trash.

Nothing goes by itself: the rules only say what is offered.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QVBoxLayout,
    QWidget,
)

from agent.core.paths import shown
from desktop.views.dialogs.purge_dialog import PurgeDialog
from desktop.views.panels.pieces import push, words
from desktop.views.panels.wording import counted, size_text
from desktop.views.theme.current import color
from desktop.wire.messages import Versions, VersionView

VERSION = Qt.ItemDataRole.UserRole + 1
DUE_WIDTH, WHEN_WIDTH, SIZE_WIDTH = 72, 92, 78
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class VersionsPage(QWidget):
    """`rules_wanted` carries days and per cent, `purge_wanted` a tuple of Checkpoints that were confirmed."""

    rules_wanted = Signal(int, int)
    purge_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total = words(role="strong", wrap=True)
        self.days, self.percent = _box(1, 3650), _box(1, 90)
        self.days.setSuffix(self.tr(" days"))
        self.percent.setSuffix(self.tr(" % of the disk"))
        self.days.setAccessibleName(self.tr("Due after so many days"))
        self.percent.setAccessibleName(self.tr("Due above this share of the disk"))
        for box in (self.days, self.percent):
            box.editingFinished.connect(self._rule)
        self.tree = self._tree()
        self.tree.itemChanged.connect(self._count)
        self._said = words(role="small", wrap=True)
        self._told = words(role="warning", wrap=True)
        self._told.hide()
        self.purge = push(self.tr("Move to trash…"), "", "trash-2")
        self.purge.setAutoDefault(False)
        self.purge.setEnabled(False)  # until it is known what is kept
        self.purge.clicked.connect(self._ask)
        self._rules = (0, 0)
        self._lay_out()

    def show_versions(self, versions: Versions) -> None:
        """Draw what is kept, by task; what is due is ticked."""
        self._rules = (versions.days, versions.percent)
        self.days.setValue(versions.days)
        self.percent.setValue(versions.percent)
        total = sum(one.size for one in versions.kept)
        share = QLocale().toString(100 * total / versions.disk, "f", 1) if versions.disk else "0"
        text = self.tr("Earlier versions take {size}: {share} % of this disk.")
        self._total.setText(text.replace("{size}", size_text(total)).replace("{share}", share))
        self.tree.blockSignals(True)
        self.tree.clear()
        for session in dict.fromkeys(one.session for one in versions.kept):
            self._add_task([one for one in versions.kept if one.session == session])
        self.tree.blockSignals(False)
        self._told.setText("\n".join(map(shown, versions.told)))
        self._told.setVisible(bool(versions.told))
        self._count()

    def ticked(self) -> tuple[VersionView, ...]:
        """What is ticked, in the order of the list."""
        return tuple(item.data(0, VERSION) for item in self._versions() if item.checkState(0) is _CHECKED)

    def _add_task(self, kept: Sequence[VersionView]) -> None:
        task = _line([shown(kept[0].task) or self.tr("New task"), "", "", size_text(sum(one.size for one in kept))])
        task.setFlags(task.flags() | Qt.ItemFlag.ItemIsAutoTristate)
        self.tree.addTopLevelItem(task)
        for one in kept:
            moment = QDateTime.fromString(one.at, Qt.DateFormat.ISODateWithMs).toLocalTime()
            day = QLocale().toString(moment.date(), QLocale.FormatType.ShortFormat)
            files = counted(self.tr("1 file"), self.tr("{n} files"), one.files)
            due = {"age": self.tr("old"), "space": self.tr("room")}.get(one.due, "")
            item = _line([f"{shown(one.title)} · {files}", due, day, size_text(one.size)])
            item.setForeground(1, color("warning"))
            item.setData(0, VERSION, one)
            item.setCheckState(0, _CHECKED if one.due else _UNCHECKED)
            task.addChild(item)
        task.setExpanded(any(one.due for one in kept))

    def _versions(self) -> Iterator[QTreeWidgetItem]:
        walk = QTreeWidgetItemIterator(self.tree)
        while (item := walk.value()) is not None:
            if isinstance(item.data(0, VERSION), VersionView):
                yield item
            walk += 1

    def _count(self) -> None:
        ticked = self.ticked()
        size = size_text(sum(one.size for one in ticked))
        text = counted(self.tr("1 change selected"), self.tr("{n} changes selected"), len(ticked))
        nothing = self.tr("Nothing is kept.") if not self.tree.topLevelItemCount() else self.tr("Nothing selected")
        self._said.setText(f"{text} · {size}" if ticked else nothing)
        self.purge.setEnabled(bool(ticked))

    def _rule(self) -> None:
        rules = (self.days.value(), self.percent.value())
        if rules != self._rules:
            self._rules = rules
            self.rules_wanted.emit(*rules)

    def _ask(self) -> None:
        asking = PurgeDialog(self.ticked(), self.window())
        asking.confirmed.connect(self.purge_wanted)
        asking.open()

    def _tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setAccessibleName(self.tr("Earlier versions, by task"))
        tree.setHeaderLabels([self.tr("Task and change"), self.tr("Due"), self.tr("When"), self.tr("Size")])
        tree.headerItem().setTextAlignment(3, _RIGHT)
        tree.setIconSize(QSize(20, 16))
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, DUE_WIDTH), (2, WHEN_WIDTH), (3, SIZE_WIDTH)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        return tree

    def _lay_out(self) -> None:
        rules = QHBoxLayout()
        rules.setSpacing(8)
        rules.addWidget(words(self.tr("Offer to tidy up after")))
        rules.addWidget(self.days)
        rules.addWidget(words(self.tr("or above")))
        rules.addWidget(self.percent)
        rules.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self._said, 1)
        foot.addWidget(self.purge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._total)
        about = self.tr("They are what “Undo” puts back. Nothing is ever removed without you.")
        layout.addWidget(words(about, "muted", wrap=True))
        layout.addLayout(rules)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self._told)
        layout.addLayout(foot)


def _line(texts: list[str]) -> QTreeWidgetItem:
    item = QTreeWidgetItem(texts)
    item.setTextAlignment(3, _RIGHT)
    item.setToolTip(0, texts[0])
    return item


def _box(least: int, most: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(least, most)
    return box
