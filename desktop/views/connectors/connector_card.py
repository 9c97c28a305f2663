"""One connector in the list: what it is, how it stands, what it may reach."""

from PySide6.QtCore import QDateTime, QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.panels.pieces import ElidedLabel, Picture, push, words
from desktop.views.panels.wording import counted
from desktop.wire.messages import ConnectorView

_CHIPS = {
    "off": "chip",
    "idle": "chip-accent",
    "connecting": "chip-accent",
    "ready": "chip-success",
    "asks": "chip-warning",
    "failed": "chip-danger",
}
_ROLES = {"asks": "warning", "failed": "danger"}


class StandingWords(QObject):
    """How a connector stands and when it was used, in words."""

    def chip(self, connector: ConnectorView) -> QLabel:
        """Its state in one word."""
        told = {
            "off": self.tr("Off"),
            "idle": self.tr("On"),
            "connecting": self.tr("Connecting…"),
            "ready": self.tr("Ready"),
            "asks": self.tr("Asks you"),
            "failed": self.tr("Does not work"),
        }
        standing = connector.standing
        return words(told.get(standing, standing), _CHIPS.get(standing, "chip"))

    def sentence(self, connector: ConnectorView) -> QLabel | None:
        """What is to be known of it, None when there is nothing."""
        if not connector.sentence:
            return None
        return words(shown(connector.sentence), _ROLES.get(connector.standing, "small"), wrap=True)

    def reaches(self, connector: ConnectorView) -> str:
        """Hosts, folders or programs."""
        if not connector.reaches:
            return self.tr("Reaches nothing now.")
        return self.tr("May reach: {what}").replace("{what}", shown(", ".join(connector.reaches)))

    def used(self, connector: ConnectorView) -> str:
        """When it was used last."""
        moment = QDateTime.fromString(connector.used, Qt.DateFormat.ISODate).toLocalTime()
        if not moment.isValid():
            return self.tr("Never used.")
        when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
        return self.tr("Last used {when}.").replace("{when}", when)


class ConnectorCard(QFrame):
    """`switched` carries the id and whether it shall be on, `opened` the ConnectorView."""

    switched = Signal(str, bool)
    opened = Signal(object)

    def __init__(self, connector: ConnectorView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.connector = connector
        self.setProperty("card", "plain")
        self._say = StandingWords(self)
        title = shown(connector.title)
        self.open = push(self.tr("Details"))
        self.open.setAutoDefault(False)
        self.open.setAccessibleDescription(title)
        self.open.clicked.connect(self._open)
        self.switch = QCheckBox(self.tr("On"))
        self.switch.setChecked(connector.enabled)
        self.switch.setAccessibleName(self.tr("“{name}” is on").replace("{name}", title))
        self.switch.toggled.connect(self._switch)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Picture(connector.icon, "accent" if connector.standing == "ready" else "muted"))
        head.addWidget(ElidedLabel(title, "strong", Qt.TextElideMode.ElideRight), 1)
        head.addWidget(self._say.chip(connector))
        head.addWidget(self.open)
        head.addWidget(self.switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 10)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(words(self._summary(), "small", wrap=True))
        if (sentence := self._say.sentence(connector)) is not None:
            column.addWidget(sentence)

    def _summary(self) -> str:
        one = self.connector
        parts = [one.sort, self.tr("of “{pack}”").replace("{pack}", one.pack) if one.pack else ""]
        if one.tools:
            parts.append(counted(self.tr("1 tool"), self.tr("{n} tools"), len(one.tools)))
        told = shown(" · ".join(filter(None, parts)))
        return "\n".join((told, self._say.reaches(one), self._say.used(one)))

    def _switch(self, on: bool) -> None:
        self.switched.emit(self.connector.id, on)

    def _open(self) -> None:
        self.opened.emit(self.connector)
