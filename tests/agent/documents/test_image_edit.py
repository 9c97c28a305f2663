"""Pictures are turned, cut, made smaller and converted; where it can be done without coding anew, it is."""

import io

import pytest
from PIL import ExifTags, Image, ImageChops, ImageOps, ImageStat, PngImagePlugin

from agent.core.errors import InvalidArgumentsError, UnreadableError
from tests.agent.documents.told import told

PLACE = {1: "N", 2: (35.0, 39.0, 31.0), 3: "E", 4: (139.0, 44.0, 44.0)}


def colourful(width=64, height=32):
    picture = Image.new("RGB", (width, height), "navy")
    picture.paste("orange", (0, 0, width // 2, height // 2))
    picture.paste("white", (0, height // 2, width // 4, height))
    return picture


def photo(path, orientation=None, **more):
    """A photo with a date, a camera and a place."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Canon", "Canon EOS R5"
    if orientation:
        exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2024:05:03 09:30:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(PLACE)
    colourful().save(path, exif=exif, **more)
    return path


def shown(path):
    with Image.open(path) as picture:
        return ImageOps.exif_transpose(picture).convert("RGB")


def coded_part(path):
    data = path.read_bytes()
    return data[data.index(b"\xff\xda") :]


def test_a_photo_tells_its_camera_and_place(documents, tmp_path):
    facts = told(documents.read(photo(tmp_path / "a.jpg")))
    assert "taken with Canon EOS R5" in facts
    assert "tells where it was taken: 35.65861, 139.74556 (latitude, longitude)" in facts


@pytest.mark.parametrize("orientation", [None, 1, 2, 3, 4, 5, 6, 7, 8])
@pytest.mark.parametrize(("degrees", "turn"), [(90, 270), (180, 180), (270, 90)])
def test_a_jpeg_is_turned_without_coding_it_anew(documents, tmp_path, orientation, degrees, turn):
    before, after = photo(tmp_path / "a.jpg", orientation), tmp_path / "b.jpg"
    said = documents.edit(before, [{"op": "rotate", "degrees": degrees}], after)
    assert shown(after).tobytes() == shown(before).rotate(turn, expand=True).tobytes()
    assert coded_part(after) == coded_part(before)
    assert "not compressed anew" in said[0].en
    assert "taken with Canon EOS R5" in told(documents.read(after))


def test_a_jpeg_without_exif_and_a_png_are_turned(documents, tmp_path):
    for name in ("a.jpg", "a.png"):
        colourful().save(tmp_path / name)
        documents.edit(tmp_path / name, [{"op": "rotate", "degrees": 90}] * 2, tmp_path / f"b{name}")
        assert shown(tmp_path / f"b{name}").tobytes() == shown(tmp_path / name).rotate(180).tobytes()


@pytest.mark.parametrize("orientation", [None, 6])
def test_metadata_leaves_a_jpeg_and_the_picture_stays(documents, tmp_path, orientation):
    before, after = (
        photo(tmp_path / "a.jpg", orientation, comment=b"secret note", icc_profile=b"profile"),
        tmp_path / "b.jpg",
    )
    before.write_bytes(before.read_bytes() + b"a film of the moment")
    said = documents.edit(before, [{"op": "remove_metadata"}], after)
    facts = told(documents.read(after))
    assert not any(word in " ".join(facts) for word in ("taken", "Canon"))
    assert not any(word in after.read_bytes() for word in (b"secret", b"Canon", b"film"))
    assert shown(after).tobytes() == shown(before).tobytes()
    with Image.open(after) as picture:
        assert picture.info["icc_profile"] == b"profile"
        assert picture.getexif().get(ExifTags.Base.Orientation, 1) == (orientation or 1)
    assert "not compressed anew" in said[0].en


def test_metadata_leaves_a_progressive_jpeg_a_png_and_a_webp(documents, tmp_path):
    photo(tmp_path / "a.jpg", progressive=True)
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "secret note")
    photo(tmp_path / "a.png", 3, pnginfo=texts)
    photo(tmp_path / "a.webp", lossless=True)
    for name in ("a.jpg", "a.png", "a.webp"):
        after = tmp_path / f"b-{name}"
        documents.edit(tmp_path / name, [{"op": "remove_metadata"}], after)
        documents.check(after)
        assert shown(after).tobytes() == shown(tmp_path / name).tobytes()
        assert not any(word in after.read_bytes() for word in (b"secret", b"Canon"))


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".bmp", ".tif"])
def test_a_picture_is_cut_and_made_smaller_upright(documents, tmp_path, suffix):
    before, after = photo(tmp_path / f"a{suffix}", 6), tmp_path / f"b{suffix}"
    stored = suffix == ".bmp"  # it has no Exif data: it is shown as it is stored
    ops = [{"op": "resize", "longest": 32}, {"op": "crop", "left": 0, "top": 0, "width": 8, "height": 8}]
    said = documents.edit(before, ops, after)
    assert said[0].en.startswith("Resized to 32 x 16" if stored else "Resized to 16 x 32")
    assert shown(after).size == (8, 8)
    corner = shown(before).crop((0, 0, 16, 16)).resize((8, 8))
    assert max(ImageStat.Stat(ImageChops.difference(shown(after), corner)).mean) < 8
    assert ("compressed anew" in said[0].en) == (suffix in {".jpg", ".webp"})


def test_ops_that_do_not_fit_a_picture_are_refused(documents, tmp_path):
    photo(tmp_path / "a.jpg")
    frames = [Image.new("L", (9, 9), shade) for shade in (0, 255)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    colourful().save(tmp_path / "b.bmp")
    for name, op, why in (
        ("a.jpg", {"op": "rotate", "degrees": 45}, "90, 180 or 270"),
        ("a.jpg", {"op": "resize"}, "Give 'width'"),
        ("a.jpg", {"op": "resize", "width": 90_000}, "1 to 20,000"),
        ("a.jpg", {"op": "crop", "left": 60, "width": 10, "height": 5}, "64 x 32"),
        ("a.gif", {"op": "rotate", "degrees": 90}, "has 2 frames"),
        ("b.bmp", {"op": "remove_metadata"}, "JPEG, PNG and WebP"),
    ):
        with pytest.raises(InvalidArgumentsError, match=why):
            documents.edit(tmp_path / name, [op], tmp_path / f"out-{name}")
        assert not (tmp_path / f"out-{name}").exists()


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".gif", ".bmp", ".tif", ".pdf"])
def test_a_picture_becomes_another_format(documents, tmp_path, suffix):
    source = photo(tmp_path / "a.tif", 6)
    documents.convert(source, tmp_path / f"b{suffix}")
    documents.check(tmp_path / f"b{suffix}")
    if suffix != ".pdf":
        assert shown(tmp_path / f"b{suffix}").size == (32, 64)
        facts = told(documents.read(tmp_path / f"b{suffix}"))
        assert ("taken with Canon EOS R5" in facts) == (suffix in {".png", ".jpg", ".webp", ".tif"})


def test_it_is_told_what_becomes_of_transparency_frames_and_the_place(documents, tmp_path):
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(tmp_path / "a.png")
    said = documents.convert(tmp_path / "a.png", tmp_path / "a.jpg")
    assert "What was transparent is white." in [one.en for one in said]
    assert shown(tmp_path / "a.jpg").getpixel((1, 1)) == (255, 255, 255)
    frames = [Image.new("L", (9, 9), shade) for shade in (0, 255)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    said = documents.convert(tmp_path / "a.gif", tmp_path / "b.png")
    assert any("first of 2 frames" in one.en for one in said)
    said = documents.convert(photo(tmp_path / "c.jpg"), tmp_path / "c.webp")
    assert "It still tells where it was taken." in [one.en for one in said]
    with pytest.raises(InvalidArgumentsError, match="A picture is written as"):
        documents.convert(tmp_path / "a.png", tmp_path / "a.docx")


def test_a_photo_of_a_telephone_is_read_and_becomes_a_jpeg(documents, tmp_path):
    colourful().save(tmp_path / "a.avif", quality=100)
    assert told(documents.read(tmp_path / "a.avif"))[0] == "AVIF, 64 x 32 pixels"
    documents.convert(tmp_path / "a.avif", tmp_path / "a.jpg")
    assert max(ImageStat.Stat(ImageChops.difference(shown(tmp_path / "a.jpg"), colourful())).mean) < 8
    (tmp_path / "b.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64)
    with pytest.raises(UnreadableError) as broken:
        documents.check(tmp_path / "b.heic")
    assert broken.value.code == "broken"
    out = io.BytesIO()
    colourful().save(out, "PNG")
    (tmp_path / "c.heic").write_bytes(out.getvalue())
    with pytest.raises(UnreadableError) as wrong:
        documents.check(tmp_path / "c.heic")
    assert wrong.value.code == "wrong_type"
