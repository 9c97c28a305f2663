"""`look`: a model that sees gets pictures, a blind one gets the words in them, and it is said which it was."""

import base64

import pytest
from PIL import Image as Picture
from PIL import ImageDraw

from agent.core.errors import ToolError
from agent.core.messages import Image, Video, text_of
from agent.core.ports import Traits
from agent.documents.drawing.fonts import font
from agent.documents.programs.ocr import OcrProgram, found_ocr
from agent.documents.programs.printing import PrintingDocuments, Programs
from tests.agent.documents.videos import video
from tests.agent.tools.toolbox import Toolbox

PROGRAM = found_ocr()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "Office"
    made.mkdir()
    sign = Picture.new("RGB", (1200, 500), "white")
    ImageDraw.Draw(sign).text((80, 180), "Invoice 4711", fill="black", font=font(120))
    for name in ("sign.png", "sign.jpg"):
        sign.save(made / name)
    video(made / "screen.mp4")
    return made


@pytest.fixture
def box(folder, tmp_path):
    opened = []

    def made(traits, *, ocr=True):
        documents = PrintingDocuments(Programs(ocr=OcrProgram(PROGRAM) if PROGRAM and ocr else None))
        opened.append(documents)
        return Toolbox(folder, tmp_path / "staging", documents, traits=lambda: traits)

    yield made
    for documents in opened:
        documents.close()


@pytest.mark.parametrize("sees", [True, None])
def test_a_model_that_sees_gets_a_photo_as_jpeg_and_a_drawing_as_png(box, sees):
    for name, kind, begin in (("sign.jpg", "image/jpeg", b"\xff\xd8"), ("sign.png", "image/png", b"\x89PNG")):
        shown = box(Traits(sees=sees)).call("look", path=name).for_model[-1]
        assert isinstance(shown, Image)
        assert shown.media_type == kind
        assert base64.b64decode(shown.data).startswith(begin)


def test_a_video_is_seen_by_its_key_frames(box):
    tools = box(Traits(sees=True))
    first = tools.call("look", path="screen.mp4").for_model
    assert "Page 1 of 4" in text_of(first)
    assert isinstance(first[-1], Image)
    assert "0:03\tpage 3" in tools.text("read", path="screen.mp4").replace(" [key frame]", "")


@pytest.mark.skipif(PROGRAM is None, reason="Tesseract is not installed")
def test_a_blind_model_gets_the_words_and_hears_that_ocr_read_them(box):
    result = box(Traits(sees=False)).call("look", path="sign.png")
    assert not [part for part in result.for_model if isinstance(part, Image)]
    assert "4711" in text_of(result.for_model)
    assert "Tesseract" in text_of(result.for_model)
    assert "Tesseract" in result.for_user
    assert result.sources[0].name == "sign.png"


def test_a_blind_model_without_ocr_is_told_that_nothing_can_be_seen(box):
    with pytest.raises(ToolError, match="sees no pictures") as failed:
        box(Traits(sees=False), ocr=False).call("look", path="sign.png")
    assert failed.value.code == "no_eyes"


def test_a_short_video_goes_whole_to_a_model_that_watches_and_its_pages_are_still_there(box, folder):
    tools = box(Traits(sees=True, watches=True))
    film = tools.call("look", path="screen.mp4").for_model[-1]
    assert isinstance(film, Video)
    assert film.media_type == "video/mp4"
    assert base64.b64decode(film.data) == (folder / "screen.mp4").read_bytes()
    assert isinstance(tools.call("look", path="screen.mp4", page=2).for_model[-1], Image)
    (folder / "cut.mp4").write_bytes((folder / "screen.mp4").read_bytes()[:2000])
    with pytest.raises(ToolError):
        tools.call("look", path="cut.mp4")
