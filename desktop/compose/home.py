"""Where the state lies: one folder, moved by DESKHAND_HOME."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from agent.core.errors import keeping


@dataclass(frozen=True, slots=True)
class Home:
    """Paths below the state folder. Only this user may read it."""

    folder: Path

    @property
    def journal(self) -> Path:
        """The database of all Sessions."""
        return self.folder / "journal.db"

    @property
    def head(self) -> Path:
        """The end of the chain of that database."""
        return self.folder / "journal.head"

    @property
    def ledger(self) -> Path:
        """The database of all commits and their before-images."""
        return self.folder / "ledger.db"

    @property
    def vault(self) -> Path:
        """Before-images of files that lie on the same file system."""
        return self.folder / "vault"

    @property
    def staging(self) -> Path:
        """New contents that wait, and private copies of files that were read."""
        return self.folder / "staging"

    @property
    def rooms(self) -> Path:
        """Folders in which code works, each as long as its process lives."""
        return self.folder / "rooms"

    def results(self, session: str) -> Path:
        """Results of a Session that were too long to be heard at once."""
        return self.folder / "results" / session

    def items(self, session: str) -> Path:
        """Drafts of finished pieces of a Session's task: they outlive the process, but not the task."""
        return self.staging / f"{session}-items"

    def claim(self, session: str) -> Path:
        """The lock of the process that runs a Session."""
        return self.folder / "claims" / f"{session}.lock"

    @property
    def samples(self) -> Path:
        """Sample folders for a person who wants to try."""
        return self.folder / "samples"

    @property
    def settings(self) -> Path:
        """Settings and the list of models, without keys."""
        return self.folder / "settings"


def home_folder() -> Home:
    """The state folder, made when it is missing: DESKHAND_HOME, or the platform's user-data folder."""
    given = os.environ.get("DESKHAND_HOME")
    folder = Path(given).expanduser() if given else platformdirs.user_data_path("deskhand", appauthor=False)
    home = Home(folder.resolve())
    with keeping(home.folder):
        for path in (home.folder, home.vault, home.staging, home.settings):
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home
