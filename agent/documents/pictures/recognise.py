"""RapidOCR, an optional package: the words of a picture by the models that lie in it. Nothing is fetched or written.

Called in a worker of its own. Its models and libraries take up to 1.3 GB of addresses with one thread, so that they fit
into what a worker may have; with more threads they would not.
"""

import importlib
import os
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from agent.documents.pictures.line_order import Line, paragraphs
from agent.documents.recognised import Recognised

_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}
# In pixels: lines are looked for in a picture of this size, and read in the whole one.
_SEEN_SIDE, _READ_SIDE = 1_280, 4_000
_ENGINE = "EngineConfig.onnxruntime"


def recognised(source: Path) -> Recognised:
    """The words of a picture file. Raises what the package raises; it must be installed."""
    with Image.open(source) as picture:
        found = _engine()(picture.convert("RGB"))
    if not found.txts:
        return Recognised((), 0)
    lines = [_line(text, box) for text, box in zip(found.txts, found.boxes, strict=True)]
    return Recognised(tuple(paragraphs(lines)), round(100 * sum(found.scores) / len(found.scores)))


def _line(text: str, box: Any) -> Line:
    across, down = [float(x) for x, _ in box], [float(y) for _, y in box]
    return Line(min(across), min(down), max(across), max(down), text.strip())


@cache
def _engine() -> Any:
    """The program with its models, loaded once in the life of a worker."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread takes a hundred megabytes of addresses
    importlib.import_module("cv2").setNumThreads(1)
    package = importlib.import_module("rapidocr")
    models = Path(package.__file__ or "").parent / "models"
    # Named, they are neither looked up nor fetched.
    given = {f"{kind}.model_path": str(models / name) for kind, name in _MODELS.items()}
    # Its model for lines that stand on their head takes a tenth of upright English ones for such: it is left out.
    sizes = {
        "Global.use_cls": False,
        "Det.limit_type": "max",
        "Det.limit_side_len": _SEEN_SIDE,
        "Global.max_side_len": _READ_SIDE,
    }
    limits = {f"{_ENGINE}.intra_op_num_threads": 1, f"{_ENGINE}.inter_op_num_threads": 1, "Rec.rec_batch_num": 1}
    return package.RapidOCR(params={"Global.log_level": "critical", **given, **sizes, **limits})
