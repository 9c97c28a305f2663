"""Places that hold keys and passwords. A grant of the folder around them is no grant of them.

They are matched on the names below the Root as `folded` makes them, without characters that cannot be seen, so that
neither case nor Unicode form is a way around. A Root that is such a place itself, and a file that is granted by its
own name, are what the person meant.
"""

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from agent.core.errors import OutsideWorkspaceError
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace.roots import Root
from agent.workspace.twins import folded

_SECRET = Words(
    "{name!r} holds keys or passwords, so it is left alone. To work with it, grant that folder or file by itself.",
    "「{name}」には鍵やパスワードがあるため、扱いません。必要な場合は、そのフォルダーかファイルだけを追加してください。",
)
# A path of names, matched at its end. Folders close everything below them.
_PATHS = tuple(
    tuple(path.split("/"))
    for path in (
        # keys of SSH, GPG and of services that programs sign in to
        ".ssh", ".gnupg", ".aws", ".azure", ".kube", ".config/gcloud", ".config/gh", ".config/op", ".oci",
        ".vault-token", ".docker/config.json", ".netrc", "_netrc", ".pgpass", ".my.cnf", ".git-credentials",
        ".pypirc", ".npmrc", ".terraform.d/credentials.tfrc.json", ".env", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519",
        # what systems and programs keep passwords in
        ".password-store", ".local/share/keyrings", ".local/share/kwalletd", "library/keychains", "wallet.dat",
        "roaming/microsoft/credentials", "local/microsoft/credentials", "roaming/microsoft/protect",
        # browsers and mail programs: passwords and sessions
        "login data", "login data for account", "key3.db", "key4.db", "logins.json", "cookies.sqlite",
        ".mozilla/firefox", ".config/google-chrome", ".config/chromium", ".config/microsoft-edge",
        "google/chrome/user data", "microsoft/edge/user data", "application support/google/chrome",
        "application support/firefox", "roaming/mozilla/firefox",
    )
)  # fmt: skip
_LAST = frozenset(path[-1] for path in _PATHS)
_DEEPEST = max(map(len, _PATHS))
_ENDINGS = (".kdbx", ".kdb", ".ppk", ".keychain", ".keychain-db", ".agilekeychain", ".opvault")
_SAMPLES = (".example", ".sample", ".template", ".dist")  # of ".env": they are made to be read


def is_secret(root: Root, path: str) -> bool:
    """Whether a path of a Root is such a place or lies in one."""
    return bool(path) and path not in root.granted.only and _is_secret_below(root.path, path)


@lru_cache(4096)
def _is_secret_below(root: Path, path: str) -> bool:
    """A commit asks for the same few places again and again."""
    above, names = _parts(root.parts), _parts(path.split("/"))
    if _any_secret((), above):
        return False
    return _any_secret(above, names)


def secret(place: Place) -> OutsideWorkspaceError:
    """The refusal to touch such a place."""
    return OutsideWorkspaceError(_SECRET.of(name=shown(str(place))), "secret_place")


def secret_names(root: Root, folder: str) -> Callable[[str], bool]:
    """What tells for the names in a folder, itself no such place, whether they are."""
    above, only = _parts(root.path.parts), root.granted.only
    if _any_secret((), above):
        return lambda _: False
    known = (*above, *_parts(folder.split("/")[-_DEEPEST:])) if folder else above
    return lambda name: _ends_secret(known, _visible(name)) and (f"{folder}/{name}" if folder else name) not in only


def secrets_in(name: str) -> tuple[str, ...]:
    """Paths below a folder of that name that are such places only as long as it is called so."""
    first = _visible(name)
    return tuple("/".join(path[at + 1 :]) for path in _PATHS for at, part in enumerate(path[:-1]) if part == first)


def _any_secret(above: Sequence[str], names: Sequence[str]) -> bool:
    return any(_ends_secret((*above, *names[:at]), name) for at, name in enumerate(names))


def _ends_secret(above: Sequence[str], name: str) -> bool:
    if name.startswith(".env."):
        return not name.endswith(_SAMPLES)
    if name not in _LAST:
        return name.endswith(_ENDINGS)
    way = (*above[-_DEEPEST:], name)
    return any(way[-len(path) :] == path for path in _PATHS)


def _parts(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(_visible(name) for name in names)


def _visible(name: str) -> str:
    """A name as it is compared."""
    if not name.isascii():
        name = "".join(c for c in name if unicodedata.category(c) != "Cf")
    return folded(name)
