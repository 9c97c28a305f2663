"""The form of one Recipe."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from agent.core.events import RootGranted
from desktop.views.panels.pieces import Picture, push, words
from desktop.views.panels.place_fields import FilesField, PlaceField
from desktop.views.panels.recipe_fields import BoolField, FieldEditor, simple_editor
from desktop.wire.messages import FieldView, RecipeView

FORM_WIDTH = 640


class RecipeForm(QWidget):
    """Draws a RecipeView; `run_wanted` carries the Recipe's id and its values (str -> str)."""

    run_wanted = Signal(str, object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipe: RecipeView | None = None
        self._editors: dict[str, FieldEditor] = {}
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._problem = words(role="danger", wrap=True)
        self._back = push(self.tr("Back"), "ghost")
        self._back.clicked.connect(self.closed)
        self.go = push(self.tr("Preview changes"), "primary", "eye", "on_accent")
        self.go.clicked.connect(self._run)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._foot())

    def show_recipe(
        self, recipe: RecipeView, roots: Sequence[RootGranted], values: Mapping[str, str] | None = None, why: str = ""
    ) -> None:
        """Draw an empty form, or one filled with the `values` of a Suggestion and its `why`."""
        self._recipe = recipe
        self._editors = {field.key: _editor(field, roots) for field in recipe.fields}
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addLayout(self._head(recipe, why))
        for field in recipe.fields:
            editor = self._editors[field.key]
            editor.set_value((values or {}).get(field.key, field.default))
            editor.changed.connect(self._clear_problem)
            column.addLayout(self._line(field, editor))
        column.addStretch(1)
        page.setMaximumWidth(FORM_WIDTH)
        self._area.setWidget(page)
        self._order()
        self._clear_problem()
        if recipe.fields:
            self._editors[recipe.fields[0].key].setFocus()

    def _order(self) -> None:
        """Tab goes through the fields, then to the buttons, though the fields were made later."""
        here = [w for w in self._area.findChildren(QWidget) if w.window() is self.window()]
        inside = [w for w in here if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
        chain = [*inside, self._back, self.go]
        for one, following in pairwise(chain):
            QWidget.setTabOrder(one, following)

    def values(self) -> dict[str, str]:
        """What the form says, by the keys of its fields."""
        return {key: editor.value() for key, editor in self._editors.items()}

    def show_problem(self, sentence: str) -> None:
        """Say why it did not start."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def set_busy(self, busy: bool) -> None:
        """While something runs in this Session, no other Recipe can."""
        self.go.setEnabled(not busy)

    def _run(self) -> None:
        if self._recipe is None:
            return
        missing = [field for field in self._recipe.fields if field.required and not self._editors[field.key].value()]
        if missing:
            self.show_problem(self.tr("Fill in “{field}”.").replace("{field}", missing[0].label))
            self._editors[missing[0].key].setFocus()
            return
        self.run_wanted.emit(self._recipe.id, self.values())

    def _clear_problem(self) -> None:
        self.show_problem("")

    def _head(self, recipe: RecipeView, why: str) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setSpacing(6)
        title = QHBoxLayout()
        title.setSpacing(10)
        title.addWidget(Picture(recipe.icon, "accent", 20))
        title.addWidget(words(recipe.title, "h1"), 1)
        head.addLayout(title)
        head.addWidget(words(recipe.summary, "muted", wrap=True))
        if why:
            head.addWidget(words(why, "accent", wrap=True))
        return head

    def _line(self, field: FieldView, editor: FieldEditor) -> QVBoxLayout:
        line = QVBoxLayout()
        line.setSpacing(4)
        if not isinstance(editor, BoolField):
            text = field.label if not field.required else self.tr("{label} (needed)").replace("{label}", field.label)
            label = words(text, "label")
            label.setBuddy(editor.target)
            line.addWidget(label)
        editor.target.setAccessibleName(field.label)
        editor.target.setAccessibleDescription(field.help)
        line.addWidget(editor)
        if field.help:
            line.addWidget(words(field.help, "small", wrap=True))
        return line

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("card", "foot")
        inner = QWidget()
        inner.setMaximumWidth(FORM_WIDTH)
        across = QHBoxLayout(foot)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(inner, 100)
        across.addStretch(1)
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 12, 24, 16)
        column.addWidget(self._problem)
        row = QHBoxLayout()
        row.addWidget(Picture("monitor-check", "success"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(words(self.tr("Runs on this computer. No AI."), "small"))
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self.go)
        column.addLayout(row)
        return foot


def _editor(field: FieldView, roots: Sequence[RootGranted]) -> FieldEditor:
    match field.kind:
        case "folder":
            return PlaceField(roots, QFileDialog.FileMode.Directory)
        case "file":
            return PlaceField(roots, QFileDialog.FileMode.ExistingFile)
        case "files":
            return FilesField(roots)
        case _:
            return simple_editor(field)
