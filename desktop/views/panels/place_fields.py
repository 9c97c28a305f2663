"""Editors for folder, file and files: what is picked or dropped must lie below the granted folders."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QWidget,
)

from agent.core.events import RootGranted
from desktop.views.panels.drops import dropped_paths
from desktop.views.panels.place_text import labelled_place, place_label, place_text
from desktop.views.panels.recipe_fields import FieldEditor

LIST_HEIGHT = 116
Mode = QFileDialog.FileMode


class PickingField(FieldEditor):
    """The base: a button that opens the system's dialog, drops, and a sentence when a pick lies elsewhere."""

    def __init__(self, target: QWidget, roots: Sequence[RootGranted], mode: Mode, parent: QWidget | None) -> None:
        super().__init__(target, parent)
        self._roots = tuple(roots)
        self._mode = mode
        self.setAcceptDrops(True)
        self.button = QPushButton(self.tr("Choose…"))
        self.button.setEnabled(bool(roots))
        self.button.clicked.connect(self._open)
        self.problem = QLabel(self.tr("Choose something inside the folder that you handed over."))
        self.problem.setProperty("role", "danger")
        self.problem.setWordWrap(True)
        self.problem.hide()

    def take(self, paths: Sequence[str]) -> None:
        """Use what lies below the granted folders; say so when something does not."""
        places = [place for place in (place_text(path, self._roots) for path in paths) if place is not None]
        self.problem.setVisible(len(places) < len(paths))
        if places:
            self.add_places(places)

    def add_places(self, places: Sequence[str]) -> None:
        """Show the picked Places."""
        raise NotImplementedError

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Use what was dropped."""
        self.take(dropped_paths(event.mimeData()))
        event.acceptProposedAction()

    def _open(self) -> None:
        dialog = QFileDialog(self.window(), self.button.text(), self._roots[0].path)
        dialog.setFileMode(self._mode)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, self._mode is Mode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.take)
        dialog.open()


class PlaceField(PickingField):
    """A folder or a file: a line to type in and a button to pick with."""

    def __init__(self, roots: Sequence[RootGranted], mode: Mode, parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        super().__init__(self.line, roots, mode, parent)
        self.line.setAcceptDrops(False)  # so that a dropped file reaches the field and is checked
        self.line.textChanged.connect(self.changed)
        top = QHBoxLayout()
        top.addWidget(self.line, 1)
        top.addWidget(self.button)
        self.row.addLayout(top)
        self.row.addWidget(self.problem)

    def value(self) -> str:
        """The text of the Place, "" for none."""
        return labelled_place(self.line.text().strip(), self._roots)

    def set_value(self, value: str) -> None:
        """Show a Place by its name."""
        self.line.setText(place_label(value, self._roots))

    def add_places(self, places: Sequence[str]) -> None:
        """The first one counts."""
        self.set_value(places[0])


class FilesField(PickingField):
    """Several files; Delete takes the marked ones out of the list."""

    def __init__(self, roots: Sequence[RootGranted], parent: QWidget | None = None) -> None:
        self._list = QListView()
        super().__init__(self._list, roots, Mode.ExistingFiles, parent)
        self._model = QStringListModel(self)
        self._list.setModel(self._model)
        self._list.setUniformItemSizes(True)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setMaximumHeight(LIST_HEIGHT)
        self._remove = QPushButton(self.tr("Remove"))
        self._remove.clicked.connect(self._remove_marked)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._list)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._remove_marked)
        buttons = QHBoxLayout()
        buttons.addWidget(self.button)
        buttons.addWidget(self._remove)
        buttons.addStretch(1)
        self.row.addWidget(self._list)
        self.row.addLayout(buttons)
        self.row.addWidget(self.problem)
        self.setFocusProxy(self.button)
        self._show(())

    def value(self) -> str:
        """Texts of Places, one a line."""
        return "\n".join(self._model.stringList())

    def set_value(self, value: str) -> None:
        """Show these files."""
        self._show([line for line in value.split("\n") if line.strip()])

    def add_places(self, places: Sequence[str]) -> None:
        """They join the list, each once."""
        self._show((*self._model.stringList(), *places))

    def _remove_marked(self) -> None:
        marked = {index.row() for index in self._list.selectionModel().selectedIndexes()}
        self._show([place for row, place in enumerate(self._model.stringList()) if row not in marked])

    def _show(self, places: Sequence[str]) -> None:
        self._model.setStringList(list(dict.fromkeys(places)))
        self._list.setVisible(bool(places))
        self._remove.setVisible(bool(places))
        self.changed.emit()
