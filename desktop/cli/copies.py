"""What `deskhand doc` works with: private copies of the files that are named, unlocked, and gone afterwards."""

import getpass
import os
import shutil
import sys
import uuid
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from agent.core.documents import Documents
from agent.core.errors import NeedsUserError, UnreadableError
from agent.core.events import RootGranted
from agent.core.paths import Place, shown
from agent.core.ports import Snapshot
from agent.core.words import Words
from agent.workspace.workspace import Workspace
from desktop.compose.house import House

_ZIP = b"PK\x03\x04"
_NO_FILE = Words("There is no file {name!r}.", "ファイル「{name}」が見つかりません。")
_A_FOLDER = Words("{name!r} is a folder.", "「{name}」はフォルダーです。")
_ONE_FILE = Words("Name one file in it.", "その中のファイルを 1 つ指定してください。")
_CHECK_PATH = Words("Check the path.", "パスをご確認ください。")
_PASSWORD = Words("Password of {name}: ", "「{name}」のパスワード: ")
_LOCKED = Words("{name} is protected with a password.", "「{name}」はパスワードで保護されています。")
_GIVE = Words(
    "Give it with --password-from-env VARIABLE, or run the command in a terminal.",
    "--password-from-env 変数名 で指定するか、ターミナルで実行してください。",
)


@dataclass
class Copies:
    """Private copies of files by the names that the person gave. `passwords` are those of the encrypted ones."""

    workspace: Workspace
    documents: Documents
    options: Namespace
    passwords: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> Path:
        """A copy that can be read: what is encrypted is unlocked.

        Raises:
            NeedsUserError: there is no such file (code "not_found"), or nobody can be asked for the password.
            UnreadableError: the password is wrong.
        """
        return self.opened(name)[0]

    def opened(self, name: str) -> tuple[Path, Snapshot]:
        """The copy that can be read, and the copy as it is."""
        file = existing(name)
        root = self.workspace.grant(RootGranted("", str(file.parent), False, (file.name,)))
        snapshot = self.workspace.snapshot(Place(root.name, file.name))
        if self._asks_for_password(snapshot.path):
            return self._unlocked(name, snapshot.path), snapshot
        return snapshot.path, snapshot

    def _asks_for_password(self, path: Path) -> bool:
        # An Office file that is a zip is not encrypted; to look into all of a large one takes long.
        with path.open("rb") as file:
            if file.read(4) == _ZIP:
                return False
        try:
            self.documents.check(path)
        except UnreadableError as error:
            return error.code == "encrypted"
        return False

    def stage(self, suffix: str) -> Path:
        """A new path for a result."""
        return self.workspace.stage(suffix)

    def locked(self, name: str, path: Path) -> Path:
        """`path`, encrypted with the password of the file `name` if it had one."""
        if name not in self.passwords:
            return path
        target = self.stage(path.suffix)
        self.documents.lock(path, self.passwords[name], target)
        return target

    def _unlocked(self, name: str, path: Path) -> Path:
        password = self._password(name)
        target = self.stage(path.suffix)
        self.documents.unlock(path, password, target)
        self.passwords[name] = password
        return target

    def _password(self, name: str) -> str:
        variable = getattr(self.options, "password_from_env", None)
        if variable and variable in os.environ:
            return os.environ[variable]
        if not sys.stdin.isatty():
            raise NeedsUserError(_LOCKED.of(name=shown(name)), _GIVE, "encrypted")
        return getpass.getpass(_PASSWORD.of(name=shown(name)).text(self.options.language))


@contextmanager
def copies(house: House, options: Namespace) -> Iterator[Copies]:
    """Copies as long as the command runs."""
    name = f"doc-{uuid.uuid4().hex[:12]}"
    try:
        yield Copies(house.reading(name), house.documents, options)
    finally:
        shutil.rmtree(house.home.staging / name, ignore_errors=True)


def existing(name: str) -> Path:
    """The file that the person means. Raises NeedsUserError "not_found", also for a folder."""
    file = Path(name).expanduser().absolute()
    if file.is_dir():
        raise NeedsUserError(_A_FOLDER.of(name=shown(name)), _ONE_FILE, "not_found")
    if not file.is_file():
        raise NeedsUserError(_NO_FILE.of(name=shown(name)), _CHECK_PATH, "not_found")
    return file
