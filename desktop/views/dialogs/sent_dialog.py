"""Everything that left in the course of a task: to whom, when, how much, and which files were in it."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from agent.core.paths import shown
from desktop.views.dialogs.page_dialog import PageDialog
from desktop.views.panels.wording import counted, file_icon, size_text
from desktop.views.theme.icons import icon
from desktop.views.wording import hidden_text_meaning
from desktop.wire.messages import SentView

SIZE = QSize(680, 520)
MODEL_WIDTH, SIZE_WIDTH = 160, 100
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SentDialog(PageDialog):
    """Draws SentViews: a place, below it each time that something went there, below that the files."""

    def __init__(self, sent: Sequence[SentView], parent: QWidget | None = None) -> None:
        super().__init__(SIZE, parent)
        title = self.tr("What left this computer")
        self.set_title(title)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(title)
        self.tree.setHeaderLabels([self.tr("Where and when"), self.tr("Model or tool"), self.tr("Size")])
        self.tree.headerItem().setTextAlignment(2, _RIGHT)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setIconSize(QSize(20, 16))
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, MODEL_WIDTH), (2, SIZE_WIDTH)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        self.page.addWidget(self.tree)
        self.tree.setFocus()
        self.say(self._summary(sent))
        for host in dict.fromkeys(one.host for one in sorted(sent, key=lambda one: not one.host)):
            self._add_place(host, [one for one in sent if one.host == host])

    def _summary(self, sent: Sequence[SentView]) -> str:
        outside = [one for one in sent if one.host]
        if not outside:
            return self.tr("Nothing has left this computer.")
        files = {source.name for one in outside for source in one.sources}
        text = self.tr("{size} in all, to {hosts}. {files}")
        named = counted(self.tr("1 file was in it."), self.tr("{n} files were in it."), len(files))
        hosts = self.tr(", ").join(dict.fromkeys(shown(one.host) for one in outside))
        size = size_text(sum(one.size for one in outside))
        return text.replace("{size}", size).replace("{hosts}", hosts).replace("{files}", named)

    def _add_place(self, host: str, sent: Sequence[SentView]) -> None:
        name = shown(host) or self.tr("A model on this computer")
        times = counted(self.tr("once"), self.tr("{n} times"), len(sent))
        place = self._line(self.tree, f"{name} · {times}", "", sum(one.size for one in sent))
        place.setIcon(0, icon("globe" if host else "monitor", "muted", 16))
        font = place.font(0)
        font.setBold(True)
        place.setFont(0, font)
        place.setExpanded(True)
        for one in reversed(sent):
            self._add_time(place, one)

    def _add_time(self, place: QTreeWidgetItem, one: SentView) -> None:
        moment = QDateTime.fromString(one.at, Qt.DateFormat.ISODateWithMs).toLocalTime()
        when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
        to = shown(one.to.removeprefix("call "))
        time = self._line(place, when, to, one.size)
        time.setToolTip(1, to)  # an address is often longer than its column
        for source in one.sources:
            warning = self.tr("hidden text: {n}").replace("{n}", str(source.hidden)) if source.hidden else ""
            file = self._line(time, " · ".join(filter(None, (shown(source.name), warning))), "", None)
            file.setIcon(0, icon("triangle-alert", "warning", 16) if warning else icon(file_icon(source.name)))
            file.setToolTip(0, hidden_text_meaning() if warning else shown(source.name))
        time.setExpanded(bool(one.sources))

    def _line(self, parent: QTreeWidget | QTreeWidgetItem, text: str, model: str, size: int | None) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text, model, "" if size is None else size_text(size)])
        item.setTextAlignment(2, _RIGHT)
        if isinstance(parent, QTreeWidget):
            parent.addTopLevelItem(item)
        else:
            parent.addChild(item)
        return item
