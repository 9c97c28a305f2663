"""Where and how a model is asked. Plain values, no library: everything of the wire can import it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from agent.core.ports import Traits
from agent.models.address import checked_address, host_of, is_local, without_credentials
from agent.models.dialect import NO_DIALECT, Dialect, Protocol

STALL_SECONDS = 120.0
# A small computer can read a long prompt for minutes before the first byte of an answer comes.
LOCAL_STALL_SECONDS = 600.0
UNKNOWN = Traits()
NO_KEY = "no-key"  # servers without keys want the header all the same

# What the libraries put behind an address by themselves, and what people often write there all the same.
_OWN_PATHS = {Protocol.ANTHROPIC: ("/v1",), Protocol.GEMINI: ("/v1beta", "/v1")}


def nobody(_: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One model at one address.

    `name` is the person's word for it, `model` the provider's. `key` is None for a server without keys. `patience` is
    the longest silence in seconds: no byte at all, keep-alive comments count as life; 0 is what fits the address.
    `leaving` is told the bytes of each body before they leave; when it raises, nothing leaves.
    """

    name: str
    protocol: Protocol
    base_url: str
    model: str
    key: str | None = field(default=None, repr=False)
    dialect: Dialect = NO_DIALECT
    traits: Traits = UNKNOWN
    patience: float = 0.0
    leaving: Callable[[int], None] = field(default=nobody, repr=False)

    def __repr__(self) -> str:
        return f"Endpoint({self.name!r}, {self.protocol}, {without_credentials(self.base_url)!r}, {self.model!r})"

    @property
    def host(self) -> str:
        """The host name in the address."""
        return host_of(self.base_url)

    @property
    def local(self) -> bool:
        """Whether it is this computer."""
        return is_local(self.base_url)

    @property
    def origin(self) -> str:
        """Whose opaque reasoning it understands: its own, of exactly this model. Raises NeedsUserError."""
        return f"{self.protocol} {self.host} {urlsplit(self.address()).port or ''} {self.model}"

    def address(self) -> str:
        """The address as the libraries want it: without what they add by themselves. Raises NeedsUserError."""
        address = checked_address(self.base_url)
        for path in _OWN_PATHS.get(self.protocol, ()):
            address = address.removesuffix(path)
        return address

    def silence(self) -> float:
        """The patience in seconds."""
        return self.patience or (LOCAL_STALL_SECONDS if self.local else STALL_SECONDS)
