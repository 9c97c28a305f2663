"""Tool calls that followed each other: one line, or a line for all of them that opens to a line for each."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.presenter.blocks import unmarked
from desktop.presenter.code import TOOL as RUN
from desktop.presenter.items import Item, Step, Steps, StepShown
from desktop.views.panels.pieces import clear_layout, rule
from desktop.views.panels.wording import counted
from desktop.views.timeline.card import Card
from desktop.views.timeline.figures import Figures
from desktop.views.timeline.step_details import StepDetails
from desktop.views.timeline.step_row import StepRow
from desktop.views.wording import duration

_ICONS = {
    "find": "search", "search": "text-search", "read": "file-text", "look": "eye", "write": "file-pen",
    "edit": "file-pen", "create": "file-plus", "pdf": "file-stack", "organise": "folder-tree", "plan": "list-todo",
    "ask": "message-circle-question-mark", "recipe": "clipboard-list", "run": "terminal", RUN: "square-terminal",
}  # fmt: skip
_OPEN = (StepShown.FAILED, StepShown.UNKNOWN)


class StepsCard(Card):
    """Draws Steps. What failed is open; the rest opens when the person wishes."""

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._item = Steps("", ())
        self._group_open = False
        self._opened: dict[str, bool] = {}
        self.rows: list[StepRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self.show_item(item)

    def show_item(self, item: Item) -> None:
        """Draw the steps as they are."""
        if not isinstance(item, Steps) or item == self._item:
            return
        old, self._item = self._item, item
        if [(s.call, s.state) for s in old.steps] == [(s.call, s.state) for s in item.steps] and self.rows:
            self._redraw_rows()
        else:
            self._build()
        self.resized.emit()

    def tick(self, now: float) -> None:
        """Show how long the running step takes."""
        step = self._item.steps[-1]
        if step.state is StepShown.RUNNING and step.started and self.rows:
            self.rows[-1 if self._is_open() else 0].show_time(duration(now - step.started))

    def _is_open(self) -> bool:
        return self._group_open or len(self._item.steps) == 1

    def _build(self) -> None:
        focused = next((at for at, row in enumerate(self.rows) if row.hasFocus()), -1)
        clear_layout(self._column)
        self.rows = []
        steps = self._item.steps
        if len(steps) > 1:
            self.rows.append(self._head())
            self._put(self.rows[0])
        shown_steps = steps if self._is_open() else tuple(s for s in steps if s.state in _OPEN)
        for at, step in enumerate(shown_steps):
            if at or len(steps) > 1:
                self._put(rule())
            self._add_step(step)
        if not self._is_open():
            self._add_figures([step for step in steps if step not in shown_steps])
        if 0 <= focused < len(self.rows):
            self.rows[focused].setFocus()

    def _redraw_rows(self) -> None:
        head = 1 if len(self._item.steps) > 1 else 0
        if head:
            self._draw_head(self.rows[0])
        shown_steps = self._item.steps if self._is_open() else [s for s in self._item.steps if s.state in _OPEN]
        for row, step in zip(self.rows[head:], shown_steps, strict=False):
            _draw_step(row, step)

    def _head(self) -> StepRow:
        head = StepRow()
        self._draw_head(head)
        head.show_open(self._group_open)
        head.pressed.connect(self._toggle_group)
        return head

    def _draw_head(self, head: StepRow) -> None:
        steps = self._item.steps
        title = counted(self.tr("1 step"), self.tr("{n} steps"), len(steps))
        last = next((s for s in reversed(steps) if s.state is self._item.state), steps[-1])
        head.draw("list-checks", title, shown(last.progress or last.title), self._item.state, _hidden(steps))
        head.show_time(duration(sum(step.seconds or 0.0 for step in steps)))

    def _add_step(self, step: Step) -> None:
        row = StepRow()
        _draw_step(row, step)
        row.pressed.connect(partial(self._toggle_step, step.call))
        self.rows.append(row)
        self._put(row)
        is_open = self._opened.get(step.call, step.state in _OPEN)
        row.show_open(is_open)
        self._add_figures((step,))
        if not is_open:
            return
        details = StepDetails(step)
        details.change_wanted.connect(self.change_wanted)
        details.place_wanted.connect(self.place_wanted)
        details.stop_wanted.connect(self.stop_wanted)
        details.resized.connect(self.resized)
        self._put(_held(details))

    def _add_figures(self, steps: Sequence[Step]) -> None:
        """What code drew is shown without a click: a picture is what the person asked for."""
        for step in steps:
            if step.run is not None and step.run.figures:
                self._put(_held(Figures(step.run.figures, shown(step.title))))

    def _put(self, widget: QWidget) -> None:
        """A new child of a visible widget has no height for its layout before it is shown."""
        self._column.addWidget(widget)
        widget.show()

    def _toggle_group(self) -> None:
        self._group_open = not self._group_open
        self._build()
        self.resized.emit()

    def _toggle_step(self, call: str) -> None:
        step = next(step for step in self._item.steps if step.call == call)
        self._opened[call] = not self._opened.get(call, step.state in _OPEN)
        self._build()
        self.resized.emit()


def _held(widget: QWidget) -> QFrame:
    """Below a line, inside of its edges."""
    holder = QFrame()
    inside = QVBoxLayout(holder)
    inside.setContentsMargins(12, 0, 12, 12)
    inside.addWidget(widget)
    return holder


def _hidden(steps: tuple[Step, ...]) -> int:
    return sum(step.hidden for step in steps)


def _draw_step(row: StepRow, step: Step) -> None:
    aside = unmarked(step.result).splitlines()[0] if step.result else step.progress
    if step.total and step.state is StepShown.RUNNING:
        aside = f"{step.done} / {step.total} · {step.progress}"
    row.draw(_ICONS.get(step.tool, "wrench"), shown(step.title), shown(aside), step.state, step.hidden)
    row.show_time(duration(step.seconds))
