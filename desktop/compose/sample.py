"""The sample folder: a copy of the shipped files for a new person to try things on."""

import shutil
from pathlib import Path

_SHIPPED = Path(__file__).parent / "samples"
_NAMES = {"en": "Sample folder", "ja": "サンプルフォルダ"}


def make_sample(samples: Path, language: str) -> Path:
    """A new folder below `samples` with the files in that language; one that was made before is left as it is."""
    language = language if language in _NAMES else "en"
    samples.mkdir(parents=True, exist_ok=True, mode=0o700)
    name, number = _NAMES[language], 1
    folder = samples / name
    while folder.exists():
        number += 1
        folder = samples / f"{name} {number}"
    shutil.copytree(_SHIPPED / language, folder)
    return folder
