"""The files of a package: name, size, what each is. One that is chosen is shown."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from agent.core.paths import shown
from agent.packages.package import MemberKind
from desktop.views.dialogs.page_dialog import PageDialog
from desktop.views.packages.difference_text import DifferenceText
from desktop.views.packages.whole_text import WholeText
from desktop.views.panels.pieces import words
from desktop.views.panels.wording import size_text
from desktop.views.theme.icons import icon
from desktop.wire.messages import MemberText, MemberView

_ICONS = {
    MemberKind.TEXT: ("file-text", "muted"),
    MemberKind.SCRIPT: ("square-terminal", "warning"),
    MemberKind.PROGRAM: ("cpu", "danger"),
    MemberKind.PICTURE: ("image", "muted"),
    MemberKind.DATA: ("file", "muted"),
}
_ORDER = (MemberKind.PROGRAM, MemberKind.SCRIPT, MemberKind.TEXT, MemberKind.DATA, MemberKind.PICTURE)
_ROW, _MOST_ROWS = 30, 8


class MemberList(QTreeWidget):
    """`wanted` carries the name of a file that the person wants to read. What could run stands first."""

    wanted = Signal(str)

    def __init__(self, members: Sequence[MemberView], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAccessibleName(self.tr("Files of the package"))
        self.setHeaderLabels([self.tr("File"), self.tr("What it is"), self.tr("Size")])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for member in sorted(members, key=lambda one: (_ORDER.index(one.kind), one.name)):
            self.addTopLevelItem(self._item(member))
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setFixedHeight(_ROW * (min(max(len(members), 1), _MOST_ROWS) + 1) + 4)
        self.itemActivated.connect(self._choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return shows a file and ends there: what a list ignores, its dialog would take for Cancel."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def _item(self, member: MemberView) -> QTreeWidgetItem:
        name = shown(member.name)
        item = QTreeWidgetItem([name, self._kind(member.kind), size_text(member.size)])
        item.setIcon(0, icon(*_ICONS[member.kind], 16))
        item.setToolTip(0, name)
        item.setSizeHint(0, QSize(0, _ROW))
        item.setData(0, Qt.ItemDataRole.UserRole, member.name)
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item

    def _kind(self, kind: MemberKind) -> str:
        return {
            MemberKind.TEXT: self.tr("Text"),
            MemberKind.SCRIPT: self.tr("Script"),
            MemberKind.PROGRAM: self.tr("Program"),
            MemberKind.PICTURE: self.tr("Picture"),
            MemberKind.DATA: self.tr("Data"),
        }[kind]

    def _choose(self, item: QTreeWidgetItem) -> None:
        self.wanted.emit(str(item.data(0, Qt.ItemDataRole.UserRole)))


class MemberDialog(PageDialog):
    """One file as text, or what differs in it; what cannot be seen is escaped."""

    def __init__(self, member: MemberText, parent: QWidget | None = None) -> None:
        super().__init__(QSize(760, 560), parent)
        self.set_title(shown(member.name))
        self.say(self._about(member))
        name = shown(member.name)
        self.text = DifferenceText(member.difference, name) if member.difference else WholeText(member.text, name)
        self.text.setVisible(not member.binary)
        self.page.addWidget(self.text, 1)
        if member.binary:
            self.page.addWidget(words(), 1)

    def _about(self, member: MemberText) -> str:
        if member.binary:
            return self.tr("This is no text. It can only be seen by a program that knows it.")
        if member.difference:
            return self.tr("What differs from the installed file: lines with + came, lines with − went.")
        return self.tr("Only its beginning is shown: the file is very long.") if member.cut else ""
