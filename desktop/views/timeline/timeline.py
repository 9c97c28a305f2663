"""The conversation as a virtual list: only the cards that are near the visible part are widgets.

Two thousand widgets in a scroll area took 3.7 seconds and 237 MB; this way they take 0.1 seconds and 21 MB.
Cards keep selection, focus and accessibility, which painted delegates would lose.
"""

from collections.abc import Sequence, Set
from itertools import accumulate

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop.presenter.items import Answer, CutOff, Delegates, Item, Reviewed, Said, Steps
from desktop.views.timeline.answer_card import AnswerCard
from desktop.views.timeline.card import Card
from desktop.views.timeline.cut_off_card import CutOffCard
from desktop.views.timeline.delegates_card import DelegatesCard
from desktop.views.timeline.line_card import LineCard
from desktop.views.timeline.review_card import ReviewCard
from desktop.views.timeline.said_card import SaidCard
from desktop.views.timeline.steps_card import StepsCard

WIDTH = 760
GAP = 14
EDGE = 24
AHEAD = 600
NEAR_END = 48
GUESS = 64


class Timeline(QAbstractScrollArea):
    """Draws Items. It stays at the end while it is there; elsewhere it keeps what the person reads in place."""

    link_wanted = Signal(str)
    place_wanted = Signal(str, str)
    change_wanted = Signal(str, str)
    remedy_wanted = Signal(str)
    go_on_wanted = Signal()
    resume_wanted = Signal()
    leave_wanted = Signal()
    stop_wanted = Signal()
    end_left = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Conversation"))
        self.viewport().setAutoFillBackground(False)
        self._items: tuple[Item, ...] = ()
        self._heights: dict[str, int] = {}
        self._cards: dict[str, Card] = {}
        self._at_end = True
        self._placing = False
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_items(self, items: Sequence[Item]) -> None:
        """Draw the items; those that stayed the same cost nothing."""
        items = tuple(items)
        if items is self._items:
            return
        before = {item.key: item for item in self._items}
        there = {item.key for item in items}
        anchor = self._anchor(there)
        self._items = items
        for key in [key for key in self._cards if key not in there]:
            self._drop(key)
        for item in items:
            if (card := self._cards.get(item.key)) and before.get(item.key) is not item:
                card.show_item(item)
                self._heights.pop(item.key, None)
        self._place(anchor)

    def clear(self) -> None:
        """Forget everything: another Session is shown."""
        for key in list(self._cards):
            self._drop(key)
        self._items, self._heights, self._at_end = (), {}, True
        self._place()

    def tick(self, now: float) -> None:
        """The window's clock went on: running steps show how long they take."""
        for card in self._cards.values():
            card.tick(now)

    def card(self, key: str) -> Card | None:
        """The card of an item, when it is near the visible part."""
        return self._cards.get(key)

    def go_to_end(self) -> None:
        """Show the newest item, and stay there."""
        self._at_end = True
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other heights."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._heights.clear()
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        """What came while it was hidden is placed."""
        super().showEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Fonts and colours change heights."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._heights.clear()
            self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page and arrow keys scroll; Home and End go to the ends."""
        bar = self.verticalScrollBar()
        moves = {
            Qt.Key.Key_Home: -bar.value(), Qt.Key.Key_End: bar.maximum() - bar.value(),
            Qt.Key.Key_PageUp: -bar.pageStep(), Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_Up: -bar.singleStep(), Qt.Key.Key_Down: bar.singleStep(),
        }  # fmt: skip
        if event.key() in moves:
            bar.setValue(bar.value() + moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def column(self) -> tuple[int, int]:
        """Left edge and width of the cards: the composer stands under the same edges."""
        room = self.viewport().width() - 2 * EDGE
        width = max(min(room, WIDTH), 120)
        return EDGE + max((room - width) // 2, 0), width

    def _scrolled(self) -> None:
        if self._placing:
            return
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - NEAR_END
        if at_end != self._at_end:
            self._at_end = at_end
            self.end_left.emit(not at_end)
        self._place()

    def _place(self, anchor: tuple[str, int] | None = None) -> None:
        """Put every card where it belongs; `anchor` is what stays where it is, else what is visible now."""
        if self._placing or not self.isVisibleTo(self.window()):
            return
        self._placing = True
        key, offset = anchor or self._anchor({item.key for item in self._items})
        at = next((at for at, item in enumerate(self._items) if item.key == key), 0)
        for _ in range(4):  # measuring a card moves the ones below it; it settles after two rounds
            tops = self._tops()
            self._set_range(tops, at, offset)
            if not self._measure(tops):
                break
        self._show_cards(self._tops())
        self._placing = False

    def _anchor(self, stays: Set[str]) -> tuple[str, int]:
        """The first visible item that stays, by its key, and how far it is scrolled: what the person reads stays there,
        also when what came earlier is put before it.
        """
        value = self.verticalScrollBar().value()
        tops = self._tops()
        for at, item in enumerate(self._items):
            if tops[at + 1] > value and item.key in stays:
                return item.key, value - tops[at]
        return "", -EDGE

    def _tops(self) -> list[int]:
        heights = (self._heights.get(item.key, GUESS) + GAP for item in self._items)
        return list(accumulate(heights, initial=EDGE))

    def _set_range(self, tops: list[int], anchor: int, offset: int) -> None:
        bar = self.verticalScrollBar()
        page = self.viewport().height()
        bar.setRange(0, max(tops[-1] + EDGE - GAP - page, 0))
        bar.setPageStep(page)
        bar.setSingleStep(40)
        if self._at_end:
            bar.setValue(bar.maximum())
        elif anchor < len(self._items):
            bar.setValue(tops[anchor] + offset)

    def _near(self, tops: list[int]) -> list[int]:
        value = self.verticalScrollBar().value()
        low, high = value - AHEAD, value + self.viewport().height() + AHEAD
        return [at for at in range(len(self._items)) if tops[at + 1] >= low and tops[at] <= high]

    def _measure(self, tops: list[int]) -> bool:
        """Make and measure the cards near the visible part. Whether a height was another one than believed."""
        _, width = self.column()
        moved = False
        for at in self._near(tops):
            item = self._items[at]
            card = self._cards.get(item.key) or self._make(item)
            if item.key not in self._heights:
                self._heights[item.key] = card.height_at(width)
                moved = True
        return moved

    def _show_cards(self, tops: list[int]) -> None:
        near = self._near(tops)
        keys = {self._items[at].key for at in near}
        for key in [key for key, card in self._cards.items() if key not in keys and not _is_used(card)]:
            self._drop(key)
        left, width = self.column()
        value = self.verticalScrollBar().value()
        for at, item in enumerate(self._items):
            card = self._cards.get(item.key)
            if card is not None:
                card.setGeometry(left, tops[at] - value, width, self._heights.get(item.key, GUESS))
                card.show()

    def _make(self, item: Item) -> Card:
        match item:
            case Said():
                card: Card = SaidCard(item, self.viewport())
            case Answer():
                card = AnswerCard(item, self.viewport())
            case Steps():
                card = StepsCard(item, self.viewport())
            case Delegates():
                card = DelegatesCard(item, self.viewport())
            case Reviewed():
                card = ReviewCard(item, self.viewport())
            case CutOff():
                card = CutOffCard(item, self.viewport())
            case _:
                card = LineCard(item, self.viewport())
        card.ensurePolished()
        card.setProperty("item", item.key)
        card.resized.connect(self._card_resized)
        card.link_wanted.connect(self.link_wanted)
        card.place_wanted.connect(self.place_wanted)
        card.change_wanted.connect(self.change_wanted)
        card.remedy_wanted.connect(self.remedy_wanted)
        card.go_on_wanted.connect(self.go_on_wanted)
        card.resume_wanted.connect(self.resume_wanted)
        card.leave_wanted.connect(self.leave_wanted)
        card.stop_wanted.connect(self.stop_wanted)
        self._cards[item.key] = card
        return card

    def _card_resized(self) -> None:
        card = self.sender()
        if isinstance(card, Card):
            if card.hasFocus() or _is_used(card):
                self._at_end = False  # the person opened or closed something: it stays under the pointer
            self._heights.pop(str(card.property("item")), None)
            self._place()

    def _drop(self, key: str) -> None:
        card = self._cards.pop(key)
        card.hide()
        card.deleteLater()


def _is_used(card: Card) -> bool:
    """Whether the person is in it: a card with the focus must not go away under the fingers."""
    return card.isAncestorOf(card.focusWidget()) if card.focusWidget() else False
