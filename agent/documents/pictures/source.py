"""Pictures opened with care: only formats of an office, and a limit of pixels before anything is decoded."""

import importlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.magic import content_of

_TOO_LARGE = Words("The picture is too large to open.", "画像が大きすぎるため、開けません。")
_TOO_MANY_PIXELS = Words(
    "The picture has {across:,} x {down:,} pixels: it is too large to open.",
    "画像が {across:,} x {down:,} ピクセルと大きすぎるため、開けません。",
)
_BROKEN = Words("The picture is broken: it cannot be decoded.", "画像が壊れているため、表示できません。")
MAX_PIXELS = 100_000_000
# Only these: other formats of Pillow start programs (EPS) or are never met in an office.
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
_MOST_PAGES = 500


@contextmanager
def opened(source: Path) -> Iterator[Image.Image]:
    """The picture, not yet decoded.

    Raises:
        UnreadableError: "too_large" above MAX_PIXELS, else "broken".
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns where its own limit lies; ours is checked below
            with Image.open(source, formats=_formats(source)) as picture:
                limit(picture)
                yield picture
    except Image.DecompressionBombError as error:
        raise UnreadableError(_TOO_LARGE, "too_large") from error
    # The decoder of AVIF raises RuntimeError.
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, RuntimeError) as error:
        raise UnreadableError(_BROKEN, "broken") from error


def _formats(source: Path) -> tuple[str, ...]:
    """Photos of telephones (HEIC) have a decoder of their own, which is loaded for them alone; AVIF is Pillow's."""
    if content_of(source) != "heif":
        return FORMATS
    importlib.import_module("pi_heif").register_heif_opener()
    return ("AVIF", "HEIF")


def limit(picture: Image.Image) -> None:
    """Refuse a picture of too many pixels. Raises UnreadableError."""
    across, down = picture.size
    if across * down > MAX_PIXELS:
        raise UnreadableError(_TOO_MANY_PIXELS.of(across=across, down=down), "too_large")


def pages_of(picture: Image.Image) -> int:
    """How many pages or frames it has."""
    return min(int(getattr(picture, "n_frames", 1)), _MOST_PAGES)
