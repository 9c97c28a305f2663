"""Keys of models: in the system's keyring when it has a safe one, else in memory until the process ends.

A key is never written to a file of ours, never logged and never shown.
"""

import os
import secrets
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from agent.core.errors import NeedsUserError
from agent.core.words import Words
from agent.models.catalog import ModelConfig

T = TypeVar("T")

_SERVICE = "deskhand"
_SEALS = "deskhand-journal"
# Backends that encrypt. Others exist that write plain text, forget everything or only raise.
_SAFE = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)
_PATIENCE = 20.0


class Keyring(Protocol):
    """The part of `keyring.backend.KeyringBackend` that is used here."""

    def get_password(self, service: str, username: str) -> str | None:
        """The password, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a password."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Forget a password."""
        ...


class KeyBox:
    """Keys by the name of the model. `find_keyring` gives a safe keyring, or None; it is asked once, when needed.

    The keyring may ask the person to unlock it. When it does not answer for `patience` seconds it is not used again
    in this process, so that a system without a screen never hangs.
    """

    def __init__(self, find_keyring: Callable[[], Keyring | None] | None = None, patience: float = _PATIENCE) -> None:
        self._find = find_keyring or safe_keyring
        self._patience = patience
        self._keyring: Keyring | None = None
        self._asked = False
        self._memory: dict[str, str] = {}

    def __repr__(self) -> str:
        return "KeyBox()"

    def keep(self, name: str, key: str) -> str:
        """Keep a key: "kept" when the system's keyring has it, "memory" when it is forgotten with this process.

        Raises:
            NeedsUserError: "bad_key" when no provider can have given such a key.
        """
        key = checked_key(key)
        if self._in_keyring(lambda ring: _set(ring, name, key)):
            self._memory.pop(name, None)
            return "kept"
        self._memory[name] = key
        return "memory"

    def key(self, name: str) -> str | None:
        """The key of a model, or None."""
        return self._memory.get(name) or self._in_keyring(lambda ring: ring.get_password(_SERVICE, name))

    def key_for(self, config: ModelConfig) -> str | None:
        """The key that a configured model is asked with: its environment variable goes before the kept one."""
        given = os.environ.get(config.key_from_env, "") if config.key_from_env else ""
        return checked_key(given) if given else self.key(config.name)

    def state(self, name: str) -> str:
        """Where the key of a model is: "kept", "memory" or "none"."""
        if name in self._memory:
            return "memory"
        return "kept" if self.key(name) else "none"

    def forget(self, name: str) -> None:
        """Forget a key wherever it is. It is no error when there is none."""
        self._memory.pop(name, None)
        self._in_keyring(lambda ring: _delete(ring, name))

    def sealing_key(self, journal: str, *, make: bool = False) -> bytes | None:
        """The key that signs heads of the Journal at that path; None without a safe keyring. `make` it when missing.

        Two processes must not make it at the same time.
        """

        def known(ring: Keyring) -> str | None:
            kept = ring.get_password(_SEALS, journal)
            if kept is None and make:
                ring.set_password(_SEALS, journal, secrets.token_hex(32))
                kept = ring.get_password(_SEALS, journal)
            return kept

        kept = self._in_keyring(known)
        return kept.encode() if kept else None

    def _in_keyring(self, act: Callable[[Keyring], T]) -> T | None:
        """What `act` gives; None when there is no safe keyring, when it refuses, or when it does not answer."""
        given: list[T] = []

        def work() -> None:
            try:
                ring = self._keyring if self._asked else self._find()
                self._keyring, self._asked = ring, True
                if ring is not None:
                    given.append(act(ring))
            except Exception:  # noqa: BLE001  every backend raises its own kinds; all mean: not in the keyring
                return

        thread = threading.Thread(target=work, name="keyring", daemon=True)
        thread.start()
        thread.join(self._patience)
        if thread.is_alive():
            self._keyring, self._asked = None, True
        return given[0] if given else None


def safe_keyring() -> Keyring | None:
    """The system's keyring if it encrypts what it keeps. May block while the system looks for it."""
    if not _can_be_there():
        return None
    import keyring  # late: it looks for backends on the whole system, which takes a third of a second

    found = keyring.get_keyring()
    for ring in (found, *getattr(found, "backends", ())):
        if type(ring).__module__ in _SAFE:
            safe: Keyring = ring
            return safe
    return None


def _can_be_there() -> bool:
    """Without a session bus no keyring of Linux answers."""
    if sys.platform != "linux" or os.environ.get("PYTHON_KEYRING_BACKEND"):
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or bool(runtime and (Path(runtime) / "bus").exists())


def checked_key(key: str) -> str:
    """The key without blanks around it.

    Raises:
        NeedsUserError: "bad_key" for characters that no key has: full-width letters, line breaks, blanks inside.
    """
    key = key.strip()
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        words = Words(
            "This is not a key: it has characters that keys never have, or is empty.",
            "キーとして使えない文字が含まれているか、キーが空です。",
        )
        remedy = Words(
            "Copy the key again from the provider's page and paste it as it is.",
            "提供元のページからキーをコピーし直し、そのまま貼り付けてください。",
        )
        raise NeedsUserError(words, remedy, "bad_key")
    return key


def _set(ring: Keyring, name: str, key: str) -> bool:
    ring.set_password(_SERVICE, name, key)
    return ring.get_password(_SERVICE, name) == key


def _delete(ring: Keyring, name: str) -> None:
    if ring.get_password(_SERVICE, name) is not None:
        ring.delete_password(_SERVICE, name)
