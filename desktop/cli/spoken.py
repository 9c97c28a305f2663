"""The language of the system, for what a command says."""

import locale
import os


def system_language() -> str:
    """ja when the system speaks Japanese, else en."""
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "ja" if (spoken or locale.getlocale()[0] or "").lower().startswith("ja") else "en"
