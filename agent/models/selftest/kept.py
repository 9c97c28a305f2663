"""The last self-test of each model, in the settings folder."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from agent.core.codec import built, plain
from agent.models.catalog import ModelConfig
from agent.models.selftest.lines import SelfTest


def mark_of(config: ModelConfig) -> str:
    """What stands for a model's settings: a self-test counts as long as they are the same. The key is not in it."""
    told = json.dumps(asdict(config), sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


class SelfTests:
    """Self-tests by the name of the model, in one JSON file at `path`; a broken one counts as empty."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def last(self, config: ModelConfig) -> SelfTest | None:
        """The last self-test of a model, None when it was never tested or was changed since."""
        kept = self._read().get(config.name)
        try:
            found = built(SelfTest, kept) if kept is not None else None
        except (ValueError, TypeError, KeyError):
            return None
        return found if found and found.of == mark_of(config) else None

    def keep(self, name: str, test: SelfTest) -> None:
        """Keep a self-test as the last one."""
        self._write({**self._read(), name: plain(test)})

    def forget(self, name: str) -> None:
        """The model is gone."""
        kept = self._read()
        if name in kept:
            self._write({other: test for other, test in kept.items() if other != name})

    def _read(self) -> Mapping[str, object]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _write(self, kept: Mapping[str, object]) -> None:
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name, suffix=".new")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file, indent=1, ensure_ascii=False)
        Path(name).replace(self._path)
