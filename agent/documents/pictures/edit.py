"""Ops of pictures. What can be done without coding the picture anew is done so: JPEG turned, metadata taken out."""

import struct
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import ExifTags, Image

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words, joined
from agent.documents.op_fields import number_of
from agent.documents.operations import Operation, carried_out
from agent.documents.pictures.segments import turned, without_metadata
from agent.documents.pictures.source import opened, pages_of
from agent.documents.pictures.write import FORMATS, coded, upright

_TURNED = Words("Turned by {degrees} degrees clockwise.", "時計回りに {degrees} 度回転しました。")
_KEPT = Words("The picture itself was not compressed anew.", "画像データは再圧縮していません。")
_RESIZED = Words("Resized to {across} x {down} pixels.", "{across} x {down} ピクセルに変更しました。")
_CROPPED = Words("Cut to {across} x {down} pixels.", "{across} x {down} ピクセルに切り抜きました。")
_REMOVED = Words(
    "Removed date, camera, place and other metadata ({count:,} {count:byte|bytes}).",
    "撮影日時、機器、場所などの情報を削除しました({count:,} バイト)。",
)
_DAMAGED = Words("The picture is damaged: its metadata cannot be read.", "画像が壊れており、付随情報を読み取れません。")
# Exif's orientations after a quarter turn to the right, from 1 to 8.
_QUARTER: Mapping[int, int] = {1: 6, 2: 7, 3: 8, 4: 5, 5: 2, 6: 3, 7: 4, 8: 1}
_MAX_SIDE = 20_000


@dataclass(slots=True)
class Draft:
    """The bytes of a picture that is being edited, and its extension."""

    data: bytes
    suffix: str

    def pixels(self, change: Callable[[Image.Image], Image.Image]) -> list[Words]:
        """Code it anew after `change`, which gets it upright. Raises UnreadableError."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"picture{self.suffix}"
            file.write_bytes(self.data)
            with opened(file) as picture:
                changed = change(upright(picture))
                self.data, said = coded(changed, picture, self.suffix)
                return said


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """Carry out `ops` in their order; see OPERATIONS and README.md.

    Raises:
        InvalidArgumentsError: an op does not fit, or the picture has several frames; nothing is written.
        UnreadableError: the picture is broken.
    """
    with opened(source) as picture:
        frames = pages_of(picture)
    if frames > 1 or source.suffix.lower() not in FORMATS:
        why = f"has {frames} frames or pages" if frames > 1 else f"is a {source.suffix}"
        raise InvalidArgumentsError(f"A picture that {why} is not edited: convert it to .png or .jpg first.")
    draft = Draft(source.read_bytes(), source.suffix)
    said = tuple(carried_out(OPERATIONS, draft, op, "a picture") for op in ops)
    target.write_bytes(draft.data)
    return said


def _rotate(draft: Draft, op: Op) -> Words:
    degrees = op.get("degrees")
    if degrees not in (90, 180, 270, -90):
        raise InvalidArgumentsError("'degrees' is 90, 180 or 270, clockwise.")
    quarters = int(str(degrees)) // 90 % 4
    told = _TURNED.of(degrees=quarters * 90)
    if draft.data.startswith(b"\xff\xd8"):
        try:
            draft.data = turned(draft.data, _after(draft, quarters))
        except (ValueError, struct.error):
            pass  # odd Exif data: the picture is coded anew
        else:
            return joined(told, _KEPT)
    turns = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
    return joined(told, *draft.pixels(lambda picture: picture.transpose(turns[quarters - 1])))


def _after(draft: Draft, quarters: int) -> int:
    """The orientation after so many quarter turns."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "picture.jpg"
        file.write_bytes(draft.data)
        with opened(file) as picture:
            now = picture.getexif().get(ExifTags.Base.Orientation, 1)
    for _ in range(quarters):
        now = _QUARTER.get(now, 6)
    return int(now)


def _resize(draft: Draft, op: Op) -> Words:
    wanted = {key: number_of(op, key) for key in ("width", "height", "longest") if key in op}
    size = (0, 0)

    def change(picture: Image.Image) -> Image.Image:
        nonlocal size
        size = _new_size(picture.size, wanted)
        colours = (
            picture.convert("RGBA" if picture.has_transparency_data else "RGB") if picture.mode == "P" else picture
        )
        return colours.resize(size, Image.Resampling.LANCZOS)

    said = draft.pixels(change)
    return joined(_RESIZED.of(across=size[0], down=size[1]), *said)


def _new_size(size: tuple[int, int], wanted: Mapping[str, int]) -> tuple[int, int]:
    across, down = size
    match wanted:
        case {"width": width, "height": height}:
            made = (width, height)
        case {"width": width}:
            made = (width, round(down * width / across))
        case {"height": height}:
            made = (round(across * height / down), height)
        case {"longest": longest}:
            made = (round(across * longest / max(size)), round(down * longest / max(size)))
        case _:
            raise InvalidArgumentsError("Give 'width', 'height' or both, or 'longest' for the longer side, in pixels.")
    if not 1 <= min(made) <= max(made) <= _MAX_SIDE:
        raise InvalidArgumentsError(f"A side has 1 to {_MAX_SIDE:,} pixels; this would be {made[0]} x {made[1]}.")
    return made


def _crop(draft: Draft, op: Op) -> Words:
    left, top = number_of(op, "left", 0), number_of(op, "top", 0)
    width, height = number_of(op, "width"), number_of(op, "height")

    def change(picture: Image.Image) -> Image.Image:
        across, down = picture.size
        if not (width and height) or left + width > across or top + height > down:
            raise InvalidArgumentsError(f"The cut must lie in the picture, which is {across} x {down} pixels, upright.")
        return picture.crop((left, top, left + width, top + height))

    said = draft.pixels(change)
    return joined(_CROPPED.of(across=width, down=height), *said)


def _remove_metadata(draft: Draft, op: Op) -> Words:
    if draft.suffix.lower() not in {".jpg", ".jpeg", ".png", ".webp"}:
        raise InvalidArgumentsError(
            f"Metadata is taken out of JPEG, PNG and WebP, not of {op.get('op')} {draft.suffix}."
        )
    before = len(draft.data)
    try:
        draft.data = without_metadata(draft.data)
    except (ValueError, struct.error) as error:
        raise UnreadableError(_DAMAGED, "broken") from error
    return joined(_REMOVED.of(count=before - len(draft.data)), _KEPT)


OPERATIONS: Mapping[str, Operation[Draft]] = {
    "rotate": Operation(_rotate, ("degrees",), '{"op":"rotate","degrees":90} clockwise'),
    "resize": Operation(
        _resize, ("width", "height", "longest"), '{"op":"resize","width":800} or "height", both, or "longest"; pixels'
    ),
    "crop": Operation(
        _crop, ("left", "top", "width", "height"), '{"op":"crop","left":0,"top":0,"width":300,"height":200} pixels'
    ),
    "remove_metadata": Operation(_remove_metadata, (), '{"op":"remove_metadata"} date, camera, place, notes'),
}
