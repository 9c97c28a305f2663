"""What was dropped, as paths. Text is no drop for us, and of links only those to a package are."""

from PySide6.QtCore import QMimeData

PACKED = (".skill", ".plugin", ".mcpb", ".dxt")
"""Ends of names that only packages have."""


def dropped_paths(mime: QMimeData) -> list[str]:
    """Absolute paths of the local files and folders in a drop."""
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile() and url.toLocalFile()]


def dropped_sources(mime: QMimeData) -> list[str]:
    """The same, or the only web address of a drop when it names an archive that packages come in."""
    urls = [url for url in mime.urls() if url.scheme() == "https" and url.path().endswith(PACKED)]
    addresses = [bytes(url.toEncoded().data()).decode("ascii") for url in urls]
    return dropped_paths(mime) or (addresses if len(addresses) == 1 else [])
