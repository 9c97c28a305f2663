"""Ops on pictures: inserted without being distorted, replaced, described."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.tree import Element
from agent.documents.op_words import text_in
from agent.documents.opc.xml_splice import Splice, removed
from agent.documents.operations import Operation
from agent.documents.pictures.picture_file import PictureFile, picture_in
from agent.documents.pptx.compose import mark_of
from agent.documents.pptx.deck import Deck, SlideAt
from agent.documents.pptx.markup import Image, picture
from agent.documents.pptx.places import Area, area_of
from agent.documents.pptx.room import area_in, drop_empty_holder, is_empty_holder
from agent.documents.pptx.shapes import place, release
from agent.documents.pptx.splices import attribute_set
from agent.documents.pptx.tree import Shape, first

_IN = Words(
    "Inserted the picture as shape {number} on slide {slide}.", "スライド {slide} に画像を挿入しました(図形 {number})。"
)
_REPLACED = Words(
    "Replaced the picture in shape {number} of slide {slide}.",
    "スライド {slide} の図形 {number} の画像を差し替えました。",
)
_ALT = Words(
    "Set the alt text of shape {number} on slide {slide}.",
    "スライド {slide} の図形 {number} の代替テキストを設定しました。",
)


def inside(area: Area, photo: PictureFile) -> Area:
    """The largest place of the picture's shape in the middle of `area`."""
    scale = min(area.width / photo.width, area.height / photo.height)
    width, height = round(photo.width * scale), round(photo.height * scale)
    return Area(area.left + (area.width - width) // 2, area.top + (area.height - height) // 2, width, height)


def cropped(area: Area, photo: PictureFile) -> str:
    """What is cut off at both sides so that the picture fills `area`, as a:srcRect (thousandths of a percent)."""
    wanted, there = area.width / area.height, photo.width / photo.height
    if abs(wanted - there) < 0.01:
        return ""
    if there > wanted:
        side = round((1 - wanted / there) / 2 * 100_000)
        return f'<a:srcRect l="{side}" r="{side}"/>'
    side = round((1 - there / wanted) / 2 * 100_000)
    return f'<a:srcRect t="{side}" b="{side}"/>'


def image_relation(deck: Deck, part: str, photo: PictureFile) -> str:
    """The relationship of a slide to the picture; an equal one that the deck holds already is taken."""
    same = [
        name
        for name in deck.parts.names
        if name.endswith(f".{photo.extension}") and "/media/" in name and deck.parts.read(name) == photo.contents
    ]
    name = same[0] if same else deck.parts.add(
        f"ppt/media/image{{}}.{photo.extension}", photo.contents, photo.content_type
    )  # fmt: skip
    return deck.parts.relate(part, deck.relation_type("image"), name)


def draw_picture(deck: Deck, slide: SlideAt, photo: PictureFile, area: Area, alt: str) -> Shape:
    """Draw a picture into the middle of `area`."""
    drop_empty_holder(deck, slide, area)
    number = deck.new_shape_id(slide.part)
    image = Image(image_relation(deck, slide.part, photo), alt)
    return deck.draw(slide.part, picture(number, f"Picture {number - 1}", image, inside(area, photo)))


def _inserted(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    photo = picture_in(op)
    alt = text_in(op, "alt", empty=True) if "alt" in op else ""
    if "shape" in op:
        shape = _fill_holder(deck, slide, deck.shape(slide, op["shape"]), photo, alt)
    else:
        shape = draw_picture(deck, slide, photo, area_in(deck, slide, op), alt)
    return _IN.of(number=shape.number, slide=slide.label)


def _fill_holder(deck: Deck, slide: SlideAt, holder: Shape, photo: PictureFile, alt: str) -> Shape:
    """Put a picture into an empty placeholder: it fills one for pictures, and lies inside of any other."""
    area = area_of(deck.parts, slide.part, holder.element)
    if not is_empty_holder(holder) or area is None:
        raise InvalidArgumentsError(f"Shape {holder.number} is no empty placeholder. Leave 'shape' out, or say 'at'.")
    mark = mark_of(holder.element)
    fills = holder.role == "pic"
    image = Image(image_relation(deck, slide.part, photo), alt, cropped(area, photo) if fills else "")
    drawn = next(holder.element.iter("{*}cNvPr"))
    number = int(drawn.get("id", "0"))
    new = picture(number, holder.name, image, area if fills else inside(area, photo), mark)
    layout = deck.parts.layout(slide.part)
    span = layout.span(holder.element)
    deck.parts.splice(slide.part, Splice(span.start, span.end, deck.dialect.fragment(new, holder.element.getparent())))
    return holder


def _replaced(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    shape = deck.shape(slide, op.get("shape"))
    blip = _blip(shape)
    photo = picture_in(op)
    area = area_of(deck.parts, slide.part, shape.element)
    before = deck.parts.reachable()
    relation = image_relation(deck, slide.part, photo)
    layout = deck.parts.layout(slide.part)
    old = {str(value) for key, value in blip.attrib.items() if str(key).endswith(("}embed", "}link"))}
    span = layout.span(blip)
    inside_blip = [one for one in blip if not str(one.tag).endswith("}extLst")]
    effects = b"".join(layout.source(one) for one in inside_blip)
    new = deck.dialect.fragment(f'<a:blip r:embed="{relation}"></a:blip>', blip.getparent())
    new = new.replace(b"></a:blip>", b">" + effects + b"</a:blip>")
    crop = next(iter(shape.element.iter("{*}srcRect")), None)
    splices = [Splice(span.start, span.end, new), *([removed(layout, crop)] if crop is not None else [])]
    if "alt" in op:
        splices.append(attribute_set(layout, _drawn(shape), "descr", text_in(op, "alt", empty=True)))
    deck.parts.splice(slide.part, *splices)
    release(deck, slide.part, old)
    if area is not None and not shape.role:
        place(deck, slide, deck.shape(slide, shape.number), inside(area, photo))
    deck.parts.drop_orphans(before)
    return _REPLACED.of(number=shape.number, slide=slide.label)


def _blip(shape: Shape) -> Element:
    found = next(iter(shape.element.iter("{*}blip")), None)
    if first(shape.element, "blipFill") is None or found is None:
        raise InvalidArgumentsError(f"Shape {shape.number} ({shape.name}) is no picture.")
    if first(shape.element, "nvPicPr", "nvPr", "videoFile") is not None:
        raise InvalidArgumentsError(f"Shape {shape.number} is a video, whose poster is left as it is.")
    return found


def _drawn(shape: Shape) -> Element:
    return next(shape.element.iter("{*}cNvPr"))


def _described(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    shape = deck.shape(slide, op.get("shape"))
    layout = deck.parts.layout(slide.part)
    text = text_in(op, "text", empty=True)
    deck.parts.splice(slide.part, attribute_set(layout, _drawn(shape), "descr", text))
    return _ALT.of(number=shape.number, slide=slide.label)


PICTURE_OPERATIONS: Mapping[str, Operation[Deck]] = {
    "insert_picture": Operation(
        _inserted,
        ("slide", "picture", "alt", "at", "shape"),
        '{"op":"insert_picture","slide":3,"picture":{"file":"map.png"},"alt":"Map of the site"} '
        '("shape":2 fills an empty placeholder; "at":{"left":2,"top":4,"width":10,"height":6} in cm; '
        "else where there is room)",
    ),
    "replace_picture": Operation(
        _replaced,
        ("slide", "shape", "picture", "alt"),
        '{"op":"replace_picture","slide":3,"shape":2,"picture":{"file":"new.png"},"alt":"..."}',
    ),
    "set_alt": Operation(_described, ("slide", "shape", "text"), '{"op":"set_alt","slide":3,"shape":2,"text":"..."}'),
}
