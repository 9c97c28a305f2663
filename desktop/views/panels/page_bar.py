"""Back and on through the pages or sheets of a preview."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.views.panels.pieces import tool, words
from desktop.wire.messages import Preview


class PageBar(QWidget):
    """Hidden when there is one page. `wanted` carries a page, from 1."""

    wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = 1
        self.back = tool(self.tr("Previous page"), "chevron-left")
        self.on = tool(self.tr("Next page"), "chevron-right")
        self.back.clicked.connect(self._turn_back)
        self.on.clicked.connect(self._turn_on)
        self._where = words(role="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        for widget in (self.back, self._where, self.on):
            row.addWidget(widget)
        row.addStretch(1)

    def show_pages(self, preview: Preview) -> None:
        """Where the preview is."""
        self.page = preview.page
        self.setVisible(preview.pages > 1)
        self.back.setEnabled(preview.page > 1)
        self.on.setEnabled(preview.page < preview.pages)
        text = self.tr("Sheet {page} of {pages}") if preview.kind == "table" else self.tr("Page {page} of {pages}")
        told = text.replace("{page}", str(preview.page)).replace("{pages}", str(preview.pages))
        self._where.setText(f"{preview.page} / {preview.pages}" if preview.sides else told)  # beside three buttons
        self._where.setAccessibleName(told)

    def _turn_back(self) -> None:
        self.wanted.emit(self.page - 1)

    def _turn_on(self) -> None:
        self.wanted.emit(self.page + 1)
