"""The person's settings in one JSON file; a broken one counts as the defaults."""

import json
from pathlib import Path

from agent.core.codec import built, plain
from desktop.wire.messages import Preferences


class PreferenceFile:
    """Preferences at `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Preferences:
        """What was kept, or the defaults."""
        try:
            return built(Preferences, json.loads(self._path.read_text(encoding="utf-8")))
        except (ValueError, OSError):
            return Preferences()

    def write(self, preferences: Preferences) -> None:
        """Keep them. The file is replaced as a whole."""
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps(plain(preferences), indent=1), encoding="utf-8")
        draft.replace(self._path)
