"""Videos: what they are, and their key frames as pages. Page 1 shows all key frames, page n the one of that number."""

from collections.abc import Iterator
from pathlib import Path

from agent.core.documents import Content, Difference, Drawing, Passage
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.pictures.write import save
from agent.documents.video.key_frames import frame_at, key_frames
from agent.documents.video.overview import clock, overview
from agent.documents.video.recording import Recording, opened


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Facts: length, size, sound. Passages: the key frames, by their time and the page on which they are drawn."""
    with opened(source) as recording:
        found = tuple(
            Passage(clock(frame.seconds), f"page {page}", "key frame")
            for page, frame in enumerate(key_frames(recording), 2)
        )
        return Content("video", found[start : start + count], len(found), tuple(_facts(recording)))


def check(path: Path) -> None:
    """Prove that its first picture can be decoded."""
    with opened(path) as recording:
        frame_at(recording, 0.0)


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """The facts of both, when they or the bytes differ."""
    with opened(before) as old, opened(after) as new:
        was, become = (", ".join(fact.en for fact in _facts(one)) for one in (old, new))
    if was != become:
        return (Difference("video", was, become),)
    same = before.read_bytes() == after.read_bytes()
    return () if same else (Difference("video", was, f"{become}, with other contents"),)


def render(source: Path, page: int, target: Path, width: int) -> Drawing:
    """Draw all key frames (page 1) or one of them, at most `width` pixels wide.

    Raises:
        InvalidArgumentsError: there are fewer.
    """
    with opened(source) as recording:
        frames = key_frames(recording)
        pages = len(frames) + 1
        if not 1 <= page <= pages:
            raise InvalidArgumentsError(f"There is no page {page}: page 1 shows all key frames, 2-{pages} one each.")
        if page == 1:
            drawn = overview(((one.seconds, frame_at(recording, one.seconds)) for one in frames), width)
        else:
            drawn = frame_at(recording, frames[page - 2].seconds)
            drawn.thumbnail((width, width))
    save(drawn, target)
    return Drawing(pages, "ffmpeg")


def _facts(recording: Recording) -> Iterator[Words]:
    stream = recording.stream
    long = clock(recording.seconds)
    yield Words(f"a video of {long}", f"動画({long})")
    yield Words(f"{stream.width} x {stream.height} pixels", f"{stream.width} x {stream.height} ピクセル")
    if recording.container.streams.audio:
        yield Words("with sound, which is not read", "音声あり(音声の内容は読み取りません)")
    yield Words("see it with `look`: page 1 shows its key frames", "1 ページ目に主な場面の一覧を表示します")
