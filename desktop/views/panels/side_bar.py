"""Below the preview of a change: its differences, the file before, the file after; and the pages of what is shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from desktop.views.panels.page_bar import PageBar
from desktop.views.panels.pieces import push, words
from desktop.wire.messages import Look, Preview


class SideBar(QWidget):
    """Hidden when there is neither another side nor another page. `wanted` carries a Look."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side, self._spot = "", ""
        self._spots: tuple[str, ...] = ()
        self.pages = PageBar()
        self.pages.wanted.connect(self._turn)
        self.sides: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        names = {"": self.tr("Changes"), "before": self.tr("Before"), "after": self.tr("After")}
        for side, name in names.items():
            button = self.sides[side] = push(name, "segment")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(self._choose)
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self._count = words(role="small")
        row.addWidget(self._count)
        row.addWidget(self.pages, 0, Qt.AlignmentFlag.AlignRight)

    def show_preview(self, preview: Preview) -> None:
        """Which side and page `preview` is."""
        self._side = preview.side
        if not preview.side:
            self._spot, self._spots = preview.spot, preview.spots
        self.pages.show_pages(preview)
        counts = preview.kind == "differences" and preview.pages == 1
        self._count.setText(preview.text if counts else "")
        for side, button in self.sides.items():
            button.setVisible(preview.sides)
            button.setChecked(preview.sides and side == preview.side)
        self.setVisible(preview.sides or preview.pages > 1)

    def _choose(self) -> None:
        side = next(side for side, button in self.sides.items() if button.isChecked())
        self.wanted.emit(self._look(0, side) if side else Look())

    def _turn(self, page: int) -> None:
        self.wanted.emit(self._look(page, self._side))

    def _look(self, page: int, side: str) -> Look:
        """What changed is marked where it came, not where it went."""
        return Look(page, side, self._spot, self._spots if side == "after" else ())
