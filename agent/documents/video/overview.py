"""Key frames side by side with their times: a video at one glance."""

from collections.abc import Iterable

from PIL import Image, ImageDraw, ImageFont

_ACROSS = 4
_GAP = 8


def clock(seconds: float) -> str:
    """A moment as it is written under a video: "0:07", "1:02:30"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def overview(pictures: Iterable[tuple[float, Image.Image]], width: int) -> Image.Image:
    """All pictures in rows of four, `width` pixels wide; under each one its number and its time."""
    each = (width - _GAP * (_ACROSS + 1)) // _ACROSS
    size = max(12, each // 16)
    font = ImageFont.load_default(size)
    line = round(size * 1.6)
    small: list[tuple[float, Image.Image]] = []
    for seconds, picture in pictures:
        picture.thumbnail((each, each))
        small.append((seconds, picture))
    row = max(picture.height for _, picture in small) + line + _GAP
    rows = -(-len(small) // _ACROSS)
    sheet = Image.new("RGB", (width, rows * row + _GAP), "white")
    draw = ImageDraw.Draw(sheet)
    for number, (seconds, picture) in enumerate(small):
        x = _GAP + (number % _ACROSS) * (each + _GAP)
        y = _GAP + (number // _ACROSS) * row
        sheet.paste(picture, (x, y))
        draw.text((x, y + picture.height + 2), f"{number + 2}  {clock(seconds)}", fill="black", font=font)
    return sheet
