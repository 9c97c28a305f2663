"""What left this computer, in short: a line for each place that words went to."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.presenter.picture import SentTo
from desktop.views.panels.pieces import ElidedLabel, Picture, clear_layout, push, words
from desktop.views.panels.wording import counted, size_text


class SentSection(QWidget):
    """`all_wanted` when the whole list is wanted."""

    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: tuple[SentTo, ...] | None = None
        self.all = push(self.tr("Show all…"), "ghost")
        self.all.setAccessibleName(self.tr("Show all that left this computer"))
        self.all.clicked.connect(self.all_wanted)
        head = QHBoxLayout()
        head.addWidget(words(self.tr("What left this computer"), "section"), 1)
        head.addWidget(self.all)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(self._lines)

    def show_sent(self, sent: Sequence[SentTo]) -> None:
        """Draw what was sent where; this computer comes last."""
        if tuple(sent) == self._drawn:
            return
        self._drawn = tuple(sent)
        clear_layout(self._lines)
        self.all.setVisible(any(one.size for one in sent))
        if not any(one.host for one in sent):
            self._lines.addWidget(self._line("shield-check", "success", self.tr("Nothing has left this computer."), ()))
        for one in sorted(sent, key=lambda one: not one.host):
            name = shown(one.host) or self.tr("A model on this computer")
            icon_name = "globe" if one.host else "monitor"
            self._lines.addWidget(self._line(icon_name, "muted", name, (self._amount(one),), self._warning(one)))

    def _line(self, icon_name: str, shade: str, name: str, more: Sequence[str], warning: str = "") -> QWidget:
        line = QWidget()
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(ElidedLabel(name) if more else words(name, "muted", wrap=True))
        for text in more:
            texts.addWidget(words(text, "small", wrap=True))
        if warning:
            texts.addWidget(words(warning, "warning", wrap=True))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Picture(icon_name, shade), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        return line

    def _amount(self, sent: SentTo) -> str:
        """How much went, of how many files, and what it cost. Without bytes the tokens tell."""
        locale = QLocale()
        tokens = self.tr("{sent} tokens sent, {received} received")
        tokens = tokens.replace("{sent}", locale.toString(sent.input)).replace(
            "{received}", locale.toString(sent.output)
        )
        files = counted(self.tr("1 file"), self.tr("{n} files"), len(sent.sources)) if sent.sources else ""
        size = self.tr("{size} sent").replace("{size}", size_text(sent.size)) if sent.size else ""
        return " · ".join(filter(None, (shown(sent.model), size or tokens, files, self._cost(sent))))

    def _cost(self, sent: SentTo) -> str:
        if not sent.host or not sent.model:
            return ""
        if sent.cost is None:
            return self.tr("price not known")
        return f"${QLocale().toString(sent.cost, 'f', 2 if sent.cost >= 0.01 else 4)}"

    def _warning(self, sent: SentTo) -> str:
        count = sum(source.hidden > 0 for source in sent.sources)
        return counted(self.tr("Hidden text in 1 file"), self.tr("Hidden text in {n} files"), count) if count else ""
