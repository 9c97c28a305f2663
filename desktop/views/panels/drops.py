"""What was dropped, as paths. Links and text are no drops for us."""

from PySide6.QtCore import QMimeData


def dropped_paths(mime: QMimeData) -> list[str]:
    """Absolute paths of the local files and folders in a drop."""
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile() and url.toLocalFile()]
