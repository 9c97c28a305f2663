"""Settings: version, where the state lies, and the licences of what Deskhand is built of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.panels.pieces import words

_PARTS = (
    ("Qt, PySide6", "LGPL-3.0"),
    ("Lucide icons", "ISC"),
    ("lxml, pypdf, XlsxWriter", "BSD"),
    ("pydantic-ai, python-docx, python-pptx, markdown-it-py, keyring, platformdirs", "MIT"),
    ("pypdfium2 (PDFium)", "Apache-2.0 / BSD-3-Clause"),
    ("pdfplumber, python-calamine, charset-normalizer, pyyaml", "MIT"),
    ("Pillow", "MIT-CMU"),
    ("cryptography", "Apache-2.0 / BSD-3-Clause"),
)  # fmt: skip


class AboutPage(QWidget):
    """Words only; all of them can be copied."""

    def __init__(self, version: str, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(words(self.tr("Deskhand {version}").replace("{version}", version), "h2"))
        layout.addWidget(
            words(self.tr("Apache License 2.0. Works on this computer, without an account."), "muted", wrap=True)
        )
        layout.addSpacing(10)
        layout.addWidget(words(self.tr("Where tasks, settings and what is needed for undo lie"), "section"))
        layout.addWidget(_copyable(shown(home), "code"))
        layout.addSpacing(10)
        layout.addWidget(words(self.tr("Built with"), "section"))
        for name, licence in _PARTS:
            layout.addWidget(_copyable(f"{name} · {licence}", "small"))
        layout.addStretch(1)


def _copyable(text: str, role: str) -> QWidget:
    label = words(text, role, wrap=True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
