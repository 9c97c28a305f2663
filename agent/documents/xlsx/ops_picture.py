"""Ops for pictures that lie on a sheet. ECMA-376 part 1, 20.5.2.25."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import text_of
from agent.documents.opc.package_draft import with_new_part
from agent.documents.opc.xml_tags import tag
from agent.documents.operations import Operation
from agent.documents.pictures.picture_file import EMU_PER_PIXEL, picture_in
from agent.documents.xlsx.cell_names import cell_name, cell_of
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.drawing import drawing_part, lay, next_id

_WIDEST = 640
_MAX_SIDE = 10_000
_LAID = Words("Laid the picture on {name} at {cell} ({width} x {height} pixels).",
              "「{name}」の {cell} に画像を配置しました({width} × {height} ピクセル)。")  # fmt: skip


def add_image(draft: Draft, op: Op) -> Words:
    """Lay a picture file at a cell; one side alone keeps its shape."""
    entry = draft.entry(text_of(op, "sheet", ""))
    place = cell_of(text_of(op, "at"))
    picture = picture_in(op)
    width, height = _size(op, (round(picture.width / EMU_PER_PIXEL), round(picture.height / EMU_PER_PIXEL)))
    drawing = drawing_part(draft, entry)
    made = with_new_part(
        draft, drawing, "image", f"xl/media/image{{}}.{picture.extension}", picture.content_type, picture.contents
    )
    number = next_id(draft, drawing)
    lay(draft, drawing, place, (width, height), _picture(number, made.id, text_of(op, "alt", ""), (width, height)))
    return _LAID.of(name=entry.name, cell=cell_name(*place), width=width, height=height)


def _size(op: Op, natural: tuple[int, int]) -> tuple[int, int]:
    width, height = (_pixels(op, key) for key in ("width", "height"))
    if width and height:
        return width, height
    wide = width or (round(height * natural[0] / natural[1]) if height else min(natural[0], _WIDEST))
    return max(1, wide), height or max(1, round(wide * natural[1] / natural[0]))


def _pixels(op: Op, key: str) -> int | None:
    value = op.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MAX_SIDE):
        raise InvalidArgumentsError(f"{key!r} is a number of pixels from 1 to {_MAX_SIDE}.")
    return value if isinstance(value, int) else None


def _picture(number: int, relation: str, alt: str, size: tuple[int, int]) -> str:
    named = tag("xdr:cNvPr", {"id": number, "name": f"Picture {number - 1}", "descr": alt or None})
    locks = tag("xdr:cNvPicPr", None, tag("a:picLocks", {"noChangeAspect": 1}))
    filled = tag("xdr:blipFill", None, tag("a:blip", {"r:embed": relation}), tag("a:stretch", None, tag("a:fillRect")))
    box = tag("a:off", {"x": 0, "y": 0}) + tag("a:ext", {"cx": size[0] * EMU_PER_PIXEL, "cy": size[1] * EMU_PER_PIXEL})
    shape = tag("xdr:spPr", None, tag("a:xfrm", None, box), tag("a:prstGeom", {"prst": "rect"}, tag("a:avLst")))
    return tag("xdr:pic", None, tag("xdr:nvPicPr", None, named, locks), filled, shape)


PICTURE_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "add_image": Operation(
        add_image,
        ("sheet", "at", "picture", "width", "height", "alt"),
        '{"op":"add_image","sheet":"S","at":"F2","picture":{"file":"logo.png"},"width":320,"alt":"Our logo"}  pixels',
    ),
}
