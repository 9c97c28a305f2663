"""Secrets of connectors, in the keyring that has the keys of models: by the id of the connector and their own name."""

import base64
import binascii

from agent.models.keys import KeyBox
from connectors.connector import Config

OAUTH = ("oauth-tokens", "oauth-client", "oauth-client-secret")


class Secrets:
    """Values are kept as base64, because keys have no blanks and no letters but ASCII, and passwords may have."""

    def __init__(self, keys: KeyBox) -> None:
        self._keys = keys

    def get(self, connector: str, key: str) -> str | None:
        """The value, or None. Blocks: the keyring may have to be unlocked."""
        kept = self._keys.key(_name(connector, key))
        try:
            return None if kept is None else base64.b64decode(kept, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None

    def keep(self, connector: str, key: str, value: str) -> str:
        """Keep a value: "kept" or "memory", as `KeyBox.keep`. An empty one is forgotten."""
        if not value:
            self._keys.forget(_name(connector, key))
            return "none"
        return self._keys.keep(_name(connector, key), base64.b64encode(value.encode()).decode())

    def is_safe(self, config: Config) -> bool:
        """Whether all secrets of a connector will be there after this process."""
        return all(self._keys.state(_name(config.id, key)) != "memory" for key in config.secrets)

    def forget(self, config: Config) -> None:
        """Forget everything that is kept for a connector."""
        for key in dict.fromkeys((*config.secrets, *OAUTH)):
            self._keys.forget(_name(config.id, key))


def _name(connector: str, key: str) -> str:
    return f"connector:{connector}:{key}"
