"""Where the staged work of finished pieces waits, so that a crash does not cost it: one folder for each piece."""

import shutil
from pathlib import Path

_RECORD = "record.json"


class KeptWork:
    """Folders below `folder`, by keys that are names of files. Nothing below a Root is touched."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def staging(self, key: str) -> Path:
        """An empty folder for the contents of the piece."""
        folder = self._folder / key
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        return folder

    def keep(self, key: str, record: str) -> None:
        """The piece is finished; `record` says how. A torn record is none."""
        draft = self._folder / key / f"{_RECORD}.new"
        draft.write_text(record, encoding="utf-8")
        draft.replace(draft.with_name(_RECORD))

    def kept(self, key: str) -> tuple[str, Path] | None:
        """The record and the folder of a piece that was finished; None when there is none."""
        try:
            return (self._folder / key / _RECORD).read_text(encoding="utf-8"), self._folder / key
        except (OSError, ValueError):
            return None

    def sweep(self) -> None:
        """Nobody needs any of it any more."""
        shutil.rmtree(self._folder, ignore_errors=True)
