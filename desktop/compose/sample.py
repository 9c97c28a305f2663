"""The sample folder: a copy of the shipped files for a new person to try things on."""

import shutil
from pathlib import Path

from agent.core.words import Words

_SHIPPED = Path(__file__).parent / "samples"
_NAME = Words("Sample folder", "サンプルフォルダー")


def make_sample(samples: Path, language: str) -> Path:
    """A new folder below `samples` with the files in that language; one that was made before is left as it is."""
    samples.mkdir(parents=True, exist_ok=True, mode=0o700)
    name, number = _NAME.text(language), 1
    folder = samples / name
    while folder.exists():
        number += 1
        folder = samples / f"{name} {number}"
    shutil.copytree(_SHIPPED / ("ja" if language == "ja" else "en"), folder)
    return folder
