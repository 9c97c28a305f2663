"""What the window itself says of an address. The host decides for itself."""

from PySide6.QtCore import QUrl


def stays_here(address: str) -> bool:
    """Whether an address is this computer. It only chooses the words shown."""
    return QUrl(address.strip()).host() in ("127.0.0.1", "localhost", "::1")


def host_of(address: str) -> str:
    """The host in an address, encoded so that it cannot imitate another; "" when there is none."""
    return QUrl(address.strip()).host(QUrl.ComponentFormattingOption.FullyEncoded)
