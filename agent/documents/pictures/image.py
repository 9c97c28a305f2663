"""Pictures: what they are, drawn smaller and upright, edited, turned into pages and other formats."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageOps

from agent.core.documents import Content, Difference, Drawing, Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.pictures import edit as image_edit
from agent.documents.pictures.edit import OPERATIONS
from agent.documents.pictures.facts import facts_of
from agent.documents.pictures.notes import described
from agent.documents.pictures.source import limit, opened, pages_of
from agent.documents.pictures.write import coded, first_only, save, upright

__all__ = ["OPERATIONS", "TARGETS", "as_pdf", "check", "convert", "diff", "edit", "read", "render"]

# A picture has neither words nor tables: what it is not written as, nothing else makes of it.
TARGETS: Mapping[str, frozenset[str]] = {"": frozenset({".csv", ".tsv", ".xlsx", ".docx", ".html", ".pdf"})}

_WROTE = Words("Wrote the picture as {suffix}.", "画像を {suffix} 形式で書き込みました。")
_MAX_SIDE = 8_000
_A4_INCHES = (8.27, 11.69)


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Facts: size, format, date. Passages: sentences that somebody wrote into the file and that nobody sees."""
    with opened(source) as picture:
        found = tuple(described(picture))
        return Content("image", found[start : start + count], len(found), tuple(facts_of(picture)))


def check(path: Path) -> None:
    """Prove that the picture can be decoded to its end."""
    with opened(path) as picture:
        picture.load()


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """The facts of both but the last, that it is a picture, when they or the pictures differ."""
    with opened(before) as old, opened(after) as new:
        was, become = (", ".join([fact.en for fact in facts_of(picture)][:-1]) for picture in (old, new))
        if was != become:
            return (Difference("picture", was, become, "picture"),)
        same = ImageOps.exif_transpose(old).tobytes() == ImageOps.exif_transpose(new).tobytes()
        return () if same else (Difference("picture", was, f"{become}, with other contents", "picture"),)


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """See `pictures.edit.edit`."""
    return image_edit.edit(source, ops, target)


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """Write it, upright, as .png, .jpg, .webp, .gif, .bmp, .tif or .pdf.

    Raises:
        InvalidArgumentsError: another extension.
        UnreadableError: it is broken.
    """
    suffix = target.suffix.lower()
    if suffix == ".pdf":
        target.write_bytes(as_pdf(source))
        return (_WROTE.of(suffix=suffix),)
    with opened(source) as picture:
        data, said = coded(upright(picture), picture, suffix)
        frames = pages_of(picture)
    target.write_bytes(data)
    return (_WROTE.of(suffix=suffix), *first_only(frames), *said)


def render(source: Path, page: int, target: Path, width: int) -> Drawing:
    """Draw it upright as PNG (or JPEG), at most `width` pixels wide; never larger than it is."""
    with opened(source) as picture:
        pages = pages_of(picture)
        if not 1 <= page <= pages:
            raise InvalidArgumentsError(f"There is no page {page}: the picture has {pages}.")
        picture.seek(page - 1)
        limit(picture)
        upright = ImageOps.exif_transpose(picture)
        drawn = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        drawn.thumbnail((width, _MAX_SIDE))
        save(drawn, target)
        return Drawing(pages, "pillow")


def as_pdf(source: Path) -> bytes:
    """A PDF with the picture, upright on white, on a page that fits into A4. Pages of a TIFF become pages."""
    sheets: list[Image.Image] = []
    with opened(source) as picture:
        for number in range(pages_of(picture)):
            picture.seek(number)
            limit(picture)
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
            sheet = Image.new("RGB", upright.size, "white")
            sheet.paste(upright, mask=upright)
            sheets.append(sheet)
    short, long = sorted(sheets[0].size)
    out = io.BytesIO()
    resolution = max(short / _A4_INCHES[0], long / _A4_INCHES[1], 72.0)
    sheets[0].save(out, "PDF", resolution=resolution, save_all=True, append_images=sheets[1:], quality=90)
    return out.getvalue()
