"""How long a yes counts: just this once, or a standing permission that is offered in words."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from agent.core.actions import Grant
from desktop.views.grant_words import grant_text
from desktop.views.panels.pieces import Button, set_property
from desktop.views.panels.wording import shortened
from desktop.views.theme.icons import icon

LONGEST = 64


class OfferButton(Button):
    """A small button with a menu. `grant` is what was chosen, None for just this once. Hidden without offers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setProperty("kind", "ghost")
        self.setIconSize(QSize(20, 16))
        self.grant: Grant | None = None
        self.setMenu(QMenu(self))

    def load(self, offers: Sequence[Grant]) -> None:
        """Other offers; nothing is chosen."""
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        for grant in (None, *offers):
            action = menu.addAction(self._words(grant))
            action.setCheckable(True)
            action.setChecked(grant is None)
            action.triggered.connect(partial(self.choose, grant))
            group.addAction(action)
            if grant is None:
                menu.addSeparator()
        self.choose(None)
        self.setVisible(bool(offers))

    def choose(self, grant: Grant | None, _: bool = True) -> None:
        """Take this permission with the answer, or none."""
        self.grant = grant
        text = self._words(grant)
        self.setText(shortened(text, LONGEST))
        self.setToolTip(text)
        self.setAccessibleName(self.tr("How long your yes counts: {choice}").replace("{choice}", text))
        self.setIcon(icon("chevron-down" if grant is None else "key-round", "muted" if grant is None else "accent", 14))
        set_property(self, "chosen", "false" if grant is None else "true")

    def _words(self, grant: Grant | None) -> str:
        if grant is None:
            return self.tr("Just this once")
        what = grant_text(grant)
        if grant.lifetime == "session":
            return self.tr("In this task, also: {what}").replace("{what}", what)
        return self.tr("Always, also: {what}").replace("{what}", what)
