"""The chips below the text field: folder, mode, model. Each opens a menu."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from agent.core.actions import Mode
from agent.core.events import RootGranted
from agent.core.paths import shown
from desktop.views.mode_picker import ModePicker
from desktop.views.panels.pieces import Button, set_property
from desktop.views.panels.wording import roots_name, shortened
from desktop.views.theme.icons import icon
from desktop.views.wording import mode_icon, mode_meaning, mode_word
from desktop.wire.messages import ModelView

MOST_RECENT = 8


class Chip(Button):
    """A round button that opens a choice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setProperty("kind", "chip")
        self.setIconSize(QSize(20, 16))

    def label(self, text: str, icon_name: str, meaning: str, shade: str = "muted") -> None:
        """What the chip shows; `meaning` names it for a screen reader."""
        self.setText(text)
        self.setIcon(icon(icon_name, shade, 16))
        self.setAccessibleName(f"{meaning}: {text}")


class MenuChip(Chip):
    """A chip with a menu that is made anew each time it opens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_again)
        self.setMenu(self._menu)

    def fill(self, menu: QMenu) -> None:
        """Put the choices into the menu."""
        raise NotImplementedError

    def _fill_again(self) -> None:
        self._menu.clear()
        self.fill(self._menu)


class FolderChip(MenuChip):
    """The granted folders. `chosen` carries the path of a recent one."""

    chosen = Signal(str)
    choose_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent: tuple[RootGranted, ...] = ()
        self._roots: tuple[RootGranted, ...] = ()

    def show_roots(self, roots: Sequence[RootGranted], recent: Sequence[RootGranted]) -> None:
        """Draw the first folder and how many more there are."""
        self._roots, self._recent = tuple(roots), tuple(recent)
        if not roots:
            self.label(self.tr("Choose a folder"), "folder-plus", self.tr("Folder"))
            return
        self.label(roots_name(roots), "folder" if roots[0].writable else "lock", self.tr("Folder"))
        self.setToolTip("\n".join(shown(root.path) for root in roots))

    def fill(self, menu: QMenu) -> None:
        """The granted ones, the recent ones, and any other."""
        granted = {root.path for root in self._roots}
        for root in self._roots:
            action = menu.addAction(icon("folder-check", "success", 16), shown(root.path))
            action.setEnabled(False)
        recent = [root for root in self._recent if root.path not in granted][:MOST_RECENT]
        if recent and self._roots:
            menu.addSeparator()
        for root in recent:
            action = menu.addAction(icon("history", "muted", 16), shown(root.path))
            action.triggered.connect(partial(self.chosen.emit, root.path))
        if self._roots or recent:
            menu.addSeparator()
        text = self.tr("Add a folder…") if self._roots else self.tr("Choose a folder…")
        menu.addAction(icon("folder-plus", "muted", 16), text).triggered.connect(self.choose_wanted)


class ModeChip(Chip):
    """How much the person wants to be asked. `chosen` carries a Mode. The two ends of the scale have a colour."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode = Mode.DESTRUCTIVE
        self.picker = ModePicker(self)
        self.picker.chosen.connect(self.chosen)
        self.clicked.connect(self._open)

    def show_mode(self, mode: Mode) -> None:
        """Draw the Mode."""
        self._mode = mode
        shade = {Mode.PLAN: "accent", Mode.ACT: "warning"}.get(mode, "")
        set_property(self, "shade", shade)
        self.label(mode_word(mode), mode_icon(mode), self.tr("Mode"), shade or "muted")
        self.setAccessibleDescription(mode_meaning(mode))
        self.setToolTip(mode_meaning(mode))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys open it, as they do for a menu."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        self.picker.open_at(self, self._mode)


class ModelChip(MenuChip):
    """Which model works. `chosen` carries its name."""

    chosen = Signal(str)
    connect_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models: tuple[ModelView, ...] = ()
        self._name = ""

    def show_model(self, name: str, models: Sequence[ModelView]) -> None:
        """Draw the model of the Session, or the active one."""
        self._models = tuple(models)
        active = next((model.name for model in models if model.active), "")
        self._name = name if any(model.name == name for model in models) else active
        text = shortened(shown(self._name), 28) or self.tr("No model")
        local = any(model.local for model in models if model.name == self._name)
        self.label(text, "hard-drive" if local else "cloud" if self._name else "unplug", self.tr("Model"))

    def fill(self, menu: QMenu) -> None:
        """Every model, and the way to more."""
        for model in self._models:
            where = self.tr("on this computer") if model.local else self.tr("remote")
            name = "hard-drive" if model.local else "cloud"
            action = menu.addAction(icon(name, "muted", 16), f"{shown(model.name)}\t{where}")
            _tick(action, ticked=model.name == self._name)
            action.triggered.connect(partial(self.chosen.emit, model.name))
        if self._models:
            menu.addSeparator()
        text = self.tr("Manage models…") if self._models else self.tr("Connect a model…")
        menu.addAction(icon("sliders-horizontal", "muted", 16), text).triggered.connect(self.connect_wanted)


def _tick(action: QAction, *, ticked: bool) -> None:
    if ticked:
        font = action.font()
        font.setBold(True)
        action.setFont(font)
        action.setIcon(icon("check", "accent", 16))
