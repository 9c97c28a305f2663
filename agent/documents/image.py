"""Pictures: what they are, drawn smaller and upright, turned into pages. A limit stands before they are decoded."""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from agent.core.documents import Content, Difference, Drawing
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents.image_notes import described

_TOO_LARGE = Words("The picture is too large to open.", "画像が大きすぎるため、開けません。")
_TOO_MANY_PIXELS = Words(
    "The picture has {across:,} x {down:,} pixels: it is too large to open.",
    "画像が {across:,} x {down:,} ピクセルと大きすぎるため、開けません。",
)
_BROKEN = Words("The picture is broken: it cannot be decoded.", "画像が壊れているため、表示できません。")
MAX_PIXELS = 100_000_000
_MAX_SIDE = 8_000
# Only these: other formats of Pillow start programs (EPS) or are never met in an office.
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
_DATE = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")
_A4_INCHES = (8.27, 11.69)


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Facts: size, format, date. Passages: sentences that somebody wrote into the file and that nobody sees."""
    with _opened(source) as picture:
        found = tuple(described(picture))
        return Content("image", found[start : start + count], len(found), tuple(_facts(picture)))


def check(path: Path) -> None:
    """Prove that the picture can be decoded to its end."""
    with _opened(path) as picture:
        picture.load()


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """The facts of both, when they or the pictures differ."""
    with _opened(before) as old, _opened(after) as new:
        was, become = (", ".join(fact.en for fact in _facts(picture)) for picture in (old, new))
        if was != become:
            return (Difference("picture", was, become),)
        same = ImageOps.exif_transpose(old).tobytes() == ImageOps.exif_transpose(new).tobytes()
        return () if same else (Difference("picture", was, f"{become}, with other contents"),)


def render(source: Path, page: int, target: Path, width: int) -> Drawing:
    """Draw it upright as PNG, at most `width` pixels wide; never larger than it is."""
    with _opened(source) as picture:
        pages = _pages(picture)
        if not 1 <= page <= pages:
            raise InvalidArgumentsError(f"There is no page {page}: the picture has {pages}.")
        picture.seek(page - 1)
        _limit(picture)
        upright = ImageOps.exif_transpose(picture)
        drawn = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        drawn.thumbnail((width, _MAX_SIDE))
        drawn.save(target, "PNG")
        return Drawing(pages, "pillow")


def as_pdf(source: Path) -> bytes:
    """A PDF with the picture, upright on white, on a page that fits into A4. Pages of a TIFF become pages."""
    sheets: list[Image.Image] = []
    with _opened(source) as picture:
        for number in range(_pages(picture)):
            picture.seek(number)
            _limit(picture)
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
            sheet = Image.new("RGB", upright.size, "white")
            sheet.paste(upright, mask=upright)
            sheets.append(sheet)
    short, long = sorted(sheets[0].size)
    out = io.BytesIO()
    resolution = max(short / _A4_INCHES[0], long / _A4_INCHES[1], 72.0)
    sheets[0].save(out, "PDF", resolution=resolution, save_all=True, append_images=sheets[1:], quality=90)
    return out.getvalue()


@contextmanager
def _opened(source: Path) -> Iterator[Image.Image]:
    """The picture, not yet decoded.

    Raises:
        UnreadableError: "too_large" above MAX_PIXELS, else "broken".
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns where its own limit lies; ours is checked below
            with Image.open(source, formats=_FORMATS) as picture:
                _limit(picture)
                yield picture
    except Image.DecompressionBombError as error:
        raise UnreadableError(_TOO_LARGE, "too_large") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableError(_BROKEN, "broken") from error


def _limit(picture: Image.Image) -> None:
    across, down = picture.size
    if across * down > MAX_PIXELS:
        raise UnreadableError(_TOO_MANY_PIXELS.of(across=across, down=down), "too_large")


def _pages(picture: Image.Image) -> int:
    return min(int(getattr(picture, "n_frames", 1)), 500)


def _facts(picture: Image.Image) -> Iterator[Words]:
    across, down = picture.size
    yield Words(f"{picture.format}, {across} x {down} pixels", f"{picture.format}、{across} x {down} ピクセル")
    if _pages(picture) > 1:
        yield Words(f"{_pages(picture)} pages or frames", f"{_pages(picture)} ページ(またはコマ)")
    camera = picture.getexif()
    details = camera.get_ifd(ExifTags.IFD.Exif)
    said = details.get(ExifTags.Base.DateTimeOriginal) or camera.get(ExifTags.Base.DateTime) or ""
    date = _DATE.match(str(said))
    if date:
        taken = f"{date[1]}-{date[2]}-{date[3]} {date[4]}"
        yield Words(f"taken {taken}", f"撮影日時 {taken}")
    if camera.get_ifd(ExifTags.IFD.GPSInfo):
        yield Words("tells where it was taken", "撮影場所の情報あり")
    if camera.get(ExifTags.Base.Orientation, 1) not in {0, 1}:
        yield Words("stored sideways, and shown upright", "横向きに保存(正しい向きで表示します)")
    yield Words("no text: a picture", "文字情報なし(画像)")
