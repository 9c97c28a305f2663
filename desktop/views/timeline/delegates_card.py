"""Delegates at work: one line for all of them, which opens to a line for each, which opens to its steps.

However much they do, it is drawn three times a second at most, and only the lines that changed.
"""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from agent.core.paths import shown
from agent.core.words import dollars
from desktop.presenter.items import Delegate, Delegates, Item, StepShown
from desktop.views.panels.pieces import clear_layout, push, rule
from desktop.views.panels.wording import counted
from desktop.views.timeline.card import Card
from desktop.views.timeline.delegate_details import DelegateDetails
from desktop.views.timeline.step_row import StepRow
from desktop.views.wording import duration

REDRAW_MS = 340
AT_ONCE = 25
"""Lines that are made in one go: more would hold the window."""


class DelegatesCard(Card):
    """Draws Delegates. Closed at first; lines of delegates keep the order in which the work was handed out."""

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._item = Delegates("", "", ())
        self._drawn = self._item
        self._is_open = False
        self._most = AT_ONCE
        self._opened: set[str] = set()
        self.head = StepRow()
        self.rows: dict[str, StepRow] = {}
        self._details: dict[str, DelegateDetails] = {}
        self._more: QLabel | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._column.addLayout(self._list)
        self.head.pressed.connect(self._toggle)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(REDRAW_MS)
        self._later.timeout.connect(self._draw)
        self.show_item(item)

    def show_item(self, item: Item) -> None:
        """Draw it now, or a moment later when it was drawn just before."""
        if not isinstance(item, Delegates):
            return
        self._item = item
        if not self._later.isActive():
            self._draw()

    def tick(self, now: float) -> None:
        """How long they work by now."""
        if self._item.began and self._item.state is StepShown.RUNNING:
            self.head.show_time(duration(now - self._item.began))

    def _draw(self) -> None:
        item, before = self._item, {one.id: one for one in self._drawn.all}
        if item is self._drawn:
            return
        self._drawn = item
        self._later.start()
        self._draw_head()
        if self._is_open:
            for one in item.all:
                if (row := self.rows.get(one.id)) is not None and before.get(one.id) is not one:
                    self._draw_row(row, one)
            if len(before) != len(item.all):
                self._build()

    def _draw_head(self) -> None:
        item = self._drawn
        done = self.tr("{done} of {n} done").replace("{done}", str(item.done)).replace("{n}", str(len(item.all)))
        failed = (
            counted(self.tr("1 could not be done"), self.tr("{n} could not be done"), item.failed)
            if item.failed
            else ""
        )
        cost = dollars(item.cost) if item.cost else ""
        title = counted(self.tr("1 delegate"), self.tr("{n} delegates"), len(item.all))
        self.head.draw("split", title, " · ".join(filter(None, (done, failed, cost))), item.state)

    def _draw_row(self, row: StepRow, one: Delegate) -> None:
        steps = counted(self.tr("1 step"), self.tr("{n} steps"), one.steps) if one.steps else ""
        cost = dollars(one.cost) if one.cost else ""
        row.draw("bot", shown(one.title), shown(one.result if one.over else one.doing), one.state)
        row.show_time(" · ".join(filter(None, (steps, cost))))
        if one.id in self._details:
            self._details[one.id].show_delegate(one)
            self.resized.emit()

    def _toggle(self) -> None:
        self._is_open = not self._is_open
        self._most = AT_ONCE
        self._build()

    def _toggle_one(self, identity: str) -> None:
        self._opened ^= {identity}
        self._build()

    def _show_more(self) -> None:
        self._most += AT_ONCE
        self._build()

    def _build(self) -> None:
        """The lines below the head, as many as are wanted now."""
        clear_layout(self._list)
        self.rows, self._details = {}, {}
        self.head.show_open(self._is_open)
        if self._is_open:
            for one in self._drawn.all[: self._most]:
                self._add(one)
            if len(self._drawn.all) > self._most:
                self._add_more(len(self._drawn.all) - self._most)
        self.resized.emit()

    def _add(self, one: Delegate) -> None:
        self._put(rule())
        row = StepRow()
        row.pressed.connect(partial(self._toggle_one, one.id))
        row.show_open(one.id in self._opened)
        self.rows[one.id] = row
        self._put(row)
        if one.id in self._opened:
            details = self._details[one.id] = DelegateDetails()
            details.resized.connect(self.resized)
            holder = QFrame()
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(12, 0, 12, 12)
            inside.addWidget(details)
            self._put(holder)
        self._draw_row(row, one)

    def _add_more(self, left: int) -> None:
        self._put(rule())
        link = push("", "link")
        link.setText(counted(self.tr("Show 1 more"), self.tr("Show {n} more"), left))
        link.clicked.connect(self._show_more)
        holder = QFrame()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(12, 6, 12, 6)
        inside.addWidget(link)
        self._put(holder)

    def _put(self, widget: QWidget) -> None:
        """A new child of a visible widget has no height for its layout before it is shown."""
        self._list.addWidget(widget)
        widget.show()
