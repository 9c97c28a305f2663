"""Videos are read as what they are and seen by their key frames; they reach no other file and no address."""

import pytest
from PIL import Image, ImageChops, ImageStat

from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.documents.pool import WorkerDocuments
from tests.agent.documents.videos import SCENES, video


@pytest.fixture(scope="module")
def documents():
    working = WorkerDocuments()
    yield working
    working.close()


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.webm", "a.mkv", "a.avi"])
def test_the_key_frames_are_the_scenes_with_their_times(documents, tmp_path, name):
    source = video(tmp_path / name, codec="libvpx" if name == "a.webm" else "mpeg4")
    content = documents.read(source)
    assert content.format == "video"
    assert [one.anchor for one in content.passages] == ["0:00", "0:03", "0:06"]
    assert [one.text for one in content.passages] == ["page 2", "page 3", "page 4"]
    assert "a video of 0:09" in content.facts[0].en
    documents.check(source)


def test_each_key_frame_is_a_page_and_the_first_page_shows_all(documents, tmp_path):
    source = video(tmp_path / "a.mp4")
    for page, colour in enumerate(SCENES, 2):
        assert documents.render(source, page, tmp_path / "page.png").pages == 4
        corner = Image.open(tmp_path / "page.png").convert("RGB").crop((0, 0, 10, 10))
        plain = Image.new("RGB", corner.size, colour)
        assert ImageStat.Stat(ImageChops.difference(corner, plain)).mean < [24, 24, 24]
    assert documents.render(source, 1, tmp_path / "all.png").by == "ffmpeg"
    across, down = Image.open(tmp_path / "all.png").size
    assert across == 1200
    assert down < 300
    with pytest.raises(InvalidArgumentsError, match="2-4"):
        documents.render(source, 5, tmp_path / "page.png")


def test_many_frames_that_stand_alone_do_not_make_many_key_frames(documents, tmp_path):
    assert len(documents.read(video(tmp_path / "a.mp4", gop=1)).passages) == 3


def test_a_cut_video_is_refused_and_a_playlist_is_never_followed(documents, tmp_path):
    whole = video(tmp_path / "a.mp4").read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[:2000])
    with pytest.raises(UnreadableError):
        documents.check(tmp_path / "cut.mp4")
    (tmp_path / "list.mp4").write_text("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/hostname\n")
    with pytest.raises(UnreadableError):
        documents.read(tmp_path / "list.mp4")


def test_two_versions_differ_by_their_facts(documents, tmp_path):
    one, other = video(tmp_path / "a.mp4"), video(tmp_path / "b.mp4", seconds_each=2)
    assert documents.diff(one, one) == ()
    assert "0:06" in documents.diff(one, other)[0].after
