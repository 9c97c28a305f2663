"""Font families: the system's own face first, then one with Japanese letter forms.

Without a CJK family after it, Chinese forms of shared characters appear on systems whose language is English.
"""

import sys
from collections.abc import Sequence

from PySide6.QtGui import QFont, QFontDatabase

from desktop.views.theme.tokens import SIZES

UI = ("Segoe UI Variable Text", "Segoe UI", "Inter", "Cantarell", "Ubuntu", "Noto Sans")
JAPANESE = ("Yu Gothic UI", "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP", "IPAPGothic", "Meiryo")
FIXED = ("Cascadia Mono", "Consolas", "SF Mono", "Menlo", "Noto Sans Mono", "DejaVu Sans Mono")


def ui_font() -> QFont:
    """The font of the window. macOS hides its own face from the list, so there it is asked for."""
    own = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    latin = [own] if sys.platform == "darwin" else _there(UI)
    font = QFont()
    font.setFamilies([*latin, *_there(JAPANESE), own])
    font.setPixelSize(SIZES["body"])
    return font


def fixed_families() -> list[str]:
    """Families for code, with Japanese letters as in the rest."""
    return _there(FIXED) + _there(JAPANESE)


def _there(wanted: Sequence[str]) -> list[str]:
    known = set(QFontDatabase.families())
    return [name for name in wanted if name in known][:1]
