"""Pictures put into a Word document and exchanged (DrawingML pictures, ECMA-376 part 1, 20.2 and 20.4)."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses, Spot
from agent.documents.docx.dialect import Dialect, dialect_of
from agent.documents.docx.draft import Draft
from agent.documents.docx.ops_chosen import carry_out, structural
from agent.documents.docx.ops_looks import measure
from agent.documents.docx.sections import page_of, section_of
from agent.documents.docx.tree import Element, name_of
from agent.documents.op_words import number_in, speakable, text_in
from agent.documents.opc.xml_splice import Splice, removed
from agent.documents.opc.xml_text import escaped
from agent.documents.operations import Operation
from agent.documents.pictures.picture_file import EMU_PER_INCH, PictureFile, picture_in

_EMU_PER_TWIP = 635
_EMU_PER_CM = EMU_PER_INCH / 2.54
_SIDES = ("left", "center", "right")


def _picture_inserted(addresses: Addresses, op: Op) -> Words:
    spot = addresses.at(op.get("after"), ("p", "tbl"))
    if op.get("align", "left") not in _SIDES:
        raise InvalidArgumentsError(f"'align' is one of {', '.join(_SIDES)}.")
    dialect = dialect_of(spot.draft.layout, spot.element)
    part, room = addresses.part_of(spot.draft), page_of(section_of(spot.element)).text_width
    run, (width, height) = picture_run(addresses, part, dialect, op, room)
    align = f'<w:pPr><w:jc w:val="{op["align"]}"/></w:pPr>' if "align" in op else ""
    new = dialect.xml(f"<w:p>{align}{run}</w:p>")
    end = addresses.end_of(spot)
    carry_out(addresses, [(spot.draft, Splice(end, end, new))])
    shown = f"{width / _EMU_PER_CM:.1f} x {height / _EMU_PER_CM:.1f} cm"
    alt = op.get("alt")
    told = "" if alt else " It has no alt text."
    return Words(
        f"Inserted the picture after {spot.anchor}, {shown}.{told}",
        f"{spot.anchor} の後に画像を挿入しました({shown})。{'' if alt else '代替テキストはありません。'}",
    )


def picture_run(
    addresses: Addresses, part: str, dialect: Dialect, op: Op, room: int, *, before: int = 0
) -> tuple[str, tuple[int, int]]:
    """A run with the prefix w: that holds the picture of an op, and its size in EMU.

    The text is `room` twips wide; `before` pictures were written that the document does not hold yet.
    """
    picture = picture_in(op)
    size = _size(op, picture, room * _EMU_PER_TWIP)
    alt = speakable(text_in(op, "alt", empty=True)) if "alt" in op else ""
    key = _related(addresses, part, picture)
    inline = _inline(dialect, key, _free_id(addresses) + before, size, alt)
    return f"<w:r><w:drawing>{inline}</w:drawing></w:r>", size


def _size(op: Op, picture: PictureFile, most: int) -> tuple[int, int]:
    """Width and height in EMU: as told, or natural but not wider than the text; never out of shape for one of them."""
    ratio = picture.height / picture.width
    if "width_cm" in op:
        width = round(measure(op, "width_cm", 0.1, 100) * _EMU_PER_CM)
        height = round(measure(op, "height_cm", 0.1, 100) * _EMU_PER_CM) if "height_cm" in op else round(width * ratio)
        return width, height
    if "height_cm" in op:
        height = round(measure(op, "height_cm", 0.1, 100) * _EMU_PER_CM)
        return round(height / ratio), height
    width = min(picture.width, most)
    return width, round(width * ratio)


def _related(addresses: Addresses, part: str, picture: PictureFile) -> str:
    name = addresses.package.add_beside("media/image", picture.extension, picture.contents, picture.content_type)
    return addresses.package.relate(part, "image", name)


def _free_id(addresses: Addresses) -> int:
    """A number that no drawing of the document has."""
    taken = [int(text) for draft in addresses.drafts.values() for one in draft.layout.root.iter("{*}docPr")
             if (text := one.get("id", "")).isdecimal() and len(text) < 10]  # fmt: skip
    return max(taken, default=0) + 1


def _inline(dialect: Dialect, key: str, number: int, size: tuple[int, int], alt: str) -> str:
    """The drawing in the line of text; its namespaces are declared on it, since the part may not know them."""
    told = f'cx="{size[0]}" cy="{size[1]}"'
    described = f' descr="{escaped(alt)}"' if alt else ""
    drawing, main = dialect.drawing("wordprocessingDrawing"), dialect.drawing("main")
    picture = dialect.drawing("picture")
    return (
        f'<wp:inline xmlns:wp="{drawing}" distT="0" distB="0" distL="0" distR="0"><wp:extent {told}/>'
        f'<wp:docPr id="{number}" name="Picture {number}"{described}/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{main}" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic xmlns:a="{main}"><a:graphicData uri="{picture}"><pic:pic xmlns:pic="{picture}">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{dialect.relationships}" r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {told}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    )


def _picture_replaced(addresses: Addresses, op: Op) -> Words:
    """The same frame and width with another picture; the height follows the shape of the new one."""
    spot = addresses.at(str(op.get("at", "")).removesuffix(" picture"), ("p", "tc", "tr"))
    frames = [one for one in spot.element.iter("{*}inline", "{*}anchor") if next(one.iter("{*}blip"), None) is not None]
    if not frames:
        raise InvalidArgumentsError(f"{spot.anchor} holds no picture that can be exchanged.")
    frame = frames[number_in(op, "number", len(frames), f"pictures at {spot.anchor}") - 1 if "number" in op else 0]
    if len(frames) > 1 and "number" not in op:
        raise InvalidArgumentsError(f"{spot.anchor} holds {len(frames)} pictures: say which one by 'number'.")
    picture = picture_in(op)
    key = _related(addresses, addresses.part_of(spot.draft), picture)
    splices = [*_exchanged(spot, frame, key), *_reshaped(spot, frame, picture)]
    if "alt" in op:
        splices += _described(spot, frame, speakable(text_in(op, "alt", empty=True)))
    carry_out(addresses, [(spot.draft, one) for one in splices])
    return Words(
        f"Exchanged the picture at {spot.anchor}; its width stays.",
        f"{spot.anchor} の画像を差し替えました(幅はそのままです)。",
    )


def _exchanged(spot: Spot, frame: Element, key: str) -> list[Splice]:
    blip = next(frame.iter("{*}blip"))
    names = [str(name) for name in blip.attrib if str(name).endswith(("}embed", "}link"))]
    splices = [_set(spot.draft, blip, names[0], key)] if names else []
    # A cut-out of the old picture is none of the new one.
    return splices + [removed(spot.draft.layout, one) for one in frame.iter("{*}srcRect")]


def _reshaped(spot: Spot, frame: Element, picture: PictureFile) -> list[Splice]:
    ratio = picture.height / picture.width
    sized = [one for one in frame.iter("{*}extent", "{*}ext") if one.get("cx", "").isdecimal() and one.get("cy")]
    return [_set(spot.draft, one, "cy", str(round(int(one.get("cx", "0")) * ratio))) for one in sized]


def _described(spot: Spot, frame: Element, alt: str) -> list[Splice]:
    return [_set(spot.draft, one, "descr", alt) for one in frame.iter("{*}docPr") if name_of(one)]


def _set(draft: Draft, element: Element, key: str, text: str) -> Splice:
    """A splice that sets one attribute in the start tag; the others stay as they are written."""
    span = draft.layout.span(element)
    tag = draft.layout.xml[span.start : span.inner].decode()
    old = element.get(key)
    local = key.rpartition("}")[2]
    if old is None:
        end = "/>" if tag.endswith("/>") else ">"
        return Splice(span.start, span.inner, f'{tag.removesuffix(end)} {local}="{escaped(text)}"{end}'.encode())
    start = next(at for at in range(len(tag)) if tag.startswith(f"{local}=", at) and tag[at - 1] in " :\n\t\r")
    quote = tag[start + len(local) + 1]
    stop = tag.index(quote, start + len(local) + 2)
    new = f"{tag[:start]}{local}={quote}{escaped(text)}{tag[stop:]}"
    return Splice(span.start, span.inner, new.encode())


PICTURE_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "insert_image": Operation(
        structural(_picture_inserted),
        ("after", "picture", "width_cm", "height_cm", "alt", "align"),
        '{"op":"insert_image","after":"P3","picture":{"file":"a.png"},"width_cm":8,"alt":"what it shows",'
        '"align":"center"} (without width_cm its own size, at most as wide as the text)',
    ),
    "replace_image": Operation(
        structural(_picture_replaced),
        ("at", "picture", "number", "alt"),
        '{"op":"replace_image","at":"P3","picture":{"file":"b.png"}} ("number":2 for the second picture there)',
    ),
}
