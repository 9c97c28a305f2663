"""RapidOCR, where the optional package is installed: scans read by models, in a worker of its own.

Its own, because the models would take the room in which others parse. It is confined and limited like every worker.
"""

from importlib.util import find_spec
from pathlib import Path

from agent.core.errors import UnreadableError
from agent.core.running import Confinement
from agent.documents.pool import WorkerDocuments
from agent.documents.recognised import Recognised

_PACKAGES = ("rapidocr", "onnxruntime", "cv2")


def has_models() -> bool:
    """Whether the package is installed; it is not loaded here."""
    return all(find_spec(name) is not None for name in _PACKAGES)


class ModelOcr:
    """Reads pictures in Japanese, Chinese and English; loads its models in two seconds when it is first asked."""

    by = "RapidOCR"

    def __init__(self, confinement: Confinement | None = None) -> None:
        self._confinement = confinement
        self._worker: WorkerDocuments | None = None

    def read(self, picture: Path, seconds: float) -> Recognised | None:
        """The words of a picture; None when it could not be read within `seconds` and the memory of a worker."""
        if self._worker is None:
            self._worker = WorkerDocuments(seconds=seconds, confinement=self._confinement)
        try:
            return self._worker.recognised(picture)
        except UnreadableError:
            return None

    def close(self) -> None:
        """Stop it."""
        if self._worker is not None:
            self._worker.close()
