"""What the window remembers of itself: place and size, panes, the open task, words not yet sent, language, theme."""

import json
from dataclasses import dataclass
from pathlib import Path

from agent.core.codec import built, plain


@dataclass(frozen=True, slots=True)
class Remembered:
    """`geometry` is Qt's, in base64. `language` and `theme` are those of the last time, so that nothing flickers."""

    geometry: str = ""
    panes: tuple[tuple[str, bool], ...] = ()
    session: str = ""
    draft: str = ""
    language: str = ""
    theme: str = ""


class Memory:
    """A small JSON file in the state folder. A broken one counts as none; one that cannot be written is no error."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Remembered:
        """What was kept."""
        try:
            return built(Remembered, json.loads(self._path.read_text(encoding="utf-8")))
        except (ValueError, OSError):
            return Remembered()

    def keep(self, remembered: Remembered) -> None:
        """Keep it. The file is replaced as a whole."""
        draft = self._path.with_suffix(".new")
        try:
            draft.write_text(json.dumps(plain(remembered)), encoding="utf-8")
            draft.replace(self._path)
        except OSError:
            return
