"""What the model says: Markdown in blocks. Blocks that are finished are never laid out again."""

from PySide6.QtCore import QTimer, QUrl, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.presenter.blocks import Block, blocks
from desktop.presenter.items import Answer, Item
from desktop.views.panels.pieces import tool
from desktop.views.timeline.card import Card
from desktop.views.timeline.code import Code
from desktop.views.timeline.prose import Prose

MOST_AT_ONCE = 2


class AnswerCard(Card):
    """Draws an Answer, with a button that copies it once it is whole."""

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item, self._text = item, ""
        self._drawn: tuple[Block, ...] = ()
        self.parts: list[Prose | Code] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(10)
        self._copy = tool(self.tr("Copy answer"), "copy")
        self._copy.clicked.connect(self._copy_text)
        foot = QHBoxLayout()
        foot.addWidget(self._copy)
        foot.addStretch(1)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(2)
        self._whole.addLayout(self._column)
        self._whole.addLayout(foot)
        self.show_item(item)

    def show_item(self, item: Item) -> None:
        """Draw more of the same answer."""
        if not isinstance(item, Answer):
            return
        self._item, self._text = item, item.text
        self._copy.setVisible(not item.streaming)
        # A part that is shown would have the layout press all of them into the height of before, one by one: each
        # would be laid out again for each new one. The timeline gives the card its new height when it is resized.
        self._whole.setEnabled(False)
        self._draw(blocks(item.text))
        self._whole.setEnabled(True)
        self.resized.emit()

    def _draw(self, wanted: tuple[Block, ...]) -> None:
        same = 0
        while same < min(len(wanted), len(self._drawn)) and wanted[same] == self._drawn[same]:
            same += 1
        made = 0
        for at in range(same, len(wanted)):
            if made == MOST_AT_ONCE:  # a long answer is laid out piece by piece, so that the window goes on
                wanted = wanted[:at]
                QTimer.singleShot(0, self, self._go_on)
                break
            if at < len(self._drawn) and wanted[at].kind == self._drawn[at].kind:
                _redraw(self.parts[at], wanted[at])
            else:
                self._drop_from(at)
                self._add(wanted[at])
                made += 1
        self._drop_from(len(wanted))
        self._drawn = wanted

    def _go_on(self) -> None:
        self.show_item(self._item)

    def _drop_from(self, at: int) -> None:
        while len(self.parts) > at:
            part = self.parts.pop()
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._drawn = self._drawn[:at]

    def _add(self, block: Block) -> None:
        part = Code(block.text, block.language) if block.kind == "code" else self._prose(block)
        self.parts.append(part)
        self._column.addWidget(part)
        part.show()  # before that it has no height for a layout that is visible

    def _prose(self, block: Block) -> Prose:
        prose = Prose(block.text, table=block.kind == "table")
        prose.setAccessibleName(self.tr("Answer"))
        prose.anchorClicked.connect(self._follow)
        return prose

    @Slot(QUrl)
    def _follow(self, url: QUrl) -> None:
        if url.scheme() in ("http", "https"):
            self.link_wanted.emit(url.toString())
        elif not url.scheme() and url.path():
            self.place_wanted.emit(url.path(), url.fragment())

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._text)


def _redraw(part: Prose | Code, block: Block) -> None:
    if isinstance(part, Code):
        part.set_text(block.text)
    else:
        part.set_markdown(block.text)
